"""Compensated sums of outcomes up to every checkpoint, for games that were not played."""

import numpy as np

from regret_lab.arrays import Array, Rounds
from regret_lab.comparator.double import exactly, plus, total, two_product, two_sum
from regret_lab.engine import chunk_length, chunks
from regret_lab.problems import Problem


def prefix_sums(problem: Problem, seed: int, t: Rounds, origin: Array) -> tuple[Array, Array]:
    """Return the sums of z − origin and of its squares at rounds ``t``, each (2, K, d) pairs."""
    kept = np.zeros((2, 2, len(t), problem.width))
    sums = squares = np.zeros((2, problem.width))
    length = chunk_length(problem.width)
    for index, rows in enumerate(chunks(problem, problem.width, seed, int(t[-1]))):
        done = 0
        for k in np.flatnonzero((t > index * length) & (t <= index * length + len(rows))):
            cut = int(t[k]) - index * length
            sums, squares = _add(sums, squares, rows[done:cut] - origin)
            kept[0, :, k], kept[1, :, k], done = sums, squares, cut
        sums, squares = _add(sums, squares, rows[done:] - origin)
    return kept[0], kept[1]


def _add(sums: Array, squares: Array, rows: Array) -> tuple[Array, Array]:
    columns = np.ascontiguousarray(rows.T)
    grown = plus(sums, total(exactly(columns)))
    return grown, plus(squares, total(np.stack(two_product(columns, columns))))
