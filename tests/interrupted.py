"""Games that are left in the middle, and compared with those that are not."""

from collections.abc import Callable
from typing import Any

import pytest

import regret_lab as rl
from regret_lab.engine import archive, saved
from tests.bits import Numbers, differing, numbers


def save_at_every_boundary(monkeypatch: pytest.MonkeyPatch) -> None:
    """Save after every chunk, however long it takes; nobody here pulls the plug."""
    monkeypatch.setattr(saved, "EVERY", 0.0)
    monkeypatch.setattr(saved, "SHARE", float("inf"))
    monkeypatch.setattr(archive.os, "fsync", lambda handle: None)


class Interruption:
    """Ctrl-C, once, when a share of the rounds is played; ``calls`` are the rounds it heard of."""

    def __init__(self, share: float = 2.0) -> None:
        self.share, self.calls = share, list[int]()

    def __call__(self, done: int, total: int) -> None:
        self.calls.append(done)
        if done >= self.share * total:
            self.share = 2.0
            raise KeyboardInterrupt


def left_alone(play: Callable[..., Any], share: float) -> list[int]:
    """Play until the interruption; return what its progress was told."""
    interruption = Interruption(share)
    with pytest.raises(KeyboardInterrupt):
        play(progress=interruption)
    return interruption.calls


def every_game(games: rl.Games) -> list[Numbers]:
    pairs = ((k, seat) for k in range(len(games.names)) for seat in range(len(games.seeds)))
    return [numbers(games, k, seat) for k, seat in pairs]


def assert_alike(one: rl.Games, other: rl.Games) -> None:
    pairs = zip(every_game(one), every_game(other), strict=True)
    assert [differing(a, b) for a, b in pairs] == [[] for _ in every_game(one)]
    assert one.failures == other.failures
