"""Euclidean balls around the origin."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from regret_lab.arrays import Array
from regret_lab.domains.base import Domain
from regret_lab.parameters import real, whole


def shorten(x: Array, w: Array, radius: float) -> None:
    """Move ``x`` to the nearest point of norm ``radius`` in the metric ``w``, only from outside."""
    total, heaviest, lightest = 0.0, w[0], w[0]
    for i in range(x.size):
        total += x[i] * x[i]
        heaviest = w[i] if w[i] > heaviest else heaviest
        lightest = w[i] if w[i] < lightest else lightest
    if total <= radius * radius:
        return
    if lightest == heaviest:
        scale = radius / np.sqrt(total)
        for i in range(x.size):
            x[i] = scale * x[i]
        return
    floor, shift, norm = 1e-12 * heaviest, 0.0, radius
    for _ in range(100):
        total, slope = 0.0, 0.0
        for i in range(x.size):
            metric = w[i] if w[i] > floor else floor
            part = metric * x[i] / (metric + shift)
            total += part * part
            slope += part * part / (metric + shift)
        norm = np.sqrt(total)
        if not norm - radius > 1e-15 * radius:
            break
        shift += (norm - radius) / radius * total / slope
    scale = radius / norm
    for i in range(x.size):
        metric = w[i] if w[i] > floor else floor
        x[i] = scale * (metric * x[i] / (metric + shift))


@dataclass(frozen=True)
class Ball(Domain):
    r"""The ball :math:`\{x : \|x\|_2 \le r\}`.

    In a metric w the nearest point is :math:`x_i = w_i y_i / (w_i + \lambda)` with λ ≥ 0 such that
    :math:`\|x\|_2 = r`. Newton's iteration on :math:`1/\|x(\lambda)\|_2`, a concave function,
    climbs to λ from 0 without overshooting.

    References
    ----------
    J. Moré, D. Sorensen. Computing a trust region step. SIAM J. Sci. Stat. Comput. 4, 1983.
    """

    dim: int = whole(1, low=1)
    radius: float = real(1.0, above=0.0)

    projection = staticmethod(shorten)

    @property
    def centre(self) -> Array:
        return np.zeros(self.dim)

    @property
    def bounds(self) -> tuple[Array, Array]:
        return np.full(self.dim, -self.radius), np.full(self.dim, self.radius)

    @property
    def diameter(self) -> float:
        return 2.0 * self.radius

    @property
    def diameter_inf(self) -> float:
        return 2.0 * self.radius

    @property
    def parameters(self) -> dict[str, float]:
        return {"radius": self.radius}

    def project(self, y: Array, weight: Array | None = None) -> Array:
        if weight is not None:
            return super().project(y, weight)
        norm = np.linalg.norm(y, axis=-1, keepdims=True)
        return y * np.divide(self.radius, norm, out=np.ones_like(norm), where=norm > self.radius)

    def minimise_linear(self, g: Array) -> Array:
        norm = np.linalg.norm(g, axis=-1, keepdims=True)
        return -self.radius * np.divide(g, norm, out=np.zeros_like(g), where=norm > 0.0)

    def support(self, g: Array) -> Array:
        return self.radius * np.linalg.norm(g, axis=-1)

    def contains(self, x: Array, tolerance: float = 0.0) -> NDArray[np.bool_]:
        # the last digits of the norm are rounding: a point of the boundary belongs to the ball
        slack = tolerance * self.diameter_inf + 1e-15 * self.dim * self.radius
        return np.asarray(np.linalg.norm(x, axis=-1) <= self.radius + slack)
