"""All short sequences of two slopes, in any order."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np

from regret_lab.arrays import Array
from regret_lab.falsify.scout import Scout

TILTS = (0.003, 0.01, 0.03, 0.06, 0.1, 0.2, 0.35, 0.6, 0.9)
"""How far the two slopes are from cancelling."""

LONGEST = 12


@dataclass(frozen=True)
class ShortPatterns:
    """Every arrangement of +1 and −δ with periods from 5 on, as far as the budget goes.

    Rotations are the same sequence; shorter ones, and those of two blocks, are tried elsewhere.
    """

    name = "short patterns"

    def search(self, scout: Scout, period: int, budget: int) -> None:
        """Try up to ``budget`` sequences."""
        end = scout.tried + budget
        for n in range(5, min(period, LONGEST) + 1):
            sequences = [slopes(bits, tilt) for bits in necklaces(n) for tilt in TILTS]
            if scout.tried + len(sequences) > end:
                return
            scout.score(np.stack(sequences))


def slopes(bits: tuple[int, ...], tilt: float) -> Array:
    """Return +1 where a bit is set and −δ elsewhere, δ a little below what cancels the sum."""
    ones = sum(bits)
    low = (1.0 - tilt) * ones / (len(bits) - ones)
    return np.where(np.array(bits) == 1, 1.0, -low)


def necklaces(n: int) -> Iterator[tuple[int, ...]]:
    """Yield the arrangements of n bits with more than two blocks, one of each set of rotations.

    >>> list(necklaces(5))
    [(0, 0, 1, 0, 1), (0, 1, 0, 1, 1)]
    """
    for bits in product((0, 1), repeat=n):
        turned = [bits[k:] + bits[:k] for k in range(1, n)]
        changes = sum(a != b for a, b in zip(bits, turned[0], strict=True))
        if changes > 2 and all(bits < other for other in turned):  # < leaves out repeated ones
            yield bits
