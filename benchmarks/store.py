"""The store: what a result costs to keep, and how fast many are read and recognised.

Run from the root of the repository: ``python -m benchmarks.store``. ``--results 100000`` reads as
many as a large study has (a minute to write them). The reference for a write is the plainest one:
an ``np.savez`` of the same arrays, neither atomic nor waited for.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from tabulate import tabulate

from benchmarks.stopwatch import seconds
from regret_lab import store
from regret_lab.run import job
from regret_lab.run.app import launch
from regret_lab.run.setup import build
from regret_lab.store import Record

POINTS = 10_000
"""Small results made inside one job."""
JOBS = 1_000
"""Jobs of a sweep that are all done."""


def inside_a_job(folder: Path, points: int) -> list[list[str]]:
    """Time a job of many small results: all of it, and what keeping them adds."""
    spent: dict[str, float] = {}

    def task(cfg: object) -> None:
        setup = build(cfg)  # pyright: ignore[reportArgumentType]
        seconds(lambda: setup.points[0].blank.key)  # the digests of the code are made once
        keep = job.keep

        def kept(*arguments: object) -> None:
            spent["keep"] = spent.get("keep", 0.0) + seconds(lambda: keep(*arguments))

        job.keep = kept
        spent["keys"] = seconds(lambda: [each.blank.key for each in setup.points])
        spent["job"] = seconds(lambda: job.work(setup, quiet=True))
        job.keep = keep

    launch(
        task,
        [
            *("problem=coin", "learners=[ogd]", "horizon=1024", "seeds=4"),
            *(f"grid.ogd.lr='logspace(-3,1,{points})'", f"store.root={folder}"),
        ],
    )
    record = next(iter(store.load(folder)))
    plain = plain_write(record, folder.parent / "plain")
    each = {name: 1e3 * value / points for name, value in spent.items()}
    overhead = each["keep"] + each["keys"]
    return [
        ["a result inside a job: keys and writing", f"{overhead:.2f} ms", "3 ms", met(overhead, 3)],
        ["  against np.savez alone", f"{overhead / plain:.1f} times", "", ""],
        ["  all of the job: games, regret, judgement", f"{each['job']:.2f} ms", "", ""],
    ]


def plain_write(record: Record, folder: Path) -> float:
    """Return the milliseconds that the plainest write of a result takes."""
    folder.mkdir()
    arrays = dict(record.arrays)
    count = 300
    spent = seconds(lambda: [np.savez(folder / f"{i}.npz", **arrays) for i in range(count)])
    return 1e3 * spent / count


def reading(folder: Path, results: int) -> list[list[str]]:
    """Time the first and the second look at a folder of many results."""
    first = next(iter(store.load(folder)))
    source = store.load(folder).files[0].read_bytes()
    many = folder.parent / "many"
    (many / "coin").mkdir(parents=True)
    for number in range(results):  # the same numbers under as many names: only reading is timed
        (many / "coin" / f"ogd-{number:016x}.npz").write_bytes(source)
    cold = seconds(lambda: store.load(many))
    warm = seconds(lambda: store.load(many))
    size = (many / store.packed.NAME).stat().st_size
    runs = len(store.load(many).upper)
    label = f"{results} results, {runs} runs of {len(first.arrays['t'])} checkpoints"
    return [
        [f"first look at {label}", f"{cold:.1f} s", "", ""],
        [f"later looks ({size / 1e6:.0f} MB packed)", f"{warm:.2f} s", "1 s", met(warm, 1)],
    ]


def recognising(folder: Path, jobs: int) -> list[list[str]]:
    """Time a sweep of which everything is done, from the command to the prompt."""
    root = Path(__file__).resolve().parents[1]
    command = [
        *(sys.executable, str(root / "experiments" / "convergence.py"), "-m", "problem=coin"),
        *("learners=[ogd]", "horizon=32", f"seeds=range(1,{jobs // 5 + 1})"),
        *("problem.slope=1.0,2.0,3.0,4.0,5.0", f"store.root={folder}"),
    ]

    def sweep() -> None:
        subprocess.run(command, check=True, capture_output=True)

    making, done = seconds(sweep), min(seconds(sweep) for _ in range(3))
    return [
        [f"a sweep of {jobs} small jobs", f"{1e3 * making / jobs:.0f} ms a job", "", ""],
        ["the same command again", f"{done:.1f} s", "3 s", met(done, 3)],
    ]


def met(value: float, asked: float) -> str:
    return "met" if value <= asked else "not met"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--results", type=int, default=10_000, help="how many to read")
    parser.add_argument("--points", type=int, default=POINTS, help="how many to make in one job")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="store-"))
    try:
        rows = inside_a_job(folder / "job", asked.points)
        rows += reading(folder / "job", asked.results)
        rows += recognising(folder / "sweep", JOBS)
    finally:
        shutil.rmtree(folder)
    print(tabulate(rows, ["", "ours", "asked", ""], disable_numparse=True))


if __name__ == "__main__":
    main()
