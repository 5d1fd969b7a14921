"""Find the best fixed point in the way that the losses allow."""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from regret_lab.arrays import Array, Rounds
from regret_lab.comparator.best import Answer, Best
from regret_lab.comparator.crew import Ticker, share
from regret_lab.comparator.linear import best_linear
from regret_lab.comparator.prefix import prefix_sums
from regret_lab.comparator.quadratic import best_quadratic
from regret_lab.comparator.rows import BUDGET
from regret_lab.engine import Progress
from regret_lab.errors import RegretLabError, unknown_name
from regret_lab.problems import Problem

STRUCTURES = ("linear", "quadratic", "ridge", "general")

SMALL = 2**18
"""Numbers in a table below which threads only hinder each other."""


def best_fixed(
    problem: Problem,
    seeds: Sequence[int],
    t: Rounds,
    sums: Array | None = None,
    squares: Array | None = None,
    threads: int = 1,
    progress: Progress | None = None,
) -> Best:
    r"""Return :math:`\arg\min_{x \in K} \sum_{s \le t} f_s(x)` for every seed and checkpoint.

    Parameters
    ----------
    problem
        The losses; its ``structure`` chooses the method.
    seeds, t
        Seeds, and increasing checkpoints (K,).
    sums, squares
        Sums of outcomes about ``problem.origin`` as a game has kept them, (2, C, S, K, d); where
        they are needed and not given, the outcomes are dealt again.
    threads
        Seeds at work at the same time.
    progress
        Called with (comparators found, comparators to find).

    Raises
    ------
    RegretLabError
        When the adversary adapts and the sums of what it dealt are missing.
    """
    if problem.structure not in STRUCTURES:
        raise unknown_name("structure", problem.structure, STRUCTURES)
    t = np.asarray(t, dtype=np.int64)
    if problem.structure in ("linear", "quadratic"):
        return _closed(problem, seeds, t, sums, squares, threads, progress)
    if problem.adaptive:
        raise RegretLabError(
            f"{type(problem).__name__} adapts to the learner and its losses are neither linear nor "
            "quadratic: what it dealt is not kept, so its best fixed point is unknown; give it "
            "structure 'linear' or 'quadratic' where that is true"
        )
    return _searched(problem, seeds, t, threads, progress)


def _closed(
    problem: Problem,
    seeds: Sequence[int],
    t: Rounds,
    sums: Array | None,
    squares: Array | None,
    threads: int,
    progress: Progress | None,
) -> Best:
    quadratic = problem.structure == "quadratic"
    if sums is None or (quadratic and squares is None):
        if problem.adaptive:
            raise RegretLabError(
                f"{type(problem).__name__} adapts to the learner: its best fixed point needs the "
                "sums kept by the game; take games.regret()"
            )
        sums, squares = _dealt_again(problem, seeds, t, threads, progress)
    with np.errstate(invalid="ignore", over="ignore"):  # a game that broke has sums that are NaN
        if quadratic and squares is not None:
            return best_quadratic(problem, t, sums, squares)
        return best_linear(problem, t, sums)


def _dealt_again(
    problem: Problem, seeds: Sequence[int], t: Rounds, threads: int, progress: Progress | None
) -> tuple[Array, Array]:
    """Return the sums and the sums of squares, each (2, 1, S, K, d)."""
    ticker = Ticker(len(seeds) * len(t), progress)
    pairs = share(partial(prefix_sums, problem, t), seeds, threads, ticker)
    sums, squares = (np.stack(part, axis=1)[:, None] for part in zip(*pairs, strict=True))
    return sums, squares


def _searched(
    problem: Problem, seeds: Sequence[int], t: Rounds, threads: int, progress: Progress | None
) -> Best:
    """Search seed by seed; where seeds do not differ, once for all."""
    some = seeds if problem.stochastic else seeds[:1]
    repeated = problem.counts(some[0], t[:1])
    if repeated is not None and repeated[0].size < SMALL:
        threads = 1  # steps this small wait for the interpreter, not for the processor
    budget = BUDGET / min(threads, len(some))
    work: Callable[[int, Ticker], list[Answer]]
    if problem.structure == "ridge":
        from regret_lab.comparator.ridge import best_ridge

        work = partial(best_ridge, problem, t, budget)
    else:
        from regret_lab.comparator.general import best_general

        work = partial(best_general, problem, t, budget)
    found = share(work, some, threads, Ticker(len(some) * len(t), progress))
    return Best.of(found if problem.stochastic else found * len(seeds))
