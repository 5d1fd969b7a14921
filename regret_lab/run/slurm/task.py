"""What a Slurm task does on its node: its share of the runs, one after the other."""

import math
import os
import pickle
import socket
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from hydra.core.singleton import Singleton
from hydra.core.utils import JobReturn, run_job, setup_globals
from omegaconf import open_dict

from regret_lab.errors import RegretLabError
from regret_lab.run.slurm import journal
from regret_lab.run.slurm.journal import Entry
from regret_lab.run.slurm.submission import SWEEP, Submission, load


@dataclass(frozen=True)
class Sweep:
    """What all runs of a sweep share: what Hydra needs to compose them, and what plays them."""

    context: Any
    config: Any
    function: Any
    singletons: Any


@dataclass(frozen=True)
class Share:
    """``Share(folder, cores)(task)`` plays the runs of one task that its journal does not hold yet.

    The time limit and a node's failure put a task back into the queue; it then goes on after the
    last run that it finished.
    """

    folder: str
    cores: int

    def __call__(self, task: int) -> None:
        folder = Path(self.folder)
        submission = load(folder)
        sweep: Sweep = pickle.loads((folder / SWEEP).read_bytes())
        Singleton.set_state(sweep.singletons)
        setup_globals()
        path = journal.journal(folder, task)
        seen = journal.read(path)
        for run in range(len(submission.tasks[task])):
            if run not in seen or seen[run].failure is not None:
                journal.add(path, self._play(sweep, submission, task, run))

    def checkpoint(self, task: int) -> Any:
        """Return what the queue is to start again when the time is up: the same."""
        from submitit.helpers import DelayedSubmission

        return DelayedSubmission(self, task)

    def _play(self, sweep: Sweep, submission: Submission, task: int, run: int) -> Entry:
        """Play one run.

        Raises
        ------
        UncompletedJobError
            When what ended the run is the end of the task, whose time was up once too often.
        """
        from submitit.core.utils import UncompletedJobError

        start = perf_counter()
        value, failure = None, None
        try:
            value = _number(self._job(sweep, submission, task, run).return_value)
        except UncompletedJobError:
            raise
        except Exception as error:
            failure = _reason(error)
        node = os.environ.get("SLURMD_NODENAME") or socket.gethostname()
        return Entry(run, node, round(perf_counter() - start, 3), failure, value)

    def _job(self, sweep: Sweep, submission: Submission, task: int, run: int) -> JobReturn:
        """Compose and carry out a run, the way Hydra does at home."""
        overrides = list(submission.tasks[task][run])
        config = sweep.context.config_loader.load_sweep_config(sweep.config, overrides)
        with open_dict(config):
            config.hydra.job.id = f"{submission.name}-{task}"
            config.hydra.job.num = submission.number(task, run)
            # a task uses what it asked for, also where the kernel would let it take all cores
            if "threads" in config and config.threads is None:
                config.threads = self.cores
        return run_job(
            hydra_context=sweep.context,
            task_function=sweep.function,
            config=config,
            job_dir_key="hydra.sweep.dir",
            job_subdir_key="hydra.sweep.subdir",
        )


def _number(value: object) -> float | None:
    """Return what a sweeper may optimise; everything else stays in the store."""
    return float(value) if isinstance(value, (int, float)) and math.isfinite(value) else None


def _reason(error: Exception) -> str:
    """Say in one line why a run failed; the traceback of a defect goes to the task's log."""
    said = " ".join(str(error).split())
    if isinstance(error, RegretLabError):
        return said
    traceback.print_exception(error, file=sys.stderr)
    return f"{type(error).__name__}: {said}"
