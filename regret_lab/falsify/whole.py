"""Intervals between whole multiples of 2⁻ᵇ: a second arithmetic that shares nothing with the first.

Only Python's integers are used, so a certificate can be checked without the library that made it.
"""

import math
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from regret_lab.falsify.arithmetic import Undecided, certain_sign


@dataclass(frozen=True)
class Span:
    """All numbers between ``low`` and ``high``, both in units of 2⁻ᵇ."""

    low: int
    high: int
    bits: int

    def _span(self, value: "Span | int") -> "Span":
        if isinstance(value, Span):
            return value
        return Span(value << self.bits, value << self.bits, self.bits)

    def __neg__(self) -> "Span":
        return Span(-self.high, -self.low, self.bits)

    def __add__(self, other: "Span | int") -> "Span":
        b = self._span(other)
        return Span(self.low + b.low, self.high + b.high, self.bits)

    def __sub__(self, other: "Span | int") -> "Span":
        return self + (-self._span(other))

    def __mul__(self, other: "Span | int") -> "Span":
        b = self._span(other)
        corners = [x * y for x in (self.low, self.high) for y in (b.low, b.high)]
        return Span(min(corners) >> self.bits, -(-max(corners) >> self.bits), self.bits)

    def __truediv__(self, other: "Span | int") -> "Span":
        b = self._span(other)
        if b.low <= 0 <= b.high:
            raise Undecided
        corners = [(x << self.bits, y) for x in (self.low, self.high) for y in (b.low, b.high)]
        down, up = [x // y for x, y in corners], [-(-x // y) for x, y in corners]
        return Span(min(down), max(up), self.bits)

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(self, other: int) -> "Span":
        return self._span(other) - self


class Wholes:
    """Arithmetic on spans of whole multiples of 2⁻ᵇ; every operation rounds outwards."""

    name = "integer arithmetic"

    def __init__(self, bits: int) -> None:
        self.bits = bits

    @contextmanager
    def at_work(self) -> Generator["Wholes"]:
        """Return itself: the numbers know their precision."""
        yield self

    def number(self, value: float) -> Span:
        return self.between(Fraction(value), Fraction(value))

    def between(self, low: Fraction, high: Fraction) -> Span:
        unit = 2**self.bits
        return Span(math.floor(low * unit), math.ceil(high * unit), self.bits)

    def sqrt(self, value: Span) -> Span:
        low, high = max(value.low, 0) << self.bits, max(value.high, 0) << self.bits
        return Span(math.isqrt(low), 1 + math.isqrt(high) if high else 0, self.bits)

    def power(self, value: Span, exponent: float) -> Span:
        """Return value^exponent for 0 < exponent; one float operation, widened by its error."""
        low, high = self.bounds(value)
        widened = [math.pow(max(low, 0.0), exponent), math.pow(max(high, 0.0), exponent)]
        return Span(
            self.number(widened[0] * (1 - 1e-14)).low,
            self.number(widened[1] * (1 + 1e-14)).high,
            self.bits,
        )

    def largest(self, values: Sequence[Span]) -> Span:
        return Span(max(v.low for v in values), max(v.high for v in values), self.bits)

    def sign(self, value: Span) -> int:
        return certain_sign(value.low > 0, value.high < 0, value.low == value.high == 0)

    def ratio(self, above: Span, below: Span) -> Span:
        return above / below if self.sign(below) else Span(0, 0, self.bits)

    def clip(self, value: Span) -> Span:
        one = 1 << self.bits
        low, high = (min(max(end, -one), one) for end in (value.low, value.high))
        return Span(low, high, self.bits)

    def bounds(self, value: Any) -> tuple[float, float]:
        ends = [Fraction(end, 1 << self.bits) for end in (value.low, value.high)]
        low, high = map(float, ends)
        return (
            low if low <= ends[0] else math.nextafter(low, -math.inf),
            high if high >= ends[1] else math.nextafter(high, math.inf),
        )
