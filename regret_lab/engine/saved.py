"""A saved game: a long game goes on where it was left, whatever ended its process.

Each job puts down where its games stand at a chunk boundary, and the file is replaced as a whole.
What the transcript holds beyond that boundary does no harm: the same bits are written there again.
"""

import threading
import time
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regret_lab.engine import archive
from regret_lab.engine.archive import DamagedError
from regret_lab.engine.block import Block
from regret_lab.engine.identity import Facts, difference, facts
from regret_lab.engine.match import Match
from regret_lab.engine.tally import Tally
from regret_lab.engine.transcript import Failure, Transcript
from regret_lab.errors import ResumeError

FORMAT = 1
"""The version of the files; a reader refuses any other."""

EVERY = 30.0
"""Seconds that a job plays between two saves."""

SHARE = 0.01
"""What saving may take of the time at most: a large game is saved less often."""


class Saved:
    """The file of one game. ``told`` says what the caller knows of it: problem and learners.

    ``done`` is how many rounds were in the file when it was opened, over all games.

    Raises
    ------
    ResumeError
        When opened: when the file holds another game, or cannot be read, or not be written.
    """

    def __init__(self, path: str | Path, told: Mapping[str, str]) -> None:
        self.path, self.told, self.done = Path(path).expanduser(), dict(told), 0
        self.lock = threading.Lock()
        self.due = 0.0

    def open(self, match: Match) -> None:
        """Take over what the file holds of this match, if there is one."""
        archive.probe(self.path)
        self.match, self.facts = match, facts(match, self.told)
        self.due = time.monotonic() + EVERY
        try:
            contents = archive.read(self.path)
            if contents is not None:
                self._check(contents[0])
                self._fill(*contents)
        except DamagedError as error:
            aside = archive.set_aside(self.path)
            warnings.warn(
                f"the saved game {str(self.path)!r} is damaged ({error}): it is now "
                f"{aside.name!r}, and the game begins anew",
                stacklevel=4,
            )
        rounds = np.minimum(match.standing.begun * match.length, match.horizon)
        self.done = int(rounds[: len(match.learners)].sum())

    def turn(self, blocks: list[Block], tally: Tally | None) -> "Turn":
        """Return a job's access to the file."""
        return Turn(self, blocks, tally)

    def close(self) -> None:
        """Keep the finished game in the file, if it ever was long enough to be saved."""
        if self.path.exists():
            self.write()

    def write(self) -> float:
        """Write down where all games stand; return the seconds it took. The caller has the lock."""
        began = time.monotonic()
        arrays: dict[str, NDArray[Any]] = {"begun": self.match.standing.begun}
        arrays |= {f"numbers/{row}": held for row, held in self.match.standing.numbers.items()}
        arrays |= {f"kept/{name}": held for name, held in _kept(self.match.transcript).items()}
        meta = {"format": FORMAT, "game": self.facts, "failures": self._failures()}
        try:
            archive.write(self.path, meta, arrays)
        except OSError as error:
            why = error.strerror or str(error)
            warnings.warn(
                f"cannot save the game in {str(self.path)!r} ({why}): it plays on", stacklevel=2
            )
        now = time.monotonic()
        self.due = now + EVERY
        return now - began

    def _failures(self) -> list[tuple[int, int, int, str]]:
        """Return the failures that lie behind the boundary: the others will be met again."""
        match, found = self.match, list[tuple[int, int, int, str]]()
        for failure in list(match.transcript.failures):
            behind = match.standing.begun[failure.learner, match.seeds.index(failure.seed)]
            if failure.round <= behind * match.length:
                found.append((failure.learner, int(failure.seed), failure.round, failure.what))
        return found

    def _check(self, meta: dict[str, Any]) -> None:
        if meta.get("format") != FORMAT:
            raise ResumeError(
                f"the saved game {str(self.path)!r} has format {meta.get('format')}, this version "
                f"reads format {FORMAT}: go on with the one that wrote it, or remove the file"
            )
        there: Facts = meta.get("game", {})
        other = difference(there, self.facts)
        if other is not None:
            raise ResumeError(
                f"{str(self.path)!r} holds another game ({other}): "
                f"name another file, or remove this one to begin anew"
            )

    def _fill(self, meta: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> None:
        standing, transcript = self.match.standing, self.match.transcript
        kept = _kept(transcript)
        numbers = {name: held for name, held in arrays.items() if name.startswith("numbers/")}
        whole = {"begun": standing.begun, **{f"kept/{name}": held for name, held in kept.items()}}
        for name, held in whole.items():
            if name not in arrays or arrays[name].shape != held.shape:
                raise DamagedError(f"its entry {name} is missing or of another shape")
        for name, held in whole.items():
            held[...] = arrays[name]
        standing.numbers = {int(name.partition("/")[2]): held for name, held in numbers.items()}
        transcript.failures += [Failure(*failure) for failure in meta["failures"]]


class Turn:
    """When one job writes down where its games stand: about every 30 seconds, and at its end."""

    def __init__(self, saved: Saved, blocks: list[Block], tally: Tally | None) -> None:
        self.saved, self.blocks, self.tally = saved, blocks, tally
        self.due = time.monotonic() + EVERY

    def boundary(self) -> None:
        """Save if it is time to: all blocks have finished a chunk."""
        if time.monotonic() >= self.due:
            with self.saved.lock:
                self._put()
                took = self.saved.write()
            self.due = time.monotonic() + max(EVERY, took / SHARE)

    def end(self) -> None:
        """Put down the finished games; they are written when anything was due."""
        with self.saved.lock:
            self._put()
            if time.monotonic() >= self.saved.due:
                self.saved.write()

    def _put(self) -> None:
        standing, tally = self.saved.match.standing, self.tally
        for block in self.blocks:
            for lane, (config, seat) in enumerate(block.lanes):
                standing.put(config, seat, block.chunk, block.lane(lane))
                if tally is not None and tally.adaptive:
                    row = tally.row(config)
                    standing.put(row, seat, block.chunk, tally.lane(config, seat))
        if tally is not None and not tally.adaptive:
            for seat in tally.group:
                standing.put(tally.row(0), seat, tally.chunk, tally.lane(0, seat))


def _kept(transcript: Transcript) -> dict[str, NDArray[Any]]:
    """Return the arrays of a transcript by name."""
    named: Sequence[tuple[str, NDArray[Any] | None]] = [
        ("loss", transcript.loss),
        ("mean_loss", transcript.mean_loss),
        ("x", transcript.x),
        ("sums", transcript.sums),
        ("squares", transcript.squares),
        *((f"tap/{name}", values) for name, values in transcript.taps.items()),
        *(
            (f"state/{learner}/{name}", values)
            for learner, states in enumerate(transcript.states)
            for name, values in states.items()
        ),
    ]
    return {name: values for name, values in named if values is not None}
