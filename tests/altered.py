"""Problems whose outcomes were tampered with: what a law changes to see who notices."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from regret_lab.arrays import Array, Rounds
from regret_lab.domains import Domain
from regret_lab.engine import LossRule
from regret_lab.problems import Problem

Tamper = Callable[[Array, Rounds], Array]
"""Takes what an outcome says of the d coordinates, (count, d), and the rounds; returns the same."""


@dataclass(frozen=True)
class Altered(Problem):
    """The losses of ``base`` on other outcomes; with ``seed`` every game meets that seed's."""

    base: Problem
    tamper: Tamper
    seed: int | None = None

    # what the engine asks of a class is here a matter of the base
    kind = property(lambda self: self.base.kind)
    structure = property(lambda self: self.base.structure)
    adaptive = property(lambda self: self.base.adaptive)

    @property
    def domain(self) -> Domain:
        return self.base.domain

    @property
    def lipschitz(self) -> float:
        return self.base.lipschitz

    @property
    def parameters(self) -> dict[str, float]:
        return self.base.parameters

    @property
    def memory_size(self) -> int:
        return self.base.memory_size

    @property
    def loss_rule(self) -> LossRule:
        return self.base.loss_rule

    @property
    def mean_rule(self) -> LossRule | None:
        return self.base.mean_rule

    def outcomes(self, seed: int, chunk: int, start: int, count: int) -> Array:
        rows = np.array(
            self.base.outcomes(seed if self.seed is None else self.seed, chunk, start, count)
        )
        rounds = np.arange(start + 1, start + count + 1)
        d = self.domain.dim
        rows[:, :d] = self.tamper(rows[:, :d], rounds)
        return rows


def same(outcomes: Array, rounds: Rounds) -> Array:
    return outcomes


def silent(outcomes: Array, rounds: Rounds) -> Array:
    return np.zeros_like(outcomes)


def mirrored(outcomes: Array, rounds: Rounds) -> Array:
    return -outcomes


def reversed_coordinates(outcomes: Array, rounds: Rounds) -> Array:
    return outcomes[:, ::-1]


def flipped_after(last: int) -> Tamper:
    """Flip every sign after round ``last``."""

    def flip(outcomes: Array, rounds: Rounds) -> Array:
        return np.where((rounds > last)[:, None], -outcomes, outcomes)

    return flip


def scaled(factor: float) -> Tamper:
    return lambda outcomes, rounds: factor * outcomes


def turned(rotation: Array) -> Tamper:
    return lambda outcomes, rounds: outcomes @ rotation.T
