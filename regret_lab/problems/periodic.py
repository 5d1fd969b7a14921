"""Linear losses on an interval that repeat the same gradients for ever."""

from dataclasses import dataclass

import numpy as np

from regret_lab.arrays import Array
from regret_lab.domains import Box, Domain
from regret_lab.errors import ParameterError
from regret_lab.parameters import real
from regret_lab.problems.base import PROBLEMS, Problem
from regret_lab.problems.inner_product import inner_product


@PROBLEMS.register("periodic")
@dataclass(frozen=True)
class Periodic(Problem):
    r"""A cycle of n slopes, repeated.

    .. math:: f_t(x) = g_{1 + (t-1) \bmod n}\, x, \qquad x \in [-r, r]

    With S the sum of one period, the best fixed point in the long run is −r sign(S). A learner that
    settles at the other end has average regret 2r|S|/n.

    Raises
    ------
    ParameterError
        When there is no gradient, or one is not a finite number.
    """

    gradients: tuple[float, ...] = (3.0, -1.0, -1.0)
    radius: float = real(1.0, above=0.0)

    structure = "linear"
    loss = staticmethod(inner_product)

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "gradients", cycle(self.gradients))

    @property
    def stochastic(self) -> bool:
        return False

    @property
    def domain(self) -> Domain:
        return Box(1, self.radius)

    @property
    def lipschitz(self) -> float:
        return max(map(abs, self.gradients))

    def draw(self, rng: np.random.Generator, start: int, count: int) -> Array:
        rounds = np.arange(start, start + count) % len(self.gradients)
        return np.array(self.gradients)[rounds, None]


def cycle(given: object) -> tuple[float, ...]:
    """Return one period of gradients as numbers.

    Raises
    ------
    ParameterError
        When there is no gradient, or one is not a finite number.
    """
    try:
        gradients = np.asarray(given, dtype=float)
    except (TypeError, ValueError):
        gradients = np.empty((0, 0))
    if gradients.ndim != 1 or len(gradients) == 0 or not np.isfinite(gradients).all():
        raise ParameterError(
            f"Periodic: gradients must be a list of finite numbers, one period long, got {given!r}"
        )
    return tuple(float(value) for value in gradients)
