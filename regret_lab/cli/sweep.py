"""``regret-lab run --multirun``: what is missing is launched, and all of it is summed up."""

from collections.abc import Mapping, Sequence
from typing import Any

from regret_lab import store
from regret_lab.cli.report import broken_games, failures, report
from regret_lab.errors import RegretLabError
from regret_lab.run.app import aside
from regret_lab.run.archive import told
from regret_lab.run.jobs import jobs_of
from regret_lab.run.launching import Ended, launched
from regret_lab.run.ledger import Ledger
from regret_lab.run.watch import Watch


def sweep(
    loader: Any,
    master: Any,
    launcher: Any,
    params: Mapping[str, Any],
    grids: Sequence[Mapping[str, Any]],
    arguments: Sequence[str],
) -> list[Any]:
    """Run a sweep and sum it up; ``loader``, ``master`` and ``launcher`` are Hydra's.

    What the jobs returned is returned.

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
    ended: list[Ended] = []
    if ledger.todo:
        store.probe(archive.root)
        with Watch(ledger.files):
            ended = launched(ledger.todo, launcher)
    cases = [case for job in jobs if (case := ledger.case(job)) is not None]
    complaints = report(cases, archive) if cases else []
    complaints += broken_games(cases) + failures(ended, jobs, cases)
    if complaints:
        raise RegretLabError("; ".join(complaints))
    return [each.outcome for each in ended]
