"""One submission on disk: which runs, in which tasks, and all that a node needs to play them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from typing import Any

RUNS, SWEEP = "runs.json", "sweep.pkl"

Overrides = tuple[str, ...]


@dataclass(frozen=True)
class Submission:
    """A folder of its own; its name is the name of the job in the queue.

    ``tasks[i]`` are the runs of task i in order, each by its overrides; ``command`` is the
    configuration that they override, and ``first`` the number of the first run in the sweep.
    """

    folder: Path
    command: str
    first: int
    tasks: tuple[tuple[Overrides, ...], ...]

    @property
    def name(self) -> str:
        """The job's name in the queue."""
        return self.folder.name

    def number(self, task: int, run: int) -> int:
        """Return the number in the sweep of a run of a task."""
        return self.first + sum(len(runs) for runs in self.tasks[:task]) + run


def prepare(
    root: Path, command: str, first: int, runs: Sequence[Overrides], per_task: int, sweep: object
) -> Submission:
    """Write a new submission below ``root``; ``sweep`` is pickled once for all of its tasks.

    Raises
    ------
    OSError
        When the folder cannot be written.
    """
    from submitit.core.utils import cloudpickle_dump  # comes with the extra

    folder = root / f"regret-lab-{datetime.now():%Y%m%d-%H%M%S}-{token_hex(3)}"
    folder.mkdir(parents=True)
    tasks = tuple(tuple(runs[start : start + per_task]) for start in range(0, len(runs), per_task))
    cloudpickle_dump(sweep, folder / SWEEP)
    record = {"command": command, "first": first, "tasks": tasks}
    (folder / RUNS).write_text(json.dumps(record))
    return Submission(folder, command, first, tasks)


def load(folder: Path) -> Submission:
    """Read a submission.

    Raises
    ------
    OSError, ValueError, KeyError
        When the folder holds none, or half of one.
    """
    record: dict[str, Any] = json.loads((folder / RUNS).read_text())
    tasks = tuple(tuple(tuple(run) for run in task) for task in record["tasks"])
    return Submission(folder, record["command"], record["first"], tasks)
