"""``regret-lab run --multirun``: what is missing is launched, and all of it is summed up."""

import shlex
import sys
import traceback
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard

from hydra._internal.core_plugins.basic_launcher import BasicLauncher
from hydra.core.config_loader import ConfigLoader
from hydra.core.utils import JobReturn, JobStatus
from hydra.plugins.launcher import Launcher
from omegaconf import DictConfig

from regret_lab import figures, store
from regret_lab.cli.run import draw, play_only, say, tabled
from regret_lab.errors import RegretLabError
from regret_lab.run.app import MENDABLE, aside
from regret_lab.run.archive import told
from regret_lab.run.case import Case
from regret_lab.run.jobs import Job, jobs_of
from regret_lab.run.refusal import refusal
from regret_lab.run.slurm import QUEUED
from regret_lab.run.summary import summary, write
from regret_lab.run.watch import Watch
from regret_lab.store import Record

NAMED = 10
"""Failed jobs that are named one by one."""
PANELS = 24
"""Cases that one figure holds."""


@dataclass(frozen=True)
class Missing:
    """A job that is not done, and the files that it has still to write."""

    job: Job
    files: list[Path]


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
        When a job failed or a result is missing: after the summary, with what to do next.
    """
    jobs = jobs_of(loader, master, params, grids, arguments)
    kept: dict[str, Record] = {}
    todo = missing(jobs, kept)
    points = {point.blank.key for job in jobs for point in job.setup.points}
    aside(
        f"{len(jobs)} {'job' if len(jobs) == 1 else 'jobs'}, {len(points)} results: "
        f"{len(kept)} kept, {len(points) - len(kept)} to make"
    )
    returns: Sequence[JobReturn] = []
    if todo:
        store.probe(jobs[0].setup.archive.root)
        with Watch([path for each in todo for path in each.files]):
            returns = run([each.job for each in todo], launcher)
    cases = [case for job in jobs if (case := gather(job, kept)) is not None]
    complaints = report(cases, jobs[0].setup.archive.root, bool(todo)) if cases else []
    complaints += failures(todo, returns, jobs, cases)
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


def missing(jobs: Sequence[Job], kept: dict[str, Record]) -> list[Missing]:
    """Return the jobs that are not done; what is kept is filed under its key."""
    todo: list[Missing] = []
    seen: set[str] = set()
    changes: Counter[str] = Counter()
    for job in jobs:
        archive, files = job.setup.archive, list[Path]()
        for point in job.setup.points:
            key = point.blank.key
            if key in seen:
                continue
            seen.add(key)
            found = archive.find(point.blank)
            if found is None:
                files.append(archive.path(point.blank))
            else:
                kept[key] = found
        changes += archive.changes
        if files:
            todo.append(Missing(job, files))
    for line in told(changes):
        aside(line)
    return todo


def gather(job: Job, kept: Mapping[str, Record]) -> Case | None:
    """Return the results of a job that are there; None where there are none."""
    records: dict[str, Record] = {}
    for point in job.setup.points:
        key = point.blank.key
        found = kept.get(key) or job.setup.archive.made(point.blank)
        if found is not None:
            records[point.label] = found
    return Case(job.title, records, job.setup.varied) if records else None


def report(cases: Sequence[Case], root: str, changed: bool) -> list[str]:
    """Print the table, write every point into a file, draw; return what went wrong.

    Where nothing has ``changed`` a figure that is there is not drawn again.
    """
    key = store.content_key({"results": sorted({r.key for c in cases for r in c.records.values()})})
    folder = Path(root) / f"sweep-{key}"
    say(f"\n{summary(cases)}\n")
    complaints = tabled(lambda: write(cases, folder / "summary.csv"))
    shown = cases[:PANELS]
    if len(cases) > PANELS:
        aside(f"the figure shows the first {PANELS} of {len(cases)} cases")
    steps = any("lr" in values for case in shown for _, values in case.varied.values())
    name = "sensitivity" if steps else "regret"

    def drawn() -> list[Path]:
        before = [folder / f"{name}.{kind}" for kind in ("pdf", "png")]
        if not changed and all(path.exists() for path in before):
            return before
        if steps:
            return figures.sensitivity(shown, folder, name)
        titled = {case.title or case.problem: store.joined(case.records) for case in shown}
        return figures.gallery(titled, folder, name)

    return complaints + draw(drawn, root)


def failures(
    todo: Sequence[Missing], returns: Sequence[JobReturn], jobs: Sequence[Job], cases: list[Case]
) -> list[str]:
    """Name the jobs that failed, and say how to go on with what is missing."""
    failed = [
        (each.job, getattr(ret, "_return_value", None))
        for each, ret in zip(todo, returns, strict=False)
        if ret.status is not JobStatus.COMPLETED
    ]
    for job, why in failed[:NAMED]:
        aside(f"failed: {job.title or 'the only job'}: {_why(why)}")
    defects = [why for _, why in failed if _is_defect(why)]
    if defects:
        traceback.print_exception(defects[0])
    if len(failed) > NAMED:
        aside(f"and {len(failed) - NAMED} more")
    wanted = sum(len(job.setup.points) for job in jobs)
    there = sum(len(case.records) for case in cases)
    again = f"the same command makes only what is missing: {shlex.join(command())}"
    if failed:
        lost = f"{len(failed)} of {len(todo)} jobs failed"
        return [f"{lost}; {there} of {wanted} results are kept; {again}"]
    queued = any(getattr(ret, "_return_value", None) == QUEUED for ret in returns)
    if there < wanted and queued:
        aside(f"{wanted - there} of {wanted} results are still to come; {again}")
    elif there < wanted:
        return [f"{wanted - there} of {wanted} results are not there yet; {again}"]
    return []


def command() -> list[str]:
    """Return the command as it was given."""
    program = Path(sys.argv[0]).name
    if program.endswith(".py"):
        return ["python", sys.argv[0], *sys.argv[1:]]
    return [program, "run", *sys.argv[1:]]


def _is_defect(reason: object) -> TypeGuard[Exception]:
    """Say whether a failure is nobody's to mend but ours: then its place in the code counts."""
    return isinstance(reason, Exception) and not isinstance(reason, (*MENDABLE, MemoryError))


def _why(reason: object) -> str:
    if isinstance(reason, Exception):
        return refusal(reason)
    return str(reason) if reason else "no reason was given"
