"""Single rounds of a problem: its outcomes, and a loss evaluated by calling its rule."""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from regret_lab.arrays import Array
from regret_lab.engine import chunks
from regret_lab.engine.rule import arguments
from regret_lab.problems import Problem

names = cache(arguments)


def ask(rule: Callable[..., Any], known: dict[str, Any]) -> Any:
    """Call a rule with what it asks for by name."""
    return rule(*[known[name] for name in names(rule)])


def dealt(problem: Problem, seed: int, rounds: int) -> Array:
    """Return the outcomes that a seed deals in the first rounds, as a game meets them."""
    return next(chunks(problem, problem.width, seed, rounds)).copy()


def loss_and_gradient(problem: Problem, x: Array, z: Array, t: float = 1.0) -> tuple[float, Array]:
    """Return f(x) and g for the outcome ``z`` of round ``t``; an adversary has no memory yet."""
    rule, d = problem.loss_rule, problem.domain.dim
    known: dict[str, Any] = {**problem.parameters, "t": t}
    if rule.kind == "separable":
        parts = [ask(rule.loss, known | {"x": x[i], "z": z[i]}) for i in range(d)]
        return float(sum(f for f, _ in parts)), np.array([g for _, g in parts])
    if rule.kind == "ridge":
        value, slope = ask(rule.loss, known | {"u": z[:d] @ x, "y": z[d]})
        return float(value), slope * z[:d]
    gradient, memory = np.zeros(d), np.zeros(max(1, problem.memory_size))
    value = ask(rule.loss, known | {"x": x, "z": z, "g": gradient, "q": memory})
    return float(value), gradient


def loss(problem: Problem, x: Array, z: Array) -> float:
    return loss_and_gradient(problem, x, z.copy())[0]


def points(problem: Problem, count: int, rng: np.random.Generator) -> Array:
    """Return points of the domain: its centre, corners, the boundary and the inside."""
    domain = problem.domain
    low, high = domain.bounds
    directions = rng.standard_normal((count, domain.dim))
    corners = domain.minimise_linear(directions)
    inside = domain.centre + rng.random((count, 1)) * (corners[::-1] - domain.centre)
    boundary = domain.project(domain.centre + 2.0 * (high - low) * directions)
    return np.concatenate([domain.centre[None], corners, inside, boundary])
