"""The size of the first step."""

import numpy as np

from regret_lab.article.base import CLAIMS, Case, Claim, Evidence, Word
from regret_lab.article.course import follow
from regret_lab.figures.chart import Curve, Panel
from regret_lab.learners.adam import Adam

EPSILONS = (1e-8, 1e-4, 0.0)
SIZES = 10.0 ** (np.arange(73) / 4.0 - 12.0)
TRIED = slice(None, None, 8)
NEAR = 0.01
"""A step counts as α when it is within one per cent of it."""


@CLAIMS.register("initial_step")
class InitialStep(Claim):
    r"""Corrected averages of one gradient are the gradient and its square.

    .. math:: |x_2 - x_1| = \alpha\,\frac{|g_1|}{|g_1| + \epsilon}.

    For all β1 and β2 therefore the first step is α, up to ε. It must be small against the gradient:
    where gradients are of the size of ε, the first step is half of α, and below it the learner
    hardly moves.
    """

    chapter = "bias correction"
    statement = "With bias correction the first step has the size alpha."
    condition = "the gradient is large against eps (99 times, for one per cent)"
    expected = Word.ONLY_IF

    def experiment(self) -> Evidence:
        cases: list[Case] = []
        curves: list[Curve] = []
        for eps in EPSILONS:
            adam = Adam(lr=1.0, eps=eps, decay="constant")
            steps = np.abs(follow(adam, SIZES[None, :]).steps[0])
            curves.append(Curve(SIZES, steps, f"eps = {eps:g}"))
            cases += [
                Case(
                    f"eps = {eps:g}, gradient {size:g}",
                    step,
                    "1",
                    abs(step - 1.0) <= NEAR,
                    size >= 99.0 * eps,
                    eps == 1e-8 and size == 1.0,
                )
                for size, step in zip(SIZES[TRIED].tolist(), steps[TRIED].tolist(), strict=True)
            ]
        first, half = (float(curves[0].y[k]) for k in (48, 16))
        said = f"a gradient of 1 moves it by {first:.6f} alpha, one of 1e-8 by {half:.3f} alpha"
        panel = Panel(
            "the first step of Adam",
            "size of the first gradient",
            r"step / $\alpha$",
            tuple(curves),
            ("log", "linear"),
            (0.0, 1.1),
        )
        return Evidence(tuple(cases), said, (panel,))
