"""What the verdicts need to know of the games behind the curves."""

from collections.abc import Sequence
from typing import Protocol

from regret_lab.arrays import Array, Rounds
from regret_lab.rates.journey import Bounds


class Schedule(Protocol):
    """What is asked of a learner; None stands for unknown."""

    @property
    def decays(self) -> bool | None:
        """Whether the step size goes to zero."""
        ...

    @property
    def anytime(self) -> bool | None:
        """Whether the step size is the same for every horizon."""
        ...

    def step_sizes(self, t: Array, /) -> Array | None:
        """Return the step sizes of rounds t."""
        ...


class Source(Protocol):
    """What is asked of a problem."""

    @property
    def domain(self) -> Bounds:
        """The set the learner plays in."""
        ...

    @property
    def stochastic(self) -> bool:
        """Whether seeds differ."""
        ...


class Games(Protocol):
    """What is asked of the games: iterates (L, S, K, d) at the checkpoints, and who played what."""

    @property
    def x(self) -> Array: ...
    @property
    def problem(self) -> Source: ...
    @property
    def learners(self) -> Sequence[Schedule]: ...


class Curves(Protocol):
    """Regret (L, S, K) at checkpoints t (K,), as an interval; pseudo-regret where it is known."""

    @property
    def t(self) -> Rounds: ...
    @property
    def lower(self) -> Array: ...
    @property
    def upper(self) -> Array: ...
    @property
    def pseudo(self) -> Array | None: ...
    @property
    def names(self) -> tuple[str, ...]: ...
    @property
    def games(self) -> Games: ...
