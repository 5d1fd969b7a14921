"""The main job: does R(T)/T go to zero as O(sqrt T) predicts? The same as ``regret-lab run``."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # a clone that is not installed

from regret_lab.cli import main

if __name__ == "__main__":
    sys.exit(main(["run", *sys.argv[1:]]))
