"""The charts of how much a learner with two betas loses: their numbers, cell by cell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from regret_lab import falsify
from regret_lab.arrays import Array
from regret_lab.errors import ParameterError
from regret_lab.falsify.boundary import boundary, spike
from regret_lab.falsify.steady import is_known
from regret_lab.learners import Learner
from regret_lab.run.hunt import Search
from regret_lab.store import Record

Progress = Callable[[int, int], None]

HEIGHTS = 24
"""Sizes of the spike that are tried for each period."""

PERIODS = 24
"""Periods that are tried, at equal ratios."""


@dataclass(frozen=True)
class Cell:
    """One search of a chart, at its place."""

    across: float
    down: float
    record: Record


def betas(
    learner: Learner, beta1: Sequence[float], beta2: Sequence[float], search: Search, tick: Progress
) -> list[Cell]:
    """Return the worst sequence of every pair of betas; cells do not know each other.

    Raises
    ------
    ParameterError
        When the learner lacks a beta, or a value is out of its range: before the first search.
    """
    pairs = [(b1, b2, with_betas(learner, b1, b2)) for b1 in beta1 for b2 in beta2]
    cells: list[Cell] = []
    for b1, b2, player in pairs:
        cells.append(Cell(b2, b1, search.find(player)[0]))
        tick(len(cells), len(pairs))
    return cells


def memory(
    learner: Learner, beta2: Sequence[float], periods: Sequence[int], search: Search, tick: Progress
) -> list[Cell]:
    """Return the worst sequence by its longest period and the length of the memory.

    Raises
    ------
    ParameterError
        When the learner has no beta2, or a value is out of its range.
    """
    players = [(b2, n, with_betas(learner, None, b2)) for b2 in beta2 for n in periods]
    cells: list[Cell] = []
    for b2, n, player in players:
        found, _ = replace(search, period=n).find(player)
        cells.append(Cell(float(n), b2, found))
        tick(len(cells), len(players))
    return cells


@dataclass(frozen=True)
class Spikes:
    """One slope C in n rounds against slopes −1: what becomes of a learner.

    ``loss`` is lim R_T/(T D G), proved, at each height (rows, as a share of n − 1 above it) and
    period (columns); NaN where it is undecided. ``critical`` is C* of each period.
    """

    periods: Array
    heights: Array
    loss: Array
    critical: Array


def spikes(learner: Learner, longest: int, tick: Progress) -> Spikes:
    """Certify the learner on every spike up to a period.

    Raises
    ------
    ParameterError
        When the learner's moments have no known steady state.
    """
    if not is_known(learner):
        raise ParameterError(f"{learner.label} has no known steady state: choose another chart")
    if longest < 3:
        raise ParameterError(f"spikes must be at least 3, got {longest}: two rounds never fail")
    periods = np.unique(np.rint(np.geomspace(3, longest, PERIODS)))
    critical = np.array([boundary(learner, int(n)) for n in periods])
    heights = np.geomspace(1e-4, 1.0, HEIGHTS)
    loss = np.full((len(heights), len(periods)), np.nan)
    for j, n in enumerate(periods):
        for i, height in enumerate(heights):
            gradients = spike((n - 1.0) * (1.0 + height), int(n))
            certificate = falsify.certify(learner, gradients)
            loss[i, j] = np.nan if certificate.verdict == "undecided" else certificate.score
        tick(j + 1, len(periods))
    return Spikes(periods, heights, loss, critical)


def with_betas(learner: Learner, beta1: float | None, beta2: float) -> Learner:
    """Return the learner with these betas.

    Raises
    ------
    ParameterError
        When it has no such hyperparameter, or the value is out of its range.
    """
    changes: dict[str, Any] = (
        {"beta2": beta2} if beta1 is None else {"beta1": beta1, "beta2": beta2}
    )
    for name in changes:
        if name not in learner.values:
            have = ", ".join(learner.values)
            raise ParameterError(f"{learner.label} has no {name}; it has: {have}")
    return replace(learner, **changes)
