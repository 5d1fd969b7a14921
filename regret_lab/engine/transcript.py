"""What is kept of a game: numbers at the checkpoints only, so memory does not grow with T."""

from dataclasses import dataclass, field

import numpy as np

from regret_lab.arrays import Array, Rounds


@dataclass(frozen=True)
class Failure:
    """A game that broke: which learner, which seed, at which round, and how."""

    learner: int
    seed: int
    round: int
    what: str


@dataclass
class Transcript:
    """Arrays over learners L, seeds S, checkpoints K and, where it applies, the decision d.

    ``loss`` is a compensated sum: its value is ``loss[0] + loss[1]``, to be subtracted from the
    comparator's before rounding. ``x`` holds the point to be played in the round after each
    checkpoint. ``sums`` are sums of outcomes about the problem's origin, one set for all learners
    unless the adversary adapts; entry 0 is the high part and entry 1 the low part.
    """

    t: Rounds
    loss: Array  # (2, L, S, K)
    mean_loss: Array | None  # (2, L, S, K): expected losses of the points played
    x: Array  # (L, S, K, d)
    taps: dict[str, Array]  # running statistics, (L, S, K, d)
    states: list[dict[str, Array]]  # per learner: state rows, (S, K, d)
    sums: Array | None  # (2, C, S, K, d)
    squares: Array | None  # (2, C, S, K, d)
    failures: list[Failure] = field(default_factory=list[Failure])

    @classmethod
    def blank(
        cls,
        t: Rounds,
        shape: tuple[int, int, int],
        taps: tuple[str, ...],
        states: list[tuple[str, ...]],
        tallies: tuple[str, ...],
        sets: int,
        mean: bool,
    ) -> "Transcript":
        """Return a transcript of NaN for ``shape`` = (learners, seeds, dimension)."""
        L, S, d = shape
        K = len(t)

        def nan(*sides: int) -> Array:
            return np.full(sides, np.nan)

        return cls(
            t=t,
            loss=nan(2, L, S, K),
            mean_loss=nan(2, L, S, K) if mean else None,
            x=nan(L, S, K, d),
            taps={name: nan(L, S, K, d) for name in taps},
            states=[{name: nan(S, K, d) for name in names} for names in states],
            sums=nan(2, sets, S, K, d) if "sum" in tallies else None,
            squares=nan(2, sets, S, K, d) if "squares" in tallies else None,
        )
