"""Logistic regression on the rows of a table, met pass after pass."""

from abc import abstractmethod
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from regret_lab.arrays import Array, Rounds
from regret_lab.domains import Ball, Box, Domain
from regret_lab.engine.outcomes import generator
from regret_lab.parameters import choice, real
from regret_lab.problems.base import Problem
from regret_lab.problems.features import SCALINGS, prepared
from regret_lab.problems.logistic_loss import LogisticLoss, logistic

REMEMBERED = 64
"""Orders kept in memory; a long table's would otherwise be drawn anew for each of its chunks."""


@lru_cache(REMEMBERED)
def shuffled(rows: int, seed: int, turn: int) -> Rounds:
    """Return the order in which a seed meets ``rows`` rows in its pass number ``turn``."""
    order = generator(seed, turn).permutation(rows)
    order.flags.writeable = False
    return order


@dataclass(frozen=True, kw_only=True)
class Stream(Problem):
    r"""Logistic regression on n rows :math:`(a_i, y_i)` with labels :math:`y_i = \pm 1`.

    .. math:: f_t(x) = \log(1 + e^{-y_i \langle a_i, x\rangle}), \qquad i = i_t

    ``order`` is ``"shuffle"``, a fresh permutation of all rows for every pass and seed, or
    ``"given"``, the rows' own order again and again. What happens to ``features``, ``intercept``
    and ``norm`` is told by `regret_lab.problems.features.prepared`; no gradient is longer than the
    longest row. ``shape`` is the domain, a ``"box"`` or a ``"ball"`` of the given radius.

    The table is read when it is first asked for, once for each problem.

    Raises
    ------
    DataError
        When the table cannot be read; at its first use, not when the problem is made.
    """

    order: str = choice("shuffle", "given")
    features: str = choice(*SCALINGS)
    intercept: bool = True
    norm: float = real(10.0, low=0.0)
    shape: str = choice("box", "ball")
    radius: float = real(0.5, above=0.0)

    kind = "ridge"
    structure = "ridge"
    loss = staticmethod(logistic)
    array_loss = LogisticLoss()

    @abstractmethod
    def read(self) -> tuple[Array, Array]:
        """Return the features (n, d) as they come and the labels ±1 (n,)."""

    @cached_property
    def rows(self) -> Array:
        """The prepared rows, each with its label behind it, shape (n, width); read-only."""
        features, labels = self.read()
        what = str(self.values.get("path", self.name))
        ready = prepared(features, self.features, self.intercept, self.norm, what)
        rows = np.column_stack([ready, labels])
        rows.flags.writeable = False
        return rows

    @cached_property
    def extent(self) -> tuple[float, float]:
        """The length of the longest row and the size of the largest feature."""
        features = self.rows[:, :-1]
        return float(np.linalg.norm(features, axis=1).max()), float(np.abs(features).max())

    @property
    def domain(self) -> Domain:
        return (Box if self.shape == "box" else Ball)(self.rows.shape[1] - 1, self.radius)

    @property
    def lipschitz(self) -> float:
        return self.extent[0]

    @property
    def lipschitz_inf(self) -> float:
        return self.extent[1]

    @property
    def stochastic(self) -> bool:
        return self.order == "shuffle"

    def turn(self, seed: int, number: int) -> Rounds:
        """Return which row comes when in one pass, numbered from 0."""
        n = len(self.rows)
        return np.arange(n) if self.order == "given" else shuffled(n, seed, number)

    def met(self, seed: int, start: int, count: int) -> Rounds:
        """Return which rows are met in rounds start+1 .. start+count, whatever was asked before."""
        n = len(self.rows)
        first, last = start // n, (start + count - 1) // n
        turns = [self.turn(seed, number) for number in range(first, last + 1)]
        return np.concatenate(turns)[start - first * n :][:count]

    def outcomes(self, seed: int, chunk: int, start: int, count: int) -> Array:
        return self.rows.take(self.met(seed, start, count), axis=0)

    def counts(self, seed: int, t: Rounds) -> tuple[Array, Rounds]:
        n = len(self.rows)
        passes, rest = np.divmod(np.asarray(t, dtype=np.int64), n)
        times = np.repeat(passes[:, None], n, axis=1)
        for row, number, met in zip(times, passes.tolist(), rest.tolist(), strict=True):
            row[self.turn(seed, number)[:met]] += 1
        return self.rows, times
