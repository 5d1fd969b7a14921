"""What a number has to do to carry a proof, and balls with rigorous rounding that do it."""

import math
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from typing import Any, Protocol

import flint


class Undecided(Exception):
    """An interval that is too wide to answer; more digits may help."""


class Arithmetic(Protocol):
    """Operations on numbers of one kind; the numbers themselves have ``+ - * /`` and ``-x``."""

    def number(self, value: float) -> Any:
        """Return an exact float as a number of this kind."""
        ...

    def between(self, low: Fraction, high: Fraction) -> Any:
        """Return a number that stands for everything from ``low`` to ``high``."""
        ...

    def sqrt(self, value: Any) -> Any: ...
    def power(self, value: Any, exponent: float) -> Any: ...
    def largest(self, values: Sequence[Any]) -> Any: ...
    def sign(self, value: Any) -> Any:
        """Return −1, 0 or 1; 0 only for what is zero exactly.

        Raises
        ------
        Undecided
            When the value may have either sign.
        """
        ...

    def ratio(self, above: Any, below: Any) -> Any:
        """Return above/below for below ≥ 0; 0 where ``below`` is zero, as the learners' rules do.

        Raises
        ------
        Undecided
            When ``below`` may or may not be zero.
        """
        ...

    def clip(self, value: Any) -> Any:
        """Return the nearest point of [−1, 1]."""
        ...

    def bounds(self, value: Any) -> tuple[float, float]:
        """Return floats that enclose the value."""
        ...


class Balls:
    """Midpoint-radius intervals of a given precision; every operation rounds outwards."""

    name = "ball arithmetic"

    def __init__(self, bits: int) -> None:
        self.bits = bits

    @contextmanager
    def at_work(self) -> Generator["Balls"]:
        """Set the working precision for the operators of the numbers."""
        with flint.ctx.workprec(self.bits):
            yield self

    def number(self, value: float) -> Any:
        return flint.arb(value)

    def between(self, low: Fraction, high: Fraction) -> Any:
        ends = (flint.fmpq(end.numerator, end.denominator) for end in (low, high))
        below, above = map(flint.arb, ends)
        return below.union(above)

    def sqrt(self, value: Any) -> Any:
        if not value >= 0:
            raise Undecided
        return value.sqrt()

    def power(self, value: Any, exponent: float) -> Any:
        return value if value.is_zero() else value ** flint.arb(exponent)

    def largest(self, values: Sequence[Any]) -> Any:
        top = values[0]
        for value in values[1:]:
            top = top.max(value)
        return top

    def sign(self, value: Any) -> int:
        return certain_sign(bool(value > 0), bool(value < 0), bool(value.is_zero()))

    def ratio(self, above: Any, below: Any) -> Any:
        return above / below if self.sign(below) else flint.arb(0)

    def clip(self, value: Any) -> Any:
        return value.min(flint.arb(1)).max(flint.arb(-1))

    def bounds(self, value: Any) -> tuple[float, float]:
        low, high = float(value.lower()), float(value.upper())
        return (
            low if flint.arb(low) <= value else math.nextafter(low, -math.inf),
            high if flint.arb(high) >= value else math.nextafter(high, math.inf),
        )


def certain_sign(above: bool, below: bool, zero: bool) -> int:
    """Return the sign that is certain.

    Raises
    ------
    Undecided
        When none is.
    """
    if above or below:
        return 1 if above else -1
    if zero:
        return 0
    raise Undecided


def exact_sum(gradients: Sequence[float]) -> Fraction:
    """Return the sum of floats without rounding."""
    return sum(map(Fraction, gradients), Fraction(0))
