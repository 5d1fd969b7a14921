"""Periodic linear losses in the plane: what a game is, and the regret per round late in it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regret_lab import engine
from regret_lab.arrays import Array
from regret_lab.domains import Domain
from regret_lab.falsify.projected import ROOT2, stays
from regret_lab.learners import Learner
from regret_lab.problems.base import Problem
from regret_lab.problems.inner_product import inner_product

CONFIRMED = 2**21
STEPS = (2.0, 4.0, 8.0)
"""Rounds and step sizes of the games that confirm a finding, large enough to cross in time."""

WITHIN = 0.05
"""How far their limits may lie apart, as a share of the largest."""


@dataclass(frozen=True, eq=False)
class Plane(Problem):
    r"""Linear losses :math:`f_t(x) = \langle g_{1 + (t-1) \bmod n}, x\rangle` on any domain.

    ``sequences`` has shape (count, n, d); a seed picks the sequence. Nothing is tallied for a
    comparator: over whole periods the best fixed point minimises ⟨S, x⟩.
    """

    sequences: Array
    region: Domain

    structure = "general"
    loss = staticmethod(inner_product)

    @property
    def domain(self) -> Domain:
        return self.region

    @property
    def lipschitz(self) -> float:
        return float(sizes(self.sequences).max())

    def outcomes(self, seed: int, chunk: int, start: int, count: int) -> Array:
        rounds = np.arange(start, start + count) % self.sequences.shape[1]
        return self.sequences[seed][rounds]


@dataclass(frozen=True)
class LateRates:
    """Regret per round of many games: over the second quarter, and over the second half.

    ``before`` and ``late`` have shape (sequences,); ``unit`` is D G of each sequence.
    """

    before: Array
    late: Array
    unit: Array

    @property
    def linear(self) -> NDArray[np.bool_]:
        """Where the rate does not fall as the rounds double."""
        return stays(self.before, self.late, self.unit)

    @property
    def scores(self) -> Array:
        """The late rate in units of D G where it does not fall, else 0."""
        return np.where(self.linear, self.late / self.unit, 0.0)

    @property
    def limits(self) -> Array:
        """The rate extrapolated to steps of zero, in units of D G (``projected.Rates.limit``)."""
        return (ROOT2 * self.late - self.before) / (ROOT2 - 1.0) / self.unit


def sizes(sequences: Array) -> Array:
    """Return G of each sequence: the largest 2-norm of a gradient."""
    return np.asarray(np.linalg.norm(sequences, axis=-1).max(axis=-1), dtype=float)


def plane_rates(
    learner: Learner, domain: Domain, sequences: Array, rounds: int, threads: int = 1
) -> LateRates:
    """Play every sequence (count, n, d) for about ``rounds`` rounds, four times whole periods."""
    n = sequences.shape[1]
    quarter = n * max(1, rounds // (4 * n))
    marks = np.array([quarter, 2 * quarter, 4 * quarter])
    seeds: Sequence[int] = range(len(sequences))
    kept = engine.play(Plane(sequences, domain), [learner], seeds, marks, threads=threads)
    best = -domain.support(-sequences.sum(axis=1))[:, None] * (marks / n)
    regret = kept.loss.sum(axis=0)[0] - best
    steps = np.diff(regret, axis=1) / np.diff(marks)
    return LateRates(steps[:, 0], steps[:, 1], domain.diameter * sizes(sequences))


def with_step(learner: Learner, lr: float) -> Learner:
    """Return the learner with another step size; one that bounds its steps has its bound scaled."""
    values: dict[str, Any] = learner.values
    changes: dict[str, Any] = {"lr": lr}
    if "final_lr" in values:
        changes["final_lr"] = values["final_lr"] * lr / values["lr"]
    return replace(learner, **changes)


def limits_over_steps(
    learner: Learner,
    domain: Domain,
    sequence: Array,
    steps: Sequence[float] = STEPS,
    rounds: int = CONFIRMED,
) -> tuple[float, ...]:
    """Return lim R_T/(T D G) of one sequence (n, d) at several step sizes.

    Each game begins at another round of the period: a tie, whose end depends on the beginning, has
    no limit. All are 0 where, with the first step size, the rate of regret falls.
    """
    n, played = len(sequence), list[LateRates]()
    for k, lr in enumerate(steps):
        turned = np.roll(sequence, k * n // len(steps), axis=0)
        played.append(plane_rates(with_step(learner, lr), domain, turned[None], rounds))
    stays = bool(played[0].linear[0])
    return tuple(float(rates.limits[0]) if stays else 0.0 for rates in played)


def holds(limits: Sequence[float]) -> bool:
    """Say whether the limits at all step sizes are positive and one number, as far as is seen."""
    return min(limits) > 0.0 and min(limits) >= (1.0 - WITHIN) * max(limits)
