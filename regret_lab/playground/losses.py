"""The losses of one game: outcomes dealt as the engine deals them, and the rule that reads them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from operator import itemgetter
from typing import Any, Protocol

import numpy as np

from regret_lab.arrays import Array
from regret_lab.domains import Domain
from regret_lab.engine import LossRule, chunks
from regret_lab.engine.rule import arguments, bind, interpreted

Suffer = Callable[[list[float], Array, int], tuple[float, list[float]]]
"""From a point, an outcome (an adaptive adversary changes it) and a round counted from 0."""


class Stage(Protocol):
    """What is asked of a problem, and of a landscape that is not convex."""

    @property
    def domain(self) -> Domain: ...
    @property
    def loss_rule(self) -> LossRule: ...
    @property
    def parameters(self) -> dict[str, float]: ...
    @property
    def width(self) -> int: ...
    @property
    def memory_size(self) -> int: ...
    def outcomes(self, seed: int, chunk: int, start: int, count: int) -> Array: ...


def picker(names: tuple[str, ...]) -> Callable[[dict[str, Any]], tuple[Any, ...]]:
    """Return what takes these values out of a mapping, in order."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda values: tuple(values[name] for name in names)


@dataclass(frozen=True)
class Losses:
    """The losses f_1, ..., f_T of one seed of a problem."""

    stage: Stage
    horizon: int
    seed: int

    @cached_property
    def domain(self) -> Domain:
        """Where the learner plays."""
        return self.stage.domain

    @property
    def adaptive(self) -> bool:
        """Whether the outcomes depend on the play."""
        return bool(getattr(self.stage, "adaptive", False))

    @cached_property
    def z(self) -> Array:
        """The outcomes as they are drawn, shape (T, width); read-only."""
        dealt = list(chunks(self.stage, self.stage.width, self.seed, self.horizon))
        rows = np.concatenate([np.asarray(part, dtype=float) for part in dealt])
        rows.flags.writeable = False
        return rows

    def rule(self) -> Suffer:
        """Return the loss as a function of point, outcome and round; a fresh adversary's."""
        rule, stage = self.stage.loss_rule, self.stage
        names = {"separable": "xz", "ridge": "uy", "vector": "xzqgt"}[rule.kind]
        numbers: dict[str, Any] = dict(stage.parameters)
        bind(rule.loss, dict.fromkeys(chain(names, "t", numbers), ""), rule.owner)
        pick, loss = picker(arguments(rule.loss)), interpreted(rule.loss)

        def separable(point: list[float], z: Array, t: int) -> tuple[float, list[float]]:
            total, slopes, numbers["t"] = 0.0, list[float](), t + 1.0
            for numbers["x"], numbers["z"] in zip(point, z.tolist(), strict=True):
                value, slope = loss(*pick(numbers))
                total += float(value)
                slopes.append(float(slope))
            return total, slopes

        def ridge(point: list[float], z: Array, t: int) -> tuple[float, list[float]]:
            *row, numbers["y"] = z.tolist()
            numbers["u"] = 0.0
            for a, x in zip(row, point, strict=True):
                numbers["u"] += a * x
            value, slope = loss(*pick(numbers))
            return float(value), [float(slope) * a for a in row]

        memory = np.zeros(max(1, stage.memory_size))

        def vector(point: list[float], z: Array, t: int) -> tuple[float, list[float]]:
            numbers.update(x=np.array(point), z=z, q=memory, g=np.zeros(len(point)), t=t + 1.0)
            return float(loss(*pick(numbers))), numbers["g"].tolist()

        return {"separable": separable, "ridge": ridge, "vector": vector}[rule.kind]
