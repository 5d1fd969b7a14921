"""Compensated sums of outcomes about an origin: what closed-form comparators need."""

from collections.abc import Iterator

import numpy as np

from regret_lab.arrays import Array
from regret_lab.engine.compiler import Compiler
from regret_lab.engine.match import Match, chunk_cuts


class Tally:
    """Running sums for a group of seeds, one set per learner where the adversary adapts."""

    def __init__(self, match: Match, engine: Compiler, group: list[int]) -> None:
        self.match, self.engine, self.group = match, engine, group
        self.adaptive = adaptive = match.problem.adaptive
        lanes = 1 if adaptive else len(group)
        d = match.domain.dim
        rows = len(match.learners) * len(group) if adaptive else 1
        self.origin = np.repeat(match.problem.origin, lanes)
        self.sums = np.zeros((rows, 2, d * lanes))
        squares = d * lanes if "squares" in match.problem.tallies else 0
        self.squares = np.zeros((rows, 2, squares))
        self.chunk = 0  # the next one to add
        for config in range(len(match.learners) if adaptive else 1):
            for seat in group:
                self.chunk = match.standing.take(self.row(config), seat, self.lane(config, seat))
        if adaptive:  # a set of one learner goes with its game
            self.chunk = match.standing.chunks

    def row(self, config: int) -> int:
        """Return the row of a set among all that stands somewhere."""
        return len(self.match.learners) + config

    def lane(self, config: int, seat: int) -> list[Array]:
        """Return views of the sums of one set on one seed."""
        place, lanes = self.group.index(seat), len(self.group)
        if self.adaptive:
            held = config * lanes + place
            return [self.sums[held], self.squares[held]]
        return [part[0].reshape(2, -1, lanes)[..., place] for part in (self.sums, self.squares)]

    def add_shared(self, Z: Array, start: int, count: int) -> None:
        """Add a chunk that all learners saw, one lane per seed of the group."""
        for k in self._add(Z, 0, start, count):
            for kept, held in self._kept():
                lanes = held[0].reshape(2, -1, len(self.group))
                kept[:, 0, self.group, k] = np.moveaxis(lanes, 1, 2)
        self.chunk += 1

    def add_own(self, Z: Array, config: int, seat: int, start: int, count: int) -> None:
        """Add a chunk as the adversary dealt it to one learner on one seed."""
        row = config * len(self.group) + self.group.index(seat)
        for k in self._add(Z, row, start, count):
            for kept, held in self._kept():
                kept[:, config, seat, k] = held[row]

    def _kept(self) -> list[tuple[Array, Array]]:
        transcript = self.match.transcript
        pairs = [(transcript.sums, self.sums), (transcript.squares, self.squares)]
        return [(kept, held) for kept, held in pairs if kept is not None]

    def _add(self, Z: Array, row: int, start: int, count: int) -> Iterator[int]:
        done = 0
        for cut, k in chunk_cuts(self.match, start, count):
            self.engine.tally(Z, self.origin, self.sums[row], self.squares[row], done, cut - done)
            done = cut
            if k >= 0:
                yield k
