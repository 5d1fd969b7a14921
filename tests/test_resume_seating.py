"""Who shares a block and a thread is decided anew when a game goes on."""

from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import regret_lab as rl
from regret_lab.engine import deal
from regret_lab.engine.standing import Standing
from regret_lab.learners import OGD, Adam
from regret_lab.problems import Coin, Quadratic
from tests.interrupted import assert_alike, left_alone, save_at_every_boundary
from tests.test_engine_failures import CHUNK


@pytest.fixture(autouse=True)
def _every_boundary(monkeypatch: pytest.MonkeyPatch) -> None:
    save_at_every_boundary(monkeypatch)


Entries = dict[str, Any]


def read(path: Path) -> Entries:
    with np.load(path) as file:
        return dict(file)


def write(path: Path, entries: Entries) -> None:
    with path.open("wb") as stream:
        np.savez(stream, **entries)


def test_games_that_stand_apart_catch_up_and_share_lanes_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    standing = Standing(2, 3, 9)
    assert standing.goals() == [9]
    standing.begun[:] = [[4, 9, 4], [4, 9, 7]]
    assert standing.goals() == [7, 9]
    standing.goal = 7
    assert standing.level() == [[0], [2]]
    standing.begun[:] = [[7, 9, 7], [7, 9, 7]]
    assert standing.goals() == [9]
    standing.goal = 9
    assert standing.level() == [[0, 2]]

    play = partial(rl.play, Coin(), OGD(), 6 * CHUNK, 6)
    path, seated = tmp_path / "game", list[list[int]]()
    left_alone(partial(play, threads=6, resume=path), 0.5)
    entries = read(path)
    entries["begun"][:, 0] = 0  # as if this seed had never been played
    write(path, entries)
    going_on = np.flatnonzero(entries["begun"][0] < 6).tolist()
    seating = deal.seating
    monkeypatch.setattr(deal, "seating", lambda m, group: seated.append(group) or seating(m, group))
    assert_alike(play(), play(threads=1, resume=path))
    assert len(going_on) > 1 and seated[-1] == going_on
    assert [0] in seated, "it caught up alone"


def test_a_grid_whose_blocks_stand_apart_goes_on(tmp_path: Path) -> None:
    grid = [OGD(lr=0.01 * k) for k in range(1, 21)]
    play = partial(rl.play, Coin(), grid, 4 * CHUNK, 1, threads=1)
    path = tmp_path / "game"
    left_alone(partial(play, resume=path), 0.3)
    earlier = read(path)
    left_alone(partial(play, resume=path), 0.6)
    later = read(path)
    assert earlier["begun"][0, 0] == 1 and later["begun"][0, 0] == 2
    for row in range(5, 10):
        later["begun"][row] = 0
    for row in range(10, 15):
        later["begun"][row], later[f"numbers/{row}"] = 1, earlier[f"numbers/{row}"]
    write(path, later)
    assert_alike(play(), play(resume=path))


def test_what_is_stopped_within_a_chunk_is_not_saved(tmp_path: Path) -> None:
    """A checkpoint in every ten rounds is a place to stop; the other thread stops there."""
    marks = range(10, 3 * CHUNK, 10)
    play = partial(rl.play, Quadratic(dim=2), Adam(lr=0.5), 3 * CHUNK, 2, marks, threads=2)
    whole = play()
    for share in (0.2, 0.5, 0.7, 0.9):
        for _ in range(2):
            left_alone(partial(play, resume=tmp_path / "game"), share)
    assert_alike(whole, play(resume=tmp_path / "game"))
