"""The step sizes that theorems prescribe, and why where none does."""

import math
from dataclasses import replace

import pytest

from regret_lab import theory
from regret_lab.errors import ParameterError
from regret_lab.learners import OGD, AdaGrad, Adam, AMSGrad
from regret_lab.play import play
from regret_lab.problems import Coin, Quadratic
from regret_lab.theory import THEOREMS


def test_tuned_fills_in_the_step_size_and_leaves_the_rest():
    quadratic = Quadratic(dim=1, mu=4.0)  # D = 2, G = 8
    assert theory.tuned(quadratic, OGD()) == OGD(lr=0.25)
    assert theory.tuned(quadratic, OGD(decay="linear")) == OGD(lr=0.25, decay="linear")
    assert theory.tuned(Quadratic(mu=0.5), OGD(decay="linear")) == OGD(lr=2.0, decay="linear")
    assert theory.tuned(quadratic, OGD(decay="horizon")) == OGD(lr=0.25, decay="horizon")
    adagrad = theory.tuned(Coin(radius=3.0), AdaGrad(eps=0.5))
    assert adagrad == AdaGrad(lr=6 / math.sqrt(2), eps=0.5)
    amsgrad = theory.tuned(Coin(), AMSGrad(beta1=0.0, beta2=0.0))
    assert amsgrad == AMSGrad(lr=2.0, beta1=0.0, beta2=0.0)


def test_the_tuned_amsgrad_balances_the_terms_of_its_bound():
    # at beta2 = 0 and T = 1 the gradients are as large as they get and the logarithm is zero
    learner = theory.tuned(Coin(slope=3.0), AMSGrad(beta1=0.0, beta2=0.0, eps=0.0))
    corrected = THEOREMS["amsgrad_corrected"]()
    bounds = [
        corrected.bound(play(Coin(slope=3.0), replace(learner, lr=lr), 1), 0)[0, 0]
        for lr in (0.9 * learner.lr, learner.lr, 1.1 * learner.lr)
    ]
    assert bounds[1] < min(bounds[0], bounds[2])
    heavy = theory.tuned(Coin(), AMSGrad(beta1=0.5, beta2=0.75))  # 1/2 over 1.5/2 sqrt(6) / 2 ...
    assert heavy.lr == pytest.approx(2 * math.sqrt(1 / (0.75 * math.sqrt(6))))


def test_tuned_agrees_with_the_theorem_that_prescribes(problem):
    for claim in [cls() for cls in THEOREMS.values()]:
        if claim.prescribes and not claim.unmet(problem):
            want = claim.tuned(problem, claim.about())
            assert theory.tuned(problem, replace(want, lr=0.123)) == want


@pytest.mark.parametrize(
    ("player", "ground", "reasons"),
    [
        (OGD(decay="constant"), Coin(), ["it is about decay = 'sqrt'", "it names no step size"]),
        (OGD(decay="linear"), Coin(), ["ogd_strongly_convex: it needs strongly convex losses"]),
        (Adam(), Coin(), ["kingma_ba_4_1: it is false"]),
        (AMSGrad(beta1=0.9, beta2=0.5), Coin(), ["amsgrad_corrected: it needs beta1^2 < beta2"]),
    ],
)
def test_tuned_says_why_no_theorem_prescribes(player, ground, reasons):
    with pytest.raises(ParameterError) as refused:
        theory.tuned(ground, player)
    line = str(refused.value)
    assert line.startswith(f"no theorem prescribes the lr of {type(player).__name__} on {ground} (")
    assert line.endswith("give lr a number")
    assert "\n" not in line
    for reason in reasons:
        assert reason in line


def test_tuned_knows_no_theorem_about_a_learner_of_the_users():
    class Halved(OGD):
        pass

    with pytest.raises(ParameterError, match="none is about Halved"):
        theory.tuned(Coin(), Halved())
