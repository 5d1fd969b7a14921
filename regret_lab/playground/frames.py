"""The average loss so far as a picture that moves: a curve or a map, at key rounds."""

from functools import lru_cache
from typing import Any

import numpy as np

from regret_lab.arrays import Array, Rounds
from regret_lab.domains import Domain
from regret_lab.engine import LossRule
from regret_lab.engine.rule import arguments
from regret_lab.playground.judgement import dealt
from regret_lab.playground.landscape import Landscape
from regret_lab.playground.losses import Losses
from regret_lab.problems import Problem

LINE, SQUARE = 81, 31
"""Points of the grid on a line, and on each side of a square."""

FRAMES, MAPS = 41, 9
"""Key rounds on a line and in the plane: enough to be moved between."""


def stage(problem: Problem | Landscape) -> dict[str, Any]:
    """Return where the game is played: the axes of its picture, and its border in the plane."""
    low, high = problem.domain.bounds
    side = LINE if problem.domain.dim == 1 else SQUARE
    axes = [np.linspace(float(a), float(b), side) for a, b in zip(low, high, strict=True)]
    return {"axes": axes, "outline": _outline(problem.domain)}


def _outline(domain: Domain) -> Array | None:
    """Return the border of a set in the plane: where it is furthest in each direction."""
    if domain.dim == 1:
        return None
    angles = np.linspace(0.0, 2.0 * np.pi, 97) + 1e-3  # off the axes: no side is a tie
    return domain.minimise_linear(-np.stack([np.cos(angles), np.sin(angles)], axis=1))


def average_loss(problem: Problem | Landscape, z: Array) -> dict[str, Any] | None:
    r"""Return :math:`\frac1t \sum_{s \le t} f_s(u)` on a grid at key rounds.

    ``at`` are the rounds, ``values`` has shape (rounds, G) on a line and (rounds, G, G) in the
    plane, the second coordinate first. None for an adversary that remembers what was played.
    """
    T, d = len(z), problem.domain.dim
    count = FRAMES if d == 1 else MAPS
    keys = np.unique(np.rint(np.geomspace(1, T, min(T, count))).astype(np.int64))
    keys = np.unique(np.concatenate([keys, np.linspace(1, T, min(T, count)).astype(np.int64)]))
    grid = stage(problem)["axes"]
    if problem.loss_rule.kind == "ridge":
        values = _ridge(problem, z, keys, grid)
    elif isinstance(problem, Landscape) or problem.structure in ("linear", "quadratic"):
        parts = [_separable(problem, z[:, i], keys, grid[i]) for i in range(d)]
        values = parts[0] if d == 1 else parts[0][:, None, :] + parts[1][:, :, None]
    elif getattr(problem, "adaptive", False):
        return None
    else:
        values = _asked(problem, z, keys, grid)
    return {"at": keys, "values": values}


@lru_cache(8)
def shared_loss(problem: Problem | Landscape, horizon: int, seed: int) -> dict[str, Any] | None:
    """Return the average loss that every learner meets."""
    return average_loss(problem, dealt(problem, horizon, seed).z)


def _separable(problem: Problem | Landscape, z: Array, keys: Rounds, grid: Array) -> Array:
    """Average one coordinate: the loss at the mean outcome, and what curvature adds to it.

    Losses linear in z average to the loss at the mean; squared distances of one curvature differ
    from that by a constant, which is taken at the grid's first point.
    """
    rule = problem.loss_rule
    if rule.kind == "vector":  # an adversary's: linear, by its structure
        return (np.cumsum(z)[keys - 1] / keys)[:, None] * grid
    mean = np.cumsum(z)[keys - 1] / keys
    values = _ask(rule, problem, grid[None, :], mean[:, None])
    exact = np.cumsum(_ask(rule, problem, grid[0], z))[keys - 1] / keys
    return values + (exact - values[:, 0])[:, None]


def _ask(rule: LossRule, problem: Problem | Landscape, x: Any, z: Array) -> Array:
    known = {**problem.parameters, "x": x, "z": z}
    return np.asarray(rule.loss(*[known[name] for name in arguments(rule.loss)])[0])


def _ridge(problem: Any, z: Array, keys: Rounds, grid: list[Array]) -> Array:
    points = np.stack([axis.ravel() for axis in np.meshgrid(*grid)], axis=1)
    values = problem.array_loss.value(z[:, :-1] @ points.T, z[:, -1:])
    means = np.cumsum(values, axis=0)[keys - 1] / keys[:, None]
    return means.reshape(len(keys), *(len(axis) for axis in grid))


def _asked(problem: Any, z: Array, keys: Rounds, grid: list[Array]) -> Array:
    """Ask the loss itself at every point of the grid and every outcome: slow, and always right."""
    suffer = Losses(problem, len(z), 0).rule()
    points = np.stack([axis.ravel() for axis in np.meshgrid(*grid)], axis=1).tolist()
    values = np.array([[suffer(point, row, t)[0] for point in points] for t, row in enumerate(z)])
    means = np.cumsum(values, axis=0)[keys - 1] / keys[:, None]
    return means.reshape(len(keys), *(len(axis) for axis in grid))
