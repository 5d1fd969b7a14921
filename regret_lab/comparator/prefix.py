"""Compensated sums of outcomes up to every checkpoint, for games that were not played."""

import numpy as np

from regret_lab.arrays import Array, Rounds
from regret_lab.comparator.crew import Ticker
from regret_lab.comparator.double import exactly, plus, total, two_product
from regret_lab.engine import chunk_length, chunks
from regret_lab.problems import Problem


def prefix_sums(problem: Problem, t: Rounds, seed: int, ticker: Ticker) -> tuple[Array, Array]:
    """Return the sums of z − origin and of its squares at rounds ``t``, each (2, K, d) pairs."""
    width, length = problem.width, chunk_length(problem.width)
    kept = np.zeros((2, 2, len(t), width))
    sums = squares = np.zeros((2, width))
    for index, rows in enumerate(chunks(problem, width, seed, int(t[-1]))):
        ticker.check()
        done, away = 0, rows - problem.origin
        for k in np.flatnonzero((t > index * length) & (t <= index * length + len(rows))):
            cut = int(t[k]) - index * length
            sums, squares = _add(sums, squares, away[done:cut])
            kept[0, :, k], kept[1, :, k], done = sums, squares, cut
            ticker.tick()
        sums, squares = _add(sums, squares, away[done:])
    return kept[0], kept[1]


def _add(sums: Array, squares: Array, away: Array) -> tuple[Array, Array]:
    columns = np.ascontiguousarray(away.T)
    grown = plus(sums, total(exactly(columns)))
    return grown, plus(squares, total(np.stack(two_product(columns, columns))))
