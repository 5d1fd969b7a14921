"""What is said of a learner's games, theorem by theorem."""

import math
from dataclasses import replace

import numpy as np
import pytest

from regret_lab import theory
from regret_lab.learners import OGD, AdaGrad, Adam, AMSGrad
from regret_lab.play import play
from regret_lab.problems import Coin, Linear
from regret_lab.theory import THEOREMS


def words(games, curves=None):
    return {(row.theorem, row.learner): row for row in theory.check(games, curves)}


def test_every_theorem_has_a_word_on_every_learner():
    learners = {"a": OGD(lr=2.0), "b": Adam(beta1_decay=0.5)}
    verdicts = theory.check(play(Coin(), learners, 100, 3))
    assert len(verdicts) == 2 * len(THEOREMS)
    assert [row.learner for row in verdicts] == ["a"] * len(THEOREMS) + ["b"] * len(THEOREMS)
    for row in verdicts:
        silent = row.word == "silent"
        assert (row.bound is None) == silent == math.isnan(row.worst_ratio)
        assert row.why
    shown = str(verdicts)
    assert "ogd_any_time on a is respected: the regret is at most" in shown
    assert "adagrad_theorem_5 is silent on a, b: it is about AdaGrad" in shown


@pytest.mark.parametrize(
    ("name", "player", "ground", "why"),
    [
        ("ogd_any_time", OGD(lr=0.1), Coin(), "it is about lr = 2; this is lr = 0.1"),
        ("ogd_any_time", OGD(lr=2.0000001), Coin(), "it is about lr = 2.0; this is lr = 2.0000001"),
        (
            "ogd_any_time",
            OGD(lr=1.0, decay="linear"),
            Coin(),
            "it is about lr = 2, decay = 'sqrt'; this is lr = 1, decay = 'linear'",
        ),
        ("ogd_strongly_convex", OGD(), Coin(), "it needs strongly convex losses"),
        (
            "adagrad_corollary_6",
            AdaGrad(lr=1.0),
            Coin(),
            "it is about lr = 1.41421; this is lr = 1",
        ),
        ("amsgrad_corrected", AMSGrad(beta1=0.9, beta2=0.8), Coin(), "it needs beta1^2 < beta2"),
        ("amsgrad_corrected", AMSGrad(beta1=0.5, beta2=0.0), Coin(), "it needs beta1^2 < beta2"),
        (
            "amsgrad_corrected",
            AMSGrad(decay="constant"),
            Coin(),
            "it is about decay = 'sqrt'; this is decay = 'constant'",
        ),
        ("amsgrad_rkk", AMSGrad(), Coin(), "it needs beta1_decay < 1, or beta1 = 0"),
        (
            "amsgrad_rkk",
            AMSGrad(beta1=0.9, beta2=0.1, beta1_decay=0.9),
            Coin(),
            "it needs beta1 < sqrt(beta2)",
        ),
        ("kingma_ba_4_1", Adam(), Coin(), "it needs beta1_decay < 1, or beta1 = 0"),
        (
            "kingma_ba_4_1",
            Adam(beta2=0.1, beta1_decay=0.9, bias_correction=False),
            Coin(),
            "it is about bias_correction = True; this is bias_correction = False; "
            "it needs beta1^2 < sqrt(beta2)",
        ),
        (
            "kingma_ba_4_1",
            Adam(beta1=0.0, eps=0.1),
            Coin(),
            "it leaves eps out, and 0.1 is above the paper's 1e-08",
        ),
    ],
)
def test_a_silent_theorem_says_what_is_not_met(name, player, ground, why):
    verdict = words(play(ground, player, 20))[name, player.label]
    assert verdict.word == "silent"
    assert verdict.why == why


def test_every_theorem_is_silent_about_an_object_of_the_users():
    class Still:
        def update(self, x, g, t):
            return x

    class Halved(OGD):
        pass

    games = play(Coin(), [Still(), Halved(lr=2.0)], 20)
    rows = theory.check(games)
    assert {row.word for row in rows} == {"silent"}
    about = {row.why for row in rows if row.theorem == "ogd_any_time"}
    assert about == {"it is about OGD", "it is about OGD, not a variant of it"}


def test_a_regret_far_below_the_bound_is_uninformative():
    verdict = words(play(Coin(), AMSGrad(lr=50.0), 500, 4))["amsgrad_corrected", "amsgrad"]
    assert verdict.word == "uninformative"
    assert 0.0 < verdict.worst_ratio < 0.01
    assert "too far below it to test it" in verdict.why


def test_a_regret_that_is_never_positive_is_uninformative():
    games = play(Coin(), OGD(lr=2.0), 100)
    curves = games.regret()
    lucky = replace(curves, lower=curves.lower - 1e3, upper=curves.upper - 1e3)
    verdict = words(games, lucky)["ogd_any_time", "ogd"]
    assert verdict.word == "uninformative"
    assert verdict.worst_ratio < 0.0
    assert verdict.why == "the regret is never positive, so any bound would do"


def test_a_violation_that_the_comparator_may_have_made_says_so():
    games = play(Coin(), OGD(lr=2.0), 100)
    curves = games.regret()
    wide = words(games, replace(curves, upper=curves.upper + 1e3))["ogd_any_time", "ogd"]
    both = replace(curves, lower=curves.lower + 1e3, upper=curves.upper + 1e3)
    sure = words(games, both)["ogd_any_time", "ogd"]
    assert wide.word == sure.word == "violated"
    assert wide.why.endswith("the comparator's gap is too wide")
    assert "comparator" not in sure.why


def test_rounding_is_no_violation_and_a_hair_is():
    games = play(Coin(), OGD(lr=2.0), 100)
    curves, bound = games.regret(), THEOREMS["ogd_any_time"]().bound(games, 0)[None]
    for excess, word in [(5e-10, "respected"), (1e-8, "violated")]:
        touching = replace(curves, lower=bound, upper=bound * (1 + excess))
        assert words(games, touching)["ogd_any_time", "ogd"].word == word


def test_a_game_without_gradients_meets_a_bound_of_zero():
    games = play(Linear(dim=2, family="sparse", density=1e-9), AdaGrad(lr=2**0.5, eps=0.0), 50)
    verdict = words(games)["adagrad_corollary_6", "adagrad"]
    assert verdict.word == "uninformative"
    assert verdict.worst_ratio == 0.0
    assert verdict.bound is not None
    assert (verdict.bound == 0.0).all()


def test_a_broken_game_is_judged_up_to_where_it_broke():
    games = play(Coin(), OGD(lr=2.0), 256, 4)
    curves = games.regret()
    for broken in (games.transcript.taps["squares"][0, 1], curves.upper[0, 1], curves.lower[0, 1]):
        broken[5:] = np.nan
    verdicts = words(games, curves)
    for theorem in ("ogd_any_time", "ogd_data"):
        verdict = verdicts[theorem, "ogd"]
        assert verdict.word == "respected"
        assert 0.0 < verdict.worst_ratio < 1.0
        assert "; 1 of 4 games broke" in verdict.why
    curves.upper[:] -= 1e3
    assert words(games, curves)["ogd_any_time", "ogd"].worst_ratio < 0.0
    curves.upper[:] = np.nan
    assert words(games, curves)["ogd_any_time", "ogd"].word == "silent"
