"""How large steps are on ordinary gradients."""

import numpy as np

from regret_lab.article.base import CLAIMS, Case, Claim, Evidence, Word
from regret_lab.article.course import follow
from regret_lab.article.streams import peak, stream
from regret_lab.figures.chart import Curve, Panel
from regret_lab.learners.adam import Adam

ROUNDS = 5000
TRIED = (
    *("all 1", "coin", "normal", "normal, mean 1", "one round in 10"),
    *("one round in 200", "one round in 1000", "heavy tails", "growing by 1 % a round"),
)
EXTREME = ("one round in 1000", "heavy tails", "growing by 1 % a round")
SLACK = 1.5
"""The statement says "about": a step counts as at most α up to half as much again."""


@CLAIMS.register("step_near_alpha")
class StepNearAlpha(Claim):
    r"""On a steady stream :math:`|\hat m_t| \lesssim \sqrt{\hat v_t}`, and α is the length scale.

    Gradients that agree make steps of α, gradients of random sign steps of about
    :math:`\alpha\sqrt{(1-\beta_1)/(1+\beta_1)} = 0.23\,\alpha`. Steps of several α come after
    gradients that stand out: rare ones, heavy tails, growth. How large they can get is said under
    ``step_bound``.
    """

    chapter = "steps"
    statement = "Steps are at most about alpha, whatever the gradients."
    condition = (
        "the gradients are stationary, with light tails, and silent for at most 200 rounds in a row"
    )
    expected = Word.ONLY_IF

    def experiment(self) -> Evidence:
        given = {name: stream(name, ROUNDS) for name in TRIED}
        adam = Adam(lr=1.0, eps=0.0, decay="constant")
        steps = np.abs(follow(adam, np.stack(list(given.values()), axis=1)).steps)
        longest = dict(zip(given, steps.max(axis=0).tolist(), strict=True))
        cases = tuple(
            Case(
                f"gradients: {name}, peak {peak(g):.3g}",
                longest[name],
                f"<= {SLACK:g}",
                longest[name] <= SLACK,
                name not in EXTREME,
                name == "normal",
            )
            for name, g in given.items()
        )
        said = (
            f"the longest of {ROUNDS} steps is {longest['normal']:.2f} alpha on normal gradients, "
            f"{longest['heavy tails']:.2f} alpha with heavy tails, "
            f"{longest['one round in 1000']:.2f} alpha on one gradient in 1000 rounds"
        )
        share = 1.0 - np.arange(ROUNDS) / ROUNDS
        curves = [
            Curve(np.sort(steps[:, list(given).index(name)]) + 1e-12, share, name)
            for name in ("all 1", "normal", "one round in 200", "heavy tails")
        ]
        panel = Panel(
            "how many steps are longer",
            r"step / $\alpha$",
            "share of longer steps",
            tuple(curves),
            ("linear", "log"),
            legend="upper right",
        )
        worst = Panel(
            "the longest step and the highest peak",
            "largest gradient / root mean square",
            r"longest step / $\alpha$",
            (
                Curve(
                    np.array([peak(g) for g in given.values()]),
                    np.array(list(longest.values())),
                    look="points",
                ),
                Curve(np.array([0.8, 60.0]), np.ones(2), "", "guide"),
            ),
            ("log", "linear"),
            (0.0, 4.5),
        )
        return Evidence(cases, said, (panel, worst))
