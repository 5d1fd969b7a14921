"""The search in two dimensions: pairs of two-block sequences, turned, shifted and played."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from regret_lab.arrays import Array
from regret_lab.domains import Domain
from regret_lab.engine import generator
from regret_lab.errors import ParameterError
from regret_lab.falsify.pairs import SHAPE, pair
from regret_lab.falsify.plane import (
    STEPS,
    holds,
    limits_over_steps,
    plane_rates,
    sizes,
    with_step,
)
from regret_lab.falsify.scout import Scout
from regret_lab.falsify.steady import drift, is_settled
from regret_lab.falsify.two_block import TwoBlock
from regret_lab.learners import Learner
from regret_lab.play.clock import whole

SCREENED, LINE = 2**14, 2**18
"""Rounds of a trial; of one whose coordinates were found alone, and may take long to cross."""

NEAR = 0.3
"""How far the limits of a trial may lie apart, as a share of the larger."""

TIE = 1e-9
"""A drift below this, in steps a round, is none."""

RESOLUTION = 5e-4
"""A trial that scores less is not told apart from one that is still on its way."""

PERIODS = (2, 3, 4, 6, 8, 12, 16, 24, 48)
BATCH, PARENTS, JUDGED, SHIFTS = 48, 6, 4, 8
"""Pairs played together; varied; played again, at most; shifts of a coordinate beside itself."""


@dataclass(frozen=True)
class PlaneFinding:
    """The worst pair of a search in the plane; all of it measured, nothing proved.

    ``score`` is lim R_T/(T D G) as played, the least over the step sizes, 0 if nothing was found;
    ``limits`` are those of all step sizes. ``gradients`` (n, 2) are the worst, or the nearest.
    ``tried`` pairs were played and ``hits`` had the same regret per round at two step sizes in a
    short game.
    """

    learner: str
    domain: str
    found: bool
    score: float
    gradients: Array
    limits: tuple[float, ...]
    tried: int
    hits: int


def search_plane(
    learner: Learner, domain: Domain, period: int = 24, budget: int = 576, threads: int = 1
) -> PlaneFinding:
    """Look for periodic linear losses in the plane on which regret does not fall.

    Half of the budget is spread over the family, the other half varies the worst so far; then comes
    the worst of one coordinate alone, found with as much again. Whatever is found must keep its
    limit at all step sizes ``plane.STEPS`` in games ``plane.CONFIRMED`` rounds long: what is left
    of how a game began depends on the step size, a limit does not.

    Raises
    ------
    ParameterError
        When the domain is not in the plane, the period is below 2, or the budget below 1.
    """
    if domain.dim != 2:
        raise ParameterError(f"domain must have dim = 2, got {domain.dim}")
    if whole(period, "period", 1) < 2:
        raise ParameterError(f"period must be at least 2, got {period}: a constant never turns")
    hunt, batches = Hunt(learner, domain, period, threads), -(-whole(budget, "budget", 1) // BATCH)
    for k in range(batches):
        step = hunt.spread if 2 * k < batches else hunt.vary
        step(k, min(BATCH, budget - k * BATCH))
    if period > 2:
        hunt.line(budget)
    return hunt.judged()


@dataclass(frozen=True)
class Pair:
    """A sequence (n, 2) that was played, its score, and the numbers that made it, if any."""

    score: float
    low: float
    sequence: Array
    shape: Array | None


@dataclass
class Hunt:
    """The pairs played so far in the search of one learner on one domain."""

    learner: Learner
    domain: Domain
    period: int
    threads: int
    pairs: list[Pair] = field(default_factory=list[Pair])

    def spread(self, k: int, count: int) -> None:
        """Play pairs from all over the family, one period a batch, the longest first."""
        periods = [self.period, *(n for n in PERIODS[::-1] if n < self.period)]
        n = periods[k % len(periods)]
        shapes = generator(0, k).random((count, SHAPE))
        self.play(np.stack([pair(shape, n) for shape in shapes]), shapes)

    def vary(self, k: int, count: int) -> None:
        """Play variations of the worst pairs, as many as share the period of the first."""
        worst = [p for p in self.ranked() if p.score > 0.0 and p.shape is not None][:PARENTS]
        if not worst:
            return self.spread(k, count)
        n, rng = len(worst[0].sequence), generator(0, k)
        near = np.stack([p.shape for p in worst if p.shape is not None and len(p.sequence) == n])
        moves = rng.normal(scale=0.1, size=(count, SHAPE)) * (rng.random((count, SHAPE)) < 0.5)
        shapes = np.clip(np.resize(near, (count, SHAPE)) + moves, 0.0, 1.0)
        return self.play(np.stack([pair(shape, n) for shape in shapes]), shapes)

    def line(self, budget: int) -> None:
        """Play the worst of one coordinate alone, beside itself shifted in time, either sign."""
        scout = Scout(self.learner, self.threads)
        TwoBlock().search(scout, self.period, budget)
        worst = np.array(scout.best[0].gradients)
        n = len(worst)
        shifts = sorted({j * n // SHIFTS for j in range(SHIFTS)})
        beside = [sign * np.roll(worst, j) for j in shifts for sign in (1.0, -1.0)]
        beside.append(np.zeros(n))
        sequences = np.stack([np.stack([worst, other], axis=1) for other in beside])
        self.play(sequences / sizes(sequences)[:, None, None], None, LINE)

    def play(self, sequences: Array, shapes: Array | None, rounds: int = SCREENED) -> None:
        """Play pairs of one period with two step sizes, the second from the half period on."""
        late = np.roll(sequences, sequences.shape[1] // 2, axis=1)
        limits = [
            plane_rates(with_step(self.learner, lr), self.domain, g, rounds, self.threads).limits
            for lr, g in zip(STEPS, (sequences, late), strict=False)
        ]
        low, high = np.minimum(*limits), np.maximum(*limits)
        counts = (low > RESOLUTION) & (low >= (1.0 - NEAR) * high) & ~self.ties(sequences)
        scores = np.where(counts, low, 0.0)
        for k, sequence in enumerate(sequences):
            shape = None if shapes is None else shapes[k]
            self.pairs.append(Pair(float(scores[k]), float(low[k]), sequence, shape))

    def ties(self, sequences: Array) -> NDArray[np.bool_]:
        """Say which pairs have a coordinate that matters and does not drift, where that is known.

        Where such a coordinate ends depends on how it began; no tie is scored.
        """
        if not is_settled(self.learner):
            return np.zeros(len(sequences), dtype=bool)
        moved = drift(self.learner, np.moveaxis(sequences, 1, 0))
        sums = np.abs(sequences.sum(axis=1))
        return ((np.abs(moved) < TIE * sequences.shape[1]) & (sums > TIE)).any(axis=1)

    def ranked(self) -> list[Pair]:
        """Return the pairs, worst first."""
        return sorted(self.pairs, key=lambda p: (p.score, p.low), reverse=True)

    def judged(self) -> PlaneFinding:
        """Play the worst pairs again, longer and at more step sizes, until one holds."""
        ranked = self.ranked()
        hits = sum(p.score > 0.0 for p in ranked)
        found, score, worst, limits = False, 0.0, ranked[0].sequence, ()
        for p in ranked[: min(hits, JUDGED)]:
            seen = limits_over_steps(self.learner, self.domain, p.sequence)
            if holds(seen):
                found, score, worst, limits = True, min(seen), p.sequence, seen
                break
        names = str(self.learner), str(self.domain)
        return PlaneFinding(*names, found, score, worst, limits, len(ranked), hits)
