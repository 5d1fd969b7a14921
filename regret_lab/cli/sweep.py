"""``regret-lab run --multirun``: what is missing is launched, and all of it is summed up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hydra._internal.core_plugins.basic_launcher import BasicLauncher
from hydra.core.config_loader import ConfigLoader
from hydra.core.utils import JobReturn, JobStatus
from hydra.plugins.launcher import Launcher
from omegaconf import DictConfig

from regret_lab import store
from regret_lab.cli.report import broken_games, failures, report
from regret_lab.cli.run import play_only
from regret_lab.errors import RegretLabError
from regret_lab.run.app import aside
from regret_lab.run.archive import Archive, told
from regret_lab.run.case import Case
from regret_lab.run.jobs import Job, jobs_of
from regret_lab.run.watch import Watch
from regret_lab.store import Record


@dataclass
class Ledger:
    """What is kept, by key, and what is to be made: jobs, files, and when each was last written."""

    archive: Archive
    kept: dict[str, Record] = field(default_factory=dict[str, Record])
    todo: list[Job] = field(default_factory=list[Job])
    files: list[Path] = field(default_factory=list[Path])
    before: dict[str, int] = field(default_factory=dict[str, int])

    def enter(self, job: Job) -> None:
        """Look up the results of a job."""
        missing = len(self.before)
        for point in job.setup.points:
            key = point.blank.key
            if key in self.kept or key in self.before:
                continue
            found = self.archive.find(point.blank)
            if found is None:
                self.before[key] = self.archive.stamp(point.blank)
                self.files.append(self.archive.path(point.blank))
            else:
                self.kept[key] = found
        if len(self.before) > missing:
            self.todo.append(job)

    def case(self, job: Job) -> Case | None:
        """Return the results of a job that are there now; None where there are none."""
        records: dict[str, Record] = {}
        for point in job.setup.points:
            key = point.blank.key
            found = self.kept.get(key) or self.archive.made(point.blank, self.before.get(key, 0))
            if found is not None:
                records[point.label] = found
        return Case(job.title, records, job.setup.varied) if records else None


def sweep(
    loader: ConfigLoader,
    master: DictConfig,
    launcher: Launcher,
    params: Mapping[str, Any],
    grids: Sequence[Mapping[str, Any]],
    arguments: Sequence[str],
) -> list[JobReturn]:
    """Run a sweep and sum it up.

    Raises
    ------
    RegretLabError
        When a job failed, a game broke or a result is missing: after the summary.
    """
    jobs = jobs_of(loader, master, params, grids, arguments)
    archive = jobs[0].setup.archive
    if any(job.setup.archive.root != archive.root for job in jobs):
        raise RegretLabError("store.root differs between the grids: a sweep has one store")
    ledger = Ledger(archive)
    for job in jobs:
        ledger.enter(job)
    for line in told(archive):
        aside(line)
    kept, new = len(ledger.kept), len(ledger.before)
    noun = "job" if len(jobs) == 1 else "jobs"
    aside(f"{len(jobs)} {noun}, {kept + new} results: {kept} kept, {new} to make")
    returns: Sequence[JobReturn] = []
    if ledger.todo:
        store.probe(archive.root)
        with Watch(ledger.files):
            returns = run(ledger.todo, launcher)
    cases = [case for job in jobs if (case := ledger.case(job)) is not None]
    complaints = report(cases, archive) if cases else []
    complaints += broken_games(cases) + failures(ledger.todo, returns, jobs, cases)
    if complaints:
        raise RegretLabError("; ".join(complaints))
    return list(returns)


def run(jobs: Sequence[Job], launcher: Launcher) -> Sequence[JobReturn]:
    """Run the jobs where the launcher says; here, each is ready and need not be composed again."""
    if not isinstance(launcher, BasicLauncher):
        return launcher.launch([list(job.overrides) for job in jobs], initial_job_idx=0)
    returns: list[JobReturn] = []
    for job in jobs:
        done = JobReturn(overrides=job.overrides, status=JobStatus.COMPLETED)
        try:
            done.return_value = play_only(job.setup)
        except Exception as reason:
            done.status, done.return_value = JobStatus.FAILED, reason
        returns.append(done)
    return returns
