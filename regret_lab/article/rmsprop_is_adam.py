"""RMSProp as a special case."""

import numpy as np

from regret_lab.article.base import CLAIMS, Case, Claim, Evidence, Word
from regret_lab.article.course import follow
from regret_lab.article.streams import stream
from regret_lab.figures.chart import Curve, Panel
from regret_lab.learners.adam import Adam
from regret_lab.learners.rmsprop import RMSProp

ROUNDS = 500
TRIED = ("normal", "one round in 10", "heavy tails")
SETTINGS = (
    (0.9, 1e-8, "constant"),
    (0.999, 1e-8, "constant"),
    (0.9, 0.0, "constant"),
    (0.9, 1e-8, "sqrt"),
    (0.0, 1e-3, "linear"),
)
"""β2, ε and the schedule."""


@CLAIMS.register("rmsprop_is_adam")
class RMSPropIsAdam(Claim):
    r"""With β1 = 0 the first average is the gradient, and the second average is RMSProp's.

    The points are equal bit for bit. Bias correction is the whole difference that is left: with it
    the first steps are smaller by :math:`\sqrt{1 - \beta_2^t}`.
    """

    chapter = "relatives"
    statement = "RMSProp is Adam with beta1 = 0 and without bias correction."
    expected = Word.HOLDS

    def experiment(self) -> Evidence:
        given = np.stack([stream(name, ROUNDS) for name in TRIED], axis=1)
        cases: list[Case] = []
        for beta2, eps, decay in SETTINGS:
            rmsprop = follow(RMSProp(0.1, beta2, eps, decay), given).x
            adam = follow(Adam(0.1, 0.0, beta2, eps, bias_correction=False, decay=decay), given).x
            unequal = int(np.sum(rmsprop != adam))
            cases.append(
                Case(
                    f"beta2 = {beta2:g}, eps = {eps:g}, {decay}: points that differ in some bit",
                    unequal,
                    "0",
                    unequal == 0,
                    usual=(beta2, decay) == (0.9, "constant"),
                )
            )
        said = (
            f"{sum(int(case.measured) for case in cases)} of {len(cases) * given.size} points "
            f"differ in some bit, over {len(SETTINGS)} settings and {len(TRIED)} streams"
        )
        t = np.arange(1.0, 61.0)
        ones = np.ones(len(t))
        players = {
            "RMSProp": RMSProp(1.0, decay="constant"),
            r"Adam, $\beta_1$ = 0, uncorrected": Adam(
                1.0, 0.0, 0.9, bias_correction=False, decay="constant"
            ),
            r"Adam, $\beta_1$ = 0": Adam(1.0, 0.0, 0.9, decay="constant"),
        }
        panel = Panel(
            r"gradients that are all 1, $\beta_2$ = 0.9",
            r"round $t$",
            r"step / $\alpha$",
            tuple(Curve(t, follow(who, ones).steps[:, 0], name) for name, who in players.items()),
            limits=(0.8, 3.4),
        )
        return Evidence(tuple(cases), said, (panel,))
