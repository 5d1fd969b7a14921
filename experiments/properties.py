"""What is said of Adam, put to the test. The same as ``regret-lab properties``."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # a clone that is not installed

from regret_lab.cli import main

if __name__ == "__main__":
    sys.exit(main(["properties", *sys.argv[1:]]))
