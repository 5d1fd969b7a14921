"""Any Python object with ``update(x, g, t) -> x`` plays through the interpreted engine."""

import copy
from typing import Any, ClassVar, Protocol

import numpy as np

from regret_lab.arrays import Array
from regret_lab.engine.lift import StepRule
from regret_lab.engine.template import tap_rows


class Player(Protocol):
    """What such an object offers; it sees the point played, the gradient and the round only."""

    def update(self, x: Array, g: Array, t: int) -> Array:
        """Return the next point; the engine projects it onto the domain."""
        ...


class PlainLearner:
    """A Python object dressed as a learner: no rule, no rates, no hyperparameters of ours."""

    record: ClassVar[tuple[str, ...]] = ()
    projected: ClassVar[bool] = True
    anytime: ClassVar[bool | None] = None
    decays: ClassVar[bool | None] = None

    def __init__(self, player: Player) -> None:
        self.player = player
        self.label = type(player).__name__
        self.rule = StepRule(self.label, player.update, (), (), ())
        self.hyper: dict[str, float] = {}

    def rate_table(self, rounds: Array, horizon: int) -> Array:
        return np.zeros((len(rounds), 1))

    def step_sizes(self, t: Array) -> Array | None:
        return None

    def __repr__(self) -> str:
        return self.label


class PlainStep:
    """The object's update in the place of a lifted step; every seed has a copy of its own."""

    def __init__(self, player: Player, taps: tuple[str, ...], settle: str, start: Array) -> None:
        self.player = copy.deepcopy(player)
        self.rows, self.settle, self.last = tap_rows(taps), settle, start.copy()
        self.losses: Array = np.zeros(0)  # the block's sums
        self.t = 0
        self.ill_round = 0

    def __call__(self, X: Array, G: Array, S: Array, taps: Array, *rest: Any) -> None:
        self.t += 1
        self._tap(X, G, taps)
        moved = np.asarray(self.player.update(X.copy(), G.copy(), self.t), dtype=float)
        X[:] = moved.reshape(X.shape)
        if self.settle != "free":
            bounds = rest[2]
            X[:] = np.where(np.isnan(X), X, np.clip(X, bounds[0], bounds[1]))
        if not self.ill_round and not (np.isfinite(X).all() and np.isfinite(self.losses).all()):
            self.ill_round = self.t

    def _tap(self, X: Array, G: Array, taps: Array) -> None:
        for name, row in self.rows.items():
            if name == "squares":
                taps[row] += G * G
            elif name == "sum":
                taps[row] += X
            elif name == "path":
                taps[row] += np.abs(X - self.last)
                self.last = X.copy()
            else:
                taps[row] = np.maximum(taps[row], np.abs(G))
