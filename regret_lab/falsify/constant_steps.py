"""The step size as a move of the adversary: the worst constant step on short sequences."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from regret_lab.arrays import Array
from regret_lab.errors import ParameterError
from regret_lab.falsify.floats import Floats
from regret_lab.falsify.patterns import TILTS, necklaces, slopes
from regret_lab.falsify.projected import late_rates
from regret_lab.falsify.steady import displacements, is_settled
from regret_lab.falsify.two_block import blocks
from regret_lab.learners import Learner

PERIOD = 8
ROUNDS = 2**16

TIE = 1e-9
"""A drift below this, in steps a period, is a tie: the orbit then depends on the start."""


@dataclass(frozen=True)
class StepFinding:
    """The worst short sequence for one constant step: ``score`` is lim R_T/(T D G).

    The score is that of the periodic orbit in floats, over ``tried`` sequences; ``played`` is what
    a game of the same learner shows late.
    """

    learner: str
    lr: float
    score: float
    gradients: tuple[float, ...]
    tried: int
    played: float


def worst_steps(
    learner: Learner, lrs: Sequence[float], period: int = PERIOD
) -> tuple[StepFinding, ...]:
    """Return, for each constant step size, the worst sequence of at most ``period`` rounds.

    Two blocks, and any arrangement of two slopes from 5 rounds on. The moments do not depend on
    the step, so a sequence is worked out once for all step sizes.

    Raises
    ------
    ParameterError
        When the learner cannot have a constant step, or its moments have no periodic orbit known.
    """
    if "decay" not in learner.values or not is_settled(learner):
        raise ParameterError(
            f"constant steps need a learner with decay and a known orbit, got {learner}: OGD(), say"
        )
    families = [(g, *_moves(learner, g)) for g in short_sequences(period)]
    tried = sum(len(g) for g, *_ in families)
    found: list[StepFinding] = []
    for lr in lrs:
        scores = [orbit_scores(g, u, side, lr) for g, u, side in families]
        k = max(range(len(scores)), key=lambda j: float(scores[j].max()))
        row = int(scores[k].argmax())
        worst = tuple(float(z) for z in families[k][0][row])
        changes: dict[str, Any] = {"lr": lr, "decay": "constant"}
        player = replace(learner, **changes)
        played = late_rates(player, worst, ROUNDS).late / (2.0 * max(map(abs, worst)))
        found.append(StepFinding(str(player), lr, float(scores[k][row]), worst, tried, played))
    return tuple(found)


def short_sequences(period: int) -> Iterator[Array]:
    """Yield the sequences of each number of rounds, shape (count, n), of size 1."""
    for n in range(2, period + 1):
        shapes = [blocks(n, length, tilt) for length in range(1, n) for tilt in TILTS]
        if n >= 5:
            shapes += [slopes(bits, tilt) for bits in necklaces(n) for tilt in TILTS]
        sequences = np.stack(shapes)
        yield sequences / np.abs(sequences).max(axis=1, keepdims=True)


def orbit_scores(g: Array, u: Array, side: Array, alpha: float) -> Array:
    """Return lim R_T/(T D G) of sequences (count, n) with displacements ``u`` and a constant step.

    One period from the wall that the drift leads to ends in the periodic orbit (``long_run``);
    a tie, ``side`` 0, scores 0.
    """
    x, loss = side.copy(), np.zeros(len(g))
    for move in u.T:
        x = np.clip(x - alpha * move, -1.0, 1.0)
    for slope, move in zip(g.T, u.T, strict=True):
        loss += slope * x
        x = np.clip(x - alpha * move, -1.0, 1.0)
    regret = (loss + np.abs(g.sum(axis=1))) / g.shape[1]
    return np.where(side != 0.0, regret / (2.0 * np.abs(g).max(axis=1)), 0.0)


def _moves(learner: Learner, g: Array) -> tuple[Array, Array]:
    """Return the displacements of each sequence, and the wall that their drift leads to."""
    u = np.stack(displacements(learner, list(g.T), Floats()), axis=1)
    drift = -u.sum(axis=1)
    return u, np.where(np.abs(drift) > TIE, np.sign(drift), 0.0)
