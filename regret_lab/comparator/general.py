"""The best fixed point for losses that are known only by their rule."""

from functools import partial

from regret_lab.arrays import Array, Rounds
from regret_lab.comparator.best import Answer
from regret_lab.comparator.bisection import bisection_minimum
from regret_lab.comparator.bundle import bundle_minimum
from regret_lab.comparator.crew import Ticker
from regret_lab.comparator.double import ROUNDING
from regret_lab.comparator.replay import Outcomes, Replay, pieces_of
from regret_lab.domains import Box
from regret_lab.problems import Problem


def best_general(
    problem: Problem, t: Rounds, budget: float, seed: int, ticker: Ticker
) -> list[Answer]:
    r"""Minimise :math:`F_t(x) = \sum_{s \le t} f_s(x)` for one seed by first-order methods.

    F and a subgradient come from playing the outcomes again to a learner that stays at x. Separable
    losses on a box are bisected coordinate by coordinate; anything else goes to a bundle method.
    Both stop at a gap of :math:`\max(10^{-6}, 10^{-5}\sqrt t)`, five digits of a regret like √t, or
    when their effort is spent, and say how far they came. One answer per checkpoint.
    """
    outcomes = Outcomes.of(problem, seed, int(t[-1]), budget)
    pieces, domain, x = pieces_of(problem), problem.domain, problem.domain.centre
    answers: list[Answer] = []
    for rounds in t.tolist():
        oracle = Replay(outcomes, rounds, pieces, ticker.check).at
        if problem.kind == "separable" and isinstance(domain, Box):
            search = partial(bisection_minimum, oracle, domain)
        else:
            search = partial(bundle_minimum, oracle, domain)
        found = search(x, max(1e-6, 1e-5 * rounds**0.5))
        x = found.x
        answers.append(Answer(x, found.value, found.gap + _rounding(problem, rounds, found.value)))
        ticker.tick()
    return answers


def _rounding(problem: Problem, rounds: int, value: Array) -> float:
    """Return what d + 4 roundings of numbers as large as a loss or its variation can add up to."""
    size = rounds * problem.lipschitz * problem.domain.diameter + abs(float(value[0]))
    return (problem.domain.dim + 4) * ROUNDING * size
