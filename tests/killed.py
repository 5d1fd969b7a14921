"""One game, killed again and again: ``python -m tests.killed FOLDER HOW...``, a process of its own.

Every life is forked from a parent that only waits. Each line of the output says how a game was
killed, how often, from how far it went on, and whether its numbers are those of a game in one life.
"""

import hashlib
import io
import json
import os
import random
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

import regret_lab as rl
from regret_lab.engine import saved
from tests.bits import numbers

Life = Callable[[], None]

HORIZON, SEEDS = 300_000, 3
LEARNERS = [rl.learners.OGD(), rl.learners.Adam(lr=0.5)]


def play(**how: Any) -> rl.Games:
    return rl.play(rl.problems.Coin(), LEARNERS, HORIZON, SEEDS, **how)


def digest(games: rl.Games) -> str:
    found = hashlib.sha256(repr(games.failures).encode())
    for learner in range(len(games.names)):
        for seat in range(len(games.seeds)):
            for name, values in numbers(games, learner, seat).items():
                found.update(name.encode() + values.tobytes())
    return found.hexdigest()


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def at_any_moment(rng: random.Random) -> Life:
    """Return what makes a life end at a random tick, up to three milliseconds into what follows."""
    return lambda: _after(rng.randrange(1, 25), rng.uniform(0.0, 3e-3))


def _after(ticks: int, delay: float) -> None:
    left = [ticks]

    def count(done: int, total: int) -> None:
        left[0] -= 1
        if left[0] == 0:
            threading.Timer(delay, die).start()

    AT_A_TICK.append(count)


def within_a_write(rng: random.Random) -> Life:
    """Return what makes a life end when half a file is written."""

    def half(stream: Any, **arrays: Any) -> None:
        whole = io.BytesIO()
        savez(whole, **arrays)
        stream.write(whole.getvalue()[: whole.tell() // 2])
        stream.flush()
        die()

    savez = np.savez
    return lambda: _replace(np, "savez", savez, half, rng.randrange(2, 6))


def before_the_disk(rng: random.Random) -> Life:
    return lambda: _replace(os, "fsync", os.fsync, lambda *_: die(), rng.randrange(2, 6))


def before_the_name(rng: random.Random) -> Life:
    return lambda: _replace(os, "replace", os.replace, lambda *_: die(), rng.randrange(2, 6))


def after_the_name(rng: random.Random) -> Life:
    def named(*names: Any) -> None:
        replace(*names)
        die()

    replace = os.replace
    return lambda: _replace(os, "replace", replace, named, rng.randrange(1, 6))


def _replace(module: Any, name: str, usual: Any, last: Any, calls: int) -> None:
    """Let a function do as usual a few times, and then its last."""
    left = [calls]

    def counted(*args: Any, **named: Any) -> Any:
        left[0] -= 1
        return usual(*args, **named) if left[0] else last(*args, **named)

    setattr(module, name, counted)


HOW = {
    "at_any_moment": at_any_moment,
    "within_a_write": within_a_write,
    "before_the_disk": before_the_disk,
    "before_the_name": before_the_name,
    "after_the_name": after_the_name,
}


AT_A_TICK: list[Callable[[int, int], None]] = []
"""What a life does at each tick of its progress."""


def live(path: Path | None, threads: int, ending: Life | None) -> dict[str, Any] | None:
    """Play in a process of its own; return what it says at the end, None if it was killed."""
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        started: list[int] = []

        def progress(done: int, total: int) -> None:
            started.append(done)
            for act in AT_A_TICK:
                act(done, total)

        try:
            if ending is not None:
                ending()
            games = play(threads=threads, progress=progress, resume=path)
            said = json.dumps({"digest": digest(games), "began": started[0]})
            os.write(into, said.encode())
        finally:
            os._exit(0)
    os.close(into)
    with os.fdopen(out) as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    return None if os.WIFSIGNALED(status) else json.loads(said)


def main(folder: str, *how: str) -> None:
    saved.EVERY, saved.SHARE = 0.0, float("inf")
    whole = digest(play())  # here, so that every life finds the rules compiled
    for name in how:
        rng, path = random.Random(name), Path(folder) / name
        kills, end = 0, None
        while end is None and kills < 4:
            end = live(path, rng.choice([1, 2, 5]), HOW[name](rng))
            kills += end is None
        end = end or live(path, 2, None)
        alike = end is not None and end["digest"] == whole
        left = sorted(entry.name for entry in Path(folder).iterdir())
        began = 0 if end is None else end["began"]
        row = {"how": name, "kills": kills, "alike": alike, "left": left, "began": began}
        print(json.dumps(row))


if __name__ == "__main__":
    main(*sys.argv[1:])
