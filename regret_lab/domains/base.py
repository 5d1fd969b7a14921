"""What a domain is: a closed, bounded, convex set K in R^d."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from regret_lab.arrays import Array
from regret_lab.parameters import Checked


@dataclass(frozen=True)
class Domain(Checked, ABC):
    r"""A closed, bounded, convex set K in R^d; the last axis of every array is the decision.

    ``projection`` is the nearest point in a diagonal metric as a rule of ordinary Python,

    .. math:: \Pi_{K,w}(y) = \arg\min_{x \in K} \sum_i w_i (x_i - y_i)^2,

    moving the array ``x`` in place; it may ask for the entries of ``parameters`` by name. None
    stands for clipping to ``bounds``, which is the projection on a box in every diagonal metric.
    A weight below 1e-12 of the largest counts as 1e-12 of it: what costs nothing yields first.

    Raises
    ------
    ParameterError
        When a side is not positive.
    """

    projection: ClassVar[Callable[..., Any] | None] = None

    dim: int

    @property
    @abstractmethod
    def centre(self) -> Array:
        """Where play starts, shape (d,)."""

    @property
    @abstractmethod
    def bounds(self) -> tuple[Array, Array]:
        """The smallest box around K: its lower and upper corner, each of shape (d,)."""

    @property
    @abstractmethod
    def diameter(self) -> float:
        """D: the largest 2-norm of a difference of two points."""

    @property
    @abstractmethod
    def diameter_inf(self) -> float:
        """D_inf: the largest ∞-norm of a difference of two points."""

    @property
    def parameters(self) -> dict[str, float]:
        """The numbers that the projection rule may ask for by name."""
        return {}

    @abstractmethod
    def minimise_linear(self, g: Array) -> Array:
        """Return a point of K where ⟨g, x⟩ is smallest, for each row of ``g``."""

    @abstractmethod
    def support(self, g: Array) -> Array:
        """Return the support function: the largest ⟨g, x⟩ over K, for each row of ``g``."""

    @abstractmethod
    def contains(self, x: Array, tolerance: float = 0.0) -> NDArray[np.bool_]:
        """Say which rows lie in K; ``tolerance`` is in units of ``diameter_inf``."""

    def project(self, y: Array, weight: Array | None = None) -> Array:
        """Return the nearest point of K in the metric ``weight`` (all ones if None), row by row."""
        rule = type(self).projection
        points = np.array(y, dtype=float)
        if rule is None:
            return np.clip(points, *self.bounds)
        metric = np.broadcast_to(np.ones(self.dim) if weight is None else weight, points.shape)
        for index in np.ndindex(points.shape[:-1]):
            rule(points[index], metric[index], **self.parameters)
        return points
