"""What the regret gains from one doubling of the horizon to the next, and how sure that is."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from regret_lab.arrays import Array, Rounds

MODEL_ERROR = 0.02  # no regret follows a law of growth to better than this


def doublings(t: Rounds) -> Rounds:
    """Find the checkpoints T, T/2, T/4, ... in any increasing grid; indices, earliest first.

    A checkpoint stands for half of another if it is within a tenth of it, or rounds to it: the fit
    uses the true rounds. The chain ends where no such checkpoint exists.

    >>> t = np.array([1, 2, 3, 6, 10, 12, 25, 50, 90, 100])
    >>> t[doublings(t)].tolist()
    [1, 2, 3, 6, 12, 25, 50, 100]
    """
    return _doublings(tuple(t.tolist()))


@lru_cache(maxsize=64)
def _doublings(checkpoints: tuple[int, ...]) -> Rounds:
    t = np.array(checkpoints)
    chain = [len(t) - 1]
    while t[chain[-1]] > 1:
        half = float(t[chain[-1]]) / 2
        distances = np.abs(t - half)
        nearest = int(np.flatnonzero(distances == distances.min())[-1])  # half of 3 is 2
        if nearest == chain[-1] or abs(t[nearest] - half) > max(0.1 * half, 0.5):
            break
        chain.append(nearest)
    return np.array(chain[::-1], dtype=np.int64)


def mean_and_error(values: Array, rounding: float) -> tuple[float, float]:
    """Return the mean over seeds (S,) and its standard error, which is never below the rounding."""
    seeds = len(values)
    error = float(values.std(ddof=1)) / np.sqrt(seeds) if seeds > 1 else 0.0
    return float(values.mean()), max(error, rounding)


@dataclass(frozen=True)
class Increments:
    """Regret gained over each doubling, for every seed.

    Attributes
    ----------
    horizons
        The doubling horizons (J + 1,) as fractions of the last one.
    values
        R(T_{k+1}) - R(T_k), shape (S, J).
    rounding
        What the arithmetic may have left in a difference of two regrets.
    """

    horizons: Array
    values: Array
    rounding: float

    @cached_property
    def mean(self) -> Array:
        """Mean over seeds (J,)."""
        return self.values.mean(axis=0)

    @cached_property
    def scatter(self) -> tuple[float, float]:
        r"""The p and c of the law :math:`c\,T^{2p}` through the seeds' variances.

        Few seeds estimate each variance badly, and weights that follow this noise make intervals
        too short; one law through all of them does not.
        """
        variance = np.log(self.values.var(axis=0, ddof=1) + self.rounding**2)
        place = np.log(self.horizons[1:])
        centred = place - place.mean()
        slope = float(centred @ variance) / float(centred @ centred)
        return slope / 2, float(np.exp(variance.mean() - slope * place.mean()))

    @cached_property
    def weights(self) -> Array:
        """Inverse variances (J,) of the mean: the seeds' scatter, the model's error, rounding.

        The size of an increment is averaged over its neighbours, since an oscillating regret may
        gain nothing over one doubling by accident.
        """
        size = np.pad(np.abs(self.mean), 1, mode="edge")
        size = (size[:-2] + size[1:-1] + size[2:]) / 3
        variance = (MODEL_ERROR * size) ** 2 + self.rounding**2
        if len(self.values) > 1:
            power, level = self.scatter
            variance += level * self.horizons[1:] ** (2 * power) / len(self.values)
        return 1 / variance

    def linear_part(self) -> tuple[float, float]:
        r"""Estimate :math:`\delta` in :math:`A + B\sqrt T + \delta T`, and its standard error.

        The error is the seeds' or the misfit's, whichever is larger.
        """
        design = np.stack([np.diff(np.sqrt(self.horizons)), np.diff(self.horizons)], axis=1)
        inverse = np.linalg.inv(design.T @ (design * self.weights[:, None]))
        solve = inverse @ (design.T * self.weights)
        delta, error = mean_and_error(self.values @ solve[1], self.rounding)
        misfit = self.weights @ (self.mean - design @ (solve @ self.mean)) ** 2
        variance = float(misfit) * float(inverse[1, 1]) / (len(self.mean) - design.shape[1])
        return delta, max(error, variance**0.5)
