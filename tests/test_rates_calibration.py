"""Synthetic regret of known growth: how often is the verdict wrong?"""

from collections.abc import Callable

import numpy as np
import pytest
from tabulate import tabulate

from regret_lab.arrays import Array
from regret_lab.rates import fit, judge

pytestmark = pytest.mark.slow

SEEDS = 20
CURVES = 200
HORIZONS = 2 ** np.arange(8, 18)
WORDS = ("sqrt-consistent", "slower", "linear", "inconclusive")
LARGE, SMALL = ("slower", "linear"), ("sqrt-consistent",)

# growth -> the curve, and the words that would be wrong
TRUTHS: dict[str, tuple[Callable[[Array], Array], tuple[str, ...]]] = {
    "0": (np.zeros_like, LARGE),
    "log T": (np.log, LARGE),
    "T^1/2": (np.sqrt, LARGE),
    "T^2/3": (lambda t: t ** (2 / 3), SMALL),
    "T^3/4": (lambda t: t**0.75, SMALL),
    "T": (lambda t: t, SMALL),
}
# noise (in steps of a random walk), transient (what the first hundred rounds add), oscillation
REGIMES = {
    "quiet": (0.0, 0.0, 0.0),
    "noise .1": (0.1, 0.0, 0.0),
    "noise .5": (0.5, 0.0, 0.0),
    "transient": (0.5, 30.0, 0.0),
    "oscillation": (0.1, 0.0, 0.1),
    "all three": (0.5, 30.0, 0.1),
}


def curves(truth: Callable[[Array], Array], regime: str, rng: np.random.Generator) -> Array:
    """One learner's regret (S, K): growth x (1 + oscillation) + transient + Brownian motion."""
    noise, transient, oscillation = REGIMES[regime]
    t = HORIZONS.astype(float)
    walk = rng.standard_normal((SEEDS, len(t))) * np.sqrt(np.diff(t, prepend=0.0))
    period = np.exp(rng.uniform(np.log(3), np.log(30)))
    wave = np.sin(2 * np.pi * (np.log(t) / np.log(period) + rng.uniform()))
    mean = truth(t) * (1 + oscillation * wave) + transient * t / (t + 100)
    return mean + noise * np.cumsum(walk, axis=1)


def words(truth: Callable[[Array], Array], regime: str) -> list[str]:
    rng = np.random.default_rng(1)
    return [judge(fit(HORIZONS, curves(truth, regime, rng))).word for _ in range(CURVES)]


def test_at_most_three_verdicts_in_a_hundred_are_wrong() -> None:
    rows, worst = [], 0.0
    for regime in REGIMES:
        for name, (truth, wrong_words) in TRUTHS.items():
            said = words(truth, regime)
            share = {word: said.count(word) / CURVES for word in WORDS}
            wrong = sum(share[word] for word in wrong_words)
            worst = max(worst, wrong)
            rows.append([regime, name, *(f"{share[word]:.1%}" for word in WORDS), f"{wrong:.1%}"])
    print("\n" + tabulate(rows, ["regime", "growth", *WORDS, "wrong"], disable_numparse=True))
    assert worst <= 0.03


@pytest.mark.parametrize("growth", ["T^3/4", "T"])
def test_fast_growth_is_recognised_and_not_only_doubted(growth: str) -> None:
    said = words(TRUTHS[growth][0], "noise .5")
    assert said.count("slower" if growth == "T^3/4" else "linear") >= 0.97 * CURVES


def test_square_root_growth_is_recognised_when_the_seeds_agree() -> None:
    assert words(np.sqrt, "noise .1").count("sqrt-consistent") >= 0.9 * CURVES


@pytest.mark.parametrize("regime", ["quiet", "noise .1", "noise .5", "transient"])
def test_a_slow_start_is_not_called_slow_growth(regime: str) -> None:
    """Linear for a thousand rounds, then a square root.

    With oscillations on top the two cannot be told apart over ten doublings (one in seven is
    called slower), so that such curves need a longer horizon.
    """
    said = words(lambda t: np.sqrt(t + 1024) - 32, regime)
    assert sum(said.count(word) for word in LARGE) <= 0.03 * CURVES
