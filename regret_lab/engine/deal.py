"""Who sits where: seeds to threads, learners to blocks, outcomes to lanes."""

import numpy as np

from regret_lab.arrays import Array
from regret_lab.engine.block import Lane
from regret_lab.engine.compiler import Compiler
from regret_lab.engine.match import Match

Job = tuple[list[int], list[list[Lane]], bool]
"""Seeds by position, the lanes of each block, and whether this job tallies the outcomes."""

SPARE_VALUES = 24
"""Kept free between the outcomes of two seeds, which would else compete for the same cache lines:
they lie a power of two apart."""


def jobs(match: Match, threads: int) -> list[Job]:
    """Deal seeds to jobs; learners of a job share its outcomes.

    A single group of seeds is split by learners, so that every thread has work. In a game that goes
    on, only seeds that stand alike share a group.
    """
    level = match.standing.level()
    widest = max(match.lanes_for(config) for config in range(len(match.learners)))
    share = min(widest, max(1, -(-sum(map(len, level)) // threads)))
    groups = [seats[i : i + share] for seats in level for i in range(0, len(seats), share)]
    dealt: list[Job] = []
    for group in groups:
        blocks = seating(match, group)
        parts = max(1, min(len(blocks), threads // len(groups)))
        dealt += [(group, blocks[part::parts], part == 0) for part in range(parts)]
    return dealt


def seating(match: Match, group: list[int]) -> list[list[Lane]]:
    """Return the lanes of each block: the seeds of one configuration that is not at the goal.

    With few seeds, configurations of one class share a block instead, so that a grid of
    hyperparameters fills the lanes too.
    """
    classes: dict[tuple[object, ...], list[int]] = {}
    begun = match.standing.begun[:, group[0]].tolist()
    for config, learner in enumerate(match.learners):
        if begun[config] >= match.standing.goal:
            continue
        key = (learner.rule, learner.projected, begun[config])
        alone = match.lanes_for(config) == 1
        classes.setdefault((config,) if alone else key, []).append(config)
    blocks: list[list[Lane]] = []
    for configs in classes.values():
        lanes = match.lanes_for(configs[0])
        if lanes == 1:
            blocks += [[(config, seed)] for config in configs for seed in group]
            continue
        together = max(1, lanes // len(group))
        for i in range(0, len(configs), together):
            blocks.append([(c, seed) for c in configs[i : i + together] for seed in group])
    return blocks


class Deal:
    """A chunk's outcomes, laid out for blocks of different lanes; the next takes its place."""

    def __init__(self, match: Match, engine: Compiler, group: list[int]) -> None:
        self.match, self.engine, self.group = match, engine, group
        self.length = match.length
        self._rows = np.empty((0, 0, 0))
        self._laid: dict[tuple[int, ...], Array] = {}
        self._fresh: set[tuple[int, ...]] = set()

    def draw(self, chunk: int) -> None:
        """Draw the outcomes of one chunk for every seed of the group."""
        problem, start, length = self.match.problem, chunk * self.length, self.length
        for place, seat in enumerate(self.group):
            drawn = problem.outcomes(self.match.seeds[seat], chunk, start, length)
            rows = np.require(drawn, float, ["C", "W"]).reshape(length, -1)
            if len(self.group) == 1:
                self._rows = rows[None]
                break
            if not self._rows.size:
                spare = -(-SPARE_VALUES // rows.shape[1])
                self._rows = np.empty((len(self.group), length + spare, rows.shape[1]))
            self._rows[place, :length] = rows
        self._fresh.clear()

    def lay(self, seats: tuple[int, ...]) -> Array:
        """Return rows of outcomes with one lane per seat, lanes innermost."""
        if len(seats) == 1:
            return self._rows[self.group.index(seats[0]), : self.length]
        if seats not in self._laid:
            self._laid[seats] = np.empty((self.length, self._rows.shape[2] * len(seats)))
        if seats not in self._fresh:
            places = np.array([self.group.index(seat) for seat in seats])
            self.engine.interleave(self._rows, places, self._laid[seats])
            self._fresh.add(seats)
        return self._laid[seats]
