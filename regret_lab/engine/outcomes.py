"""Outcomes by chunk: chunk c of seed s is a pure function of (problem, s, c).

Checkpoints, lanes, threads and the learners beside it therefore cannot change a game, and a
comparator may draw the data again instead of keeping T × d of them.
"""

import math
from collections.abc import Iterator
from typing import Protocol

import numpy as np

from regret_lab.arrays import Array

CHUNK_VALUES = 2**18
LONGEST_CHUNK = 2**13
SHORTEST_CHUNK = 2**4
"""The chunk length is part of a result's definition: changing it changes every random game."""


class Source(Protocol):
    """Whatever deals outcomes: a problem."""

    def outcomes(self, seed: int, chunk: int, start: int, count: int) -> Array:
        """Return the outcomes of rounds start+1 .. start+count, shape (count, width)."""
        ...


def chunk_length(width: int) -> int:
    """Return the number of rounds in a chunk, a function of the data's width only."""
    power = 2 ** int(math.log2(max(1.0, CHUNK_VALUES / width)))
    return max(SHORTEST_CHUNK, min(LONGEST_CHUNK, power))


def generator(seed: int, chunk: int) -> np.random.Generator:
    """Return the generator of one chunk of one seed."""
    return np.random.Generator(np.random.SFC64([seed, chunk]))


def chunks(source: Source, width: int, seed: int, horizon: int) -> Iterator[Array]:
    """Deal the outcomes of rounds 1 .. horizon of one seed, chunk by chunk."""
    length = chunk_length(width)
    for chunk in range(-(-horizon // length)):
        start = chunk * length
        yield source.outcomes(seed, chunk, start, length)[: horizon - start]
