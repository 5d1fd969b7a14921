"""Certify: decide what becomes of a learner on a periodic sequence, by proof where there is one."""

import math
from collections.abc import Sequence

from regret_lab.falsify.arithmetic import Balls, Undecided
from regret_lab.falsify.certificate import Certificate
from regret_lab.falsify.long_run import long_run
from regret_lab.falsify.measure import measured
from regret_lab.falsify.proof import sentences
from regret_lab.falsify.steady import is_known
from regret_lab.learners import Learner
from regret_lab.play.players import Playable, players
from regret_lab.problems.periodic import cycle

BITS = (64, 128, 256, 512)
"""Working precisions, tried until one decides."""


def certify(learner: Playable, gradients: Sequence[float]) -> Certificate:
    """Decide whether R_T/T goes to zero for a learner on linear losses that repeat ``gradients``.

    Learners whose moments have a known steady state get a proof (``long_run``); others are judged
    by their displacement without walls, and those whose update reads x by the regret they suffer.

    >>> from regret_lab.learners import Adam
    >>> certify(Adam(), [204.0] + [-1.0] * 199).limit
    0.05

    Raises
    ------
    ParameterError
        When there is no gradient, one is not a finite number, or the learner cannot play.
    """
    (player,) = players(learner).values()
    period = cycle(gradients)
    if isinstance(player, Learner) and is_known(player):
        proof = proved(player, period)
        if proof is not None:
            return proof
    return measured(player, period)


def proved(learner: Learner, gradients: tuple[float, ...]) -> Certificate | None:
    """Return a rigorous certificate, or None where the highest precision does not decide."""
    for bits in BITS:
        try:
            with Balls(bits).at_work() as balls:
                run = long_run(learner, gradients, balls)
        except Undecided:
            continue
        return Certificate(
            name=str(learner),
            gradients=gradients,
            verdict=run.verdict,
            limit=math.fsum(run.limit) / 2.0,
            drift=run.drift,
            rigorous=run.verdict != "undecided",
            method=f"{balls.name}, {bits} bits",
            reasons=sentences(learner, gradients, run),
            learner=learner,
        )
    return None
