"""The same steps for gradients in other units."""

import numpy as np

from regret_lab.arrays import Array
from regret_lab.article.base import CLAIMS, Case, Claim, Evidence, Word
from regret_lab.article.course import follow
from regret_lab.article.streams import stream
from regret_lab.figures.chart import Curve, Panel
from regret_lab.learners.adam import Adam

ROUNDS = 300
EPSILONS = (0.0, 1e-8)
SCALES = (1e-170, 1e-9, 1e-6, 2.0**-10, 1e-3, 3.0, 2.0**10, 1e6, 1e9, 1e160)
ROUNDING = 1e-12
"""What rounding may do to a point of ROUNDS steps, relative to its way."""
SMALLEST, LARGEST = 1e-150, 1e150
"""Gradients whose squares, and some thousandths of them, are ordinary numbers."""


@CLAIMS.register("scale_invariance")
class ScaleInvariance(Claim):
    r"""Gradients c g with c > 0 have averages c m and c² v, so :math:`m/\sqrt v` is the same.

    The ε beside the root is the exception: a step is divided by 1 + ε/(c √v̂), half of what it was
    at c √v̂ = ε. Where c is a power of 2 and ε = 0, the points are equal bit for bit. Squares that
    leave the range of floating-point numbers, below 1e-160 or above 1e150, end it as well.

    References
    ----------
    D. Kingma, J. Ba. Adam: a method for stochastic optimization. ICLR 2015, Section 2.1.
    """

    chapter = "steps"
    statement = "Rescaling all gradients by a constant does not change the steps."
    condition = (
        "eps is 0, or so small against the gradients that rounding hides it, "
        "and squares neither underflow nor overflow"
    )
    expected = Word.ONLY_IF

    def experiment(self) -> Evidence:
        g = stream("normal, mean 1", ROUNDS)
        cases: list[Case] = []
        for eps in EPSILONS:
            for scale, apart in zip(SCALES, distances(g, SCALES, eps).tolist(), strict=True):
                within = eps <= ROUNDING * scale and SMALLEST <= scale <= LARGEST
                usual = eps == 0.0 and scale == 1e-3
                setting = f"eps = {eps:g}, scale {scale:.4g}, relative difference"
                claimed, agrees = f"< {ROUNDING:g}", apart < ROUNDING
                cases.append(Case(setting, apart, claimed, agrees, within, usual))
        small, half = distances(g, (1e-6, 1e-8), 1e-8)
        exact = distances(g, (2.0**-10,), 0.0)[0]
        said = (
            f"at eps = 0 and scale 2^-10 the points differ by {exact:g}; at the default eps by "
            f"{small:.2g} of the way for gradients of 1e-6, and {half:.2g} for 1e-8"
        )
        fine = np.geomspace(1e-12, 1e6, 37)
        curves = [
            Curve(fine, np.maximum(distances(g, tuple(fine), eps), 1e-17), f"eps = {eps:g}")
            for eps in (1e-8, 1e-4, 0.0)
        ]
        panel = Panel(
            "how far points are from those at eps = 0",
            "scale of the gradients",
            "relative difference",
            tuple(curves),
            ("log", "log"),
        )
        return Evidence(tuple(cases), said, (panel,))


def distances(gradients: Array, scales: tuple[float, ...], eps: float) -> Array:
    """Return how far Adam's points on scaled gradients are from the unscaled ones at ε = 0.

    The largest difference, divided by the longest way, one for each scale.
    """
    with np.errstate(over="ignore"):
        scaled = gradients[:, None] * np.array(scales)
    reference = follow(Adam(lr=1.0, eps=0.0, decay="constant"), gradients).x
    x = follow(Adam(lr=1.0, eps=eps, decay="constant"), scaled).x
    return np.abs(x - reference).max(axis=0) / np.abs(reference).max()
