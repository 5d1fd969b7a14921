"""The verdicts: one row per theorem and learner, and how they are shown."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from tabulate import tabulate

from regret_lab.arrays import Array
from regret_lab.theory.base import Status

Word = Literal["respected", "uninformative", "violated", "silent"]

HEADERS = ("learner", "theorem", "word", "R/bound <=", "status")


@dataclass(frozen=True)
class Verdict:
    """What a theorem says of a learner's games.

    Attributes
    ----------
    theorem, learner
        Their names.
    word, why
        ``respected``; ``uninformative``: respected, with regret below a hundredth of the bound or
        never positive; ``violated``; or ``silent``: an assumption is not met. And the sentence
        behind it.
    worst_ratio
        The largest regret over bound among seeds and checkpoints; NaN when silent.
    status
        How sure the theorem is.
    statement
        The bound in one line.
    bound
        Shape (S or 1, K); None when silent.
    """

    theorem: str
    learner: str
    word: Word
    why: str
    worst_ratio: float
    status: Status
    statement: str
    bound: Array | None = field(repr=False)

    def __str__(self) -> str:
        return f"{self.theorem} on {self.learner} is {self.word}: {self.why}"


@dataclass(frozen=True, repr=False)
class Verdicts:
    """The verdicts of all theorems on all learners, learner by learner."""

    rows: tuple[Verdict, ...]

    def __iter__(self) -> Iterator[Verdict]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, index: int) -> Verdict:
        return self.rows[index]

    @property
    def spoken(self) -> tuple[Verdict, ...]:
        """The verdicts that are not silent."""
        return tuple(row for row in self.rows if row.word != "silent")

    def __str__(self) -> str:
        body = [
            [row.learner, row.theorem, row.word, f"{row.worst_ratio:.2g}", row.status]
            for row in self.spoken
        ]
        table = tabulate(body, HEADERS, tablefmt="simple", disable_numparse=True)
        reasons = [*map(str, self.spoken), *self._silences()]
        return "\n".join([table, "", *reasons])

    def _silences(self) -> list[str]:
        """Say once for each theorem and reason on whom it is silent."""
        silent: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for row in self.rows:
            if row.word == "silent":
                silent[row.theorem, row.why].append(row.learner)
        return [
            f"{theorem} is silent on {', '.join(learners)}: {why}"
            for (theorem, why), learners in silent.items()
        ]

    __repr__ = __str__
