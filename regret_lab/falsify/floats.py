"""Plain floats, many sequences at once: fast and not rigorous, for the search."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np


class Floats:
    """Arithmetic on arrays over sequences; complex arrays carry derivatives along."""

    name = "floating point"

    def number(self, value: float) -> Any:
        return value

    def between(self, low: Fraction, high: Fraction) -> Any:
        return np.float64(low + high) / 2.0

    def sqrt(self, value: Any) -> Any:
        return np.sqrt(value)

    def power(self, value: Any, exponent: float) -> Any:
        return value**exponent

    def largest(self, values: Sequence[Any]) -> Any:
        return np.max(np.stack([np.asarray(value) for value in values]), axis=0)

    def sign(self, value: Any) -> Any:
        return np.sign(value)

    def ratio(self, above: Any, below: Any) -> Any:
        zero = below == 0
        return np.where(zero, 0.0, above / np.where(zero, 1.0, below))

    def clip(self, value: Any) -> Any:
        return np.clip(value, -1.0, 1.0)

    def bounds(self, value: Any) -> tuple[float, float]:
        return float(np.min(value)), float(np.max(value))
