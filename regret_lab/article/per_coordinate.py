"""Step sizes of single coordinates."""

import numpy as np

from regret_lab.article.base import CLAIMS, Case, Claim, Evidence, Word
from regret_lab.article.course import follow
from regret_lab.engine import generator
from regret_lab.figures.chart import Curve, Panel
from regret_lab.learners.adam import Adam

ROUNDS, LATE = 6000, 2000
SCALES = (1e-3, 1e-2, 0.1, 1.0, 10.0, 100.0)
DENSITIES = (1.0, 0.3, 0.1, 0.03, 0.01)
NEAR = 0.1
"""Relative error of a rate, which follows a moving average of finitely many gradients."""


@CLAIMS.register("per_coordinate")
class PerCoordinate(Claim):
    r"""The factor of a coordinate is α over the root mean square of its own gradients.

    .. math:: \frac{\alpha}{\sqrt{\hat v_{t,i}}} \approx
              \frac{\alpha}{\sqrt{\mathbb E\,g_{t,i}^2}}

    Gradients of size s that come with probability p have the root mean square s√p, so rare
    gradients are magnified by 1/√p, once the average has seen some hundred of them. What one
    coordinate does is nobody else's business: alone it takes the same steps, bit for bit.
    """

    chapter = "steps"
    statement = (
        "Every coordinate has a step size of its own: "
        "large where gradients are small or rare, small where they are large."
    )
    expected = Word.HOLDS

    def experiment(self) -> Evidence:
        rng = generator(0, 0)
        scale = np.array(SCALES + (1.0,) * len(DENSITIES))
        density = np.array((1.0,) * len(SCALES) + DENSITIES)
        rare = rng.random((ROUNDS, len(scale))) < density
        given = scale * rare * rng.standard_normal((ROUNDS, len(scale)))
        adam = Adam(lr=1.0, decay="constant")
        course = follow(adam, given)
        t = np.arange(LATE + 1.0, ROUNDS + 1.0)[:, None]
        mean = np.sqrt((1.0 - adam.beta2**t) / course.state["v"][LATE:]).mean(axis=0)
        expected = 1.0 / (scale * np.sqrt(density))
        names = [f"scale {s:g}" for s in SCALES] + [f"probability {p:g}" for p in DENSITIES]
        cases = [
            Case(
                f"{name}: factor / (alpha / root mean square)",
                ratio,
                f"1 within {NEAR:g}",
                abs(ratio - 1.0) <= NEAR,
                usual=name == "scale 1",
            )
            for name, ratio in zip(names, (mean / expected).tolist(), strict=True)
        ]
        alone = float(np.abs(follow(adam, given[:, 2]).x[:, 0] - course.x[:, 2]).max())
        cases.append(Case("one coordinate alone, difference", alone, "0", alone == 0.0))
        worst = float(np.abs(mean / expected - 1.0).max())
        said = (
            f"over {SCALES[-1] / SCALES[0]:g} to 1 in scale and {1 / DENSITIES[-1]:g} to 1 in "
            f"rarity the factor is within {100 * worst:.1f} % of alpha / root mean square"
        )
        count = len(SCALES)
        panel = Panel(
            "factor of the gradient, mean of the late rounds",
            "root mean square of a coordinate's gradients",
            r"factor / $\alpha$",
            (
                Curve(1.0 / expected[:count], mean[:count], "small or large", "points"),
                Curve(1.0 / expected[count:], mean[count:], "rare", "points"),
                Curve(1.0 / expected[:count], expected[:count], r"$\propto$ 1 / rms", "guide"),
            ),
            ("log", "log"),
        )
        return Evidence(tuple(cases), said, (panel,))
