"""How large a step of Adam can become."""

import math

import numpy as np

from regret_lab.arrays import Array
from regret_lab.article.base import CLAIMS, Case, Claim, Evidence, Word
from regret_lab.article.course import follow
from regret_lab.figures.chart import Curve, Panel
from regret_lab.learners.adam import Adam

DEFAULTS = (0.9, 0.999)
BETAS = (
    *(DEFAULTS, (0.0, 0.9), (0.0, 0.999), (0.5, 0.5), (0.9, 0.9), (0.99, 0.99)),
    *((0.5, 0.9), (0.5, 0.999), (0.8, 0.9), (0.9, 0.85), (0.9, 0.99), (0.99, 0.999), (0.9, 0.8)),
)
ROUNDING = 1e-6
LONGEST = 10_000
BURST = 400


@CLAIMS.register("step_bound")
class StepBound(Claim):
    r"""The printed bound is what an isolated spike attains. A burst of growing gradients does more.

    By Cauchy and Schwarz, with the weights of both averages,

    .. math:: m_t^2 \le v_t\,\frac{(1 - \beta_1)^2}{1 - \beta_2}
              \sum_{k \ge 0} \Bigl(\frac{\beta_1^2}{\beta_2}\Bigr)^k,

    and the exact supremum is

    .. math:: \frac{|\hat m_t|}{\sqrt{\hat v_t}} \le
              \frac{1 - \beta_1}{\sqrt{(1 - \beta_2)(1 - \beta_1^2/\beta_2)}}
              \qquad (\beta_1^2 < \beta_2),

    approached, after a long silence, by the burst :math:`g_{t-k} \propto (\beta_1/\beta_2)^k`.
    It is 7.270 at the defaults, where the paper has 3.162. With
    :math:`\beta_1^2 \ge \beta_2` there is none. The square of the supremum exceeds 1 by
    :math:`(\beta_1 - \beta_2)^2 / ((1 - \beta_2)(\beta_2 - \beta_1^2))`, so "never more than α" is
    right only for β1 = β2, and the other half of the bound only for β1 = 0.

    References
    ----------
    The bound as published: D. Kingma, J. Ba. Adam: a method for stochastic optimization. ICLR 2015,
    Section 2.1.
    """

    chapter = "steps"
    statement = (
        "No step is longer than alpha (1 - beta1) / sqrt(1 - beta2), "
        "or than alpha where that factor is at most 1."
    )
    condition = "beta1 = 0 or beta1 = beta2"
    expected = Word.FALSE

    def experiment(self) -> Evidence:
        cases: list[Case] = []
        for beta1, beta2 in BETAS:
            longest, printed = float(burst(beta1, beta2).max()), published(beta1, beta2)
            cases.append(
                Case(
                    f"burst at beta1 = {beta1:g}, beta2 = {beta2:g}",
                    longest,
                    f"<= {printed:.4g}",
                    longest <= printed * (1.0 + ROUNDING),
                    beta1 in (0.0, beta2),
                    (beta1, beta2) == DEFAULTS,
                )
            )
        said = (
            f"at the defaults a burst makes a step of {cases[0].measured:.4f} alpha, where the "
            f"bound says {published(*DEFAULTS):.4f}; the exact supremum is "
            f"{supremum(*DEFAULTS):.4f}"
        )
        return Evidence(tuple(cases), said, (burst_panel(), supremum_panel()))


def published(beta1: float, beta2: float) -> float:
    """Return the bound of the paper, in units of α."""
    return max(1.0, (1.0 - beta1) / math.sqrt(1.0 - beta2))


def supremum(beta1: float, beta2: float) -> float:
    """Return the exact supremum, in units of α; infinite where β1² ≥ β2."""
    if beta1**2 >= beta2:
        return math.inf
    return (1.0 - beta1) / math.sqrt((1.0 - beta2) * (1.0 - beta1**2 / beta2))


def burst(beta1: float, beta2: float, length: int = BURST) -> Array:
    """Return the sizes of Adam's steps in the burst that is worst for it, shape (length,)."""
    silence = min(LONGEST, math.ceil(10.0 / (1.0 - max(beta1, beta2))))
    shape = (beta1 / beta2) ** np.arange(length - 1.0, -1.0, -1.0)
    return sizes(beta1, beta2, shape / shape.max(), silence)


def sizes(beta1: float, beta2: float, gradients: Array, silence: int) -> Array:
    """Return the sizes of Adam's steps, in units of α, on gradients that follow a silence."""
    adam = Adam(1.0, beta1, beta2, 0.0, decay="constant")
    steps = follow(adam, np.concatenate([np.zeros(silence), gradients])).steps
    return np.abs(steps[silence:, 0])


def burst_panel() -> Panel:
    """Draw the steps of a burst and of a spike at the defaults."""
    before, after = 60, 40
    rise = (DEFAULTS[0] / DEFAULTS[1]) ** np.arange(before, -1.0, -1.0)
    spike = np.concatenate([np.zeros(before), [1.0]])
    t = np.arange(-before, after + 1.0)
    curves = [
        Curve(t, sizes(*DEFAULTS, np.concatenate([shape, np.zeros(after)]), LONGEST), label)
        for shape, label in ((rise, "burst, growing to its end at 0"), (spike, "spike at 0"))
    ]
    bounds = [
        Curve(t, np.full(len(t), bound(*DEFAULTS)), f"{word}, {bound(*DEFAULTS):.2f}", "guide")
        for bound, word in ((published, "bound as published"), (supremum, "supremum"))
    ]
    return Panel(
        "after 10 000 silent rounds, the defaults",
        "rounds from the end of the burst",
        r"step / $\alpha$",
        (*curves, *bounds),
        limits=(0.0, 11.5),
        legend="upper left",
    )


def supremum_panel() -> Panel:
    """Draw the published bound, the supremum and bursts over β1, at the default β2."""
    beta2, late = DEFAULTS[1], np.geomspace(1e-3, 1.0, 200)
    tried = np.array([1.0, 0.5, 0.2, 0.1, 0.03, 0.01, 0.003])
    reached = np.array([burst(1.0 - one, beta2, 4 * BURST).max() for one in tried])
    return Panel(
        r"over $\beta_1$, at $\beta_2$ = 0.999",
        r"$1 - \beta_1$",
        r"longest step / $\alpha$",
        (
            Curve(late, np.array([published(1.0 - one, beta2) for one in late]), "as published"),
            Curve(late, np.array([supremum(1.0 - one, beta2) for one in late]), "supremum"),
            Curve(tried, reached, "bursts, measured", "points"),
        ),
        ("log", "log"),
        legend="upper left",
    )
