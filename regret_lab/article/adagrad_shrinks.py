"""How the step size of AdaGrad falls."""

import numpy as np

from regret_lab.article.base import CLAIMS, Case, Claim, Evidence, Word
from regret_lab.article.course import follow
from regret_lab.article.streams import stream
from regret_lab.figures.chart import Curve, Panel
from regret_lab.learners.adagrad import AdaGrad

ROUNDS = 10_000
TRIED = ("all 1", "coin", "normal", "one round in 10", "fading like 1/t")
NEAR = 0.03
"""An exponent fitted to the later half of the rounds, on logarithmic axes, may be so far off."""


@CLAIMS.register("adagrad_shrinks")
class AdaGradShrinks(Claim):
    r"""The factor of the gradient falls like 1/√t, as long as gradients keep their size.

    .. math:: \frac{\mathrm{lr}}{\sqrt{\sum_{s \le t} g_s^2}} \approx
              \frac{\mathrm{lr}}{\sqrt t \cdot \text{root mean square}}.

    It adapts to gradients that fade: where their squares have a finite sum, it stops falling. Nor
    does 1/√t end learning: the sum over the rounds grows like 2 √t, and the learner can cross any
    distance.

    References
    ----------
    J. Duchi, E. Hazan, Y. Singer. Adaptive subgradient methods for online learning and stochastic
    optimization. JMLR 12, 2011.
    """

    chapter = "relatives"
    statement = "AdaGrad's step size shrinks for ever, like 1/sqrt(t)."
    condition = "the gradients keep their size"
    expected = Word.ONLY_IF

    def experiment(self) -> Evidence:
        given = np.stack([stream(name, ROUNDS) for name in TRIED], axis=1)
        course = follow(AdaGrad(lr=1.0, eps=0.0), given)
        factors = 1.0 / np.sqrt(np.maximum(course.state["s"], 1e-300))
        t = np.arange(1.0, ROUNDS + 1.0)
        late = slice(ROUNDS // 100, None)
        slopes = np.polyfit(np.log(t[late]), np.log(factors[late]), 1)[0]
        cases = tuple(
            Case(
                f"gradients: {name}; exponent of t",
                slope,
                f"-0.5 within {NEAR:g}",
                abs(slope + 0.5) <= NEAR,
                not name.startswith("fading"),
                name == "normal",
            )
            for name, slope in zip(TRIED, slopes.tolist(), strict=True)
        )
        way = -course.x[-1, 0]
        said = (
            f"the exponent is {slopes[2]:.3f} on normal gradients and {slopes[-1]:.4f} on fading "
            f"ones; gradients that agree still move it by {way:.1f} lr in {ROUNDS} rounds"
        )
        thin = np.unique(np.geomspace(10, ROUNDS, 60).astype(int)) - 1
        shown = (0, 2, 3, 4)
        panels = (
            Panel(
                "the factor of the gradient",
                r"round $t$",
                "factor / lr",
                (
                    *(Curve(t[thin], factors[thin, k], TRIED[k]) for k in shown),
                    Curve(t[thin], 0.5 / np.sqrt(t[thin]), r"$\propto 1/\sqrt{t}$", "guide"),
                ),
                ("log", "log"),
            ),
            Panel(
                "the way on gradients that are all 1",
                r"round $t$",
                "way / lr",
                (
                    Curve(t[thin], -course.x[1:, 0][thin], "AdaGrad"),
                    Curve(t[thin], 2.0 * np.sqrt(t[thin]), r"$2\sqrt{t}$", "guide"),
                ),
            ),
        )
        return Evidence(cases, said, panels)
