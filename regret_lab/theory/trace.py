"""What a theorem may look at: one learner's games, at the checkpoints."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

import numpy as np

from regret_lab.arrays import Array
from regret_lab.learners import Learner
from regret_lab.play import Games
from regret_lab.problems import Problem

L = TypeVar("L", bound=Learner)


@dataclass(frozen=True)
class Trace(Generic[L]):
    r"""One learner's games on S seeds, seen at K checkpoints; nothing here looks ahead.

    Attributes
    ----------
    t
        The checkpoints, shape (K,).
    horizon
        The horizon that the schedule knew in the game that a checkpoint belongs to, shape (K,).
    norms
        :math:`\|g_{1:t,i}\|_2 = \sqrt{\sum_{s \le t} g_{s,i}^2}`, shape (S, K, d).
    state
        The rows of the learner's state that it records, after t updates, each of shape (S, K, d).
    """

    problem: Problem
    learner: L
    t: Array
    horizon: Array
    norms: Array
    state: Mapping[str, Array]

    @classmethod
    def of(cls, games: Games, l: int) -> "Trace[L]":
        """Return the games of the learner with number ``l``."""
        t = games.t.astype(np.float64)
        return cls(
            problem=games.problem,
            learner=cast("L", games.learners[l]),
            t=t,
            horizon=t if games.restarted else np.full_like(t, t[-1]),
            norms=np.sqrt(games.transcript.taps["squares"][l]),
            state=games.transcript.states[l],
        )
