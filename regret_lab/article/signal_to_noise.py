"""The step as a measure of how far gradients agree."""

import numpy as np

from regret_lab.article.base import CLAIMS, Case, Claim, Evidence, Word
from regret_lab.article.course import follow
from regret_lab.engine import generator
from regret_lab.figures.chart import Curve, Panel
from regret_lab.learners.adam import Adam

ROUNDS, LATE, COPIES = 5000, 2500, 4
RATIOS = (0.0, 0.1, 0.3, 1.0, 3.0, 10.0)
NEAR = 0.05


@CLAIMS.register("signal_to_noise")
class SignalToNoise(Claim):
    r"""The step is an average of gradients over the root mean square of gradients.

    For gradients with mean μ and standard deviation σ, its root mean square is

    .. math:: \alpha \sqrt{\frac{\mu^2 + \sigma^2\,(1-\beta_1)/(1+\beta_1)}{\mu^2 + \sigma^2}}

    as long as the second average forgets much more slowly than the first. It is α where signal
    dominates and falls with |μ|/σ, but not below :math:`\alpha\sqrt{(1-\beta_1)/(1+\beta_1)}`,
    which is 0.23 α at the default β1: an average of ten gradients still is noise.
    """

    chapter = "steps"
    statement = "The step follows the signal-to-noise ratio: gradients that disagree make it small."
    expected = Word.HOLDS

    def experiment(self) -> Evidence:
        mean = np.repeat(np.array(RATIOS), COPIES)
        noise = generator(1, 0).standard_normal((ROUNDS, len(mean)))
        adam = Adam(lr=1.0, decay="constant")
        steps = follow(adam, mean + noise).steps[LATE:].reshape(-1, len(RATIOS), COPIES)
        size = np.sqrt((steps**2).mean(axis=(0, 2)))
        cases = [
            Case(
                f"mean / deviation {ratio:g}: root mean square step / alpha",
                measured,
                f"{wanted:.3f} within {100 * NEAR:g} %",
                abs(measured / wanted - 1.0) <= NEAR,
                usual=ratio == 1.0,
            )
            for ratio, measured in zip(RATIOS, size.tolist(), strict=True)
            for wanted in [predicted(ratio, adam.beta1)]
        ]
        said = (
            f"root mean square steps of {size[0]:.3f} alpha on pure noise, {size[3]:.3f} alpha at "
            f"ratio 1 and {size[-1]:.3f} alpha at ratio 10, as computed"
        )
        fine = np.geomspace(0.02, 20.0, 100)
        panel = Panel(
            "steps on gradients with noise, at the defaults",
            r"signal-to-noise ratio $\vert\mu\vert\,/\,\sigma$ (0 is drawn at the left end)",
            r"root mean square step / $\alpha$",
            (
                Curve(fine, np.array([predicted(r, adam.beta1) for r in fine]), "computed"),
                Curve(np.maximum(RATIOS, 0.02), size, "measured", "points"),
            ),
            ("log", "linear"),
            (0.0, 1.1),
        )
        return Evidence(tuple(cases), said, (panel,))


def predicted(ratio: float, beta1: float) -> float:
    """Return the root mean square step in units of α, for μ/σ = ``ratio``."""
    kept = (1.0 - beta1) / (1.0 + beta1)
    return float(np.sqrt((ratio**2 + kept) / (ratio**2 + 1.0)))
