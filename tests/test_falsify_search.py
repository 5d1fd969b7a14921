"""The search finds failures where there are some, proves them, plays them, and finds none else."""

import numpy as np
import pytest

from regret_lab.errors import ParameterError
from regret_lab.falsify import Certificate, certify, search
from regret_lab.falsify.candidates import Candidates
from regret_lab.falsify.climb import Climb, Hill
from regret_lab.falsify.late import drifts, play_late, reads_x
from regret_lab.falsify.patterns import ShortPatterns, necklaces
from regret_lab.falsify.projected import late_rates, regret_rates
from regret_lab.falsify.scout import HIT, Scout
from regret_lab.falsify.steady import drift
from regret_lab.falsify.two_block import TwoBlock, blocks
from regret_lab.learners import (
    OGD,
    AdaBelief,
    AdaBound,
    AdaGrad,
    Adam,
    AdamNC,
    AMSGrad,
    Learner,
    Lion,
    Momentum,
    NAdam,
    Padam,
    RMSProp,
    SignSGD,
    Yogi,
)

BUDGET = 260
"""Sequences to play: an eighth of the default."""

FAILING = {  # a share of the scores that the default budget reaches
    Adam(beta2=0.99): 0.025,
    Adam(): 0.002,
    RMSProp(): 0.24,
    NAdam(): 0.002,
    AdaBelief(): 0.0035,
    Yogi(): 0.0015,
    Lion(): 0.03,
    SignSGD(): 0.4,
}
CONVERGENT = [OGD(), Momentum(), AdaGrad(), AMSGrad(), AdamNC(), Padam(), AdaBound()]

FULL = {  # the scores of the two-block family alone, of an earlier study
    Adam(beta2=0.99): 0.018,
    Adam(): 0.001,
    RMSProp(beta2=0.99): 0.0054,
    NAdam(beta2=0.99): 0.0166,
    AdaBelief(beta2=0.99): 0.0134,
    Yogi(beta2=0.99): 0.030,
    Lion(): 0.041,
    SignSGD(): 0.480,
}


class ByHand:
    """Adam with β = (0.5, 0.5) as an object of the user's own."""

    def __init__(self) -> None:
        self.m = self.v = 0.0

    def update(self, x: np.ndarray, g: np.ndarray, t: int) -> np.ndarray:
        self.m = 0.5 * self.m + 0.5 * float(g[0])
        self.v = 0.5 * self.v + 0.5 * float(g[0]) ** 2
        return x - 0.5 / t**0.5 * self.m / self.v**0.5


class GradientByHand:
    """Gradient descent as an object of the user's own."""

    def update(self, x: np.ndarray, g: np.ndarray, t: int) -> np.ndarray:
        return x - 0.5 / t**0.5 * g


class Pulled:
    """Gradient descent with weight decay: its update looks at x."""

    def update(self, x: np.ndarray, g: np.ndarray, t: int) -> np.ndarray:
        return 0.9 * x - 0.5 / t**0.5 * g


@pytest.mark.parametrize("learner", FAILING, ids=str)
def test_failures_are_found_proved_and_confirmed(learner: Learner) -> None:
    finding = search(learner, budget=BUDGET, threads=1)
    assert finding.found
    assert finding.score > FAILING[learner]
    proof = finding.certificate
    assert (proof.verdict, proof.rigorous, proof.gradients) == ("fails", True, finding.gradients)
    s, n = sum(finding.gradients), len(finding.gradients)
    assert finding.score == pytest.approx(abs(s) / (n * max(map(abs, finding.gradients))))
    assert proof.check()
    confirmed = finding.confirmation
    assert confirmed is not None and confirmed.agrees
    assert confirmed.limit == pytest.approx(2 * abs(s) / n, rel=0.03)
    assert BUDGET / 2 < finding.sequences < 1.5 * BUDGET


@pytest.mark.parametrize("learner", CONVERGENT, ids=str)
def test_none_is_found_where_there_is_none(learner: Learner) -> None:
    finding = search(learner, budget=BUDGET, threads=1)
    assert (finding.found, finding.score, finding.confirmation) == (False, 0.0, None)
    assert finding.certificate.verdict == "converges"
    assert finding.certificate.gradients == finding.gradients
    assert BUDGET / 2 < finding.sequences < 1.5 * BUDGET
    assert sum(attempt.hits for attempt in finding.tried) == 0
    assert "none found" in str(finding)


@pytest.mark.slow
@pytest.mark.parametrize("learner", FULL, ids=str)
def test_the_default_search_beats_an_earlier_study(learner: Learner) -> None:
    finding = search(learner)
    assert finding.score > FULL[learner]
    assert finding.certificate.rigorous
    assert finding.confirmation is not None and finding.confirmation.agrees


@pytest.mark.slow
@pytest.mark.parametrize("learner", CONVERGENT, ids=str)
def test_the_default_search_finds_none_where_there_is_none(learner: Learner) -> None:
    assert not search(learner).found


def test_the_same_search_finds_the_same() -> None:
    first, again = (search(Lion(), budget=BUDGET, threads=threads) for threads in (1, 2))
    assert first == again
    assert Certificate.from_json(first.certificate.to_json()) == first.certificate


def test_a_finding_says_what_was_tried() -> None:
    finding = search(Adam(beta2=0.99), period=24, budget=BUDGET, threads=1)
    text = str(finding)
    assert [attempt.strategy for attempt in finding.tried] == [
        "two blocks",
        "short patterns",
        "climb",
    ]
    assert all(f"{attempt.sequences} played" in text for attempt in finding.tried)
    assert len(finding.gradients) <= 24
    assert "fails" in text and "confirmed by a game of" in text


def test_strategies_can_be_brought_along() -> None:
    class Mine:
        name = "mine"

        def search(self, scout: Scout, period: int, budget: int) -> None:
            scout.score(np.array([[3.0, -1.0, -1.0], [40.0, -1.0, -1.0]]))

    finding = search(Adam(beta1=0.0, beta2=0.1), strategies=[(Mine(), 1.0)], threads=1)
    assert finding.gradients == (3.0, -1.0, -1.0)
    assert finding.score == pytest.approx(1 / 9)
    assert [(a.strategy, a.sequences, a.hits) for a in finding.tried] == [("mine", 2, 1)]


def test_ties_are_no_hits() -> None:
    scout = Scout(SignSGD())
    worst = scout.score(np.array([[1.0, -0.2], [0.1, -1.0]]))
    assert (worst.score, scout.hits, scout.tried) == (0.0, 0, 2)


def test_a_broken_learner_is_no_hit() -> None:
    class Broken(OGD):
        @staticmethod
        def step(x: float, g: float, eta: float) -> float:
            return x / 0.0 - eta * g

    scout = Scout(Broken())
    assert scout.score(np.array([[1.0, -0.2]])).score == 0.0


def test_an_heir_of_a_known_learner_is_searched_by_playing() -> None:
    class Forgetful(Adam):
        """Adam without its first moment."""

        @staticmethod
        def step(x, g, m, v, alpha, momentum, beta2, eps):
            v = beta2 * v + (1.0 - beta2) * g * g
            return x - alpha * g / (np.sqrt(v) + 1e-12), m, v

    finding = search(Forgetful(beta2=0.5), period=6, budget=60, threads=1)
    assert finding.found
    assert not finding.certificate.rigorous
    assert finding.confirmation is not None and finding.confirmation.agrees


def test_an_object_of_the_users_own_is_searched() -> None:
    found = search(ByHand(), period=12, budget=30)
    assert found.found and found.score > 0.02
    assert not found.certificate.rigorous
    assert found.certificate.check()
    none = search(GradientByHand(), period=12, budget=30)
    assert not none.found
    assert sum(attempt.hits for attempt in none.tried) == 0


def test_an_update_that_reads_x_is_searched_by_its_regret() -> None:
    finding = search(Pulled(), period=4, budget=16)
    assert finding.found
    assert "does not apply" in str(finding)
    assert finding.confirmation is not None and finding.confirmation.agrees


@pytest.mark.parametrize("period", [1, 2])
def test_a_period_that_is_too_short_is_refused(period: int) -> None:
    with pytest.raises(ParameterError, match=f"period must be at least 3, got {period}"):
        search(Adam(), period=period)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"budget": 0}, "budget must be at least 1, got 0"),
        ({"period": 3.5}, "period must be a whole number"),
        ({"learner": Adam}, r"the class Adam: write Adam\(...\)"),
        ({"learner": "adam"}, r"write learners.Adam\(...\)"),
    ],
)
def test_what_cannot_be_searched_is_refused_in_one_line(
    wrong: dict[str, object], message: str
) -> None:
    asked: dict[str, object] = {"learner": Adam(), **wrong}
    with pytest.raises(ParameterError, match=message) as caught:
        search(**asked)
    assert "\n" not in str(caught.value)


def test_memories_out_of_range_are_refused() -> None:
    with pytest.raises(ParameterError, match=r"Adam: beta2 must be in \[0, 1\), got 1"):
        search(Adam(beta2=1.0))


def test_necklaces_are_all_there_and_none_twice() -> None:
    for n in (5, 6, 7, 8):
        found = list(necklaces(n))
        turned = {bits[k:] + bits[:k] for bits in found for k in range(n)}
        assert len(turned) == n * len(found)  # aperiodic, and no rotation of another
        everything = {tuple(int(b) for b in f"{k:0{n}b}") for k in range(2**n)}
        for rest in everything - turned:
            two_blocks = sum(rest[k] != rest[k - 1] for k in range(n)) <= 2
            repeated = any(rest == rest[k:] + rest[:k] for k in range(1, n))
            assert two_blocks or repeated


def test_a_small_budget_is_kept_to() -> None:
    for strategy in (TwoBlock(), ShortPatterns()):
        scout = Scout(OGD())
        strategy.search(scout, 24, 50)
        assert scout.tried < 150


@pytest.mark.parametrize("learner", [Adam(), RMSProp(), NAdam(), AdaBelief()], ids=str)
def test_the_gradient_of_the_drift_is_its_slope(learner: Learner) -> None:
    g, h = blocks(12, 4, 0.1) + 0.03 * np.arange(12), 1e-6
    slope = Hill(learner).gradient(g)
    for k in (0, 5, 11):
        step = h * np.eye(12)[k]
        numeric = (drift(learner, g + step) - drift(learner, g - step)) / (2 * h)
        assert slope[k] == pytest.approx(float(numeric), rel=1e-5)


def test_a_climb_leads_up_and_not_over_the_edge() -> None:
    learner, start = Adam(beta2=0.99), blocks(48, 12, 0.01)
    top = Hill(learner).climb(start)
    assert top.mean() > 1.2 * start.mean()
    assert np.abs(top).max() <= 1.0
    assert drift(learner, top) > HIT
    assert certify(learner, tuple(top)).verdict == "fails"
    scout = Scout(Yogi())
    Climb().search(scout, 48, 10)
    assert scout.tried == 0  # its drift has no gradient


def test_candidates_are_dealt_whatever_the_chunk(rng: np.random.Generator) -> None:
    problem = Candidates(rng.normal(size=(3, 7)))
    whole = problem.outcomes(1, 0, 0, 100)
    np.testing.assert_array_equal(problem.outcomes(1, 5, 37, 63), whole[37:])
    np.testing.assert_array_equal(whole[:14, 0], np.tile(problem.sequences[1], 2))


def test_drifts_do_not_depend_on_company() -> None:
    g = np.stack([blocks(12, k, 0.2) for k in range(1, 7)])
    together, unit = drifts(Adam(beta2=0.9), g, 4096)
    (alone,), same_unit = drifts(Adam(beta2=0.9), g[4:5], 4096)
    assert (together[4], unit) == (alone, same_unit)


def test_shrinking_steps_do_not_make_a_drift() -> None:
    """Points of one phase, instead of means over a period, would seem to drift."""
    g, rounds = blocks(96, 25, 1e-4), 2**13
    (moved,), unit = drifts(AdaGrad(), g[None], rounds)
    exact = certify(AdaGrad(), g).drift[0]
    assert moved == pytest.approx(exact, abs=HIT / 2)
    x, _ = play_late(AdaGrad(), g[None], [rounds - 96, rounds])
    assert abs((x[0, 1] - x[0, 0]) / unit - exact) > 2 * HIT


@pytest.mark.parametrize(
    "learner", [Adam(), AdaGrad(), NAdam(), Lion(), Yogi(), SignSGD()], ids=str
)
def test_an_update_that_does_not_read_x_is_known_as_such(learner: Learner) -> None:
    assert not reads_x(learner, (1.0, 0.5, -1.0))


def test_a_slight_pull_is_noticed() -> None:
    assert reads_x(Lion(weight_decay=1e-4), (1.0, 0.5, -1.0))


def test_the_two_ways_to_play_between_walls_agree() -> None:
    g = (3.0, -1.0, -1.0)
    one = late_rates(Adam(beta1=0.0, beta2=0.1, lr=0.5), g, 3000)
    before, late = regret_rates(Adam(beta1=0.0, beta2=0.1, lr=0.5), np.array([g]), 3000)
    assert (one.before, one.late) == pytest.approx((before[0], late[0]), rel=1e-9)
