"""What large, consistent gradients do to the step."""

import numpy as np

from regret_lab.article.base import CLAIMS, Case, Claim, Evidence, Word
from regret_lab.article.course import follow
from regret_lab.figures.chart import Curve, Panel
from regret_lab.learners.adam import Adam

SIZES = (0.01, 0.1, 1.0, 10.0, 100.0)
ROUNDS, CHANGE = 4000, 1000
SMALLER = 0.99
"""A step counts as smaller when it is at least one per cent smaller."""


@CLAIMS.register("large_gradients")
class LargeGradients(Claim):
    r"""The factor :math:`\alpha/\sqrt{\hat v_t}` of the gradient shrinks; the step does not.

    Gradients that are all of the size c make steps of α, whatever c is. When they *become* larger,
    steps become larger too: the first average follows the jump in 10 rounds, the second needs 1000,
    and the step overshoots; for a jump from 1 to 10 more than fourfold. When they become smaller,
    steps are too small until the large squares are forgotten.
    """

    chapter = "steps"
    statement = "Large consistent gradients make the steps smaller."
    expected = Word.FALSE

    def experiment(self) -> Evidence:
        adam = Adam(lr=1.0, decay="constant")
        course = follow(adam, np.ones((ROUNDS, 1)) * np.array(SIZES))
        settled = course.steps[-1].tolist()
        factors = course.steps[-1] / np.array(SIZES)
        cases = [
            Case(
                f"gradients of {size:g}: step / step at 0.01",
                step / settled[0],
                f"< {SMALLER:g}",
                step / settled[0] < SMALLER,
                usual=size == 1.0,
            )
            for size, step in zip(SIZES[1:], settled[1:], strict=True)
        ]
        changed = np.where(np.arange(ROUNDS) < CHANGE, 1.0, 10.0)
        jumps = follow(adam, np.stack([changed, 1.0 / changed], axis=1)).steps
        peak, low = float(jumps[:, 0].max()), float(jumps[:, 1].min())
        cases += [
            Case("after a jump from 1 to 10: largest step / alpha", peak, "< 1", peak < 1.0),
        ]
        said = (
            f"steps of {settled[0]:.4f} alpha on gradients of 0.01 and {settled[-1]:.4f} alpha on "
            f"100; a jump from 1 to 10 makes {peak:.2f} alpha, a fall to a tenth {low:.2f} alpha"
        )
        t = np.arange(1.0, ROUNDS + 1.0)
        jump = Panel(
            "gradients that change in round 1000",
            r"round $t$",
            r"step / $\alpha$",
            (
                Curve(t, jumps[:, 0], "from 1 to 10"),
                Curve(t, jumps[:, 1], "from 1 to 0.1"),
            ),
        )
        steady = Panel(
            "gradients that are all of one size",
            "size of the gradients",
            r"settled value / $\alpha$",
            (
                Curve(np.array(SIZES), np.array(settled), "step"),
                Curve(np.array(SIZES), factors, "factor of the gradient"),
            ),
            ("log", "log"),
        )
        return Evidence(tuple(cases), said, (steady, jump))
