"""What becomes of steps near an optimum, with a constant step size."""

import math

import numpy as np

from regret_lab.arrays import Array
from regret_lab.article.base import CLAIMS, Case, Claim, Evidence, Word
from regret_lab.engine import generator
from regret_lab.figures.chart import Curve, Panel
from regret_lab.learners.adam import Adam
from regret_lab.play import minimise

EPS = Adam().eps
TRIED = ((0.01, EPS), (1.0, EPS), (100.0, EPS), (0.0, EPS), (0.0, 0.002), (0.0, 0.004), (1.0, 0.1))
"""Levels of noise, and ε."""
ALPHA, ROUNDS, WINDOW, LATE = 0.1, 16_000, 500, 4000
GONE = 0.01
"""Steps below this fraction of α have been annealed away."""
START = 1.0


@CLAIMS.register("annealing")
class Annealing(Claim):
    r"""Steps shrink near the optimum to a floor, and stay there as long as α is constant.

    On f(x) = x²/2 with gradients x + σξ, the steps far away are α long. Near 0 the gradients are
    noise, and by the formula under ``signal_to_noise`` the steps are 0.23 α in the root mean
    square, whatever σ is: scale invariance takes the noise level out. (Where σ is smaller than α
    they are somewhat shorter, because x is then a part of the gradient that counts.)

    Without noise the steps vanish, and come back. The second average forgets the way to the
    optimum, :math:`\alpha/\sqrt{\hat v_t}` grows, and as soon as

    .. math:: \sqrt{\hat v_t} + \epsilon < \frac{\alpha h (1 - \beta_1)}{2 (1 + \beta_1)}

    with h the curvature, 0 is no longer stable: x leaves it again by a fraction of α, over and
    over. Only an ε above that value, far above the default, prevents it. Steps go to zero for good
    if α does.
    """

    chapter = "steps"
    statement = (
        "Near an optimum the signal-to-noise ratio falls and the steps vanish: "
        "annealing without a schedule."
    )
    condition = (
        "there is no noise and eps exceeds alpha (1 - beta1) / (2 (1 + beta1)) times the curvature"
    )
    expected = Word.FALSE

    def experiment(self) -> Evidence:
        columns = [descent(noise, eps) for noise, eps in TRIED]
        steps = [np.diff(x) / ALPHA for x in columns]
        late = [float(np.sqrt(np.mean(taken[-LATE:] ** 2))) for taken in steps]
        brink = ALPHA * (1.0 - Adam().beta1) / (2.0 * (1.0 + Adam().beta1))
        cases = tuple(
            Case(
                f"noise {noise:g}, eps = {eps:g}: root mean square of late steps / alpha"
                + ("" if noise else ", rounded down to a power of 10"),
                size if noise else decade(size),  # without noise the course is chaotic
                f"< {GONE:g}",
                size < GONE,
                noise == 0.0 and eps > brink,
                (noise, eps) == (1.0, EPS),
            )
            for (noise, eps), size in zip(TRIED, late, strict=True)
        )
        said = (
            f"with noise of 0.01, 1 and 100 the steps stay at {late[0]:.2f}, {late[1]:.2f} and "
            f"{late[2]:.2f} alpha; without noise they vanish and return, to "
            f"more than {decade(late[3]):g} alpha"
        )
        middle = WINDOW * np.arange(0.5, ROUNDS // WINDOW)
        shown = ((1, "noise 1"), (0, "noise 0.01"), (3, "no noise"), (5, "no noise, eps = 0.004"))
        panels = tuple(
            Panel(
                title,
                r"round $t$",
                label,
                tuple(Curve(middle, np.maximum(rms(y[k]), 1e-12), name) for k, name in shown),
                ("linear", "log"),
                (1e-9, 1e7),
                legend="upper right",
            )
            for title, label, y in (
                ("steps over 500 rounds", r"root mean square step / $\alpha$", steps),
                (
                    "distance from the optimum over 500 rounds",
                    r"root mean square of $x_t$",
                    [x[1:] for x in columns],
                ),
            )
        )
        return Evidence(cases, said, panels)


def descent(noise: float, eps: float) -> Array:
    """Return Adam's points on x²/2 with noisy gradients, shape (ROUNDS + 1,)."""
    given = iter(noise * generator(2, 0).standard_normal(ROUNDS))
    adam = Adam(lr=ALPHA, eps=eps, decay="constant")
    way = minimise(lambda x: 0.5 * x**2, lambda x: x + next(given), START, adam, ROUNDS)
    return way.x[:, 0]


def rms(values: Array) -> Array:
    """Return the root mean square in consecutive windows of rounds."""
    squares: Array = (values.reshape(-1, WINDOW) ** 2).mean(axis=1)
    return np.sqrt(squares)


def decade(size: float) -> float:
    """Return the power of 10 below a number; 0 for what is nothing against rounding."""
    return 10.0 ** math.floor(math.log10(size)) if size > 1e-12 else 0.0
