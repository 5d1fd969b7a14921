"""How fast a bound grows with the horizon."""

from enum import Enum

import numpy as np

from regret_lab.arrays import Array


class Growth(Enum):
    """A rate, by the word that names it in tables."""

    CONSTANT = "constant"
    LOG = "log T"
    SQRT = "sqrt(T)"
    SQRT_LOG = "sqrt(T log T)"
    LINEAR = "T"

    def at(self, t: Array) -> Array:
        """Return the rate at each horizon; log T is 1 + ln T, which is positive from T = 1 on."""
        log = 1.0 + np.log(t)
        return {
            Growth.CONSTANT: np.ones_like(t),
            Growth.LOG: log,
            Growth.SQRT: np.sqrt(t),
            Growth.SQRT_LOG: np.sqrt(t * log),
            Growth.LINEAR: t,
        }[self]
