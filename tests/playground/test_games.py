"""What the page shows is what the library plays: the same bits, the same verdicts."""

from dataclasses import dataclass

import numpy as np
import pytest

import regret_lab as rl
from regret_lab.playground import controls
from regret_lab.playground.codec import pack, unpack
from regret_lab.playground.frames import average_loss, stage
from regret_lab.playground.judgement import final_regret, judged
from regret_lab.playground.landscape import Landscape
from regret_lab.playground.losses import Losses
from regret_lab.playground.run import moments, run
from regret_lab.playground.setting import setting
from regret_lab.playground.stops import stops
from regret_lab.playground.sweep import RATES, sweep
from regret_lab.playground.trajectory import play
from regret_lab.problems import Problem

T = 60


@dataclass(frozen=True)
class Distance(Problem):
    """A problem of one's own, without any structure."""

    dim: int = 2

    @property
    def domain(self):
        return rl.domains.Box(self.dim, 1.0)

    @property
    def lipschitz(self):
        return 2.0

    def draw(self, rng, start, count):
        return rng.uniform(-1.0, 1.0, (count, self.dim))

    def loss(x, z):
        return abs(x - z), 1.0 if x > z else -1.0


STAGES = {
    "line": rl.problems.Reddi(),
    "adaptive": rl.problems.Chaser(dim=2),
    "ball": rl.problems.Logistic(dim=2),
    "simplex": rl.problems.Linear(dim=2, shape="simplex"),
    "quadratic": rl.problems.Quadratic(dim=2, shape="ball"),
}


@pytest.mark.parametrize("name", rl.LEARNERS)
@pytest.mark.parametrize("stage_", STAGES.values(), ids=list(STAGES))
def test_a_game_has_the_bits_of_the_library(name, stage_):
    learner = rl.LEARNERS[name]()
    losses = Losses(stage_, T, seed=3)
    shown = play(losses, learner, stage_.domain.centre)
    games = rl.play(stage_, learner, T, seeds=[3], checkpoints=range(1, T + 1), engine="python")
    np.testing.assert_array_equal(np.vstack([shown.x[1:], shown.last]), games.x[0, 0])
    np.testing.assert_array_equal(
        np.cumsum(shown.g**2, axis=0), games.transcript.taps["squares"][0, 0]
    )
    for name, rows in games.transcript.states[0].items():
        np.testing.assert_array_equal(shown.state[name], rows[0])


@pytest.mark.parametrize("stage_", STAGES.values(), ids=list(STAGES))
def test_regret_best_points_and_bounds_are_the_librarys(stage_):
    learners = [
        rl.learners.Adam(lr=0.5, beta1=0.0, beta2=0.1),
        rl.learners.OGD(),
        rl.learners.AdaGrad(),
    ]
    for learner in learners:
        one = judged(stage_, learner, T, 1, tuple(stage_.domain.centre))
        games = rl.play(stage_, learner, T, seeds=[1], checkpoints=one.t)
        curves = games.regret()
        np.testing.assert_array_equal(one.regret, curves.upper[0, 0])
        np.testing.assert_array_equal(one.best, curves.best[0, 0])
        spoken = rl.theory.check(games, curves).spoken
        assert [b.theorem for b in one.bounds] == [v.theorem for v in spoken]
        for bound, verdict in zip(one.bounds, spoken, strict=True):
            assert (bound.word, bound.why) == (verdict.word, verdict.why)
            np.testing.assert_array_equal(bound.limit, np.broadcast_to(verdict.bound, (1, T))[0])


def test_advice_makes_a_silent_theorem_speak():
    problem = rl.problems.Reddi()
    centre = tuple(problem.domain.centre)
    (advice,) = [
        one
        for one in judged(problem, rl.learners.OGD(), T, 0, centre).advice
        if one["theorem"] == "ogd_any_time"
    ]
    tuned = rl.learners.OGD(**{"lr": 0.1, "decay": "sqrt"} | advice["values"])
    assert "ogd_any_time" in [b.theorem for b in judged(problem, tuned, T, 0, centre).bounds]


@pytest.mark.parametrize("corrects", [True, False])
def test_moments_are_those_of_the_papers(corrects):
    learner = rl.learners.Adam(beta1=0.8, beta2=0.95, bias_correction=corrects)
    losses = Losses(rl.problems.Coin(), T, seed=0)
    shown = play(losses, learner, np.zeros(1))
    found = moments(learner, shown.state)
    m = v = 0.0
    for t, g in enumerate(shown.g[:, 0], 1):
        m, v = 0.8 * m + 0.2 * g, 0.95 * v + 0.05 * g * g
        hats = (m / (1 - 0.8**t), v / (1 - 0.95**t)) if corrects else (m, v)
        assert (found["mhat"][0, t - 1], found["vhat"][0, t - 1]) == pytest.approx(hats, rel=1e-12)


def test_the_step_that_is_shown_is_the_step_that_is_taken():
    problem = rl.problems.Coin()
    learner = rl.learners.AdaBelief(lr=0.01)
    losses = Losses(problem, T, seed=0)
    shown = play(losses, learner, np.zeros(1))
    found = moments(learner, shown.state)
    rates = 0.01 / np.sqrt(np.arange(1, T + 1))
    expected = -rates * found["mhat"][0] / (np.sqrt(found["vhat"][0]) + learner.eps)
    np.testing.assert_allclose(shown.moved[:, 0], expected, rtol=1e-12)


def test_the_landscape_has_the_slope_of_its_curve_and_the_minimum_of_the_article():
    curve, x = Landscape(), np.linspace(-4, 4, 101)
    up, down = (curve.loss(x + h, 0.3)[0] for h in (1e-6, -1e-6))
    np.testing.assert_allclose(curve.loss(x, 0.3)[1], (up - down) / 2e-6, atol=1e-8)
    (minimum,) = curve.best(np.zeros(1))
    assert minimum == pytest.approx(-0.8037, abs=1e-4)
    assert curve.loss(minimum, 0.0)[0] == pytest.approx(-0.4312, abs=1e-4)
    for tilt in (-0.5, -0.1, 0.2, 2.0):
        (best,) = curve.best(np.array([tilt]))
        assert curve.loss(best, tilt)[0] <= curve.loss(np.linspace(-4, 4, 20001), tilt)[0].min()


def test_all_learners_meet_the_same_noise_and_a_louder_one_has_the_same_shape():
    quiet, loud = (Losses(Landscape(noise), T, seed=2).z for noise in (0.5, 1.5))
    np.testing.assert_allclose(loud, 3.0 * quiet)
    answer = run(setting(asked("landscape", 40, ("a", "ogd"), ("b", "ogd"))))
    games = answer["learners"]
    np.testing.assert_array_equal(games["a"]["g"], games["b"]["g"])


def test_regret_on_the_landscape_is_against_the_best_fixed_point():
    problem, learner = Landscape(), rl.learners.Adam(decay="constant")
    one = judged(problem, learner, T, 0, (-3.5,))
    z, grid = Losses(problem, T, 0).z, np.linspace(-4, 4, 8001)
    totals = np.cumsum(problem.loss(grid, z)[0], axis=0)
    regret = np.cumsum(one.played.loss) - totals.min(axis=1)
    np.testing.assert_allclose(one.regret, regret, atol=1e-4)
    np.testing.assert_allclose(one.best[:, 0], grid[totals.argmin(axis=1)], atol=2e-3)


@pytest.mark.parametrize(
    "stage_",
    [*STAGES.values(), Landscape(), Distance(), Distance(1)],
    ids=[*STAGES, "landscape", "own", "own-line"],
)
def test_the_average_loss_is_the_mean_of_the_losses(stage_):
    losses = Losses(stage_, 20, seed=0)
    z = play(losses, rl.learners.OGD(), np.array(stage_.domain.centre)).z
    found = average_loss(stage_, z)
    axes = stage(stage_)["axes"]
    suffer = Losses(stage_, 20, 0).rule()
    for place in ((0,) * len(axes), (7,) * len(axes), (30, 2)[: len(axes)]):
        point = [float(axis[i]) for axis, i in zip(axes, place, strict=True)]
        if stage_.loss_rule.kind == "vector":
            losses_there = [float(row @ point) for row in z]
        else:
            losses_there = [suffer(point, row, 0)[0] for row in z]
        for k, t in enumerate(found["at"]):
            value = found["values"][k][place[::-1]]
            assert value == pytest.approx(np.mean(losses_there[:t]), abs=1e-12)


def test_a_sweep_is_the_same_game_at_other_rates():
    base = setting(asked("reddi", 30, ("a", "adagrad")))
    found = sweep(base)["learners"]["a"]
    assert len(found["lr"]) == RATES
    for k in (0, 11, RATES - 1):
        learner = rl.learners.AdaGrad(lr=float(found["lr"][k]))
        games = rl.play(base.problem, learner, 30)
        assert found["average"][k] == games.regret().average[0, 0, -1]
    curve = Landscape()
    learner = rl.learners.OGD(lr=0.3)
    whole = judged(curve, learner, 30, 0, (-3.5,)).regret[-1]
    assert final_regret(curve, learner, Losses(curve, 30, 0), (-3.5,)) == whole


def test_a_reply_arrives_as_it_was_sent(rng):
    sent = {"a": rng.standard_normal((3, 4)), "b": [1, "two", None, {"c": rng.standard_normal(5)}]}
    got = unpack(pack(sent))
    np.testing.assert_array_equal(got["a"], sent["a"])
    np.testing.assert_array_equal(got["b"][3]["c"], sent["b"][3]["c"])
    assert got["b"][:3] == [1, "two", None]
    np.testing.assert_allclose(unpack(pack(sent, "<f4"))["a"], sent["a"], rtol=1e-6)


CLASSES = {**controls.problems(), **controls.learners()}


@pytest.mark.parametrize("name", CLASSES)
def test_every_position_of_every_control_is_allowed(name):
    cls = CLASSES[name]
    for control in controls.controls(cls):
        if control["kind"] == "slider":
            assert control["low"] <= control["default"] <= control["high"]
        if control["kind"] != "numbers":
            for value in stops(control, control["default"], 5):
                cls(**{control["name"]: value})


def test_every_learner_and_every_small_problem_is_offered():
    assert set(controls.learners()) == set(rl.LEARNERS)
    small = {"chaser", "coin", "linear", "logistic", "periodic", "quadratic", "reddi"}
    assert small <= set(controls.problems())
    assert not {"csv", "svmlight", "digits"} & set(controls.problems())


def test_everything_offered_plays_on_the_page():
    for name in controls.problems():
        answer = run(setting(asked(name, 12, *((key, key) for key in list(rl.LEARNERS)[:3]))))
        pack(answer)
        assert answer["losses"][0] is not None
        for game in answer["learners"].values():
            assert np.isfinite(game["regret"]).all()


def asked(problem, horizon, *players):
    learners = [{"label": label, "name": name} for label, name in players]
    return {"problem": {"name": problem}, "learners": learners, "horizon": horizon}
