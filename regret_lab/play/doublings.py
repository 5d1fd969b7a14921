"""Games of many lengths: a game of its own for every doubling of the horizon."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

import numpy as np

from regret_lab.arrays import Array
from regret_lab.engine import Progress, Transcript
from regret_lab.play.clock import doublings_of, whole
from regret_lab.play.game import played
from regret_lab.play.games import GameError, Games
from regret_lab.play.players import Playables
from regret_lab.play.resume import Resume, file_of, finished, part_of
from regret_lab.problems import Problem


def play_doublings(
    problem: Problem,
    learners: Playables,
    horizon: int,
    seeds: int | Sequence[int] = 1,
    engine: str = "compiled",
    threads: int | None = None,
    progress: Progress | None = None,
    resume: Resume = None,
) -> Games:
    """Play a game of its own up to each of the horizons T, T/2, T/4, ...

    A step size that depends on the horizon is another one in each of them; in one game it would be
    judged at horizons it was not made for. Arguments and errors are those of `play`; ``resume``
    names a file for each game, with its horizon in the name, and all are removed at the end.
    """
    path = file_of(resume)
    joined = played_doublings(problem, learners, horizon, seeds, engine, threads, progress, path)
    finished_doublings(path, horizon)
    if joined.failures:
        raise GameError(joined)
    return joined


def played_doublings(
    problem: Problem,
    learners: Playables,
    horizon: int,
    seeds: int | Sequence[int],
    engine: str,
    threads: int | None,
    progress: Progress | None,
    path: Path | None,
) -> Games:
    """Play as `play_doublings` does; return broken games too, and leave the files to the caller."""
    horizons = doublings_of(whole(horizon, "horizon", 1))
    rounds, parts = sum(horizons), list[Games]()
    for index, length in enumerate(horizons):
        tick = None if progress is None else _share(progress, sum(horizons[:index]), rounds, length)
        file = part_of(path, length)
        parts.append(
            played(problem, learners, length, seeds, [length], engine, threads, tick, file)
        )
    return replace(parts[-1], transcript=_join([p.transcript for p in parts]), restarted=True)


def finished_doublings(path: Path | None, horizon: int) -> None:
    """Remove the files of games whose numbers are in other hands."""
    for length in doublings_of(horizon):
        finished(part_of(path, length))


def _share(progress: Progress, before: int, rounds: int, length: int) -> Progress:
    """Return a progress callback for one of several games; units are rounds over all games."""

    def tick(done: int, total: int) -> None:
        games = total // length
        progress(before * games + done, rounds * games)

    return tick


def _join(parts: list[Transcript]) -> Transcript:
    """Join transcripts along their checkpoints."""

    def along(axis: int, pick: Callable[[Transcript], Array | None]) -> Array | None:
        arrays = [pick(part) for part in parts]
        if arrays[0] is None:
            return None
        return np.concatenate(cast("list[Array]", arrays), axis=axis)

    def some(axis: int, pick: Callable[[Transcript], Array]) -> Array:
        return np.concatenate([pick(part) for part in parts], axis=axis)

    first = parts[0]
    return Transcript(
        t=np.concatenate([part.t for part in parts]),
        loss=some(3, lambda part: part.loss),
        mean_loss=along(3, lambda part: part.mean_loss),
        x=some(2, lambda part: part.x),
        taps={name: some(2, lambda part, n=name: part.taps[n]) for name in first.taps},
        states=[
            {name: some(1, lambda part, i=i, n=name: part.states[i][n]) for name in rows}
            for i, rows in enumerate(first.states)
        ],
        sums=along(3, lambda part: part.sums),
        squares=along(3, lambda part: part.squares),
        failures=[failure for part in parts for failure in part.failures],
    )
