"""Handwritten digits, one against the rest: a real stream with few positive labels."""

from dataclasses import dataclass

import numpy as np

from regret_lab.arrays import Array
from regret_lab.parameters import choice, whole
from regret_lab.problems.base import PROBLEMS
from regret_lab.problems.datasets import digits
from regret_lab.problems.stream import Stream


@PROBLEMS.register("digits")
@dataclass(frozen=True, kw_only=True)
class Digits(Stream):
    r"""Tell one ``digit`` (y = 1) from all others (y = −1) by logistic regression.

    .. math:: f_t(x) = \log(1 + e^{-y_t \langle a_t, x\rangle}), \qquad \|a_t\|_2 \le 10

    1797 images of 8 × 8 grey levels and an intercept; about one in ten is the digit asked for. The
    other settings are those of every stream: see `regret_lab.problems.stream.Stream`.

    References
    ----------
    E. Alpaydin, C. Kaynak. Optical recognition of handwritten digits. UCI Machine Learning
    Repository, 1998. The test set, as bundled with scikit-learn.
    """

    digit: int = whole(0, low=0, high=9)
    features: str = choice("scaled", "standardised", "given")

    def read(self) -> tuple[Array, Array]:
        pixels, digit = digits()
        return pixels, np.where(digit == self.digit, 1.0, -1.0)
