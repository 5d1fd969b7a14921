"""The main job: play what is not kept, measure, judge, keep; a result for every learner."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from regret_lab import store
from regret_lab.errors import RegretLabError
from regret_lab.play import Games
from regret_lab.play.doublings import finished_doublings, played_doublings
from regret_lab.play.game import played
from regret_lab.play.resume import finished
from regret_lab.regret import Curves
from regret_lab.run.archive import told
from regret_lab.run.case import best, final
from regret_lab.run.point import Point
from regret_lab.run.progress import Bar
from regret_lab.run.result import judged, measured
from regret_lab.run.setup import Setup
from regret_lab.store import Record, StoreError

WRITERS = 8
"""Results that are written at the same time."""

GAMES = ".games"
"""The folder, below the root, of games that are not over."""

LONG = 10**8
"""Coordinates of rounds from which a game is saved while it is played."""

BATCH, MOST = 2**29, 1000
"""Coordinates of rounds and points that are played before results are kept: some five seconds."""


class BrokenGame(RegretLabError):
    """A game that broke; its numbers are NaN from then on, and its result is kept."""


@dataclass
class Outcome:
    """What the job has to show: a result for every learner by label, and what went wrong."""

    records: dict[str, Record]
    fresh: int = 0
    complaints: list[RegretLabError] = field(default_factory=list[RegretLabError])

    @property
    def record(self) -> Record:
        """All results as one."""
        return store.joined(self.records)


def work(
    setup: Setup, quiet: bool = False, tell: Callable[[str], object] = lambda line: None
) -> Outcome:
    """Play the games that are not kept already, and keep their regret and its judgement.

    ``tell`` hears why a kept result does not hold any more, before anything is played. A game that
    breaks and a result that cannot be written are complaints, not the end: whatever was computed is
    shown and, where possible, kept.

    Raises
    ------
    StoreError
        When the results' folder cannot be written; asked before anything is played.
    RegretLabError
        When the games cannot be played at all.
    """
    found = {point.blank.key: setup.archive.find(point.blank) for point in setup.points}
    records = {key: record for key, record in found.items() if record is not None}
    todo = list({p.blank.key: p for p in setup.points if p.blank.key not in records}.values())
    outcome = Outcome({}, len(todo))
    for line in told(setup.archive):
        tell(line)
    if todo:
        store.probe(setup.archive.root)
    beside: Curves | None = None
    for batch in batches(todo):
        games = _play(setup, batch, quiet)
        with Bar("regret", " points", quiet) as bar:
            beside = games.regret(setup.threads, bar, beside)
        done = results_of(batch, beside, outcome)
        records.update({record.key: record for record in done})
        if keep(done, setup.archive.root, outcome):
            forget(setup, batch)
    outcome.records = {point.label: records[point.blank.key] for point in setup.points}
    outcome.complaints += broken(outcome.records)
    return outcome


def play_only(setup: Setup) -> float:
    """Carry out one job of a sweep: make its results, print nothing.

    The least mean regret at the horizon among its learners is returned, for sweepers that search.

    Raises
    ------
    RegretLabError
        When something went wrong; after all that was computed is kept, if possible. A game that
        breaks is told with its result.
    """
    outcome = work(setup, quiet=True)
    if failed := [each for each in outcome.complaints if not isinstance(each, BrokenGame)]:
        raise RegretLabError("; ".join(map(str, failed)))
    return float(final(outcome.records[best(outcome.records)]).mean())


def batches(points: Sequence[Point]) -> Iterator[list[Point]]:
    """Yield the points in pieces that are neither too short to fill the lanes nor hours long."""
    if not points:
        return
    first = points[0]
    cost = first.horizon * first.seeds * first.problem.domain.dim
    size = min(MOST, max(1, BATCH // cost))
    for start in range(0, len(points), size):
        yield list(points[start : start + size])


def results_of(batch: Sequence[Point], curves: Curves, outcome: Outcome) -> list[Record]:
    """Return the results of a batch, judged; a judgement that cannot be made is a complaint."""
    try:
        return judged(measured(batch, curves), curves)
    except RegretLabError as error:
        outcome.complaints.append(error)
        return [r.with_more({}, {"unfinished": True}) for r in measured(batch, curves)]


def broken(records: dict[str, Record]) -> list[RegretLabError]:
    """Name the first game that broke, and say how many did."""
    failures = [
        (label, failure) for label, record in records.items() for failure in record.meta["failures"]
    ]
    if not failures:
        return []
    label, first = failures[0]
    total = sum(len(record.arrays["seeds"]) for record in records.values())
    where = f"{label} failed at round {first['round']} of seed {first['seed']}: {first['what']}"
    count = f" ({len(failures)} of {total} games failed)" if total > 1 else ""
    return [BrokenGame(where + count)]


def _play(setup: Setup, batch: Sequence[Point], quiet: bool) -> Games:
    """Play; a learner whose schedule knows the horizon starts anew for each doubling of it.

    What broke is told with the results.
    """
    learners = {point.label: point.learner for point in batch}
    path = standing(setup, batch)
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
    who = (setup.problem, learners, setup.horizon, setup.seeds)
    with Bar("play", " rounds", quiet) as bar:
        how = (setup.engine, setup.threads, bar, path)
        return played_doublings(*who, *how) if batch[0].restarted else played(*who, None, *how)


def standing(setup: Setup, batch: Sequence[Point]) -> Path | None:
    """Return the file in which a long game stands, until its results are kept; else None."""
    if setup.horizon * setup.seeds * setup.problem.domain.dim * len(batch) < LONG:
        return None
    who = {"points": [point.blank.key for point in batch], "code": [point.code for point in batch]}
    return Path(setup.archive.root) / GAMES / f"{store.content_key(who)}.saved"


def forget(setup: Setup, batch: Sequence[Point]) -> None:
    """Remove the file of a game whose results are kept."""
    path = standing(setup, batch)
    if batch[0].restarted:
        finished_doublings(path, setup.horizon)
    else:
        finished(path)


def keep(records: Sequence[Record], root: str, outcome: Outcome) -> bool:
    """Write results, several at a time: most of a write is waiting for the disk; return success."""

    def write(record: Record) -> StoreError | None:
        try:
            store.save(record, root)
        except StoreError as error:
            return error
        return None

    with ThreadPoolExecutor(WRITERS) as pool:
        refused = [error for error in pool.map(write, records) if error is not None]
    if refused and not any(isinstance(earlier, StoreError) for earlier in outcome.complaints):
        outcome.complaints.append(refused[0])
    return not refused
