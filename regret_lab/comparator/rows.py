"""The rows (a, y) of a ridge problem up to a checkpoint: kept, counted, or dealt again."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from regret_lab.arrays import Array, Rounds
from regret_lab.engine import chunks
from regret_lab.problems import Problem

BUDGET = 3 * 2**29
"""Bytes that the kept rows of all seeds at work may take: 1.5 GiB."""

PART = 2**17
"""Numbers in one part: it stays in the cache from one use to the next."""


@dataclass(frozen=True)
class Rows:
    """Features (n, d), labels (n,), and how often each row occurs, (n,) or None for once."""

    a: Array
    y: Array
    count: Array | None = None

    def times_count(self, values: Array) -> Array:
        """Return the values of the rows (n,), each as often as its row occurs."""
        return values if self.count is None else self.count * values


class Prefixes(Protocol):
    """The rows of one seed, prefix by prefix."""

    def upto(self, k: int) -> Iterable[Rows]:
        """Return the rows of rounds 1 .. t[k] in parts; it can be gone through many times."""
        ...


@dataclass(frozen=True)
class Counted:
    """A few different rows, each with its multiplicity."""

    problem: Problem
    seed: int
    t: Rounds

    def upto(self, k: int) -> list[Rows]:
        # one checkpoint at a time: all of them at once would be K numbers for each row of the data
        counted = self.problem.counts(self.seed, self.t[k : k + 1])
        assert counted is not None
        rows, (times,) = counted
        seen = times > 0
        met = rows if seen.all() else rows[seen]
        return _parts(
            np.ascontiguousarray(met[:, :-1]), met[:, -1].copy(), times[seen].astype(float)
        )


@dataclass(frozen=True)
class Kept:
    """All rows in memory."""

    t: Rounds
    a: Array
    y: Array

    def upto(self, k: int) -> list[Rows]:
        return _parts(self.a[: self.t[k]], self.y[: self.t[k]], None)


@dataclass(frozen=True)
class Dealt:
    """Rows drawn again at every pass, where there are too many to keep."""

    problem: Problem
    seed: int
    horizon: int

    def __iter__(self) -> Iterator[Rows]:
        for rows in chunks(self.problem, self.problem.width, self.seed, self.horizon):
            yield Rows(np.ascontiguousarray(rows[:, :-1]), rows[:, -1].copy())


@dataclass(frozen=True)
class Redealt:
    """Prefixes of rows that are drawn again at every pass."""

    problem: Problem
    seed: int
    t: Rounds

    def upto(self, k: int) -> Dealt:
        return Dealt(self.problem, self.seed, int(self.t[k]))


def prefixes(
    problem: Problem, seed: int, t: Rounds, budget: float, check: Callable[[], None]
) -> Prefixes:
    """Return the rows of one seed in the cheapest form that fits into ``budget`` bytes.

    ``check`` is called for every chunk that is drawn; it may raise.
    """
    if problem.counts(seed, t[:1]) is not None:
        return Counted(problem, seed, t)
    horizon, width = int(t[-1]), problem.width
    if 8.0 * horizon * width > budget:
        return Redealt(problem, seed, t)
    a, y = np.empty((horizon, width - 1)), np.empty(horizon)
    start = 0
    for rows in chunks(problem, width, seed, horizon):
        check()
        a[start : start + len(rows)], y[start : start + len(rows)] = rows[:, :-1], rows[:, -1]
        start += len(rows)
    return Kept(t, a, y)


def _parts(a: Array, y: Array, count: Array | None) -> list[Rows]:
    step = max(64, PART // max(1, a.shape[1]))
    return [
        Rows(a[i : i + step], y[i : i + step], None if count is None else count[i : i + step])
        for i in range(0, len(y), step)
    ]
