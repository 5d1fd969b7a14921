"""What the corrected averages are worth on average."""

import numpy as np

from regret_lab.arrays import Array
from regret_lab.article.base import CLAIMS, Case, Claim, Evidence, Word
from regret_lab.article.course import follow
from regret_lab.engine import generator
from regret_lab.figures.chart import Curve, Panel
from regret_lab.learners.adam import Adam

GAMES, ROUNDS, SEED = 1000, 60, 0
SHOWN = (1, 3, 10, 30, 60)
ERRORS = 5.0
"""Standard errors that a mean over the games may be off: chance does so once in a million."""
STREAMS = {
    "steady": (np.full(ROUNDS, 0.5), True),
    "growing": (0.5 + 0.05 * np.arange(1.0, ROUNDS + 1.0), False),
}
"""The mean gradient of each round, to which noise of variance 1 comes; whether it is stationary."""


@CLAIMS.register("unbiased_averages")
class UnbiasedAverages(Claim):
    r"""Dividing by 1 − β₁ᵗ and 1 − β₂ᵗ removes the bias of an average that starts at zero.

    .. math:: \mathbb E\,\hat m_t = \mathbb E\,g_t, \qquad \mathbb E\,\hat v_t = \mathbb E\,g_t^2

    holds in every round, if the moments do not change over time. If they do, the averages lag
    behind them by a term that no such factor removes. Nothing of the kind is true of the step:
    :math:`\hat m_t/\sqrt{\hat v_t}` is not unbiased for anything.

    References
    ----------
    D. Kingma, J. Ba. Adam: a method for stochastic optimization. ICLR 2015, Section 3.
    """

    chapter = "bias correction"
    statement = "Corrected averages are unbiased estimates of the gradient's first two moments."
    condition = "the moments do not change over time"
    expected = Word.ONLY_IF

    def experiment(self) -> Evidence:
        cases: list[Case] = []
        t = np.arange(1.0, ROUNDS + 1.0)
        curves = [Curve(t, np.ones(ROUNDS), "unbiased", "guide")]
        worst: dict[str, float] = {}
        for name, (mean, stationary) in STREAMS.items():
            noise = generator(SEED, len(curves)).standard_normal((ROUNDS, GAMES))
            moments = corrected(mean[:, None] + noise)
            for symbol, values, truth in zip("mv", moments, (mean, mean**2 + 1.0), strict=True):
                curves.append(Curve(t, values.mean(axis=1) / truth, f"{symbol}, {name}"))
                off = (values.mean(axis=1) - truth) / (values.std(axis=1) / np.sqrt(GAMES))
                worst[name] = max(worst.get(name, 0.0), float(np.abs(off).max()))
                last = float(np.abs(off[[round_ - 1 for round_ in SHOWN]]).max())
                cases.append(
                    Case(
                        f"{name} moments, {symbol}, standard errors off",
                        last,
                        f"< {ERRORS:g}",
                        last < ERRORS,
                        stationary,
                        stationary,
                    )
                )
        lag = curves[-2].y[-1]
        said = (
            f"over {GAMES} games and {ROUNDS} rounds the mean is at most {worst['steady']:.1f} "
            f"standard errors off; with growing gradients m lags at {lag:.2f} of the truth"
        )
        panel = Panel(
            f"mean of {GAMES} games, relative to the moment it estimates",
            r"round $t$",
            "estimate / moment",
            tuple(curves[1:] + curves[:1]),
            limits=(0.4, 1.9),
            legend="upper right",
        )
        return Evidence(tuple(cases), said, (panel,))


def corrected(gradients: Array) -> tuple[Array, Array]:
    """Return the corrected averages of Adam at the defaults after every round."""
    adam = Adam(lr=1.0, decay="constant")
    state = follow(adam, gradients).state
    t = np.arange(1.0, len(gradients) + 1.0)[:, None]
    return state["m"] / (1.0 - adam.beta1**t), state["v"] / (1.0 - adam.beta2**t)
