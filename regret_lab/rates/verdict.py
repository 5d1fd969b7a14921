"""The four words: what a fit of the growth allows one to say about O(sqrt T)."""

import math
from dataclasses import dataclass
from typing import Literal

from regret_lab.rates.growth import Fit

Side = Literal[0, 1]
LOW: Side = 0
HIGH: Side = 1
Word = Literal["sqrt-consistent", "slower", "linear", "inconclusive"]

GROWS_FASTER = ("slower", "linear")

# Calibrated on synthetic curves, tests/test_rates_calibration.py.
SQRT_BELOW = 0.57  # the whole interval lies below: sqrt-consistent
SLOWER_ABOVE = 0.535  # the whole interval lies above: sqrt(T) is excluded, sqrt(T log T) is not
SLOWER_BELOW = 0.95
LINEAR_ABOVE = 0.9
FAR = 8.0  # interval over margin beyond which no need is extrapolated
NEAR_HALF = 0.6  # a later half below this may yet come down to 1/2
WILD_SCATTER = 0.75  # a random walk between seeds has 1/2, seeds with rates of their own have 1


@dataclass(frozen=True)
class Verdict:
    """One of the four words, and the sentence that supports it or says what is missing."""

    word: Word
    why: str


def judge(fit: Fit) -> Verdict:
    """Say whether a regret curve grows like the square root of the horizon.

    `slower` means T^a with a > 1/2 or the square root and a small linear part: the two cannot be
    told apart over a few decades. An exponent that is near 1/2 in the later half, as after a
    slow start, is neither. A regret that no longer grows beyond two standard errors is
    sqrt-consistent; the linear rate that would have gone unnoticed is stated.
    """
    low, high = fit.interval
    span = f"the exponent lies in [{low:.2f}, {high:.2f}]"
    if not fit.grows:
        return _judge_flat(fit)
    if high <= SQRT_BELOW:
        return Verdict("sqrt-consistent", f"{span}; {_rate(fit)}")
    if low >= LINEAR_ABOVE:
        return Verdict("linear", f"{span}; lately {fit.recent_rate:.3g} per round")
    if low > SLOWER_ABOVE and fit.late < NEAR_HALF:
        late = f"but it is {fit.late:.2f} over the later doublings, too near 1/2"
        return Verdict("inconclusive", f"{span}, {late}: play more of them")
    if low > SLOWER_ABOVE and high < SLOWER_BELOW:
        part = f"{fit.delta:.2g} +- {fit.delta_error:.1g} per round"
        return Verdict("slower", f"{span}, or sqrt(T) with a linear part of {part}")
    return Verdict("inconclusive", f"{span}; {_missing(fit)}")


def judge_bracket(lower: Fit, upper: Fit) -> tuple[Verdict, Fit]:
    """Judge a regret known up to the comparator's gap; also return the fit that decided.

    A claim of small regret has to hold for the upper end, one of large regret for the lower.
    """
    large, small = judge(lower), judge(upper)
    if large.word in GROWS_FASTER and small.word != "sqrt-consistent":
        return large, lower
    if small.word == "sqrt-consistent" and large.word not in GROWS_FASTER:
        return small, upper
    if small.word == "inconclusive":
        return small, upper
    if large.word == "inconclusive":
        return large, lower
    words = f"{large.word} at its lower end, {small.word} at its upper"
    why = f"the comparator's gap is too wide: the regret is {words}; ask for a smaller gap"
    return Verdict("inconclusive", why), upper


def _judge_flat(fit: Fit) -> Verdict:
    """Judge a regret whose last three doublings add nothing that can be told from zero."""
    if fit.recent + 2 * fit.recent_error <= 0:
        return Verdict("sqrt-consistent", "the regret falls over the last three doublings")
    if fit.scatter > WILD_SCATTER:
        why = f"the seeds spread like T^{fit.scatter:.2f}: some may grow linearly, look at each"
        return Verdict("inconclusive", why)
    return Verdict("sqrt-consistent", f"no growth over the last three doublings; {_rate(fit)}")


def _rate(fit: Fit) -> str:
    return f"at most {fit.linear_rate:.2g} per round can be linear"


def _missing(fit: Fit) -> str:
    """Say what would decide: seeds where they disagree, a longer horizon where doublings do."""
    reach, side = max(
        ((fit.interval[side] - fit.exponent) / (goal - fit.exponent), side)
        for goal, side in _goals(fit.exponent)
    )
    if reach > FAR:
        return "far from a decision: play many more seeds or doublings"
    if fit.bootstrap is not None and fit.bootstrap[side] == fit.interval[side]:
        seeds = _round_up(fit.seeds * reach**2)
        return f"the seeds disagree: about {seeds} of them would decide, not {fit.seeds}"
    more = max(1, math.ceil(fit.doublings * (reach ** (2 / 3) - 1)))
    horizon = f"T = {_round_up(fit.horizon * 2**more):.0e}"
    return f"the doublings disagree (oscillation or transient): {horizon} might decide"


def _goals(exponent: float) -> list[tuple[float, Side]]:
    """Bounds that the interval has to keep for the verdict nearest to this exponent."""
    if exponent < (SLOWER_ABOVE + SQRT_BELOW) / 2:
        return [(SQRT_BELOW, HIGH)]
    if exponent < (LINEAR_ABOVE + SLOWER_BELOW) / 2:
        return [(SLOWER_ABOVE, LOW), (SLOWER_BELOW, HIGH)]
    return [(LINEAR_ABOVE, LOW)]


def _round_up(number: float) -> int:
    """Two digits, upwards: a need is not known better."""
    unit = 10 ** max(0, math.floor(math.log10(number)) - 1)
    return math.ceil(number / unit) * unit
