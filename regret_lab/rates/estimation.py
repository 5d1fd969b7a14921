"""From regret curves to verdicts: fit, judge, and ask the gates."""

import numpy as np

from regret_lab.arrays import Array, Rounds
from regret_lab.engine import PlainLearner
from regret_lab.learners import Learner
from regret_lab.rates import gates
from regret_lab.rates.growth import RECENT, Fit, fit, used
from regret_lab.rates.journey import elapsed, traversal
from regret_lab.rates.table import Estimate, Estimates
from regret_lab.rates.verdict import GROWS_FASTER, Verdict, judge, judge_bracket
from regret_lab.regret import Curves

NARROW = 1e-3  # a gap below this share of the regret needs no second fit


def estimate(curves: Curves) -> Estimates:
    """Measure how each learner's regret grows and say whether it is O(sqrt T).

    The pseudo-regret is judged where it is known: the realised regret adds the noise of its
    comparator, which grows like sqrt(T) itself. A gate that does not hold turns any verdict into
    `inconclusive`, with a sentence that says what is missing; the fit stays in `detail`. So does a
    theorem that forbids the growth measured.

    Parameters
    ----------
    curves
        Regret curves with the games behind them.

    Returns
    -------
    One `Estimate` per learner, by position or by name; it prints as a table.
    """
    return Estimates(tuple(_estimate(curves, learner) for learner in range(len(curves.names))))


def _estimate(curves: Curves, index: int) -> Estimate:
    lower, upper = curves.lower[index], curves.upper[index]
    if curves.pseudo is not None:
        lower = upper = curves.pseudo[index]
    missing = _missing(curves, index, lower + upper)
    growth: Fit | None = None
    verdict = Verdict("inconclusive", "")
    if len(used(curves.t)) > RECENT and bool(np.isfinite(lower + upper).all()):
        verdict, growth = _measure(curves.t, lower, upper)
    cap = gates.capped(curves.games, index) if verdict.word in GROWS_FASTER else None
    if cap is not None:
        verdict = Verdict("inconclusive", f"{verdict.why}; {cap}")
    if missing:
        verdict = Verdict("inconclusive", "; ".join(missing))
    schedule = curves.games.learners[index]
    trusted = gates.unknown(schedule.decays, schedule.anytime)
    nan = float("nan")
    return Estimate(
        learner=curves.names[index],
        exponent=growth.exponent if growth else nan,
        interval=growth.interval if growth else (nan, nan),
        verdict=verdict.word,
        why=f"{verdict.why} ({trusted})" if trusted else verdict.why,
        seeds=len(upper),
        doublings=max(len(used(curves.t)) - 1, 0),
        linear_rate=growth.linear_rate if growth else nan,
        detail=growth,
    )


def _measure(t: Rounds, lower: Array, upper: Array) -> tuple[Verdict, Fit]:
    if bool((upper - lower <= NARROW * np.abs(upper)).all()):
        growth = fit(t, upper)
        return judge(growth), growth
    return judge_bracket(fit(t, lower), fit(t, upper))


def _missing(curves: Curves, index: int, regret: Array) -> list[str]:
    """Ask every gate; the iterates only where the games went through."""
    games, schedule = curves.games, curves.games.learners[index]
    failed = gates.finite(curves.t, regret)
    sentences = [
        failed,
        gates.enough_doublings(curves.t),
        gates.enough_seeds(len(regret), games.problem.stochastic),
        gates.schedule(schedule.decays, schedule.anytime, games.restarted),
    ]
    if failed is None:
        steps = _elapsed(schedule, curves.t)
        sentences.append(traversal(curves.t, games.x[index], steps, games.problem.domain))
    return [sentence for sentence in sentences if sentence is not None]


def _elapsed(schedule: Learner | PlainLearner, t: Rounds) -> Array:
    if schedule.anytime is False:  # lr / sqrt(T) over T rounds: their sum grows like sqrt(T) too
        return np.sqrt(t)
    return elapsed(schedule.step_sizes, t)
