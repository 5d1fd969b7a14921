"""From the jobs of a sweep to how each of them ended, under any launcher."""

from collections.abc import Sequence
from typing import NamedTuple

from hydra._internal.core_plugins.basic_launcher import BasicLauncher
from hydra.core.utils import JobReturn, JobStatus
from hydra.plugins.launcher import Launcher

from regret_lab.run.job import play_only
from regret_lab.run.jobs import Job
from regret_lab.run.slurm import QUEUED


class Ended(NamedTuple):
    """How a job ended: what it returned, or why it failed; ``queued`` where it has not begun."""

    job: Job
    failed: bool
    outcome: object
    queued: bool = False


def launched(jobs: Sequence[Job], launcher: Launcher) -> list[Ended]:
    """Run the jobs where the launcher says; here, each is ready and need not be composed again."""
    if isinstance(launcher, BasicLauncher):
        return [_here(job) for job in jobs]
    returns = launcher.launch([list(job.overrides) for job in jobs], initial_job_idx=0)
    return [_elsewhere(job, done) for job, done in zip(jobs, returns, strict=False)]


def _here(job: Job) -> Ended:
    try:
        return Ended(job, False, play_only(job.setup))
    except Exception as reason:
        return Ended(job, True, reason)


def _elsewhere(job: Job, done: JobReturn) -> Ended:
    outcome: object = getattr(done, "_return_value", None)  # return_value raises a failure again
    return Ended(job, done.status is not JobStatus.COMPLETED, outcome, outcome == QUEUED)
