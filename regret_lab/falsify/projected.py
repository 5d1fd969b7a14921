"""Played regret: the learner itself between the walls of [−1, 1], from the first round on."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from regret_lab import engine
from regret_lab.arrays import Array
from regret_lab.engine import PlainLearner
from regret_lab.falsify.candidates import Candidates
from regret_lab.learners import Learner
from regret_lab.play import play
from regret_lab.problems.periodic import Periodic

ROOT2 = 2.0**0.5

FALLS, STAYS = 0.8, 0.9
"""A rate of regret that falls below the first share of itself as the rounds double goes to zero
(one like 1/√T falls to 0.71); above the second it stays; between them nothing is said."""

NEGLIGIBLE = 1e-4
"""A rate below this share of max|g| counts as zero."""


@dataclass(frozen=True)
class Rates:
    """Regret per round over the second quarter of a game (``before``) and over its second half."""

    rounds: int
    before: float
    late: float

    @property
    def limit(self) -> float:
        """The rate with steps like 1/√t extrapolated to steps of zero.

        What the iterate's swing within a period costs is proportional to the step, whose means over
        the two stretches stand as √2 to 1.
        """
        return (ROOT2 * self.late - self.before) / (ROOT2 - 1.0)


def late_rates(learner: Learner | PlainLearner, gradients: tuple[float, ...], rounds: int) -> Rates:
    """Play about ``rounds`` rounds, a whole number of periods four times over.

    Raises
    ------
    GameError
        When the game broke.
    """
    marks = _marks(len(gradients), rounds)
    games = play(Periodic(gradients), learner, marks[-1], checkpoints=marks, threads=1)
    before, late = _rates(games.regret(threads=1).lower[0], marks)
    return Rates(marks[-1], float(before[0]), float(late[0]))


def regret_rates(
    learner: Learner | PlainLearner, sequences: Array, rounds: int, threads: int = 1
) -> tuple[Array, Array]:
    """Return the rates ``before`` and ``late`` of many sequences, each of shape (sequences,).

    Over whole periods the best fixed point loses |S| a period.
    """
    n = sequences.shape[1]
    marks = _marks(n, rounds)
    seeds, at = range(len(sequences)), np.array(marks, dtype=np.int64)
    kept = engine.play(Candidates(sequences), [learner], seeds, at, threads=threads)
    best = -np.abs(sequences.sum(axis=1))[:, None] * (np.array(marks) / n)
    return _rates(kept.loss.sum(axis=0)[0] - best, marks)


def stays(before: Array, late: Array, size: Array) -> NDArray[np.bool_]:
    """Say where regret grows linearly, as far as its rates tell."""
    return (late > STAYS * before) & (late > NEGLIGIBLE * size)


def _marks(n: int, rounds: int) -> list[int]:
    quarter = n * max(1, rounds // (4 * n))
    return [quarter, 2 * quarter, 4 * quarter]


def _rates(regret: Array, marks: list[int]) -> tuple[Array, Array]:
    """Return the increments of regret (..., 3) over the last two stretches, per round."""
    steps = np.diff(regret, axis=-1) / np.diff(np.array(marks, dtype=float))
    return steps[..., 0], steps[..., 1]
