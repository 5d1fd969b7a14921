r"""Sums of ridge losses over weighted rows: value, gradient, curvature, and how exact they are."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from regret_lab.arrays import Array
from regret_lab.comparator.double import ROUNDING, exactly, plus, total, two_product
from regret_lab.comparator.rows import Rows

BLOCK = 64
"""Rows whose gradients are added without compensation."""

FAITHFUL = 4.0
"""Roundings in one value or slope of a loss: what its elementary functions leave."""


class RidgeLoss(Protocol):
    """A loss of u = ⟨a, x⟩ and a label, on arrays, with two derivatives in u."""

    def value(self, u: Array, y: Array) -> Array: ...
    def slope(self, u: Array, y: Array) -> Array: ...
    def curvature(self, u: Array, y: Array) -> Array: ...


@dataclass(frozen=True)
class Objective:
    r"""The function :math:`F(x) = \sum_i c_i \phi(\langle a_i, x\rangle, y_i)`.

    ``check`` is called before every part of a pass over the rows; it may raise.
    """

    loss: RidgeLoss
    rows: Iterable[Rows]
    check: Callable[[], None]

    def _parts(self) -> Iterator[Rows]:
        for part in self.rows:
            self.check()
            yield part

    def slope(self, x: Array) -> tuple[float, Array]:
        """Return F and its gradient."""
        value, gradient = 0.0, np.zeros(x.size)
        for part in self._parts():
            u = part.a @ x
            value += float(part.times_count(self.loss.value(u, part.y)).sum())
            gradient += part.times_count(self.loss.slope(u, part.y)) @ part.a
        return value, gradient

    def curvature(self, x: Array) -> Array:
        """Return the Hessian, (d, d)."""
        hessian = np.zeros((x.size, x.size))
        for part in self._parts():
            bend = part.times_count(self.loss.curvature(part.a @ x, part.y))
            scaled = np.sqrt(bend)[:, None] * part.a
            hessian += scaled.T @ scaled
        return hessian

    def exact(self, x: Array) -> tuple[Array, Array, float, Array]:
        r"""Return F as a pair, its gradient, and bounds on their errors (a number and (d,)).

        With m = ⟨|a|, |x|⟩ the error in u is at most (d + 1) u m; it enters F through the slope and
        the gradient through the curvature. Gradients are added plainly within a block of rows and
        compensated between blocks.
        """
        d = x.size
        value, gradient = np.zeros(2), np.zeros((2, d))
        doubt, doubts = 0.0, np.zeros(d)
        for part in self._parts():
            u, size = part.a @ x, np.abs(part.a)
            losses, slopes = self.loss.value(u, part.y), self.loss.slope(u, part.y)
            count = np.ones(len(u)) if part.count is None else part.count
            value = plus(value, total(np.stack(two_product(count, losses))))
            gradient = plus(gradient, _blocks(part.times_count(slopes), part.a))
            shift = (d + 1) * (size @ np.abs(x))
            steep = np.abs(slopes)
            doubt += float(count @ (FAITHFUL * np.abs(losses) + steep * shift))
            bend = self.loss.curvature(u, part.y)
            doubts += (count * ((FAITHFUL + BLOCK + 2) * steep + bend * shift)) @ size
        return value, gradient[0] + gradient[1], 1.01 * ROUNDING * doubt, 1.01 * ROUNDING * doubts


def _blocks(weights: Array, a: Array) -> Array:
    """Return Σ wᵢ aᵢ as pairs (2, d): plain sums over blocks of rows, compensated between them."""
    whole = len(weights) // BLOCK * BLOCK
    blocks = weights[:whole].reshape(-1, 1, BLOCK) @ a[:whole].reshape(-1, BLOCK, a.shape[1])
    sums = np.concatenate([blocks[:, 0], (weights[whole:] @ a[whole:])[None]])
    return total(exactly(np.ascontiguousarray(sums.T)))
