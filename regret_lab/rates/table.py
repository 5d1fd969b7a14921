"""The results: one estimate per learner, and how they are shown."""

from collections.abc import Iterator
from dataclasses import dataclass

from tabulate import tabulate

from regret_lab.errors import unknown_name
from regret_lab.rates.growth import Fit
from regret_lab.rates.verdict import Word

HEADERS = (
    "learner",
    "exponent",
    "95 % interval",
    "verdict",
    "linear rate <=",
    "doublings",
    "seeds",
)


@dataclass(frozen=True)
class Estimate:
    """How one learner's regret grows.

    Attributes
    ----------
    learner
        Its name.
    exponent, interval
        The a of T^a and its 95 % interval; NaN where nothing could be fitted.
    verdict, why
        One of the four words, and the sentence behind it.
    seeds, doublings
        What it rests on.
    linear_rate
        Largest regret per round that the last three doublings leave possible.
    detail
        The whole fit; None where there is none.
    """

    learner: str
    exponent: float
    interval: tuple[float, float]
    verdict: Word
    why: str
    seeds: int
    doublings: int
    linear_rate: float
    detail: Fit | None

    def __str__(self) -> str:
        return f"{self.learner} is {self.verdict}: {self.why}"


@dataclass(frozen=True, repr=False)
class Estimates:
    """The estimates of all learners, in their order; found by position or by name."""

    rows: tuple[Estimate, ...]

    def __iter__(self) -> Iterator[Estimate]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, key: int | str) -> Estimate:
        if isinstance(key, int):
            return self.rows[key]
        found = [row for row in self.rows if row.learner == key]
        if not found:
            raise unknown_name("learner", key, (row.learner for row in self.rows))
        return found[0]

    def __str__(self) -> str:
        body = tabulate(
            [_cells(row) for row in self.rows], HEADERS, tablefmt="simple", disable_numparse=True
        )
        return "\n".join([body, "", *map(str, self.rows)])

    __repr__ = __str__


def _cells(row: Estimate) -> list[str]:
    counts = [str(row.doublings), str(row.seeds)]
    if row.detail is None:
        return [row.learner, "-", "-", row.verdict, "-", *counts]
    span = f"[{row.interval[0]:.2f}, {row.interval[1]:.2f}]"
    return [
        row.learner, f"{row.exponent:.2f}", span, row.verdict, f"{row.linear_rate:.2g}", *counts
    ]  # fmt: skip
