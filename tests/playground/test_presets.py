"""Every hint of every scenario is a claim, and holds."""

import copy

import numpy as np
import pytest

from regret_lab.playground.presets import PRESETS
from regret_lab.playground.run import run
from regret_lab.playground.setting import setting
from regret_lab.playground.worst import certified, worst

SCENARIOS = {preset["id"]: preset for preset in PRESETS}


def moved(name, **changes):
    """Play a scenario with some controls moved; ``Adam__lr`` stands for ``Adam.lr``."""
    asked = copy.deepcopy(SCENARIOS[name]["setting"])
    for path, value in changes.items():
        owner, field = path.split("__")
        if owner == "problem":
            asked["problem"]["values"][field] = value
        elif owner == "start":
            asked["start"] = [value]
        else:
            next(p for p in asked["learners"] if p["label"] == owner)["values"][field] = value
    return run(setting(asked))["learners"]


def sizes(game):
    return np.abs(game["step"][0])


def late(game):
    return sizes(game)[-50:].mean()


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset["id"])
def test_a_scenario_plays_and_its_hints_move_controls_that_are_there(preset):
    base = setting(preset["setting"])
    answer = run(base)
    labels = {label: learner for label, learner in base.learners}
    for hint in preset["hints"]:
        assert hint["t"] is None or 1 <= hint["t"] <= base.horizon
        for path in hint["change"]:
            owner, _, field = path.partition(".")
            if owner == "start":
                assert int(field) < len(answer["axes"])
            elif path != "problem":
                known = base.problem if owner == "problem" else labels[owner]
                assert field in known.values


def test_the_article():
    games = moved("article")
    assert late(games["SGD"]) > 3 * late(games["Adam"])  # it goes on shaking
    assert sizes(games["Adam"])[0] == pytest.approx(0.1, rel=1e-6)
    assert late(moved("article", SGD__lr=1.0)["SGD"]) > 0.5
    fast = moved("article", Adam__lr=0.5)["Adam"]["x"][0]
    assert fast.max() > 0.2 and fast[-1] < -0.6  # passes the valley, comes back
    assert late(moved("article", Adam__beta1=0.0)["Adam"]) > 3 * late(games["Adam"])
    assert late(moved("article", Adam__beta2=0.5)["Adam"]) > 1.4 * late(games["Adam"])
    bare = moved("article", Adam__bias_correction=False)["Adam"]
    assert sizes(bare)[0] == pytest.approx(0.1 * 0.1 / np.sqrt(0.001), rel=1e-4)
    still = moved("article", problem__noise=0.0)
    assert still["Adam"]["best"][0, -1] == pytest.approx(-0.80369, abs=1e-5)
    for game in moved("article", start__x=3.5).values():
        assert game["x"][0, -1] > 2.0 and np.diff(game["regret"])[-100:].mean() > 0.5


def test_bias_correction():
    games = moved("correction")
    assert sizes(games["corrected"])[0] == pytest.approx(0.1, rel=1e-6)
    assert sizes(games["uncorrected"])[0] == pytest.approx(0.316, abs=1e-3)
    assert sizes(games["uncorrected"])[5] == pytest.approx(0.59, abs=5e-3)
    assert sizes(games["uncorrected"]).argmax() == 5
    short = moved("correction", corrected__beta2=0.9, uncorrected__beta2=0.9)
    assert sizes(short["uncorrected"])[0] == pytest.approx(0.1 * 0.1 / np.sqrt(0.1), rel=1e-4)
    assert all(abs(game["x"][0, -1] + 0.8) < 0.1 for game in games.values())


def test_reddi():
    games = moved("reddi")
    assert games["Adam"]["x"][0, -1] > 0.99
    assert games["AMSGrad"]["x"][0, -1] < -0.97 and games["OGD"]["x"][0, -1] < -0.97
    assert games["Adam"]["g"][0, 0] == 3.0
    assert sizes(games["Adam"])[0] == pytest.approx(0.5, rel=1e-6)
    (bound,) = games["Adam"]["bounds"]
    assert bound["word"] == "violated" and games["Adam"]["regret"][-1] > bound["limit"][-1]
    for name in ("AMSGrad", "OGD"):
        assert {one["word"] for one in games[name]["bounds"]} == {"respected"}
    assert moved("reddi", Adam__beta2=0.9)["Adam"]["x"][0, -1] < -0.98
    cheap = moved("reddi", problem__big=2.2)["Adam"]
    assert cheap["x"][0, -1] > 0.99 and cheap["regret"][-1] < games["Adam"]["regret"][-1] / 4


def test_the_moving_best_point():
    games = moved("moving")
    best = games["Adam"]["best"][0]
    assert (best == 1.0).any() and (best == -1.0).any() and np.abs(np.diff(best)).max() == 2.0
    ends = {name: game["regret"][-1] for name, game in games.items()}
    assert ends["OGD"] < 0 and ends["AdaGrad"] < 0 < ends["Adam"]
    steady = moved("moving", Adam__decay="constant", OGD__decay="constant")
    assert all(steady[name]["regret"][-1] < ends[name] - 200 for name in ("Adam", "OGD"))
    assert moved("moving", AdaGrad__lr=2.0)["AdaGrad"]["regret"][-1] < -300


def test_rare_gradients():
    games = moved("sparse")
    first = int(np.flatnonzero(games["OGD"]["g"].any(axis=0))[0])
    for name in ("AdaGrad", "OGD"):
        silent = ~games[name]["g"].any(axis=0)
        assert not games[name]["step"][:, silent].any()
    assert games["Adam"]["step"][:, first + 1].any()
    assert late(games["AdaGrad"]) > 2 * late(games["OGD"])
    dense = moved("sparse", problem__density=1.0)
    np.testing.assert_allclose(dense["AdaGrad"]["x"], dense["OGD"]["x"], atol=1e-6)


def average_on_its_worst(**betas):
    base = setting(SCENARIOS["worst"]["setting"])
    asked = copy.deepcopy(SCENARIOS["worst"]["setting"])
    asked["learners"][0]["values"].update(betas)
    found = worst(setting(asked), "Adam")
    assert found["found"]
    asked["problem"]["values"]["gradients"] = found["gradients"]
    games = run(setting(asked))["learners"]
    return {name: game["regret"] / np.arange(1, base.horizon + 1) for name, game in games.items()}


@pytest.mark.slow
def test_the_worst_sequence():
    usual = average_on_its_worst()
    assert 0.2 < usual["Adam"][-1] < 0.3
    assert usual["Adam"][999:].min() > 0.15
    assert usual["AMSGrad"][-1] < 0.02 and usual["OGD"][-1] < 0.02
    assert average_on_its_worst(beta1=0.0, beta2=0.5)["Adam"][-1] > 1.4 * usual["Adam"][-1]
    assert average_on_its_worst(beta1=0.9, beta2=0.99)["Adam"][-1] < 0.5 * usual["Adam"][-1]


def test_the_adversarys_slopes_can_be_certified():
    asked = copy.deepcopy(SCENARIOS["adversary"]["setting"])
    asked["problem"]["values"]["gradients"] = [3.0, -1.0, -1.0]
    found = certified(setting(asked))
    assert "fails" in found["Adam"] and "converges" in found["OGD"]
