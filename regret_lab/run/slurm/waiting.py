"""Wait until every task has ended or is lost; results may come from a slow network disk."""

import os
import pickle
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from regret_lab.run.slurm import queue
from regret_lab.run.slurm.journal import journal
from regret_lab.run.slurm.queue import Job

POLL, ASK = 1.0, 10.0
"""Seconds between two looks at the files, and at the queue."""

PATIENCE = 2
"""Looks in a row at which a task has ended without a result, until it is lost."""


@dataclass
class Task:
    """A task of an array; ``lost`` says why it ended without a result, once it has."""

    folder: Path
    array: str
    number: int
    alone: bool
    lost: str | None = None

    @property
    def job(self) -> str:
        """The name by which Slurm's commands know it."""
        return self.array if self.alone else f"{self.array}_{self.number}"

    @property
    def result(self) -> str:
        """The file that it leaves when it ends by itself."""
        return f"{self.job}_0_result.pkl"

    @property
    def journal(self) -> Path:
        """What it has written of each run."""
        return journal(self.folder, self.number)

    @property
    def log(self) -> Path:
        """What it wrote to standard error."""
        return self.folder / f"{self.job}_0_log.err"


def wait(tasks: Iterable[Task]) -> None:
    """Return when each task has left a result or ``lost`` says why it never will.

    A task is lost when Slurm has ended it, or has forgotten it, and its result has not appeared one
    look later; the queue's silence is no evidence.
    """
    left = list(tasks)
    ended: Counter[str] = Counter()
    asked = -ASK
    while left := _unfinished(left):
        if time.monotonic() - asked >= ASK:
            jobs = queue.look()
            asked = time.monotonic()
            if jobs is not None:
                states = {(job.array, job.task): job for job in jobs}
                for task in left:
                    _judge(task, states.get((task.array, task.number)), ended)
        time.sleep(POLL)


def _judge(task: Task, job: Job | None, ended: Counter[str]) -> None:
    """Count the looks in a row at which a task has ended; call it lost when they are enough."""
    if job is not None and job.alive:
        del ended[task.job]
        return
    ended[task.job] += 1
    if ended[task.job] >= PATIENCE:
        state = job.state.lower().replace("_", " ") if job else "no longer in the queue"
        task.lost = f"Slurm: {state}"


def _unfinished(tasks: list[Task]) -> list[Task]:
    # listing a folder makes a network disk look again
    files = {folder: set(os.listdir(folder)) for folder in {task.folder for task in tasks}}
    return [task for task in tasks if task.lost is None and task.result not in files[task.folder]]


def why(task: Task) -> str:
    """Return why a task ended without playing all of its runs, in one line."""
    if task.lost is not None:
        return task.lost
    try:
        outcome, said = pickle.loads((task.folder / task.result).read_bytes())
    except Exception as error:  # a result that cannot be read, whatever is wrong with it
        outcome, said = "error", str(error)
    lines = str(said).strip().splitlines()
    return lines[-1].strip() if outcome == "error" and lines else "ended early"
