"""Boxes: an interval for each coordinate."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from regret_lab.arrays import Array
from regret_lab.domains.base import Domain
from regret_lab.errors import ParameterError
from regret_lab.parameters import real, whole

Side = float | Sequence[float] | None


@dataclass(frozen=True)
class Box(Domain):
    r"""The box :math:`\{x : l_i \le x_i \le u_i\}`, by default :math:`[-r, r]^d`.

    ``lower`` and ``upper`` are numbers, or one number per coordinate; they replace −r and r.

    >>> Box(2, lower=0.0, upper=[1.0, 2.0]).diameter
    2.23606797749979

    Raises
    ------
    ParameterError
        When a bound has another length than ``dim``, or leaves an interval empty.
    """

    dim: int = whole(1, low=1)
    radius: float = real(1.0, above=0.0)
    lower: Side = None
    upper: Side = None

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in ("lower", "upper"):
            object.__setattr__(self, name, self._side(name))
        low, high = self.bounds
        for i in np.flatnonzero(~(low < high))[:1]:
            raise ParameterError(
                f"Box: lower must be below upper, got [{low[i]:g}, {high[i]:g}] in coordinate {i}"
            )

    def _side(self, name: str) -> tuple[float, ...] | None:
        """Return a bound with one number per coordinate, hashable."""
        given: Side = getattr(self, name)
        if given is None:
            return None
        side = np.asarray(given, dtype=float)
        if side.ndim > 1 or (side.ndim == 1 and len(side) != self.dim):
            raise ParameterError(
                f"Box: {name} must be one number or {self.dim} numbers, got shape {side.shape}"
            )
        if not np.isfinite(side).all():
            raise ParameterError(f"Box: {name} must be finite, got {given}")
        return tuple(float(value) for value in np.broadcast_to(side, self.dim))

    @cached_property
    def corners(self) -> tuple[Array, Array, Array]:
        """The lower corner, the upper corner and the point between them; read-only."""
        low = np.full(self.dim, -self.radius) if self.lower is None else np.array(self.lower)
        high = np.full(self.dim, self.radius) if self.upper is None else np.array(self.upper)
        middle = 0.5 * low + 0.5 * high
        for corner in (low, high, middle):
            corner.flags.writeable = False
        return low, high, middle

    @property
    def bounds(self) -> tuple[Array, Array]:
        return self.corners[:2]

    @property
    def centre(self) -> Array:
        return self.corners[2]

    @property
    def diameter(self) -> float:
        low, high = self.bounds
        return float(np.linalg.norm(high - low))

    @property
    def diameter_inf(self) -> float:
        low, high = self.bounds
        return float(np.max(high - low))

    def minimise_linear(self, g: Array) -> Array:
        low, high, middle = self.corners
        return np.where(g > 0.0, low, np.where(g < 0.0, high, middle))

    def support(self, g: Array) -> Array:
        low, high = self.bounds
        return np.maximum(g * low, g * high).sum(axis=-1)

    def contains(self, x: Array, tolerance: float = 0.0) -> NDArray[np.bool_]:
        low, high = self.bounds
        slack = tolerance * self.diameter_inf
        return np.all((x >= low - slack) & (x <= high + slack), axis=-1)
