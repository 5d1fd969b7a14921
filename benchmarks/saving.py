"""What it costs to save a long game: time, disk, and the wait when it goes on."""

import tempfile
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from tabulate import tabulate

from benchmarks.stopwatch import Contestant, Sheet, race
from regret_lab import play
from regret_lab.engine import saved
from regret_lab.learners import OGD, AdaGrad, Adam, Learner
from regret_lab.problems import Problem, Quadratic, Reddi

LONG = 10**8
LONG_GAME = "One game, Reddi d=1, 1 seed, T=10^8"
SECOND = 1.0
"""Between two saves, where thirty seconds are usual."""

Games = tuple[Problem, list[Learner], int]
"""A problem, the learners, a number of seeds."""

LARGER: dict[str, Games] = {
    "Reddi d=1, 1 seed, OGD": (Reddi(), [OGD()], 1),
    "quadratic d=10, 64 seeds, 3 learners": (Quadratic(dim=10), [OGD(), AdaGrad(), Adam()], 64),
    "quadratic d=1000, 16 seeds, 3 learners": (Quadratic(dim=1000), [OGD(), AdaGrad(), Adam()], 16),
}


class LeftError(Exception):
    """The game was left on purpose."""


@contextmanager
def watch(owner: Any, name: str) -> Generator[list[float]]:
    """Collect the seconds, by the clock on the wall, of every call of a method."""
    usual, seconds = getattr(owner, name), list[float]()

    def timed(*args: Any) -> Any:
        began = time.perf_counter()
        result = usual(*args)
        seconds.append(time.perf_counter() - began)
        return result

    setattr(owner, name, timed)
    try:
        yield seconds
    finally:
        setattr(owner, name, usual)


def overhead(folder: Path) -> None:
    """Time a game of 10^8 rounds that is saved every second against one that is not saved."""
    sheet = Sheet(f"{LONG_GAME}, saved every second, processor time", "ns/round")
    rows: list[list[str]] = []
    saved.EVERY = SECOND
    for learner in (OGD(), Adam()):
        game = partial(play, Reddi(), learner, LONG, 1, threads=1)
        kept = partial(game, resume=folder / "game")
        field: dict[str, Contestant] = {"saved": (kept, LONG), "not": (game, LONG)}
        laps = race(field, 3)
        sheet.slower(learner.label, laps["saved"], "not saved", laps["not"], 1.01)
        with watch(saved.Turn, "boundary") as spent, watch(saved.Saved, "write") as saves:
            began = time.perf_counter()
            kept()
            whole = time.perf_counter() - began
        share = sum(spent) / whole
        verdict = "met" if share <= saved.SHARE else "NOT MET"
        rows.append([learner.label, str(len(saves)), f"{share:.3%}", f"≤ {saved.SHARE:g}", verdict])
    sheet.show()
    head = ["learner", "saves", "share of the wall clock", "asked", ""]
    print(
        f"\n{LONG_GAME}: what saving takes of it\n\n{tabulate(rows, head, disable_numparse=True)}"
    )


def files(folder: Path) -> None:
    """Measure files and how long it takes to write them and to go on from them."""
    saved.EVERY = 0.0
    rows: list[list[str]] = []
    for name, (problem, learners, seeds) in LARGER.items():
        path = folder / "game"
        game = partial(play, problem, learners, LONG, seeds, threads=1, resume=path)
        with watch(saved.Saved, "write") as writes, suppress(LeftError):
            game(progress=Leaver(path.exists))
        size = path.stat().st_size / 2**10
        waits = [wait(game) for _ in range(3)]
        path.unlink()
        took = [f"{np.median(seconds) * 1e3:.0f}" for seconds in (writes, waits)]
        rows.append([name, f"{size:.0f}", *took])
    head = ["game of 10^8 rounds", "KiB", "ms to write", "ms until it goes on"]
    print(f"\nFiles of saved games\n\n{tabulate(rows, head, disable_numparse=True)}")


class Leaver:
    """A progress that leaves the game when it has been there for two ticks and may."""

    def __init__(self, may: Callable[[], bool]) -> None:
        self.may, self.ticks = may, list[float]()

    def __call__(self, done: int, total: int) -> None:
        self.ticks.append(time.perf_counter())
        if len(self.ticks) >= 2 and self.may():
            raise LeftError


def wait(game: Callable[..., object]) -> float:
    """Return the seconds from the call until the game goes on where it was left."""
    began, leaver = time.perf_counter(), Leaver(lambda: True)
    with suppress(LeftError):
        game(progress=leaver)
    return leaver.ticks[0] - began


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        files(Path(folder))
        overhead(Path(folder))


if __name__ == "__main__":
    main()
