"""What the engine asks of a problem and of a learner; it knows none of them by name."""

from typing import ClassVar, Protocol

from regret_lab.arrays import Array
from regret_lab.domains import Domain
from regret_lab.engine.lift import LossRule, StepRule


class PlayableProblem(Protocol):
    """A stream of losses over a domain."""

    @property
    def domain(self) -> Domain: ...
    @property
    def loss_rule(self) -> LossRule: ...
    @property
    def mean_rule(self) -> LossRule | None:
        """The expected loss of a round, where it is known."""
        ...

    @property
    def parameters(self) -> dict[str, float]: ...
    @property
    def width(self) -> int:
        """Numbers in one outcome."""
        ...

    @property
    def memory_size(self) -> int:
        """Numbers the adversary remembers from round to round."""
        ...

    adaptive: ClassVar[bool]

    @property
    def tallies(self) -> tuple[str, ...]:
        """Sums over outcomes that the comparator needs: ``"sum"``, ``"squares"``."""
        ...

    @property
    def origin(self) -> Array:
        """The point about which outcomes are summed, shape (d,)."""
        ...

    def outcomes(self, seed: int, chunk: int, start: int, count: int) -> Array: ...


class PlayableLearner(Protocol):
    """A rule with its hyperparameters."""

    @property
    def label(self) -> str: ...
    @property
    def rule(self) -> StepRule: ...
    @property
    def hyper(self) -> dict[str, float]: ...

    record: ClassVar[tuple[str, ...]]
    """State rows to keep at every checkpoint."""
    projected: ClassVar[bool]
    """Whether the engine brings the iterate back into the domain after each step."""

    def rate_table(self, rounds: Array, horizon: int) -> Array:
        """Return the rates of the given rounds, shape (len(rounds), number of rates)."""
        ...
