"""Sums of any losses at a fixed point: the outcomes dealt again to a learner that never moves."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from regret_lab.arrays import Array
from regret_lab.engine import StepRule, chunks
from regret_lab.engine.block import Block, Pieces
from regret_lab.engine.compiler import compiler
from regret_lab.engine.match import pieces_for
from regret_lab.errors import RuleError
from regret_lab.problems import Problem


def stand(x: float, g: float, high: float, low: float) -> tuple[float, float, float]:
    """Stay, and add the gradient to a compensated sum."""
    total = high + g
    back = total - high
    return x, total, low + ((high - (total - back)) + (g - back))


@dataclass(frozen=True)
class Still:
    """A learner that stays where it is put."""

    record: ClassVar[tuple[str, ...]] = ()
    projected: ClassVar[bool] = False

    @property
    def label(self) -> str:
        return "still"

    @property
    def rule(self) -> StepRule:
        return StepRule("Still", stand, ("high", "low"), (), ())

    @property
    def hyper(self) -> dict[str, float]:
        return {}

    def rate_table(self, rounds: Array, horizon: int) -> Array:
        return np.zeros((len(rounds), 1))


@dataclass(frozen=True)
class Outcomes:
    """The outcomes of one seed chunk by chunk: kept if they fit into the budget, or dealt again."""

    problem: Problem
    seed: int
    kept: list[Array] | None

    @classmethod
    def of(cls, problem: Problem, seed: int, horizon: int, budget: float) -> "Outcomes":
        fits = 8.0 * horizon * problem.width <= budget
        dealt = chunks(problem, problem.width, seed, horizon)
        return cls(problem, seed, list(dealt) if fits else None)

    def upto(self, t: int) -> Iterable[Array]:
        """Return the chunks of rounds 1 .. t."""
        if self.kept is None:
            yield from chunks(self.problem, self.problem.width, self.seed, t)
            return
        for rows in self.kept:
            yield rows[:t]
            t -= len(rows)
            if t <= 0:
                return


@dataclass(frozen=True)
class Replay:
    """F and its gradient at any point, from rounds 1 .. t of one seed."""

    outcomes: Outcomes
    t: int
    pieces: Pieces
    check: Callable[[], None]

    def at(self, x: Array) -> tuple[Array, Array]:
        """Return F(x) as a pair, shape (2,), and a subgradient of it, (d,)."""
        problem = self.outcomes.problem
        block = Block(problem, problem.domain, [Still()], [(0, 0)], 1, self.pieces, ())
        block.X[:] = x
        with np.errstate(all="ignore"):  # the interpreted engine follows IEEE without warnings
            for rows in self.outcomes.upto(self.t):
                self.check()
                Z = rows.copy() if problem.loss_rule.kind == "vector" else rows
                block.play(np.ascontiguousarray(Z), np.zeros((len(rows), 1, 1)), 0, len(rows))
        return block.acc[:2, 0].copy(), block.S[0] + block.S[1]


def pieces_of(problem: Problem) -> Pieces:
    """Return the compiled loss, or the interpreted one where it cannot be compiled."""
    try:
        return pieces_for(problem, problem.domain, Still(), compiler("compiled"), (), 0, False)
    except RuleError:
        return pieces_for(problem, problem.domain, Still(), compiler("python"), (), 0, False)
