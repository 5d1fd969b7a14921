"""The first hundred rounds without bias correction."""

from itertools import product

import numpy as np

from regret_lab.arrays import Array
from regret_lab.article.base import CLAIMS, Case, Claim, Evidence, Word
from regret_lab.article.course import follow
from regret_lab.figures.chart import Curve, Map, Panel
from regret_lab.learners.adam import Adam

ROUNDS = 100
DEFAULTS = (0.9, 0.999)
SLOW = (0.99, 0.999)
BETA1 = (0.0, 0.5, 0.9, 0.99, 0.999)
BETA2 = (0.5, 0.9, 0.99, 0.999, 0.9999)
TIE = 1e-9
"""Ratios this close to 1 are neither smaller nor larger."""


@CLAIMS.register("warm_up")
class WarmUp(Claim):
    r"""Both averages start at zero, and the step is a quotient of the two.

    Without correction the first step is the corrected one times

    .. math:: \frac{1 - \beta_1}{\sqrt{1 - \beta_2}},

    which at the defaults is 0.1/0.0316 = 3.16. The numerator forgets its start within
    1/(1 − β1) = 10 rounds, the denominator within 1/(1 − β2) = 1000, so the steps grow further
    before they shrink to α. They are too small at first only where 1 − β1 < √(1 − β2), say at
    (0.99, 0.999), and even there they overshoot later. What bias correction does at the defaults is
    to hold back steps that are too large.
    """

    chapter = "bias correction"
    statement = "Without bias correction the averages are too small, and so are the first steps."
    condition = "1 - beta1 < sqrt(1 - beta2)"
    expected = Word.FALSE

    def experiment(self) -> Evidence:
        cases = [self._case(beta1, beta2) for beta1, beta2 in product(BETA1, BETA2)]
        raw, slow = (ratios(*betas) for betas in (DEFAULTS, SLOW))
        top = int(raw.argmax())
        said = (
            f"at the defaults the first step without correction is {raw[0]:.3f} times larger, "
            f"round {top + 1} {raw[top]:.2f} times, round {ROUNDS} still {raw[-1]:.2f} times"
        )
        return Evidence(tuple(cases), said, (steps_panel(raw, slow), map_panel()))

    @staticmethod
    def _case(beta1: float, beta2: float) -> Case:
        first = float(ratios(beta1, beta2, 1)[0])
        small = 1.0 - beta1 < np.sqrt(1.0 - beta2) * (1.0 - TIE)
        usual = (beta1, beta2) == DEFAULTS
        setting = f"beta1 = {beta1:g}, beta2 = {beta2:g}"
        return Case(setting, first, "< 1", first < 1.0 - TIE, bool(small), usual)


def ratios(beta1: float, beta2: float, rounds: int = ROUNDS) -> Array:
    """Return the steps without correction over those with it, on gradients that are all 1."""
    adam, plain = (
        Adam(1.0, beta1, beta2, 0.0, bias_correction=corrected, decay="constant")
        for corrected in (True, False)
    )
    ones = np.ones(rounds)
    return follow(plain, ones).steps[:, 0] / follow(adam, ones).steps[:, 0]


def steps_panel(raw: Array, slow: Array) -> Panel:
    """Draw the steps of the first rounds in units of α."""
    t = np.arange(1.0, ROUNDS + 1.0)
    return Panel(
        r"gradients that are all 1",
        r"round $t$",
        r"step / $\alpha$, uncorrected",
        (
            Curve(t, raw, r"$\beta_1, \beta_2$ = 0.9, 0.999"),
            Curve(t, slow, r"$\beta_1, \beta_2$ = 0.99, 0.999"),
            Curve(t, np.ones(ROUNDS), "with correction", "guide"),
        ),
        limits=(0.0, 7.5),
    )


def map_panel() -> Panel:
    """Draw the first step's ratio over 1 − β1 and 1 − β2."""
    late1, late2 = np.geomspace(1e-3, 1.0, 61), np.geomspace(1e-5, 0.5, 61)
    field = late1[None, :] / np.sqrt(late2[:, None])
    return Panel(
        "first step without / with correction; dot: the defaults",
        r"$1 - \beta_1$",
        r"$1 - \beta_2$",
        (Curve(np.array([0.1]), np.array([1e-3]), look="points"),),
        ("log", "log"),
        map=Map(late1, late2, field, (0.01, 0.1, 1.0, 10.0, 100.0)),
    )
