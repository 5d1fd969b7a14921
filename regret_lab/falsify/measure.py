"""Verdicts without proof: from displacements without walls, or from the regret of a game."""

import math

import numpy as np

from regret_lab.engine import PlainLearner
from regret_lab.falsify.arithmetic import exact_sum
from regret_lab.falsify.certificate import Certificate
from regret_lab.falsify.late import drifts, reads_x
from regret_lab.falsify.long_run import Interval
from regret_lab.falsify.projected import FALLS, NEGLIGIBLE, STAYS, late_rates
from regret_lab.falsify.scout import THRESHOLD
from regret_lab.learners import Learner

ROUNDS = 2**17
PLAIN_ROUNDS = 2**13
"""Rounds of a measurement, for the house's learners and for Python objects."""

UNKNOWN = (math.nan, math.nan)


def measured(
    player: Learner | PlainLearner, gradients: tuple[float, ...], longer: int = 1
) -> Certificate:
    """Return what is seen in a measurement ``longer`` times as long as usual."""
    if reads_x(player, gradients):
        why = "the update depends on x, so the drift test does not apply"
        return _by_regret(player, gradients, longer, UNKNOWN, why)
    rounds = longer * max(_rounds(player), 128 * len(gradients))
    sequence = np.array([gradients])
    (early,), then = drifts(player, sequence, rounds // 4)
    (late,), now = drifts(player, sequence, rounds)
    drift = (float(min(early, late)), float(max(early, late)))
    decays = player.decays if isinstance(player, Learner) else now < 0.8 * then
    if not decays:
        return _by_regret(player, gradients, longer, drift, "the steps do not go to 0")
    verdict, limit, reason = _by_drift(gradients, drift)
    method = f"played without walls, {rounds} rounds"
    return Certificate(
        str(player), gradients, verdict, limit, drift, False, method, (reason,), player
    )


def _by_drift(gradients: tuple[float, ...], drift: Interval) -> tuple[str, float, str]:
    """Return the verdict, the limit and the reason for a measured drift and steps that go to 0."""
    total = exact_sum(gradients)
    if total == 0:
        return "converges", 0.0, "S = 0: wherever x goes, R_T/T -> 0"
    if not (drift[0] > THRESHOLD or drift[1] < -THRESHOLD):
        return "undecided", math.nan, f"a drift within {THRESHOLD:g} of zero may be a tie"
    end = 1 if drift[0] > 0 else -1
    if (drift[0] > 0) != (total > 0):
        return "converges", 0.0, f"x drifts to {end:+d}, the best fixed point"
    limit = float(2 * abs(total) / len(gradients))
    return "fails", limit, f"x drifts to {end:+d}, the worst fixed point: R_T/T -> 2|S|/n"


def _by_regret(
    player: Learner | PlainLearner,
    gradients: tuple[float, ...],
    longer: int,
    drift: Interval,
    why: str,
) -> Certificate:
    """Judge by the regret of a game: linear if its rate does not fall as the rounds double."""
    rates = late_rates(player, gradients, longer * _rounds(player))
    if rates.late <= max(NEGLIGIBLE * max(map(abs, gradients)), FALLS * rates.before):
        verdict, limit = "converges", 0.0
    elif rates.late > STAYS * rates.before:
        verdict, limit = "fails", rates.late
    else:
        verdict, limit = "undecided", math.nan
    seen = (
        f"regret per round: {rates.before:.6g} in the second quarter of the game, "
        f"{rates.late:.6g} in its second half"
    )
    method = f"played regret, {rates.rounds} rounds"
    return Certificate(
        str(player), gradients, verdict, limit, drift, False, method, (why, seen), player
    )


def _rounds(player: Learner | PlainLearner) -> int:
    return ROUNDS if isinstance(player, Learner) else PLAIN_ROUNDS
