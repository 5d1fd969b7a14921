"""A sweep on a slow machine: each run rests first, so that a test can meet it alive.

``python slow_games.py -m ...`` is ``regret-lab run -m ...`` with ``REST`` seconds before each run;
the variable reaches the nodes, as the whole environment does.
"""

import os
import sys
import time

from regret_lab.cli.run import one_of_many
from regret_lab.run.app import launch


def rested(cfg):
    print("threads", cfg.threads, os.environ.get("OMP_NUM_THREADS"))
    time.sleep(float(os.environ["REST"]))
    return one_of_many(cfg)


if __name__ == "__main__":
    sys.exit(launch(rested, sys.argv[1:]))
