"""Adam put together from its parts."""

import numpy as np

from regret_lab.arrays import Array
from regret_lab.article.base import CLAIMS, Case, Claim, Evidence, Word
from regret_lab.article.course import follow
from regret_lab.article.streams import stream
from regret_lab.figures.chart import Curve, Panel
from regret_lab.learners.adam import Adam
from regret_lab.learners.momentum import Momentum
from regret_lab.learners.rmsprop import RMSProp

ROUNDS = 500
TRIED = ("normal, mean 1", "normal", "one round in 10", "growing by 1 % a round")
BETA1, BETA2, EPS = 0.9, 0.999, 1e-8
ROUNDING = 1e-12
"""Relative to the longest way."""


@CLAIMS.register("adam_is_the_sum")
class AdamIsTheSum(Claim):
    r"""The averages are those of momentum and of RMSProp, bit for bit; the order is what matters.

    .. math:: x_{t+1} = x_t - \alpha\,\frac{m_t/(1 - \beta_1^t)}{\sqrt{v_t/(1 - \beta_2^t)} +
              \epsilon}

    with m from ``Momentum`` and v from ``RMSProp`` is Adam up to rounding. Momentum that
    averages the *steps* of RMSProp, each gradient divided by the root of its own round, is another
    algorithm, and so is the sum without its bias correction.
    """

    chapter = "relatives"
    statement = "Adam is RMSProp with momentum and bias correction."
    condition = "momentum averages the gradients before they are divided"
    expected = Word.ONLY_IF

    def experiment(self) -> Evidence:
        given = np.stack([stream(name, ROUNDS) for name in TRIED], axis=1)
        adam = follow(Adam(1.0, BETA1, BETA2, EPS, decay="constant"), given)
        m = follow(Momentum(1.0, BETA1, "constant"), given).state["m"]
        v = follow(RMSProp(1.0, BETA2, EPS, "constant"), given).state["v"]
        unequal = int(np.sum(adam.state["m"] != m) + np.sum(adam.state["v"] != v))
        t = np.arange(1.0, ROUNDS + 1.0)[:, None]
        root = np.sqrt(v / (1.0 - BETA2**t)) + EPS
        ways = {
            "first": walk(m / (1.0 - BETA1**t) / root),
            "after": walk(average(given / root) / (1.0 - BETA1**t)),
        }
        scale = np.abs(adam.x).max(axis=0)
        cases = [Case("averages that differ in some bit", unequal, "0", unequal == 0, usual=True)]
        for order, words in (("first", "averages, then divides"), ("after", "divides, averages")):
            far = (np.abs(ways[order] - adam.x).max(axis=0) / scale).tolist()
            cases += [
                Case(
                    f"momentum {words}; {name}: distance from Adam / its way",
                    apart,
                    f"< {ROUNDING:g}",
                    apart < ROUNDING,
                    order == "first",
                    order == "first",
                )
                for name, apart in zip(TRIED, far, strict=True)
            ]
        far = max(case.measured for case in cases if not case.within)
        said = (
            f"{unequal} of {m.size + v.size} averages differ in some bit, points by less than "
            f"{ROUNDING:g} of the way; with momentum on the divided gradients points are up to "
            f"{100 * far:.0f} % of the way apart"
        )
        rounds = np.arange(ROUNDS + 1.0)
        panel = Panel(
            "gradients that grow by 1 % a round",
            r"round $t$",
            r"way / $\alpha$",
            (
                Curve(rounds, -adam.x[:, 3], "Adam"),
                Curve(rounds, -ways["first"][:, 3], "averaged, then divided"),
                Curve(rounds, -ways["after"][:, 3], "divided, then averaged"),
            ),
        )
        return Evidence(tuple(cases), said, (panel,))


def average(values: Array) -> Array:
    """Return the moving average of rows, from zero."""
    return follow(Momentum(1.0, BETA1, "constant"), values).state["m"]


def walk(steps: Array) -> Array:
    """Return the points of a walk from 0 against the steps."""
    return np.concatenate([np.zeros((1, steps.shape[1])), -np.cumsum(steps, axis=0)])
