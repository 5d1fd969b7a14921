"""Time contestants side by side: interleaved repetitions, processor time, medians."""

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tabulate import tabulate

REPETITIONS = 9

Contestant = tuple[Callable[[], object], float]
"""What to run, and how many units of work one run is."""


def seconds(act: Callable[[], object]) -> float:
    """Return how long something takes on the clock, done once."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


@dataclass(frozen=True)
class Laps:
    """Nanoseconds of processor time for a unit of work: one number for each repetition."""

    times: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.times)

    def over(self, other: "Laps") -> float:
        """Return the median of the ratios within the repetitions: a noisy minute hits both."""
        pairs = zip(self.times, other.times, strict=True)
        return statistics.median(mine / others for mine, others in pairs)


def race(
    contestants: Mapping[str, Contestant],
    repetitions: int = REPETITIONS,
    clock: Callable[[], float] = time.process_time,
) -> dict[str, Laps]:
    """Run all contestants in turn, again and again; the first turn warms up and does not count."""
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for turn in range(repetitions + 1):
        for name, (run, units) in contestants.items():
            start = clock()
            run()
            if turn:
                times[name].append((clock() - start) / units * 1e9)
    return {name: Laps(tuple(laps)) for name, laps in times.items()}


@dataclass
class Sheet:
    """Rows of a comparison: ours, theirs, the ratio and what was asked of it."""

    title: str
    unit: str
    rows: list[list[str]] = field(default_factory=list[list[str]])

    def slower(self, what: str, ours: Laps, other: str, theirs: Laps, most: float = 0.0) -> None:
        """Add our time over theirs, at most ``most`` times as long."""
        ratio = ours.over(theirs)
        asked = f"≤ {most:g}" if most else ""
        self._add(what, ours, other, theirs, f"{ratio:.2f}", asked, ratio <= most)

    def faster(self, what: str, ours: Laps, other: str, theirs: Laps, least: float = 0.0) -> None:
        """Add their time over ours, at least ``least`` times as long."""
        ratio = theirs.over(ours)
        asked = f"≥ {least:g}" if least else ""
        self._add(what, ours, other, theirs, f"{ratio:.1f}×", asked, ratio >= least)

    def at_most(self, what: str, ours: float, most: float) -> None:
        """Add a number that has to stay below a bound."""
        met = "met" if ours <= most else "NOT MET"
        self.rows.append([what, f"{ours:.4g}", "", "", "", f"≤ {most:g}", met])

    def _add(
        self, what: str, ours: Laps, other: str, theirs: Laps, ratio: str, asked: str, met: bool
    ) -> None:
        verdict = ("met" if met else "NOT MET") if asked else ""
        times = f"{ours.median:.4g}", other, f"{theirs.median:.4g}"
        self.rows.append([what, *times, ratio, asked, verdict])

    def show(self) -> None:
        """Print the sheet."""
        head = ["what", self.unit, "against", self.unit, "ratio", "asked", ""]
        print(f"\n{self.title}\n\n{tabulate(self.rows, head, disable_numparse=True)}", flush=True)
