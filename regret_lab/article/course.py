"""A learner led by gradients that are given in advance: every step and every average it kept."""

from dataclasses import dataclass

import numpy as np

from regret_lab.arrays import Array
from regret_lab.engine.solo import Solo
from regret_lab.learners import Learner


@dataclass(frozen=True)
class Course:
    """Where a learner went from 0, ``x`` (T + 1, d), and its states after each round, (T, d)."""

    x: Array
    state: dict[str, Array]

    @property
    def steps(self) -> Array:
        """The steps taken, against the gradient where positive, shape (T, d)."""
        return -np.diff(self.x, axis=0)


def follow(learner: Learner, gradients: Array) -> Course:
    """Return the course of a learner on given gradients, shape (T,) or (T, d); nothing projects."""
    given = np.asarray(gradients, dtype=float).reshape(len(gradients), -1)
    rounds, d = len(given), len(given[0])
    solo = Solo(learner, np.zeros(d), rounds)
    x, state = np.zeros((rounds + 1, d)), {name: np.zeros((rounds, d)) for name in solo.state}
    for t in range(rounds):
        x[t + 1] = solo.move(given[t])
        for name, row in solo.state.items():
            state[name][t] = row
    return Course(x, state)
