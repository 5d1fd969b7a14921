"""What a search found, and what it tried."""

from dataclasses import dataclass

from regret_lab.falsify.certificate import Certificate
from regret_lab.falsify.confirm import Confirmation


@dataclass(frozen=True)
class Attempt:
    """What one strategy did: sequences played, how many led astray, worst score by then."""

    strategy: str
    sequences: int
    hits: int
    worst: float

    def __str__(self) -> str:
        return f"{self.strategy}: {self.sequences} played, {self.hits} lead astray"


@dataclass(frozen=True)
class Finding:
    """The worst sequence of a search.

    ``score`` is lim R_T/(T D G) as certified, 0 if nothing was found; ``gradients`` and
    ``certificate`` are then those of the sequence that came closest.
    """

    learner: str
    found: bool
    gradients: tuple[float, ...]
    score: float
    certificate: Certificate
    tried: tuple[Attempt, ...]
    confirmation: Confirmation | None

    @property
    def sequences(self) -> int:
        """How many sequences were played."""
        return sum(attempt.sequences for attempt in self.tried)

    def __str__(self) -> str:
        if self.found:
            head = f"found: R_T/(T D G) -> {self.score:.6g} among {self.sequences} sequences"
        else:
            head = f"none found among {self.sequences} sequences; the nearest:"
        lines = [head, str(self.certificate)]
        if self.confirmation is not None:
            lines.append(f"  {self.confirmation}")
        return "\n".join([*lines, *(f"  tried {attempt}" for attempt in self.tried)])
