"""Play without walls: how far a learner's own rule moves in a period, far into the game.

On linear losses an update does not look at x, so nothing is lost by giving it room; the walls of
the real domain come in by the theorem in ``long_run``.
"""

import copy
from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from regret_lab import engine
from regret_lab.arrays import Array
from regret_lab.engine import PlainLearner
from regret_lab.falsify.candidates import Candidates
from regret_lab.learners import Learner

ROOM = 1e9
"""Half the width of the interval played in: no learner gets to its ends."""

CLOCK = 10**8
"""Rounds that have gone by, to the learner's schedule, when play starts."""

PERIODS = 5
"""Whole periods over which a displacement is measured."""


class Late:
    """A learner whose schedule is far along: bias corrections over, steps as good as constant."""

    record: ClassVar[tuple[str, ...]] = ()
    projected: ClassVar[bool] = True

    def __init__(self, learner: Learner) -> None:
        self.learner, self.label = learner, learner.label
        self.rule, self.hyper = learner.rule, learner.hyper
        self._tables: dict[tuple[float, int], Array] = {}

    def rate_table(self, rounds: Array, horizon: int) -> Array:
        """Return the rates of the rounds as the late clock counts them."""
        key = (float(rounds[0]), len(rounds))
        if key not in self._tables:  # every block of sequences asks for the same ones
            self._tables[key] = self.learner.rate_table(rounds + CLOCK, horizon + CLOCK)
        return self._tables[key]


def play_late(
    learner: Learner | PlainLearner,
    sequences: Array,
    marks: Sequence[int],
    start: float = 0.0,
    threads: int = 1,
) -> tuple[Array, Array]:
    """Play every sequence from ``start``; return x after each mark, and the sum of x up to it.

    Both have shape (sequences, marks); what is kept of a game that broke is NaN.
    """
    if isinstance(learner, PlainLearner):
        return _play_object(learner, sequences, marks, start)
    problem, rounds = Candidates(sequences, start, ROOM), np.array(marks, dtype=np.int64)
    seeds = range(len(sequences))
    kept = engine.play(problem, [Late(learner)], seeds, rounds, threads=threads, taps=("sum",))
    return kept.x[0, :, :, 0], kept.taps["sum"][0, :, :, 0]


def _play_object(
    learner: PlainLearner, sequences: Array, marks: Sequence[int], start: float
) -> tuple[Array, Array]:
    """Play a Python object in a bare loop: there is no wall, no loss and no schedule to see to."""
    points, sums = np.full((2, len(sequences), len(marks)), np.nan)
    for row, gradients in enumerate(sequences):
        player, x, total = copy.deepcopy(learner.player), np.array([start]), 0.0
        for t in range(1, marks[-1] + 1):
            total += float(x[0])
            g = gradients[(t - 1) % len(gradients)]
            x = np.asarray(player.update(x.copy(), np.array([g]), t), dtype=float).reshape(1)
            if t in marks:
                points[row, marks.index(t)], sums[row, marks.index(t)] = x[0], total
    return points, sums


def drifts(
    learner: Learner | PlainLearner, sequences: Array, rounds: int, threads: int = 1
) -> tuple[Array, float]:
    """Return the displacement per period of each sequence, shape (sequences,), and its unit.

    Compared are the means of x over two periods that end ``PERIODS`` periods apart: where a
    learner's steps still shrink, points of the same phase would count the end of a period less than
    its beginning; means do not, up to an error of order (n/T)² and what the learner's own memory
    adds.

    The unit is the step that a gradient of size max|g| is worth to the learner at that time, taken
    from a block of +max|g| and half as many −max|g|; sequences played together should have one
    size. Displacements are NaN where the unit is zero.
    """
    n = sequences.shape[1]
    probe = np.array([1.0 if 3 * j < 2 * n else -1.0 for j in range(n)])
    probed = np.concatenate([sequences, np.abs(sequences).max() * probe[None]])
    early = rounds - PERIODS * n
    marks = [early - n, early, rounds - n, rounds]
    _, sums = play_late(learner, probed, marks, threads=threads)
    means = (sums[:, 1::2] - sums[:, ::2]) / n
    moved = (means[:, 1] - means[:, 0]) / PERIODS
    unit = abs(float(moved[-1])) / abs(float(probe.sum()) or 1.0)
    return (moved[:-1] / unit if unit > 0.0 else np.full(len(sequences), np.nan)), unit


def reads_x(learner: Learner | PlainLearner, gradients: Sequence[float], rounds: int = 256) -> bool:
    """Say whether the same gradients move the learner otherwise when it starts elsewhere.

    Compared are starts at 0 and 1/2, on the sequence and on a constant one; a difference counts
    from a millionth of the displacement on. A learner that keeps to its domain by itself knows it,
    and so reads x.
    """
    if not learner.projected:
        return True
    sequence = np.array(gradients)
    pair = np.stack([sequence, np.full(len(sequence), np.abs(sequence).max())])
    here, there = (play_late(learner, pair, [rounds], x)[0][:, 0] - x for x in (0.0, 0.5))
    scale = np.abs(here).max()
    return bool(not np.isfinite(here + there).all() or np.abs(here - there).max() > 1e-6 * scale)
