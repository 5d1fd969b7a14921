"""Least squares of increments on a power law, for every exponent at once."""

from functools import lru_cache

import numpy as np

from regret_lab.arrays import Array, Rounds
from regret_lab.rates.increments import Increments

EXPONENTS: Array = np.linspace(0.02, 1.3, 257)
RESAMPLES = 1000


class Profile:
    r"""Profile of the squared error over the exponent a.

    .. math:: \min_{B \ge 0} \sum_k w_k \bigl(d_k - B\,(T_{k+1}^a - T_k^a)\bigr)^2

    For a fixed exponent the best coefficient is a ratio of two sums, so that a thousand resamples
    over the whole grid of exponents are one matrix product.
    """

    def __init__(self, increments: Increments) -> None:
        self.increments = increments
        self.weights = increments.weights
        self.shapes = np.diff(increments.horizons ** EXPONENTS[:, None], axis=1)  # (A, J)
        self.norms = self.shapes**2 @ self.weights  # (A,)
        self._units = (self.shapes * self.weights / np.sqrt(self.norms)[:, None]).T  # (J, A)

    def best(self, values: Array) -> Rounds:
        """Index the best exponent for values (..., J); the smallest if nothing grows."""
        gain = values @ self._units  # the root of what the squared error falls by, with B's sign
        found = np.argmax(gain, axis=-1)
        return np.where(np.max(gain, axis=-1) > 0.0, found, 0)

    def coefficient(self, index: int) -> float:
        """Return the best B >= 0 for the mean at exponent `EXPONENTS[index]`."""
        overlap = float((self.increments.mean * self.weights) @ self.shapes[index])
        return max(overlap, 0.0) / float(self.norms[index])

    def late(self) -> float:
        """Return the exponent of the later half of the doublings alone."""
        half = slice(self.shapes.shape[1] // 2, None)
        shapes, weights = self.shapes[:, half], self.weights[half]
        overlap = shapes @ (self.increments.mean[half] * weights)
        return float(EXPONENTS[np.argmax(np.maximum(overlap, 0) ** 2 / (shapes**2 @ weights))])

    def jackknife(self) -> tuple[float, float]:
        """Return the extremes of the exponent when each doubling in turn is left out."""
        terms = self.increments.mean * self.weights * self.shapes
        overlap = terms.sum(axis=1, keepdims=True) - terms
        norms = self.norms[:, None] - self.shapes**2 * self.weights
        left_out = EXPONENTS[np.argmax(np.maximum(overlap, 0) ** 2 / norms, axis=0)]
        return float(left_out.min()), float(left_out.max())

    def bootstrap(self) -> tuple[float, float] | None:
        r"""Return the 95 % interval of the exponent over resampled seeds; None with one seed.

        The percentile interval is too narrow for few seeds, by :math:`\sqrt{(S-1)/S}` and by the
        normal quantile in the place of Student's; both are made good.
        """
        values = self.increments.values
        seeds = len(values)
        if seeds == 1:
            return None
        exponents = EXPONENTS[self.best(resamples(seeds) @ values)]
        ends = np.percentile(exponents, [2.5, 97.5])
        centre = EXPONENTS[int(self.best(self.increments.mean))]
        widening = student(seeds - 1) / student(10**9) * np.sqrt(seeds / (seeds - 1))
        low, high = np.clip(centre + widening * (ends - centre), EXPONENTS[0], EXPONENTS[-1])
        return float(low), float(high)


@lru_cache(maxsize=8)
def resamples(seeds: int) -> Array:
    """Return the share of each seed in each resample, (RESAMPLES, S); always the same ones."""
    draws = np.random.default_rng(0).multinomial(seeds, np.full(seeds, 1 / seeds), RESAMPLES)
    return draws / seeds


def student(freedom: int) -> float:
    """Compute the 97.5 % quantile of Student's t (Cornish-Fisher; 0.3 % off at 4 degrees).

    >>> round(student(4), 2), round(student(19), 3)
    (2.77, 2.093)
    """
    z, n = 1.959964, freedom
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / n + second / n**2 + third / n**3
