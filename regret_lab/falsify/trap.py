r"""Yogi's second moment never settles on an orbit, but it is caught in a narrow set: a proof.

:math:`v_t = v_{t-1} \mp c_j` with :math:`c_j = (1 - \beta_2) g_j^2`, down from above
:math:`g_j^2` and up from below. Every number is a whole multiple of one power of two, so v is
followed without rounding. If an interval at the start of a period holds v once, and a period maps
the interval into itself, then v stays for ever in what the interval becomes round by round.
"""

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from math import lcm

ROUNDS = 2**15
"""Rounds to let v come to where it stays."""

WIDENINGS = 16
"""Periods in which an interval may be widened before the attempt is given up."""

Span = tuple[int, int]


@lru_cache(maxsize=64)
def trapped(beta2: float, gradients: tuple[float, ...]) -> list[tuple[Fraction, Fraction]] | None:
    """Return intervals that v lies in after each round of a period, from some period on, or None.

    v starts at zero.
    """
    squares = [Fraction(z) ** 2 for z in gradients]
    steps = [(1 - Fraction(beta2)) * square for square in squares]
    unit = lcm(*(z.denominator for z in (*squares, *steps)))
    rounds = [(int(q * unit), int(c * unit)) for q, c in zip(squares, steps, strict=True)]
    low, high = _seen(rounds)
    for _ in range(WIDENINGS):
        spans = _period((low, high), rounds)
        if low <= spans[-1][0] and spans[-1][1] <= high:
            return [(Fraction(a, unit), Fraction(b, unit)) for a, b in spans]
        low, high = min(low, spans[-1][0]), max(high, spans[-1][1])
    return None


def _seen(rounds: Sequence[tuple[int, int]]) -> Span:
    """Return the range of v at the starts of periods, once it has come to where it stays."""
    v, starts = 0, list[int]()
    for _ in range(max(4, ROUNDS // len(rounds))):
        starts.append(v)
        for square, step in rounds:
            v += step if v < square else -step if v > square else 0
    late = starts[len(starts) // 2 :]
    return min(late), max(late)


def _period(span: Span, rounds: Sequence[tuple[int, int]]) -> list[Span]:
    """Return what an interval becomes after each round: the hull of where its points go."""
    low, high = span
    spans: list[Span] = []
    for square, step in rounds:
        if high < square:
            low, high = low + step, high + step
        elif low > square:
            low, high = low - step, high - step
        else:  # points below go up, points above go down, the square itself stays
            low, high = min(low + step, square - step), max(high - step, square + step)
        spans.append((low, high))
    return spans
