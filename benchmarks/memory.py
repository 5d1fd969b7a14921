"""Peak memory of a game, in a process of its own, at T = 10^6 and T = 10^7."""

import subprocess
import sys

from tabulate import tabulate

HORIZONS = (10**6, 10**7)
SPREAD = 1.02
"""Peaks of two equal runs differ by about this much."""

GAMES = {
    "Reddi d=1, 1 seed, 3 learners": ("problems.Reddi()", 1),
    "coin d=1, 16 seeds, 3 learners": ("problems.Coin()", 16),
}
PROGRAM = """
import resource, sys
from regret_lab import learners, play, problems
three = [learners.OGD(), learners.AdaGrad(), learners.Adam()]
play({problem}, three, {horizon}, {seeds}, threads=1)
scale = 1 if sys.platform == "darwin" else 1024
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale / 2**20)
"""


def peak(problem: str, seeds: int, horizon: int) -> float:
    """Return the largest resident size of a game's process, in MiB."""
    program = PROGRAM.format(problem=problem, seeds=seeds, horizon=horizon)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return float(done.stdout)


def main() -> None:
    rows: list[list[str]] = []
    for name, (problem, seeds) in GAMES.items():
        peak(problem, seeds, 1000)  # compiles, so that neither run has to
        small, large = (peak(problem, seeds, horizon) for horizon in HORIZONS)
        verdict = "met" if large <= SPREAD * small else "NOT MET"
        numbers = [f"{small:.1f}", f"{large:.1f}", f"{large / small:.3f}", f"≤ {SPREAD:g}"]
        rows.append([name, *numbers, verdict])
    head = ["game", "MiB at T = 10^6", "MiB at T = 10^7", "ratio", "asked", ""]
    print(f"\nPeak memory\n\n{tabulate(rows, head, disable_numparse=True)}")


if __name__ == "__main__":
    main()
