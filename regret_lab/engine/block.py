"""The memory of one block of lanes, and the rounds played on it."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regret_lab.arrays import Array
from regret_lab.domains import Domain
from regret_lab.engine.compiler import Compiler, Interpreter
from regret_lab.engine.contract import PlayableLearner, PlayableProblem
from regret_lab.engine.lift import StepRule
from regret_lab.engine.outcomes import LONGEST_CHUNK
from regret_lab.engine.plain import PlainStep
from regret_lab.engine.template import tap_rows

INTERPRETED_STRIDE = 64
"""Rounds the interpreter plays between two looks at the stop signal."""

Lane = tuple[int, int]
"""A configuration and a seed, both by position."""


@dataclass(frozen=True)
class Pieces:
    """The callable parts of a block: addresses, or Python functions."""

    compiler: Compiler
    loss: Any
    mean: Any
    step: Any
    projection: Any
    settle: str


def state_size(rule: StepRule, dim: int) -> int:
    """Return how many numbers a vector rule remembers."""
    if isinstance(rule.state, tuple):
        return 0
    return max(1, sum(map(math.prod, (_sides(shape, dim) for shape in rule.state.values()))))


def _sides(shape: str, dim: int) -> tuple[int, ...]:
    """Return the sides that a text such as ``"d, d"`` or ``"2 * d"`` stands for."""
    return tuple(eval(f"({shape},)", {"__builtins__": {}}, {"d": dim}))


class Block:
    """W games of one kind of learner on one problem, lanes innermost.

    ``lanes`` are the games; ``width`` ≥ len(lanes) pads with copies of the last one.
    """

    def __init__(
        self,
        problem: PlayableProblem,
        domain: Domain,
        learners: list[PlayableLearner],
        lanes: list[Lane],
        width: int,
        pieces: Pieces,
        taps: tuple[str, ...],
    ) -> None:
        self.lanes, self.W, self.pieces, self.domain = lanes, width, pieces, domain
        self.padded = lanes + [lanes[-1]] * (width - len(lanes))
        self.configs = list(dict.fromkeys(config for config, _ in lanes))
        self.learners = learners
        self.rule = learners[self.configs[0]].rule
        self.mixed = len(self.configs) > 1
        self._column = [config for config, _ in self.padded] if self.mixed else [self.configs[0]]
        d = domain.dim
        self.dim, N = d, d * width
        self.state_size = state_size(self.rule, d)
        rows = len(self.rule.state)
        self.X = np.repeat(domain.centre, width)
        self.S = np.zeros((1, self.state_size) if self.rule.is_vector else (max(1, rows), N))
        self.taps = np.zeros((max(1, len(taps) + ("path" in taps)), N))
        self.tap_rows = tap_rows(taps)
        if "path" in self.tap_rows:
            self.taps[self.tap_rows["path"] + 1] = self.X
        self.acc = np.zeros((4, width))
        if isinstance(pieces.step, PlainStep):
            pieces.step.losses = self.acc
        self.memory = np.zeros(max(1, problem.memory_size))
        self.clock = np.ones(1)
        self.chunk = 0  # the next one to play
        self._tables: Array | None = None
        self._laid = np.empty(0)
        self._scratch(problem, N)

    def _scratch(self, problem: PlayableProblem, N: int) -> None:
        self.G, self.spare, self.weight = np.zeros(N), np.zeros(N), np.ones(N)
        self.out, self.tmp = np.zeros(self.W), np.zeros(max(2 * N, self.W))
        hyper = [list(self.learners[c].hyper.values()) or [0.0] for c in self._column]
        self.hyper = np.ascontiguousarray(np.array(hyper, dtype=float).T)
        self.par = np.array(list(problem.parameters.values()) or [0.0], dtype=float)
        self.shape = np.array(list(self.domain.parameters.values()) or [0.0], dtype=float)
        lower, upper = self.domain.bounds
        if self.pieces.settle == "interval":
            self.bounds = np.array([[lower[0]], [upper[0]]])
        else:
            self.bounds = np.stack([np.repeat(lower, self.W), np.repeat(upper, self.W)])
        projects = 0.0 if self.pieces.projection is None else 1.0
        self.flags = np.array([0.0 if self.pieces.mean is None else 1.0, projects])

    @property
    def stride(self) -> int:
        """Rounds to play between two looks at the stop signal."""
        interpreted = isinstance(self.pieces.compiler, Interpreter)
        return INTERPRETED_STRIDE if interpreted else LONGEST_CHUNK

    def rates(self, start: int, count: int, horizon: int) -> Array:
        """Return the rates of rounds start+1 .. start+count, shape (count, rates, lanes or 1)."""
        rounds = np.arange(start + 1, start + count + 1, dtype=float)
        tables = (self.learners[c].rate_table(rounds, horizon) for c in self.configs)
        if not self.mixed:
            return np.ascontiguousarray(next(tables))[:, :, None]
        if self._tables is None:  # the first chunk is the longest
            self._tables = np.empty((len(self.configs), count, max(1, len(self.rule.rates))))
            self._laid = np.empty((count, self._tables.shape[2], self.W))
        for room, table in zip(self._tables, tables, strict=True):
            room[:count] = table
        places = np.array([self.configs.index(config) for config, _ in self.padded])
        laid = self._laid[:count]
        self.pieces.compiler.interleave(self._tables, places, laid.reshape(count, -1))
        return laid

    def play(self, Z: Array, rates: Array, first: int, count: int) -> None:
        """Play ``count`` rounds from row ``first`` of the chunk."""
        p = self.pieces
        self.pieces.compiler.rounds(
            p.loss, 0 if p.mean is None else p.mean, p.step,
            0 if p.projection is None else p.projection, self.flags,
            self.X, self.G, self.S, self.taps, self.hyper, self.bounds, self.weight, self.memory,
            self.par, self.shape, self.out, self.tmp, self.spare, self.clock, self.acc,
            Z, rates, first, count, self.state_size,
        )  # fmt: skip

    def save(self) -> tuple[Array, ...]:
        """Return copies of all that a round changes."""
        return tuple(part.copy() for part in self._parts())

    def restore(self, saved: tuple[Array, ...]) -> None:
        """Go back to a saved moment."""
        for part, copy in zip(self._parts(), saved, strict=True):
            part[...] = copy

    def _parts(self) -> tuple[Array, ...]:
        return self.X, self.S, self.taps, self.acc, self.memory, self.clock, self.weight

    def lane(self, lane: int) -> list[Array]:
        """Return views of all that a round changes for one lane."""
        mine = (self.X, self.S, self.taps, self.acc, self.weight)
        lanes = [part.reshape(*part.shape[:-1], -1, self.W)[..., lane] for part in mine]
        return [*lanes, self.memory, self.clock]

    def points(self) -> Array:
        """Return the iterates, shape (W, d)."""
        return self.X.reshape(self.dim, self.W).T

    def tap(self, name: str) -> Array:
        """Return a running statistic, shape (W, d)."""
        return self.taps[self.tap_rows[name]].reshape(self.dim, self.W).T

    def state(self, name: str) -> Array:
        """Return a state row, shape (W, d)."""
        row = list(self.rule.state).index(name)
        return self.S[row].reshape(self.dim, self.W).T

    def ill(self) -> NDArray[np.bool_]:
        """Say which lanes hold a number that is not finite, or a point outside the domain."""
        projected = self.learners[self.configs[0]].projected
        if projected and math.isfinite(self.X.sum() + self.acc.sum()):  # the usual case, quickly
            return np.zeros(self.W, dtype=bool)
        finite = np.isfinite(self.points()).all(axis=1) & np.isfinite(self.acc).all(axis=0)
        if not projected:
            inside = self.domain.contains(np.nan_to_num(self.points()), 1e-9)
            return np.asarray(~finite | ~inside)
        return np.asarray(~finite)

    def first_ill_round(
        self,
        lane: int,
        saved: tuple[Array, ...],
        fresh: Callable[[], Array],
        rates: Array,
        count: int,
    ) -> int:
        """Replay a chunk from its start to find after how many rounds a lane went ill."""
        if isinstance(self.pieces.step, PlainStep):  # an object's state cannot be turned back
            return self.pieces.step.ill_round - int(saved[5][0]) + 1
        after = self.save()
        well, bad = 0, count
        while bad - well > 1:
            middle = (well + bad) // 2
            self.restore(saved)
            self.play(fresh(), rates, 0, middle)
            well, bad = (well, middle) if self.ill()[lane] else (middle, bad)
        self.restore(after)
        return bad
