"""What a comparator answers."""

from dataclasses import dataclass

import numpy as np

from regret_lab.arrays import Array


@dataclass(frozen=True)
class Answer:
    """One point (d,), F there as a pair (2,), and how far above the minimum it can be."""

    x: Array
    value: Array
    gap: float


@dataclass(frozen=True)
class Best:
    r"""A fixed point in hindsight, with the certificate that no other is much better.

    .. math:: F_t(x) = \sum_{s \le t} f_s(x), \qquad
              \text{value} - \min_{u \in K} F_t(u) \le \text{gap}

    For C sets of outcomes (one, or one per learner where the adversary adapts), S seeds and K
    checkpoints. ``gap`` includes the rounding of the value and of the certificate itself; like the
    losses it is compared with, it takes the outcomes as the engine draws them.

    Attributes
    ----------
    x
        The point, shape (C, S, K, d).
    value
        :math:`F_t(x)` as a high and a low part, shape (2, C, S, K).
    gap
        The certificate, shape (C, S, K), never negative.
    """

    x: Array
    value: Array
    gap: Array

    @classmethod
    def of(cls, answers: "list[list[Answer]]") -> "Best":
        """Return the answers to one set of outcomes, seed by seed and checkpoint by checkpoint."""
        return cls(
            np.array([[one.x for one in row] for row in answers])[None],
            np.moveaxis(np.array([[one.value for one in row] for row in answers]), 2, 0)[:, None],
            np.array([[one.gap for one in row] for row in answers])[None],
        )
