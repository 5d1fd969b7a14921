"""The search in two dimensions: pairs of two-block sequences, turned, shifted and played."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from regret_lab.arrays import Array
from regret_lab.domains import Domain
from regret_lab.engine import generator
from regret_lab.errors import ParameterError
from regret_lab.falsify.plane import plane_rates, sizes
from regret_lab.learners import Learner
from regret_lab.play.clock import whole

SHAPE = 7
"""Numbers that make a pair: two lengths, two tilts, a shift, a ratio of sizes, a turn."""

SCREENED = 2**14
CONFIRMED = 2**19
"""Rounds of a trial, and of the games that confirm it."""

STEPS = (0.5, 1.0, 4.0)
"""Step sizes of those games; the first trials are played with the middle one."""

WITHIN = 0.1
"""How far their limits may lie apart, as a share of the largest."""

BATCH, PARENTS, JUDGED = 48, 6, 4
"""Pairs played together, pairs that are varied, and pairs that are played again, at most."""


@dataclass(frozen=True)
class PlaneFinding:
    """The worst pair of a search in the plane; all of it measured, nothing proved.

    ``score`` is lim R_T/(T D G) as played, the least over the step sizes, 0 if nothing was found;
    ``limits`` are those of all step sizes. ``gradients`` (n, 2) are the worst, or the nearest.
    ``tried`` pairs were played and ``hits`` had, in a short game, regret that did not fall.
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

    Half of the budget is spread over the family, the other half varies the worst so far. Whatever
    is found must keep its limit at all of ``STEPS`` in games ``CONFIRMED`` rounds long: what is
    left of how a game began depends on the step size, a limit does not.

    Raises
    ------
    ParameterError
        When the domain is not in the plane, the period is below 2, or the budget below 1.
    """
    if domain.dim != 2:
        raise ParameterError(f"domain must have dim = 2, got {domain.dim}")
    if whole(period, "period", 1) < 2:
        raise ParameterError(f"period must be at least 2, got {period}: a constant never turns")
    hunt = _Hunt(learner, domain, period, threads)
    batches = -(-whole(budget, "budget", 1) // BATCH)
    for k in range(batches):
        hunt.play(k, min(BATCH, budget - k * BATCH), vary=2 * k >= batches)
    return hunt.judged()


def pair(shape: Array, period: int) -> Array:
    """Return the sequence (n, 2) of seven numbers in [0, 1], scaled to gradients of norm ≤ 1.

    Each coordinate is +1 for L rounds, then −(1 − tilt) L/(n − L); the second is shifted in time
    and has a size of its own (0 for the lowest fifth of ratios); at last the plane is turned.
    """
    first, second = (_blocks(period, shape[k], shape[k + 1]) for k in (0, 2))
    ratio = np.tan(0.5 * np.pi * min(max(1.25 * shape[5] - 0.25, 0.0), 0.999))
    second = np.roll(second, round(shape[4] * period)) * ratio
    turn = 0.5 * np.pi * shape[6]
    turned = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    sequence = np.stack([first, second], axis=1) @ turned
    return sequence / sizes(sequence)


def with_step(learner: Learner, lr: float) -> Learner:
    """Return the learner with another step size; one that bounds its steps has its bound scaled."""
    values: dict[str, Any] = learner.values
    changes: dict[str, Any] = {"lr": lr}
    if "final_lr" in values:
        changes["final_lr"] = values["final_lr"] * lr / values["lr"]
    return replace(learner, **changes)


class _Hunt:
    """The state of a search: every pair played, with its score."""

    def __init__(self, learner: Learner, domain: Domain, period: int, threads: int) -> None:
        self.learner, self.domain, self.threads = learner, domain, threads
        self.periods = sorted({n for n in (2, 3, 4, 6, 8, 12, 16, 24, 48) if n < period} | {period})
        self.trials: list[tuple[float, float, Array, Array]] = []

    def play(self, k: int, count: int, vary: bool) -> None:
        """Play a batch: of its own period, or around the worst trials so far."""
        rng, parents = generator(0, k), self.ranked()[:PARENTS]
        n, shapes = self.periods[-1 - k % len(self.periods)], rng.random((count, SHAPE))
        if vary and parents[0][0] > 0.0:
            n = len(parents[0][3])
            near = [shape for *_, shape, sequence in parents if len(sequence) == n]
            moves = rng.normal(scale=0.1, size=shapes.shape) * (rng.random(shapes.shape) < 0.5)
            shapes = np.clip(np.resize(near, shapes.shape) + moves, 0.0, 1.0)
        sequences = np.stack([pair(shape, n) for shape in shapes])
        learner = with_step(self.learner, STEPS[1])
        rates = plane_rates(learner, self.domain, sequences, SCREENED, self.threads)
        late = np.nan_to_num(rates.late / rates.unit, nan=-np.inf)
        columns = (rates.scores, late)
        scores = np.where(np.isfinite(late), columns[0], 0.0)
        self.trials += [
            (float(a), float(b), shape, sequence)
            for a, b, shape, sequence in zip(scores, late, shapes, sequences, strict=True)
        ]

    def ranked(self) -> list[tuple[float, float, Array, Array]]:
        """Return the trials, worst first."""
        return sorted(self.trials, key=lambda trial: trial[:2], reverse=True)

    def judged(self) -> PlaneFinding:
        """Play the worst trials again, longer and at other step sizes, until one holds."""
        ranked, hits = self.ranked(), sum(trial[0] > 0.0 for trial in self.trials)
        names = str(self.learner), str(self.domain)
        for *_, sequence in [trial for trial in ranked if trial[0] > 0.0][:JUDGED]:
            limits = limits_over_steps(self.learner, self.domain, sequence)
            if holds(limits):
                found = (True, min(limits), sequence, limits)
                return PlaneFinding(*names, *found, len(ranked), hits)
        return PlaneFinding(*names, False, 0.0, ranked[0][-1], (), len(ranked), hits)


def limits_over_steps(
    learner: Learner,
    domain: Domain,
    sequence: Array,
    steps: Sequence[float] = STEPS,
    rounds: int = CONFIRMED,
) -> tuple[float, ...]:
    """Return lim R_T/(T D G) of one sequence (n, d) at several step sizes; 0 where it falls."""
    limits: list[float] = []
    for lr in steps:
        rates = plane_rates(with_step(learner, lr), domain, sequence[None], rounds)
        limits.append(float(rates.limits[0]) if rates.linear[0] else 0.0)
    return tuple(limits)


def holds(limits: Sequence[float]) -> bool:
    """Say whether the limits at all step sizes are positive and one number, as far as is seen."""
    return min(limits) > 0.0 and min(limits) >= (1.0 - WITHIN) * max(limits)


def _blocks(n: int, share: float, tilt: float) -> Array:
    length = min(max(round(share * n), 1), n - 1)
    low = (1.0 - 10.0 ** (-2.5 * (1.0 - tilt))) * length / (n - length)
    return np.where(np.arange(n) < length, 1.0, -low)
