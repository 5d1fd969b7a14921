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


def set_back(path: Path, which: Any) -> Any:
    """Change a file as if some games in it had never been played; return who stands where."""
    with np.load(path) as file:
        entries = dict(file)
    entries["begun"][which] = 0
    with path.open("wb") as stream:
        np.savez(stream, **entries)
    return entries["begun"]


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
    going_on = np.flatnonzero(set_back(path, (slice(None), 0))[0] < 6).tolist()
    seating = deal.seating
    monkeypatch.setattr(deal, "seating", lambda m, group: seated.append(group) or seating(m, group))
    assert_alike(play(), play(threads=1, resume=path))
    assert len(going_on) > 1 and seated[-1] == going_on
    assert [0] in seated, "it caught up alone"


def test_a_grid_whose_blocks_stand_apart_goes_on(tmp_path: Path) -> None:
    grid = [OGD(lr=0.01 * k) for k in range(1, 21)]
    play = partial(rl.play, Coin(), grid, 3 * CHUNK, 1, threads=1)
    path = tmp_path / "game"
    left_alone(partial(play, resume=path), 0.5)
    set_back(path, slice(0, 7))
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
