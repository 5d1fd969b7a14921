"""Sequences of two blocks: some rounds of one slope, then the rest against it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from regret_lab.arrays import Array
from regret_lab.falsify.scout import Scout, Trial

PERIODS = (3, 4, 5, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512)
SHARES = (0.02, 0.08, 0.16, 0.26, 0.36, 0.46, 0.54, 0.64, 0.74, 0.86, 0.97)
"""Lengths of the first block, as a share of the period."""

TILTS = (0.005, 0.02, 0.06, 0.2, 0.5, 0.95)
"""How far the blocks are from cancelling, as a share of the first."""

REFINED = 3
"""Periods whose best pair of blocks is refined."""

ENOUGH = 10
"""Sequences that are worth trying of a period."""

STRIDES = (1, 5, 7, 11)
"""Steps through the grid on a small budget: none that would always meet the same tilts."""

Shape = tuple[int, float]
"""The length of the first block and the tilt."""


@dataclass(frozen=True)
class TwoBlock:
    r"""The family :math:`(+1)^L, (-\delta)^{n-L}` with δ below L/(n − L), where the sum vanishes.

    A coarse grid over n, L and δ, then finer ones around the best of a few periods and of the
    longest, each half as wide.
    """

    name = "two blocks"

    def search(self, scout: Scout, period: int, budget: int) -> None:
        """Try about ``budget`` sequences."""
        end = scout.tried + budget
        tops = [_best(scout, n, shapes) for n, shapes in _coarse(period, budget // 2)]
        seeds, width = [*sorted(tops, reverse=True)[:REFINED], tops[-1]], 1.0
        while scout.tried < end:
            seeds = [
                max(seed, _best(scout, len(seed[0].gradients), _around(seed, width)))
                for seed in dict.fromkeys(seeds)
            ]
            width = max(width / 2.0, 0.02)


Seed = tuple[Trial, Shape]


def _best(scout: Scout, n: int, shapes: Sequence[Shape]) -> Seed:
    worst = scout.score(np.stack([blocks(n, *shape) for shape in shapes]))
    sequences = {tuple(blocks(n, *shape)): shape for shape in shapes}
    return worst, sequences[worst.gradients]


def _coarse(period: int, budget: int) -> list[tuple[int, list[Shape]]]:
    """Return the grid: fewer periods, and every 5th or so of the shapes, on a small budget."""
    periods = [n for n in PERIODS if n < period] + [period]
    periods = periods[:: -max(1, -(-len(periods) * ENOUGH // max(budget, 1)))][::-1]
    grid: list[tuple[int, list[Shape]]] = []
    for n in periods:
        lengths = sorted({min(max(round(share * n), 1), n - 1) for share in SHARES})
        shapes = [(length, tilt) for length in lengths for tilt in TILTS]
        fits = [k for k in STRIDES if len(shapes) <= k * budget // len(periods)]
        grid.append((n, shapes[:: fits[0] if fits else STRIDES[-1]]))
    return grid


def _around(seed: Seed, width: float) -> list[Shape]:
    worst, (length, tilt) = seed
    n = len(worst.gradients)
    reach = max(1, round(width * n / 16))
    near = {round(k) for k in np.linspace(length - reach, length + reach, 7)}
    tilts = np.minimum(tilt * 2.0 ** (width * np.linspace(-1.0, 2.0, 9)), 0.999)
    return [(L, float(t)) for L in sorted(near) if 0 < L < n for t in tilts]


def blocks(n: int, length: int, tilt: float) -> Array:
    """Return +1 for ``length`` rounds, then −(1 − tilt) length/(n − length) for the rest."""
    low = (1.0 - tilt) * length / (n - length)
    return np.where(np.arange(n) < length, 1.0, -low)
