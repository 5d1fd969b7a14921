"""Where every game stands at a chunk boundary, whoever shares its block and its thread."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from regret_lab.arrays import Array


class Standing:
    """Chunks played and numbers remembered, one row for each learner and each set of tallies.

    ``begun`` holds the chunks that lie behind row r on a seed, shape (rows, seeds); ``numbers[r]``
    is all that the next chunk depends on, one flat vector for each seed, shape (seeds, n_r). Lanes,
    blocks and threads leave no trace in it: a game may go on in another seating. ``goal`` is the
    chunk to play up to.
    """

    def __init__(self, rows: int, seats: int, chunks: int) -> None:
        self.chunks = self.goal = chunks
        self.begun: NDArray[np.int64] = np.zeros((rows, seats), dtype=np.int64)
        self.numbers: dict[int, Array] = {}

    def put(self, row: int, seat: int, chunk: int, parts: Sequence[Array]) -> None:
        """Remember the numbers of a game that has ``chunk`` chunks behind it."""
        vector = np.concatenate([part.ravel() for part in parts])
        if row not in self.numbers:
            self.numbers[row] = np.full((self.begun.shape[1], vector.size), np.nan)
        self.numbers[row][seat] = vector
        self.begun[row, seat] = chunk

    def take(self, row: int, seat: int, parts: Sequence[Array]) -> int:
        """Fill the numbers of a game that has begun; return how many chunks it has behind it."""
        chunk = int(self.begun[row, seat])
        if chunk:
            vector, first = self.numbers[row][seat], 0
            for part in parts:
                part[...] = vector[first : first + part.size].reshape(part.shape)
                first += part.size
        return chunk

    def goals(self) -> list[int]:
        """Return the goals to set: the last ones catch up, then all can share blocks again."""
        going_on = self.begun[self.begun < self.chunks]
        foremost = int(going_on.max(initial=0))
        return [foremost, self.chunks] if (going_on < foremost).any() else [self.chunks]

    def level(self) -> list[list[int]]:
        """Return the seeds that are not at the goal, those that stand alike together."""
        alike: dict[tuple[int, ...], list[int]] = {}
        for seat, behind in enumerate(self.begun.T.tolist()):
            if min(behind) < self.goal:
                alike.setdefault(tuple(behind), []).append(seat)
        return list(alike.values())
