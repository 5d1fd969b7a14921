"""Watch learners play in the browser. The same as ``regret-lab playground``."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # a clone that is not installed

from regret_lab.cli import main

if __name__ == "__main__":
    sys.exit(main(["playground", *sys.argv[1:]]))
