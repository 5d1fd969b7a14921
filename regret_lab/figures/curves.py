"""The numbers of a regret figure: means and quantiles over seeds, bounds, a guide."""

from dataclasses import dataclass

import numpy as np

from regret_lab.arrays import Array, Rounds
from regret_lab.store import Record

BAND = (0.1, 0.9)
"""The quantiles over seeds between which the band lies."""

BESIDE = 0.6
"""The guide's end over the median learner's: beside the curves, not on one of them."""


@dataclass(frozen=True)
class RegretTable:
    r"""What is drawn, with L learners and K checkpoints.

    ``mean`` is the mean over seeds of the regret's upper end; the band reaches from the 10 %
    quantile of the lower end to the 90 % quantile of the upper end, so that it also holds the
    comparator's gap. All have shape (L, K). A learner with a failed game has no numbers from the
    failure on: the mean of the games that went well would say less than it seems to.
    """

    problem: str
    seeds: int
    learners: tuple[str, ...]
    t: Rounds
    mean: Array
    low: Array
    high: Array
    bounds: dict[tuple[str, str], Array]
    """By (theorem, learner): the mean over seeds of the bound, shape (K,)."""
    false: frozenset[str] = frozenset()
    """The theorems among them that are known to be false."""

    @property
    def guide(self) -> Array:
        r"""The curve :math:`c\sqrt t`, at the horizon a little below the median learner."""
        last = self.mean[:, -1]
        positive = last[np.isfinite(last) & (last > 0)]
        scale = BESIDE * float(np.median(positive)) if positive.size else 1.0
        return scale * np.sqrt(self.t / self.t[-1])


def data(record: Record, expected: bool = False) -> RegretTable:
    """Return the numbers that a figure of a result shows.

    With ``expected`` they are those of the pseudo-regret where it is known: without the noise of
    the realised comparator.
    """
    lower, upper = record.arrays["lower"], record.arrays["upper"]
    if expected and "pseudo" in record.arrays:
        lower = upper = record.arrays["pseudo"]
    return RegretTable(
        problem=record.problem,
        seeds=lower.shape[1],
        learners=record.learners,
        t=record.arrays["t"],
        mean=upper.mean(axis=1),
        low=np.quantile(lower, BAND[0], axis=1),
        high=np.quantile(upper, BAND[1], axis=1),
        bounds={who: bound.mean(axis=0) for who, bound in record.bounds.items()},
        false=frozenset(
            row["theorem"]
            for row in record.meta.get("theorems", ())
            if row["status"] == "known false"
        ),
    )
