"""What a large study costs: unit costs on a small one, the prediction, and a large one to check it.

Run from the root of the repository: ``python -m benchmarks.scale``. The sizes of the cases that are
really run are ``--results`` and ``--horizon``; ``docs/scale.md`` says what follows for larger ones.
"""

import argparse
import resource
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tabulate import tabulate

from benchmarks.stopwatch import seconds
from regret_lab import store
from regret_lab.run import job
from regret_lab.run.app import launch
from regret_lab.run.setup import build

SMALL_RESULTS, SMALL_HORIZON = 500, 10**7


@dataclass(frozen=True)
class Cost:
    """What a run of the main job took: seconds, bytes on disk, results, and bytes of memory."""

    seconds: float
    size: int
    results: int
    memory: int


def run(folder: Path, *settings: str) -> Cost:
    """Carry out the main job in this process, its compiled pieces ready."""
    spent: list[float] = []

    def task(cfg: object) -> None:
        setup = build(cfg)  # pyright: ignore[reportArgumentType]
        spent.append(seconds(lambda: job.work(setup, quiet=True)))

    launch(task, [*settings, f"store.root={folder}"])
    files = list(folder.rglob("*.npz"))
    memory = 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return Cost(spent[0], sum(file.stat().st_size for file in files), len(files), memory)


def many(folder: Path, results: int) -> Cost:
    """Make many small results in one job."""
    return run(
        folder,
        *("problem=coin", "learners=[ogd]", "horizon=1024", "seeds=4"),
        f"grid.ogd.lr='logspace(-3,1,{results})'",
    )


def long(folder: Path, horizon: int) -> Cost:
    """Play one game of Adam and one of gradient descent."""
    return run(folder, "problem=reddi", "learners=[adam,ogd]", f"horizon={horizon}", "seeds=1")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--results", type=int, default=10_000, help="small results to make")
    parser.add_argument("--horizon", type=int, default=10**9, help="rounds of the long games")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="scale-"))
    try:
        many(folder / "warm", 2)
        long(folder / "warm", 1000)
        small, short = many(folder / "small", SMALL_RESULTS), long(folder / "short", SMALL_HORIZON)
        large, longer = many(folder / "large", asked.results), long(folder / "long", asked.horizon)
        read = seconds(lambda: store.load(folder / "large"))
    finally:
        shutil.rmtree(folder)
    grown, stretched = asked.results / small.results, asked.horizon / SMALL_HORIZON
    rows = [
        case(f"{asked.results} results", small, grown, large),
        case(f"T = {asked.horizon:.0e}, two games", short, stretched, longer, grows=False),
    ]
    print(tabulate(rows, HEADERS, disable_numparse=True))
    print(
        f"\na result: {1e3 * small.seconds / small.results:.1f} ms and "
        f"{small.size / small.results / 1e3:.1f} kB; the first look at one: "
        f"{1e3 * read / asked.results:.2f} ms; "
        f"a round: {1e9 * short.seconds / SMALL_HORIZON / 2:.0f} ns a game"
    )


HEADERS = (
    "case",
    "predicted s",
    "measured s",
    "off by",
    "predicted MB",
    "measured MB",
    "memory MB",
)


def case(name: str, small: Cost, factor: float, large: Cost, grows: bool = True) -> list[str]:
    """Return what is predicted from a small case, and what a large one took."""
    foretold, size = small.seconds * factor, small.size * (factor if grows else 1.0)
    return [
        name,
        f"{foretold:.1f}",
        f"{large.seconds:.1f}",
        f"{100 * (large.seconds / foretold - 1):+.0f} %",
        f"{size / 1e6:.2f}",
        f"{large.size / 1e6:.2f}",
        f"{large.memory / 1e6:.0f}",
    ]


if __name__ == "__main__":
    main()
