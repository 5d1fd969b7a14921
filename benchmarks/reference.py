"""The C reference, compiled when it is asked for."""

import ctypes
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.games import Game
from regret_lab.arrays import Array

Library = ctypes.CDLL
Builds = dict[str, Library]

FLAGS = ("-O3 -march=native", "-O3 -march=native -fno-math-errno -fno-trapping-math")
"""The second pair of flags changes no result, but lets gcc put square roots into vectors."""


def builds() -> Builds:
    """Compile ``reference.c`` in both ways; nothing on a machine without gcc."""
    return {flags: _compiled(flags) for flags in FLAGS} if shutil.which("gcc") else {}


def explanation(compiled: Builds) -> str:
    """Say what stands behind the name C."""
    return (
        f"\nC: the faster of gcc {' and gcc '.join(compiled)}" if compiled else "\nC: no gcc here"
    )


def _compiled(flags: str) -> Library:
    source = Path(__file__).with_name("reference.c")
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "reference.so"
        command = ["gcc", *flags.split(), "-shared", "-fPIC", str(source), "-o", str(target), "-lm"]
        subprocess.run(command, check=True)
        return Library(str(target))


def player(compiled: Library, game: Game, outcomes: Array) -> Callable[[], object]:
    """Return a function that plays all rounds of ``outcomes``, shape (seeds, rounds, width)."""
    seeds, rounds, _ = outcomes.shape
    d = game.problem.domain.dim
    hyper = game.learner.hyper
    rates = np.zeros((rounds, 3))
    table = game.rates(rounds)
    rates[:, : table.shape[1]] = table
    numbers = np.array([hyper.get("beta2", 0.0), hyper.get("eps", 0.0), hyper["lr"]])
    state = [np.zeros((seeds, d)) for _ in range(3)] + [np.zeros(seeds)]
    arrays = [np.ascontiguousarray(outcomes), rates, numbers, *state]
    function = compiled[f"{game.learner.label}_{game.loss}"]
    function.argtypes = [ctypes.c_long] * 3 + [ctypes.c_void_p] * len(arrays)
    function.restype = None

    def play() -> object:
        function(seeds, rounds, d, *(array.ctypes.data for array in arrays))
        return arrays

    return play
