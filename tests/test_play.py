"""Calls of play: what may be written, what is meant, what is refused, and who is named how."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

import regret_lab as rl
from regret_lab.errors import ParameterError, RegretLabError
from regret_lab.learners import OGD, AdaGrad, Adam, Learner
from regret_lab.problems import Coin, Problem, Quadratic
from tests.bits import at, differing, numbers
from tests.single_round import dealt

COIN = Coin()


class Walker:
    """Any object with ``update``: it walks to the right by steps of its own."""

    def __init__(self, stride: float = 0.1) -> None:
        self.stride = stride

    def update(self, x: np.ndarray, g: np.ndarray, t: int) -> np.ndarray:
        return x + self.stride


@dataclass(frozen=True)
class FallsApart(Learner):
    """Walks, and stops being a number in a certain round, or twice as late, if heads are rare."""

    after: float = 30.0

    state = ("heads",)
    rates = ("t",)

    @staticmethod
    def schedule(t: np.ndarray) -> np.ndarray:
        return t

    @staticmethod
    def step(x: float, g: float, heads: float, t: float, after: float) -> tuple[float, float]:
        heads = heads + (1.0 if g > 0.0 else 0.0)
        unlucky = (t == after or t == 2.0 * after) and heads < 0.5 * t
        return (np.nan if unlucky else x + 0.01), heads


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"horizon": 0}, "horizon must be at least 1, got 0"),
        ({"horizon": -5}, "horizon must be at least 1, got -5"),
        ({"horizon": 10.5}, "horizon must be a whole number, got 10.5"),
        ({"horizon": "100"}, "horizon must be a whole number, got '100'"),
        ({"horizon": True}, "horizon must be a whole number, got True"),
        ({"horizon": float("nan")}, "horizon must be a whole number, got nan"),
        ({"horizon": float("inf")}, "horizon must be a whole number, got inf"),
        ({"seeds": 0}, "seeds must be at least 1, got 0"),
        ({"seeds": []}, "seeds must not be empty"),
        ({"seeds": [1, 2, 1]}, "seeds must differ"),
        ({"seeds": [0, -1]}, "a seed must be at least 0, got -1"),
        ({"seeds": [0.5]}, "a seed must be a whole number, got 0.5"),
        ({"checkpoints": [0, 5]}, "a checkpoint must be at least 1, got 0"),
        ({"checkpoints": [11]}, "beyond the horizon 10: 11"),
        ({"checkpoints": [1.5]}, "a checkpoint must be a whole number, got 1.5"),
        ({"threads": 0}, "threads must be at least 1, got 0"),
        ({"engine": "compield"}, "Did you mean 'compiled'"),
        ({"learners": []}, "no learner was given; there are: .*adam.*ogd"),
        ({"learners": OGD}, r"the class OGD: write OGD\(...\)"),
        ({"learners": "adam"}, r"'adam': write learners.Adam\(...\)"),
        ({"learners": [OGD(), 7]}, "a learner or an object with update.* got 7"),
        ({"problem": Coin}, "a problem is needed"),
        ({"problem": "coin"}, "a problem is needed, got 'coin'"),
    ],
    ids=str,
)
def test_a_wrong_argument_is_refused_in_one_line(wrong: dict[str, Any], told: str) -> None:
    given = {"problem": COIN, "learners": OGD(), "horizon": 10} | wrong
    with pytest.raises(RegretLabError, match=told) as refusal:
        rl.play(**given)
    assert "\n" not in str(refusal.value)


def test_numbers_may_be_written_in_the_usual_ways() -> None:
    plain = rl.play(COIN, OGD(), 100, 2)
    for horizon, seeds in ((1e2, 2.0), (np.int64(100), [0, 1]), (100, range(2)), (100, (0, 1.0))):
        other = rl.play(COIN, [OGD()], horizon, seeds, threads=2)
        assert other.seeds == (0, 1) and isinstance(other.seeds[1], int)
        assert differing(numbers(plain, 0, 1), numbers(other, 0, 1)) == []


def test_checkpoints_are_sorted_once_each_and_end_with_the_horizon() -> None:
    assert rl.play(COIN, OGD(), 50, checkpoints=[20, 3, 20]).t.tolist() == [3, 20, 50]
    assert rl.play(COIN, OGD(), 50, checkpoints=[]).t.tolist() == [50]
    assert rl.play(COIN, OGD(), 1).t.tolist() == [1]


def test_checkpoints_are_four_for_each_doubling_by_default() -> None:
    t = rl.play(COIN, OGD(), 2**12).t
    assert t[0] == 1 and t[-1] == 2**12 and (np.diff(t) > 0).all()
    late = t[t > 64]
    assert np.allclose(np.diff(np.log2(late)), 0.25, atol=0.02)


def test_a_checkpoint_holds_the_sums_of_the_rounds_up_to_it() -> None:
    """Counted anew from the outcomes: losses before the round's update, the point after it."""
    problem, marks = Quadratic(dim=2, mu=2.0), [1, 7, 60]
    games = rl.play(problem, OGD(lr=0.3), 60, [5], marks, threads=1)
    x, losses, squares = np.zeros(2), np.zeros(60), np.zeros((60, 2))
    kept = {}
    targets = dealt(problem, 5, 60)
    for t, z in enumerate(targets, 1):
        g = 2.0 * (x - z)
        losses[t - 1], squares[t - 1] = (x - z) @ (x - z), g * g
        x = np.clip(x - 0.3 / np.sqrt(t) * g, -1.0, 1.0)
        kept[t] = x
    for k, t in enumerate(marks):
        np.testing.assert_allclose(games.x[0, 0, k], kept[t], rtol=1e-13)
        assert games.loss[0, 0, k] == pytest.approx(losses[:t].sum(), rel=1e-13)
        met = games.transcript.taps["squares"][0, 0, k]
        np.testing.assert_allclose(met, squares[:t].sum(axis=0), rtol=1e-13)
        sums, squared = games.transcript.sums, games.transcript.squares
        assert sums is not None and squared is not None
        np.testing.assert_allclose(sums[:, 0, 0, k].sum(axis=0), targets[:t].sum(axis=0))
        np.testing.assert_allclose(squared[:, 0, 0, k].sum(axis=0), (targets[:t] ** 2).sum(axis=0))


def test_state_rows_that_a_theorem_needs_are_kept() -> None:
    games = rl.play(COIN, Adam(beta2=0.5), 3, checkpoints=[1, 2, 3])
    v = games.transcript.states[0]["v"][0, :, 0]
    np.testing.assert_allclose(v, [0.5, 0.75, 0.875])


@pytest.mark.parametrize(
    ("learners", "names"),
    [
        (OGD(), ["ogd"]),
        ([OGD(), Adam()], ["ogd", "adam"]),
        ([OGD(lr=0.1), OGD(lr=0.25), Adam()], ["ogd(lr=0.1)", "ogd(lr=0.25)", "adam"]),
        (
            [OGD(lr=1.0), OGD(lr=1.0, decay="linear")],
            ["ogd(decay='sqrt')", "ogd(decay='linear')"],
        ),
        ([OGD(), OGD(), OGD()], ["ogd", "ogd #2", "ogd #3"]),
        ([Walker(), OGD(), Walker()], ["Walker", "ogd", "Walker #2"]),
        ({"first": OGD(), "second": OGD()}, ["first", "second"]),
    ],
    ids=["one", "two", "lr", "decay", "equal", "objects", "mapping"],
)
def test_namesakes_are_told_apart_by_what_differs(learners: Any, names: list[str]) -> None:
    games = rl.play(COIN, learners, 4)
    assert list(games.names) == names
    assert all(name in repr(games) for name in names)


def test_progress_counts_every_round_of_every_game() -> None:
    calls: list[tuple[int, int]] = []
    rl.play(COIN, [OGD(), Adam()], 20_000, 3, progress=lambda *call: calls.append(call), threads=2)
    done = [rounds for rounds, _ in calls]
    assert {total for _, total in calls} == {20_000 * 2 * 3}
    assert done == sorted(done) and done[-1] == 20_000 * 2 * 3 and len(done) >= 3


def test_an_error_in_the_progress_callback_is_not_swallowed() -> None:
    def broken(done: int, total: int) -> None:
        raise OSError("the terminal is gone")

    with pytest.raises(OSError, match="the terminal is gone"):
        rl.play(COIN, OGD(), 100_000, progress=broken, threads=2)


def test_a_game_error_names_the_first_broken_game_and_keeps_all_games() -> None:
    learners = {"steady": OGD(), "shaky": FallsApart()}
    with pytest.raises(rl.GameError, match="shaky failed at round") as failure:
        rl.play(COIN, learners, 200, 8, range(1, 201), threads=1)
    games, broken = failure.value.games, failure.value.games.failures
    assert len(broken) < 8 and {failed.round for failed in broken} == {30, 60}
    assert f"({len(broken)} of 16 games failed)" in str(failure.value)
    whole = rl.play(COIN, OGD(), 200, 8, range(1, 201), threads=1)
    for seat in range(8):
        assert differing(numbers(games, 0, seat), numbers(whole, 0, seat)) == []
    rounds = {failed.seed: failed.round for failed in broken}
    for seat, seed in enumerate(games.seeds):
        t = rounds.get(seed, 201)
        x = games.x[1, seat, :, 0]
        assert np.isfinite(x[: t - 1]).all() and np.isnan(x[t - 1 :]).all()
        assert np.isfinite(games.loss[1, seat, : t - 1]).all()


def test_a_single_broken_game_is_not_counted() -> None:
    with pytest.raises(rl.GameError) as failure:
        rl.play(COIN, FallsApart(), 50, [0], threads=1)
    assert "games failed" not in str(failure.value)
    assert "of seed 0" in str(failure.value)


def test_doublings_are_games_of_their_own() -> None:
    learner = OGD(decay="horizon")
    assert not learner.anytime
    games = rl.play_doublings(COIN, [learner, AdaGrad()], 37, 2)
    assert games.restarted and games.t.tolist() == [2, 3, 5, 10, 19, 37]
    for t in games.t.tolist():
        alone = rl.play(COIN, [learner, AdaGrad()], t, 2, [t])
        for seat in ((0, 0), (1, 1)):
            assert differing(at(numbers(games, *seat), t), numbers(alone, *seat)) == []


def test_progress_of_doublings_counts_to_the_end_of_the_last_game() -> None:
    calls: list[tuple[int, int]] = []
    rl.play_doublings(COIN, OGD(), 40, 3, progress=lambda *call: calls.append(call), threads=1)
    done = [rounds for rounds, _ in calls]
    assert done == sorted(done) and calls[-1] == ((2 + 3 + 5 + 10 + 20 + 40) * 3,) * 2


def test_a_broken_doubling_is_named_and_the_others_are_kept() -> None:
    with pytest.raises(rl.GameError) as failure:
        rl.play_doublings(COIN, {"shaky": FallsApart(after=8.0)}, 40, [0])
    games = failure.value.games
    finite = np.isfinite(games.x[0, 0, :, 0])
    assert finite[games.t < 8].all() and not finite[-1]


def test_a_subclass_that_is_no_problem_is_refused() -> None:
    with pytest.raises(TypeError, match="abstract"):
        Problem()
    with pytest.raises(ParameterError, match="a problem is needed"):
        rl.play(object(), OGD(), 5)
