"""Who sits where: seeds to threads, learners to blocks, outcomes to lanes."""

import numpy as np

from regret_lab.arrays import Array
from regret_lab.engine.block import Lane
from regret_lab.engine.compiler import Compiler
from regret_lab.engine.match import Match
from regret_lab.engine.outcomes import chunk_length

Job = tuple[list[int], list[list[Lane]], bool]
"""Seeds by position, the lanes of each block, and whether this job tallies the outcomes."""


def jobs(match: Match, threads: int) -> list[Job]:
    """Deal seeds to jobs; learners of a job share its outcomes.

    A single group of seeds is split by learners, so that every thread has work.
    """
    widest = max(match.lanes_for(config) for config in range(len(match.learners)))
    share = min(widest, max(1, -(-len(match.seeds) // threads)))
    seats = range(len(match.seeds))
    groups = [list(seats[i : i + share]) for i in range(0, len(match.seeds), share)]
    dealt: list[Job] = []
    for group in groups:
        blocks = _blocks(match, group)
        parts = min(len(blocks), max(1, threads // len(groups)))
        dealt += [(group, blocks[part::parts], part == 0) for part in range(parts)]
    return dealt


def _blocks(match: Match, group: list[int]) -> list[list[Lane]]:
    """Return the lanes of each block: the seeds of one configuration.

    With few seeds, configurations of one class share a block instead, so that a grid of
    hyperparameters fills the lanes too.
    """
    classes: dict[tuple[object, ...], list[int]] = {}
    for config, learner in enumerate(match.learners):
        key = (learner.rule.step, learner.projected, tuple(learner.hyper))
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
    """One chunk's outcomes, laid out for blocks of different lanes."""

    def __init__(self, match: Match, engine: Compiler, group: list[int], chunk: int) -> None:
        length = chunk_length(match.problem.width)
        rows = [
            match.problem.outcomes(match.seeds[seat], chunk, chunk * length, length)
            for seat in group
        ]
        self.engine, self.group = engine, group
        self.raw = np.stack([np.asarray(r, dtype=float).reshape(length, -1) for r in rows])
        self._laid: dict[tuple[int, ...], Array] = {}

    def lay(self, seats: tuple[int, ...]) -> Array:
        """Return rows of outcomes with one lane per seat, lanes innermost."""
        if seats not in self._laid:
            raw = self.raw[[self.group.index(seat) for seat in seats]]
            laid = raw[0]
            if len(seats) > 1:
                laid = np.empty((raw.shape[1], raw.shape[2] * len(seats)))
                self.engine.interleave(raw, laid)
            self._laid[seats] = laid
        return self._laid[seats]
