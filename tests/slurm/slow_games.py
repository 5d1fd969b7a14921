"""The main job on a slow machine: each run rests first, so that a test can meet it alive.

``python slow_games.py -m ...`` is ``regret-lab run -m ...`` with ``REST`` seconds before each run;
the variable reaches the nodes, as the whole environment does.
"""

import os
import sys
import time

from regret_lab.cli.run import converge
from regret_lab.run.app import launch


def rested(cfg):
    time.sleep(float(os.environ["REST"]))
    return converge(cfg)


if __name__ == "__main__":
    sys.exit(launch(rested, sys.argv[1:]))
