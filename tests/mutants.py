"""Plant bugs, one at a time, in a copy of the library and see whether the tests notice.

    python tests/mutants.py [words of the names of some mutants]

Every mutant names the tests that should catch it. First those tests must pass on the copy as it
is; then each mutant must make one of its own fail, or else one of all. A mutant that nobody
notices, or that does not even run, ends the script with exit code 1.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tests.planted import MUTANTS, Mutant  # noqa: E402  # found where this script lies

LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "__pycache__", ".*_cache", "results", "outputs", "multirun", "build", "dist"
)
PASSED, FAILED = 0, 1
"""What pytest returns; anything else says that the tests could not be run."""


@dataclass(frozen=True)
class Outcome:
    """What became of a mutant."""

    mutant: Mutant
    word: str  # "killed", "killed elsewhere", "survived" or "broken"
    by: str
    seconds: float

    def __str__(self) -> str:
        return f"{self.word:<16} {self.mutant.name:<44} {self.seconds:5.1f} s  {self.by}"


def copied(folder: Path) -> Path:
    """Copy what the tests need; the copy is imported in place of what is installed."""
    shutil.copytree(ROOT, folder, ignore=LEFT_OUT)
    return folder


def tested(folder: Path, cache: Path, tests: Sequence[str]) -> tuple[int, str]:
    """Run tests on a copy up to the first failure; return pytest's code and what failed."""
    plain = ["-o", "addopts=", "--import-mode=importlib", "-m", "not slow"]
    quiet = ["-x", "-q", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", *plain, *quiet, *tests]
    lean = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    lean["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    done = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | lean | {"PYTHONPATH": str(folder), "REGRET_LAB_CACHE": str(cache)},
        capture_output=True,
        text=True,
        check=False,
    )
    failures = [line for line in done.stdout.splitlines() if line.startswith("FAILED ")]
    if failures:
        return done.returncode, failures[0].removeprefix("FAILED ").partition(" - ")[0]
    return done.returncode, (done.stdout + done.stderr).strip()[-2000:]


def planted(mutant: Mutant, folder: Path) -> None:
    """Write a mutant's bugs into a copy.

    Raises
    ------
    LookupError
        When the text to be replaced is not there exactly once: the library has moved on.
    """
    for edit in mutant.edits:
        path = folder / "regret_lab" / edit.file
        text = path.read_text(encoding="utf-8")
        if text.count(edit.old) != 1:
            raise LookupError(f"{edit.file} has {text.count(edit.old)} places like {edit.old!r}")
        path.write_text(text.replace(edit.old, edit.new), encoding="utf-8")


def judged(scratch: Path, mutant: Mutant) -> Outcome:
    """Plant a mutant and run its tests, then all tests if those pass."""
    start = time.monotonic()
    folder = copied(scratch / mutant.name.replace(" ", "-"))

    def outcome(word: str, by: str) -> Outcome:
        return Outcome(mutant, word, by, time.monotonic() - start)

    try:
        planted(mutant, folder)
        for word, tests in (("killed", mutant.tests), ("killed elsewhere", ("tests",))):
            code, by = tested(folder, scratch / "compiled", tests)
            if code == FAILED:
                return outcome(word, by)
            if code != PASSED:
                return outcome("broken", by)
        return outcome("survived", "")
    except LookupError as error:
        return outcome("broken", str(error))
    finally:
        shutil.rmtree(folder)


def main(words: Sequence[str]) -> int:
    chosen = [one for one in MUTANTS if all(word in one.name for word in words)]
    if not chosen:
        print(f"no mutant has {' and '.join(words)} in its name")
        return 1
    with tempfile.TemporaryDirectory(prefix="mutants-") as name:
        scratch = Path(name)
        healthy = copied(scratch / "healthy")
        tests = sorted({test for mutant in chosen for test in mutant.tests})
        code, told = tested(healthy, scratch / "compiled", tests)
        if code != PASSED:
            print(f"the tests do not pass without any bug: {told}")
            return 1
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            outcomes = []
            for found in pool.map(partial(judged, scratch), chosen):
                print(found, flush=True)
                outcomes.append(found)
    killed = sum(found.word.startswith("killed") for found in outcomes)
    print(f"{killed} of {len(outcomes)} mutants were killed")
    return 0 if killed == len(outcomes) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
