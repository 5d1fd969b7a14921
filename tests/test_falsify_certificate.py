"""What becomes of a learner on periodic losses: proofs, their golden numbers, and their limits."""

import json
import math
from fractions import Fraction

import numpy as np
import pytest

import regret_lab as rl
from regret_lab.errors import ParameterError
from regret_lab.falsify import Certificate, CertificateError, certify
from regret_lab.falsify.trap import trapped
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

CONVERGENT = [OGD(), Momentum(), AdaGrad(), AMSGrad(), AdamNC(), Padam(), AdaBound()]
KNOWN = [*CONVERGENT, Adam(), RMSProp(), NAdam(), AdaBelief(), Lion(), SignSGD(), Yogi()]


def spike(big: float, n: int) -> tuple[float, ...]:
    """One large slope, then −1 for the rest of the period."""
    return (big, *[-1.0] * (n - 1))


class ByHand:
    """Adam with β = (0, 0.1) as an object of the user's own."""

    def __init__(self) -> None:
        self.v = 0.0

    def update(self, x: np.ndarray, g: np.ndarray, t: int) -> np.ndarray:
        self.v = 0.1 * self.v + 0.9 * float(g[0]) ** 2
        return x - 0.5 / t**0.5 * g / self.v**0.5


class Pulled:
    """Gradient descent with weight decay: its update looks at x."""

    def update(self, x: np.ndarray, g: np.ndarray, t: int) -> np.ndarray:
        return 0.9 * x - 0.5 / t**0.5 * g


@pytest.mark.parametrize(
    ("big", "n", "beta1", "beta2", "drift"),
    [
        (3, 3, 0.0, 0.1, 0.6809),
        (101, 101, 0.9, 0.99, 1.9009),
        (204, 200, 0.9, 0.999, 0.2847),
        (104, 101, 0.9, 0.999, -0.1807),
    ],
)
def test_the_drifts_are_the_known_ones(
    big: float, n: int, beta1: float, beta2: float, drift: float
) -> None:
    learner = Adam(beta1=beta1, beta2=beta2)
    proof = certify(learner, spike(big, n))
    assert proof.drift == pytest.approx((drift, drift), abs=5e-5)
    assert proof.drift[0] < proof.drift[1] < proof.drift[0] + 1e-9
    assert proof.rigorous
    assert proof.verdict == ("fails" if drift > 0 else "converges")
    assert proof.limit == (2 * (big - n + 1) / n if drift > 0 else 0.0)
    assert proof.check()


@pytest.mark.parametrize(
    ("n", "border", "digit"), [(3, 2.0000526, 1e-7), (200, 208.304, 1e-3), (400, 439.638, 1e-3)]
)
def test_the_border_of_failure_is_where_it_was_found(n: int, border: float, digit: float) -> None:
    below = certify(Adam(), spike(border - digit, n))
    above = certify(Adam(), spike(border + digit, n))
    assert (below.verdict, above.verdict) == ("fails", "converges")
    assert below.rigorous and above.rigorous


def test_neighbouring_floats_at_the_border_are_told_apart() -> None:
    low, high = 208.0, 209.0
    while math.nextafter(low, high) < high:
        middle = 0.5 * (low + high)
        fails = certify(Adam(), spike(middle, 200)).verdict == "fails"
        low, high = (middle, high) if fails else (low, middle)
    verdicts = [certify(Adam(), spike(big, 200)) for big in (low, high)]
    assert [v.verdict for v in verdicts] == ["fails", "converges"]
    assert all(v.rigorous and v.check() for v in verdicts)


@pytest.mark.parametrize("beta1", [0.0, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("beta2", [0.01, 0.5, 0.9, 0.999])
def test_adam_fails_for_every_choice_of_its_memories(beta1: float, beta2: float) -> None:
    """Also where β1 > √β2, and with any ε."""
    for eps in (0.0, 1e-8, 0.3):
        proof = certify(Adam(beta1=beta1, beta2=beta2, eps=eps), spike(11 + 1e-9, 12))
        assert (proof.verdict, proof.rigorous) == ("fails", True)


@pytest.mark.parametrize("learner", KNOWN, ids=str)
def test_a_mirrored_sequence_has_the_mirrored_proof(learner: Learner) -> None:
    g = spike(4.0, 5)
    here, there = certify(learner, g), certify(learner, [-z for z in g])
    assert (here.verdict, here.limit, here.rigorous) == (there.verdict, there.limit, there.rigorous)
    assert (-here.drift[1], -here.drift[0]) == pytest.approx(there.drift, rel=1e-9)


@pytest.mark.parametrize("learner", KNOWN, ids=str)
def test_a_rotated_sequence_has_the_same_limit(learner: Learner) -> None:
    g = (1.0, 1.0, -0.3, -0.2, -0.4, -0.9)
    limits = [certify(learner, g[k:] + g[:k]).limit for k in range(6)]
    assert limits == [limits[0]] * 6


@pytest.mark.parametrize("learner", CONVERGENT, ids=str)
def test_a_divisor_that_settles_leads_nobody_astray(
    learner: Learner, rng: np.random.Generator
) -> None:
    for n in (3, 8, 30):
        g = rng.uniform(-1, 1, n).tolist()
        proof = certify(learner, g)
        assert (proof.verdict, proof.limit, proof.rigorous) == ("converges", 0.0, True)
        assert (proof.drift[0] > 0) == (sum(g) < 0)


@pytest.mark.parametrize(
    "learner", [learner for learner in KNOWN if not isinstance(learner, Yogi)], ids=str
)
def test_the_own_rule_drifts_as_the_formulas_say(learner: Learner) -> None:
    """The second opinion holds the sign; here the size, in steps of the learner's schedule."""
    from regret_lab.falsify.late import CLOCK, PERIODS, play_late

    if isinstance(learner, AdaGrad | AdamNC):
        pytest.skip("its divisor counts all rounds there were, and the late clock skips most")
    g, rounds = spike(3.5, 4), 2**15
    marks = [rounds - PERIODS * 4, rounds]
    x, _ = play_late(learner, np.array([g]), marks)
    sizes = learner.step_sizes(np.array([float(CLOCK)]))
    assert sizes is not None
    played = (x[0, 1] - x[0, 0]) / PERIODS / sizes[0]
    assert certify(learner, g).drift == pytest.approx((played, played), rel=1e-3)


def test_bias_correction_and_momentum_that_decays_are_gone_in_the_limit() -> None:
    g = spike(3.0, 3)
    plain = certify(Adam(beta2=0.1, bias_correction=False), g)
    assert plain.drift == certify(Adam(beta2=0.1), g).drift
    decaying = certify(Adam(beta2=0.1, beta1_decay=0.999), g)
    assert decaying.drift == certify(Adam(beta1=0.0, beta2=0.1), g).drift
    assert decaying.drift != plain.drift


@pytest.mark.parametrize("schedule", ["sqrt", "linear", "horizon"])
def test_any_step_that_goes_to_zero_slowly_has_the_same_limit(schedule: str) -> None:
    assert certify(Adam(decay=schedule), spike(204, 200)).limit == 0.05


def test_a_sum_of_zero_costs_nothing_in_the_limit() -> None:
    proof = certify(SignSGD(), [2.0, -1.0, -1.0])
    assert (proof.verdict, proof.limit, proof.rigorous) == ("converges", 0.0, True)
    assert "S = 0" in str(proof)


def test_a_sum_is_exact() -> None:
    """0.1 + 0.2 − 0.3 is not zero as floats go, and 1 + 2⁻⁶⁰ − 1 is not either."""
    assert certify(OGD(), [0.1, 0.2, -0.3]).limit == 0.0
    assert certify(SignSGD(), [1.0, 2.0**-60, -1.0]).verdict == "converges"
    assert certify(SignSGD(), [1.0, 2.0**-60, -1.0 - 2.0**-52]).limit > 0.0


def test_ties_are_undecided() -> None:
    tie = certify(SignSGD(), [2.0, -1.0])
    assert (tie.verdict, tie.drift, tie.score) == ("undecided", (0.0, 0.0), 0.0)
    assert math.isnan(tie.limit)
    assert "tie" in str(tie)
    assert tie.check()


def test_short_periods_have_verdicts() -> None:
    assert certify(Adam(), [1.0]).verdict == "converges"
    assert certify(Adam(), [1.1, -1.0]).verdict == "converges"
    assert certify(Adam(), [0.0]).verdict == "converges"


def test_a_constant_step_is_judged_by_its_orbit() -> None:
    reddi = certify(Adam(lr=0.1, beta1=0.0, beta2=0.1, decay="constant"), spike(3, 3))
    assert reddi.limit == pytest.approx(0.711068, abs=1e-6)
    synthetic = spike(101, 101)
    expected = {0.001: 0.022801, 0.01: 0.049795, 0.1: 0.319732}
    for lr, tenth in expected.items():
        proof = certify(Adam(lr=lr, beta2=0.99, decay="constant", eps=1e-9), synthetic)
        assert proof.limit == pytest.approx(tenth * 10 / 10, abs=1e-6)
        assert proof.rigorous and proof.check()


@pytest.mark.parametrize("learner", [OGD, AMSGrad, Lion, Momentum])
def test_the_orbit_is_the_one_that_is_played(learner: type[Learner]) -> None:
    player = learner(lr=0.07, decay="constant")
    g = spike(5.0, 5)
    games = rl.play(rl.problems.Periodic(g), player, 60_000, checkpoints=[50_000], threads=1)
    first, last = games.regret().lower[0, 0]
    assert certify(player, g).limit == pytest.approx((last - first) / 10_000, abs=1e-9)


def test_an_orbit_that_never_leaves_the_best_point_costs_nothing() -> None:
    proof = certify(Adam(decay="constant"), [-3.0, 1.0, 1.0])
    assert (proof.verdict, proof.limit, proof.rigorous) == ("converges", 0.0, True)


def test_yogi_is_proved_where_its_moment_is_trapped() -> None:
    g = (*[1.0] * 47, *[-0.9544] * 49)
    proof = certify(Yogi(), g)
    assert (proof.verdict, proof.rigorous) == ("fails", True)
    assert proof.drift[1] - proof.drift[0] > 0.01  # v is not periodic
    assert proof.check()
    spans = trapped(0.999, g)
    assert spans is not None
    v = 0.0
    for t in range(40_000):
        square = g[t % 96] ** 2
        v -= (1 - 0.999) * np.sign(v - square) * square
        low, high = spans[t % 96]
        assert t < 20_000 or low - Fraction(1, 10**9) < v < high + Fraction(1, 10**9)


def test_a_learner_of_the_users_own_is_measured() -> None:
    g = spike(3, 3)
    seen = certify(ByHand(), g)
    assert (seen.verdict, seen.rigorous) == ("fails", False)
    assert seen.limit == pytest.approx(2 / 3)
    assert "measured, not proved" in str(seen)
    assert certify(ByHand(), spike(40, 3)).verdict == "converges"


def test_an_heir_of_a_known_learner_is_not_taken_for_it() -> None:
    class Backwards(Adam):
        @staticmethod
        def step(x, g, m, v, alpha, rho, momentum, beta2, eps):
            return x + alpha * g, m, v

    seen = certify(Backwards(), spike(3, 3))
    assert (seen.verdict, seen.rigorous) == ("fails", False)


@pytest.mark.parametrize("learner", [Pulled(), Lion(weight_decay=0.5)], ids=["object", "rule"])
def test_an_update_that_reads_x_is_judged_by_its_regret(learner: object) -> None:
    seen = certify(learner, [1.0, 1.0, -2.3])
    assert not seen.rigorous
    assert math.isnan(seen.drift[0])
    assert "depends on x, so the drift test does not apply" in str(seen)
    assert "played regret" in seen.method
    assert seen.verdict == "fails"


@pytest.mark.parametrize("learner", KNOWN, ids=str)
def test_what_is_saved_comes_back_and_is_checked(learner: Learner) -> None:
    proof = certify(learner, (0.9, 0.8, 0.1, -1.0))
    loaded = Certificate.from_json(proof.to_json())
    assert loaded == proof
    assert loaded.learner == learner
    assert str(loaded) == str(proof)
    assert loaded.check()


@pytest.mark.parametrize(
    ("entry", "value"),
    [("verdict", "converges"), ("limit", 0.06), ("drift", [0.28, 0.2846]), ("gradients", [1.0, 2])],
)
def test_a_forged_certificate_is_found_out(entry: str, value: object) -> None:
    kept = json.loads(certify(Adam(), spike(204, 200)).to_json())
    forged = Certificate.from_json(json.dumps({**kept, entry: value}))
    check = forged.check()
    assert not check
    assert "DISAGREES" in str(check)


def test_a_measured_verdict_is_checked_by_a_longer_measurement() -> None:
    seen = certify(ByHand(), spike(3, 3))
    assert seen.check()
    kept = json.loads(seen.to_json())
    with pytest.raises(CertificateError, match="ByHand is a Python object and is not saved"):
        Certificate.from_json(json.dumps(kept)).check()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"learner": null}', '{"learner": {"name": 1}}'])
def test_what_is_no_certificate_is_refused(text: str) -> None:
    with pytest.raises(CertificateError, match="this is not a certificate"):
        Certificate.from_json(text)


@pytest.mark.parametrize(
    "gradients", [[], [float("nan")], [float("inf"), 1.0], "abc", [[1.0]], 3.0]
)
def test_what_is_no_sequence_is_refused_in_one_line(gradients: object) -> None:
    with pytest.raises(ParameterError, match="gradients must be a list of finite numbers"):
        certify(Adam(), gradients)


def test_the_proof_is_printed() -> None:
    text = str(certify(Adam(), spike(204, 200)))
    for words in (
        "fails, R_T/T -> 0.05: proved",
        "period n = 200: 204, -1 x 199",
        "S = g_1 + ... + g_n = 5: the best fixed point tends to -1",
        "[0.2846841564747",
        "u = m/(√v + ε)",
        "x -> +1, the worst fixed point",
        "R_T/T -> 2|S|/200 = 0.05",
    ):
        assert words in text
