"""The demonstration: Adam and gradient descent on one wavy function, with the same noise."""

from dataclasses import dataclass
from itertools import product

import numpy as np

from regret_lab.arrays import Array
from regret_lab.article.base import CLAIMS, Case, Claim, Evidence, Word
from regret_lab.engine import generator
from regret_lab.figures.chart import Curve, Panel
from regret_lab.learners import Learner
from regret_lab.learners.adam import Adam
from regret_lab.learners.ogd import OGD
from regret_lab.play import minimise

ROUNDS, GAMES, NOISE = 400, 32, 0.5
STARTS = (-4.0, -2.0, 0.5, 2.5, 4.0)
RATES = (0.01, 0.1, 0.3)
GLOBAL = -0.803689
"""Where f is smallest; rounded."""
NEAR = 0.1
"""Distance from the minimum at which it counts as reached."""
NEVER = np.inf


@CLAIMS.register("demonstration")
class Demonstration(Claim):
    r"""On :math:`f(x) = 0.2 x^2 + 0.6 \sin(1.5 x)` it depends on the start and on the step size.

    The minimum is at −0.804; from the right there is a second one at 2.214, behind a barrier of
    0.045 at 1.556. Where slopes are steeper than 1, gradient descent with the same step size takes
    the longer steps and is first; where they are flat, Adam is. Behind the barrier, small steps
    stay for good, with either. With larger ones Adam, whose steps do not fade with the slope,
    leaves more often, and pays for it at the minimum, where it keeps moving about as far away as
    gradient descent or farther.
    """

    chapter = "the demonstration"
    statement = (
        "On the same noisy gradients Adam reaches the minimum before gradient descent, "
        "and where gradient descent gets stuck."
    )
    expected = Word.FALSE

    def experiment(self) -> Evidence:
        cases: list[Case] = []
        found: dict[tuple[float, float], tuple[Outcome, Outcome]] = {}
        for rate, start in product(RATES, STARTS):
            adam, descent = found[rate, start] = (
                outcome(Adam(rate, decay="constant"), start),
                outcome(OGD(rate, "constant"), start),
            )
            better = (adam.share, -adam.median) > (descent.share, -descent.median)
            cases.append(
                Case(
                    f"step size {rate:g}, from {start:g}: Adam {adam}, gradient descent {descent}; "
                    "share of Adam's games that arrive",
                    adam.share,
                    f">= {descent.share:g}, and sooner",
                    better,
                )
            )
        left, right = found[0.1, -4.0], found[0.1, 4.0]
        said = (
            f"step size 0.1: from -4 Adam takes {left[0].median:g} rounds and gradient descent "
            f"{left[1].median:g}; from 4 Adam arrives in {100 * right[0].share:.0f} % of the games "
            f"within {ROUNDS} rounds, gradient descent in {100 * right[1].share:.0f} %; "
            f"at the minimum Adam is {left[0].distance:.3f} away, "
            f"gradient descent {left[1].distance:.3f}"
        )
        panels = (paths_panel(-4.0, found), paths_panel(4.0, found))
        return Evidence(tuple(cases), said, panels)


@dataclass(frozen=True)
class Outcome:
    """The points of all games, shape (ROUNDS + 1, GAMES), and when they come near the minimum."""

    x: Array

    @property
    def arrivals(self) -> Array:
        """The first round after which a game is near the minimum; inf where it never is."""
        near = np.abs(self.x - GLOBAL) < NEAR
        return np.where(near.any(axis=0), near.argmax(axis=0), NEVER)

    @property
    def share(self) -> float:
        """The fraction of games that arrive."""
        return float(np.isfinite(self.arrivals).mean())

    @property
    def median(self) -> float:
        """The median round of arrival among all games."""
        return float(np.quantile(self.arrivals, 0.5, method="higher"))

    @property
    def distance(self) -> float:
        """The mean distance from the minimum over the last hundred rounds."""
        return float(np.abs(self.x[-100:] - GLOBAL).mean())

    def __str__(self) -> str:
        after = f" after {self.median:g} rounds" if np.isfinite(self.median) else ""
        return f"{100 * self.share:.0f} %{after}"


def f(x: Array) -> Array:
    """Return the function of the demonstration."""
    return 0.2 * x**2 + 0.6 * np.sin(1.5 * x)


def slope(x: Array) -> Array:
    """Return its derivative."""
    return 0.4 * x + 0.9 * np.cos(1.5 * x)


def outcome(learner: Learner, start: float) -> Outcome:
    """Play all games from one start; every learner sees the same noise in the same game."""
    noise = iter(NOISE * generator(3, 0).standard_normal((ROUNDS, GAMES)))
    starts = np.full(GAMES, start)
    way = minimise(lambda x: f(x).sum(), lambda x: slope(x) + next(noise), starts, learner, ROUNDS)
    return Outcome(way.x)


def paths_panel(start: float, found: dict[tuple[float, float], tuple[Outcome, Outcome]]) -> Panel:
    """Draw how many games have arrived by each round, from one start."""
    t = np.arange(ROUNDS + 1.0)
    curves = [
        Curve(t, (outcome.arrivals[None, :] <= t[:, None]).mean(axis=1), f"{name}, {rate:g}")
        for rate in (0.1, 0.3)
        for name, outcome in zip(("Adam", "gradient descent"), found[rate, start], strict=True)
    ]
    return Panel(
        f"games at the minimum, started from {start:g}",
        r"round $t$",
        "share of games",
        tuple(curves),
        limits=(-0.05, 1.05),
        legend="lower right" if start < 0.0 else "center right",
    )
