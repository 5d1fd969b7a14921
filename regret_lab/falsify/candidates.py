"""Many periodic sequences in one call: the engine plays them as if they were seeds."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from regret_lab.arrays import Array
from regret_lab.domains import Box, Domain
from regret_lab.problems.base import Problem
from regret_lab.problems.inner_product import inner_product


@dataclass(frozen=True, eq=False)
class Candidates(Problem):
    r"""Linear losses :math:`f_t(x) = g_{1 + (t-1) \bmod n}\, x` on an interval.

    ``sequences`` has one period of gradients in each row; a seed picks the row. Nothing is tallied
    for a comparator: what is asked of these games is where the learner goes, or what it loses.
    """

    sequences: Array
    centre: float = 0.0
    radius: float = 1.0

    structure = "general"
    loss = staticmethod(inner_product)

    @property
    def domain(self) -> Domain:
        return interval(self.centre - self.radius, self.centre + self.radius)

    @property
    def lipschitz(self) -> float:
        return float(np.abs(self.sequences).max())

    def outcomes(self, seed: int, chunk: int, start: int, count: int) -> Array:
        n = self.sequences.shape[1]
        phase = start % n
        return np.tile(self.sequences[seed], 1 + (phase + count) // n)[phase : phase + count, None]


@lru_cache
def interval(low: float, high: float) -> Box:
    """Return an interval; it is asked for in every game."""
    return Box(1, lower=low, upper=high)
