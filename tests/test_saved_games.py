"""The file of a saved game: damaged, of another game, of no game at all, on a full disk."""

import errno
import os
import random
import re
import warnings
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import regret_lab as rl
from regret_lab.arrays import Array
from regret_lab.engine import archive, saved
from regret_lab.errors import ParameterError, ResumeError
from regret_lab.learners import OGD, Adam
from regret_lab.problems import Coin, Linear
from tests.interrupted import assert_alike, left_alone, save_at_every_boundary


@pytest.fixture(autouse=True)
def _every_boundary(monkeypatch: pytest.MonkeyPatch) -> None:
    save_at_every_boundary(monkeypatch)


GAME = partial(rl.play, Coin(), [OGD(), Adam()], 20_000, 2, threads=1)


@pytest.fixture
def left(tmp_path: Path) -> Path:
    """The file of a game that was left in its second chunk."""
    path = tmp_path / "game"
    left_alone(partial(GAME, resume=path), 0.6)
    return path


def harm(content: bytes, rng: random.Random) -> bytes:
    """Cut the file short, or alter one byte of it."""
    if rng.random() < 0.5:
        return content[: rng.randrange(len(content))]
    at = rng.randrange(2, len(content))
    return content[:at] + bytes([content[at] ^ rng.randrange(1, 256)]) + content[at + 1 :]


def test_a_damaged_file_is_set_aside_and_the_game_begins_anew(left: Path) -> None:
    whole, content, rng = GAME(), left.read_bytes(), random.Random(3)
    harmed = [b"", bytes(1000), *(harm(content, rng) for _ in range(40))]
    aside, warned = left.with_name("game.damaged"), 0
    for bad in harmed:
        left.write_bytes(bad)
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            assert_alike(whole, GAME(resume=left))
        assert not left.exists()
        if told:  # a few bytes of an archive mean nothing, such as its dates
            warned += 1
            assert re.match(
                r"the saved game '.*game' is damaged \(.+\): it is", str(told[0].message)
            )
            assert "\n" not in str(told[0].message)
            assert aside.read_bytes() == bad
    assert warned > 30


@dataclass(frozen=True)
class Hasty(OGD):
    """Steps as OGD does; the next one of this name does not."""

    @staticmethod
    def step(x: float, g: float, eta: float) -> float:
        return x - eta * g


@dataclass(frozen=True)
class Edited(OGD):
    @staticmethod
    def step(x: float, g: float, eta: float) -> float:
        return x - 1.5 * eta * g


@dataclass(frozen=True)
class Rescheduled(Hasty):
    @staticmethod
    def schedule(t: Array, lr: float) -> Array:
        return 2.0 * lr / np.sqrt(t)


Edited.__name__ = Rescheduled.__name__ = "Hasty"


class Loaded(Coin):
    """A coin of the same name and values that falls otherwise."""

    def draw(self, rng: np.random.Generator, start: int, count: int) -> Array:
        return -super().draw(rng, start, count)


Loaded.__name__ = "Coin"

BASE: dict[str, Any] = {
    "problem": Coin(),
    "learners": [Hasty(), Adam()],
    "horizon": 20_000,
    "seeds": 2,
    "checkpoints": [100, 20_000],
}
OTHERS: list[tuple[dict[str, Any], str]] = [
    ({"problem": Coin(slope=0.25)}, r"problem: Coin\(slope=1.0.*\) there, .*slope=0.25.* here"),
    ({"problem": Linear(dim=1)}, r"problem: Coin\(.*\) there, Linear\(.*\) here"),
    ({"problem": Loaded()}, "not the same first outcomes"),
    ({"learners": [Hasty(), Adam(beta1=0.3)]}, "not the same learner 2|learner 2: .* here"),
    ({"learners": [Adam(), Hasty()]}, "learner 1: Hasty.* there, Adam.* here"),
    ({"learners": [Hasty()]}, "learner 2: Adam.* there, absent here"),
    ({"learners": [Edited(), Adam()]}, "not the same text of the rules"),
    ({"learners": [Rescheduled(), Adam()]}, "not the same step sizes"),
    ({"horizon": 30_000, "checkpoints": [100]}, "horizon: 20000 there, 30000 here"),
    ({"seeds": [0, 2]}, "seeds: 0 1 there, 0 2 here"),
    ({"checkpoints": [200]}, "checkpoints: 100 20000 there, 200 20000 here"),
]


@pytest.mark.parametrize(("change", "says"), OTHERS, ids=[says[:30] for _, says in OTHERS])
def test_the_file_of_another_game_is_refused_in_one_line(
    change: dict[str, Any], says: str, tmp_path: Path
) -> None:
    path = tmp_path / "game"
    left_alone(partial(rl.play, **BASE, threads=1, resume=path), 0.6)
    content = path.read_bytes()
    with pytest.raises(ResumeError) as refusal:
        rl.play(**(BASE | change), resume=path)
    line = str(refusal.value)
    assert re.search(rf"holds another game \(({says})\): name another file", line), line
    assert "\n" not in line and path.read_bytes() == content
    rl.play(**BASE, threads=2, resume=path)


def test_a_file_of_another_format_is_refused(left: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved, "FORMAT", saved.FORMAT + 1)
    with pytest.raises(ResumeError, match="has format 1, this version reads format 2"):
        GAME(resume=left)


def test_what_is_no_saved_game_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    text, arrays = tmp_path / "notes.txt", tmp_path / "result.npz"
    text.write_text("x,y\n1,2\n")
    np.savez(arrays, t=np.arange(3))
    for path in (text, arrays):
        content = path.read_bytes()
        with pytest.raises(ResumeError, match=f"{path.name}' is no saved game: name another"):
            GAME(resume=path)
        assert path.read_bytes() == content
    with pytest.raises(ResumeError, match="is a folder: name a file in it"):
        GAME(resume=tmp_path)
    with pytest.raises(ResumeError, match=r"no folder '.*missing' for the saved game"):
        GAME(resume=tmp_path / "missing" / "game")


@pytest.mark.parametrize("name", ["", 3, True, b"game"])
def test_the_name_of_a_file_is_asked_for(name: object) -> None:
    with pytest.raises(ParameterError, match="resume must be the name of a file, got"):
        GAME(resume=name)


def test_the_state_of_a_python_object_cannot_be_saved(tmp_path: Path) -> None:
    class Mine:
        def update(self, x: Array, g: Array, t: int) -> Array:
            return x

    with pytest.raises(ParameterError, match="resume: Mine is a Python object, whose state"):
        rl.play(Coin(), [OGD(), Mine()], 100, resume=tmp_path / "game")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_does_not_end_the_game(
    left: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    whole, content = GAME(), left.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(archive.os, "fsync", full)
        with pytest.warns(UserWarning, match=r"cannot save the game in '.*' \(No space left on"):
            left_alone(partial(GAME, resume=left), 0.9)
    assert left.read_bytes() == content, "the last save is untouched"
    assert [entry.name for entry in tmp_path.iterdir()] == ["game"], "and no draft is left"
    assert_alike(whole, GAME(resume=left))
