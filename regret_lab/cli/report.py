"""What a sweep has to show at its end: a table, a file of all points, a figure, what went wrong."""

import shlex
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TypeGuard

from regret_lab import figures, store
from regret_lab.cli.run import draw, say, tabled
from regret_lab.run.app import MENDABLE, aside
from regret_lab.run.archive import Archive
from regret_lab.run.case import Case
from regret_lab.run.job import broken
from regret_lab.run.jobs import Job
from regret_lab.run.launching import Ended
from regret_lab.run.refusal import refusal
from regret_lab.run.summary import summary, write
from regret_lab.store import Record

NAMED = 10
"""Failures that are named one by one."""
PANELS = 24
"""Cases that one figure holds."""


def report(cases: Sequence[Case], archive: Archive) -> list[str]:
    """Print the table, write every point into a file, draw; return what went wrong.

    A figure that is younger than all that it shows is not drawn again.
    """
    shown = [[case.title, label, r.key] for case in cases for label, r in case.records.items()]
    folder = Path(archive.root) / f"sweep-{store.content_key({'shown': shown})}"
    say(f"\n{summary(cases)}\n")
    complaints = tabled(lambda: write(cases, folder / "summary.csv"))
    if len(cases) > PANELS:
        aside(f"the figure shows the first {PANELS} of {len(cases)} cases")
    return complaints + draw(lambda: _drawn(cases[:PANELS], archive, folder), archive.root)


def _drawn(cases: Sequence[Case], archive: Archive, folder: Path) -> list[Path]:
    steps = any(figures.steps_vary(case) for case in cases)
    name = "sensitivity" if steps else "regret"
    before = [folder / f"{name}.{kind}" for kind in ("pdf", "png")]
    newest = max(archive.stamp(record) for case in cases for record in case.records.values())
    if all(path.exists() and path.stat().st_mtime_ns > newest for path in before):
        return before
    if steps:
        return figures.sensitivity(cases, folder, name)
    titled: dict[str, Record] = {}
    for case in cases:
        title = case.title or case.problem
        twins = sum(other.partition(" #")[0] == title for other in titled)
        titled[f"{title} #{twins + 1}" if twins else title] = store.joined(case.records)
    return figures.gallery(titled, folder, name)


def broken_games(cases: Sequence[Case]) -> list[str]:
    """Name the games that broke; their results are kept, and none is played again."""
    told = [
        f"{case.title}: {error}" if case.title else str(error)
        for case in cases
        for error in broken(dict(case.records))
    ]
    return told[:NAMED] + [f"and so in {len(told) - NAMED} more cases"] * (len(told) > NAMED)


def failures(ended: Sequence[Ended], jobs: Sequence[Job], cases: Sequence[Case]) -> list[str]:
    """Name the jobs that failed, and say how to go on with what is missing."""
    failed = [each for each in ended if each.failed]
    for each in failed[:NAMED]:
        aside(f"failed: {each.job.title or 'the only job'}: {_why(each.outcome)}")
    defects = [each.outcome for each in failed if _is_defect(each.outcome)]
    if defects:
        traceback.print_exception(defects[0])
    if len(failed) > NAMED:
        aside(f"and {len(failed) - NAMED} more")
    wanted = sum(len(job.setup.points) for job in jobs)
    there = sum(len(case.records) for case in cases)
    words = [word for word in command() if not word.startswith("store.again=")]
    again = f"the same command makes only what is missing: {shlex.join(words)}"
    if failed:
        lost = f"{len(failed)} of {len(ended)} jobs failed"
        return [f"{lost}; {there} of {wanted} results are kept; {again}"]
    if there < wanted and any(each.queued for each in ended):
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
