"""Time to the first result: the main job with cold caches, again with warm ones, and its help."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tabulate import tabulate

ROOT = Path(__file__).parents[1]
ASKED = {"first run": 40.0, "second run": 12.0, "--help": 1.5}


def seconds(arguments: list[str], folder: Path) -> tuple[float, float]:
    """Return wall-clock and processor seconds of the main job in a home of its own."""
    caches = {"REGRET_LAB_CACHE": "rules", "XDG_CACHE_HOME": "cache", "MPLCONFIGDIR": "fonts"}
    environment = os.environ | {name: str(folder / part) for name, part in caches.items()}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, str(ROOT / "experiments" / "convergence.py"), *arguments]
    spent, began = os.times(), time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    wall, after = time.perf_counter() - began, os.times()
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    processor = after.children_user + after.children_system
    return wall, processor - spent.children_user - spent.children_system


def main() -> None:
    rows: list[list[str]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for what, most in ASKED.items():
            again = 1 if what == "first run" else 3
            arguments = ["--help"] if what == "--help" else []
            walls, processors = zip(
                *(seconds(arguments, folder) for _ in range(again)), strict=True
            )
            wall, processor = sorted(walls)[again // 2], sorted(processors)[again // 2]
            verdict = "met" if wall <= most else "NOT MET"
            rows.append([what, f"{wall:.1f}", f"{processor:.1f}", f"≤ {most:g}", verdict])
    head = ["the main job", "wall s", "processor s", "asked", ""]
    print(f"\nTime to the first result\n\n{tabulate(rows, head, disable_numparse=True)}")


if __name__ == "__main__":
    main()
