"""Both arithmetics of the proofs enclose what fractions say, and admit what they cannot tell."""

from fractions import Fraction

import numpy as np
import pytest

from regret_lab.falsify.arithmetic import Balls, Undecided
from regret_lab.falsify.whole import Wholes


@pytest.mark.parametrize("arithmetic", [Balls(64), Wholes(80)], ids=["balls", "integers"])
def test_arithmetic_encloses_what_fractions_say(
    arithmetic: Balls | Wholes, rng: np.random.Generator
) -> None:
    for x, y in rng.uniform(0.01, 10.0, (60, 2)) * rng.choice([-1.0, 1.0], (60, 2)):
        p, q = Fraction(x), Fraction(y)
        with arithmetic.at_work() as a:
            u, v = a.number(x), a.number(y)
            pairs = [
                (u + v, p + q),
                (u - v, p - q),
                (u * v, p * q),
                (u / v, p / q),
                (1 - u, 1 - p),
                (a.largest([u, v]), max(p, q)),
                (a.clip(u), max(Fraction(-1), min(Fraction(1), p))),
                (a.ratio(u, v * v), p / (q * q)),
                (a.between(min(p, q), max(p, q)), p),
                (a.between(min(p, q), max(p, q)), q),
            ]
            bounds = [a.bounds(value) for value, _ in pairs]
            low, high = a.bounds(a.sqrt(u * u))
            assert a.sign(u) == (1 if x > 0 else -1)
            assert a.sign(u - u) == 0
        for (_, exact), (below, above) in zip(pairs, bounds, strict=True):
            assert Fraction(below) <= exact <= Fraction(above)
            assert above - below < 1e-9 or exact in (p, q)
        assert low <= abs(x) <= high <= low + 1e-9


@pytest.mark.parametrize("arithmetic", [Balls(64), Wholes(80)], ids=["balls", "integers"])
def test_arithmetic_says_when_it_cannot_tell(arithmetic: Balls | Wholes) -> None:
    with arithmetic.at_work() as a:
        wide = a.between(Fraction(-1), Fraction(1))
        assert a.sign(a.number(0.0)) == 0
        assert a.bounds(a.ratio(a.number(1.0), a.number(0.0))) == (0.0, 0.0)
        with pytest.raises(Undecided):
            a.sign(wide)
        with pytest.raises(Undecided):
            a.ratio(a.number(1.0), wide)


def test_powers_are_enclosed() -> None:
    for arithmetic in (Balls(64), Wholes(80)):
        with arithmetic.at_work() as a:
            low, high = a.bounds(a.power(a.number(2.0), 0.5))
            assert low < 2.0**0.5 < high or low <= 2.0**0.5 <= high
            assert high - low < 1e-12
            assert a.bounds(a.power(a.number(0.0), 0.125)) == (0.0, 0.0)
