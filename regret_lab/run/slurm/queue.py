"""What Slurm knows of this user's jobs, asked of its queue; no accounting database is needed."""

import os
import subprocess
from typing import NamedTuple

ENDED = {
    *("COMPLETED", "FAILED", "CANCELLED", "TIMEOUT", "OUT_OF_MEMORY", "NODE_FAIL", "BOOT_FAIL"),
    *("DEADLINE", "PREEMPTED", "REVOKED"),
}

ANSWER = 60.0
"""Seconds that a busy controller may take to answer."""


class Job(NamedTuple):
    """One task in the queue: the array's id and its own number, the submission, its state."""

    array: str
    task: int
    name: str
    state: str

    @property
    def alive(self) -> bool:
        """Whether it waits, runs, ends right now, or will be started again."""
        return self.state not in ENDED


def look() -> list[Job] | None:
    """Return every task that Slurm still knows, ended ones for minutes; None if it is silent.

    A controller that does not answer says nothing about the tasks: nobody is lost for that.
    """
    command = ["squeue", "--noheader", "--array", "--states=all", "--format=%i|%T|%j"]
    try:
        answer = subprocess.run(
            [*command, f"--user={os.getuid()}"],
            capture_output=True,
            text=True,
            timeout=ANSWER,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return [_job(line) for line in answer.stdout.splitlines() if line.count("|") >= 2]


def _job(line: str) -> Job:
    """Read a line such as ``41_3|RUNNING|name``; a submission of one task is no array.

    >>> _job("41_3|RUNNING|sweep"), _job("41|PENDING|sweep").task
    (Job(array='41', task=3, name='sweep', state='RUNNING'), 0)
    """
    identity, state, name = line.split("|", 2)
    array, _, task = identity.partition("_")
    return Job(array, int(task) if task.isdigit() else 0, name, state)
