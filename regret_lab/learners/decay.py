"""Step sizes over the rounds, and the bias correction of moving averages."""

import numpy as np

from regret_lab.arrays import Array

DECAYS = ("sqrt", "constant", "linear", "horizon")
"""lr/√t, lr, lr/t, and lr/√T, which has to know the horizon T."""


def step_sizes(t: Array, lr: float, decay: str, horizon: float) -> Array:
    """Return the step size of each round, shape of ``t``."""
    if decay == "sqrt":
        return lr / np.sqrt(t)
    if decay == "linear":
        return lr / t
    return np.full_like(t, lr if decay == "constant" else lr / np.sqrt(horizon))


def complement(beta: float, t: Array) -> Array:
    """Return 1 − βᵗ without cancellation; one number for all rounds where no βᵗ is left to see."""
    if beta == 0.0 or np.min(t) * np.log(beta) < -40.0:  # below the last bit of 1
        return np.ones(1)
    return -np.expm1(t * np.log(beta))


def decayed(beta: float, factor: float, t: Array) -> Array:
    """Return β λᵗ⁻¹."""
    return np.full_like(t, beta) if factor == 1.0 else beta * np.exp((t - 1) * np.log(factor))
