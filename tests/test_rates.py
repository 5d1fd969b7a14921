"""Growth, its uncertainty and the verdict: on curves whose law is known."""

import numpy as np
import pytest

import regret_lab as rl
from regret_lab.domains import Ball, Box
from regret_lab.errors import ParameterError
from regret_lab.rates import doublings, elapsed, fit, judge, traversal
from regret_lab.rates.gates import enough_doublings, enough_seeds, finite, schedule
from regret_lab.rates.verdict import judge_bracket

T = 2 ** np.arange(18)


def walk(scale, seeds=20, seed=0):
    steps = np.random.default_rng(seed).standard_normal((seeds, len(T)))
    return scale * np.cumsum(steps * np.sqrt(np.diff(T, prepend=0)), axis=1)


@pytest.mark.parametrize("power", [0.25, 0.5, 0.75, 1.0])
def test_a_power_law_is_measured_to_the_grid(power):
    growth = fit(T, 3.0 * T[None] ** power)
    assert growth.exponent == pytest.approx(power, abs=0.003)
    assert growth.coefficient == pytest.approx(3.0, rel=0.03)


def test_what_the_start_adds_once_changes_nothing():
    plain, shifted = fit(T, np.sqrt(T)[None]), fit(T, np.sqrt(T)[None] + 1e4)
    assert shifted.exponent == plain.exponent


def test_a_regret_that_falls_has_an_exponent_no_logarithm_would_give():
    growth = fit(T, -np.sqrt(T)[None])
    assert not growth.grows
    assert judge(growth).word == "sqrt-consistent"


@pytest.mark.parametrize(
    ("curve", "word"),
    [
        (lambda t: 2.0 * np.sqrt(t), "sqrt-consistent"),
        (lambda t: np.log(t), "sqrt-consistent"),
        (lambda t: 0.0 * t, "sqrt-consistent"),
        (lambda t: t**0.75, "slower"),
        (lambda t: 0.5 * t, "linear"),
        (lambda t: np.sqrt(t) + 0.01 * t, "slower"),
    ],
)
def test_quiet_curves_get_the_word_of_their_law(curve, word):
    assert judge(fit(T, curve(T.astype(float))[None])).word == word


def test_an_exponent_that_still_falls_is_not_called_slower():
    growth = fit(T, (np.sqrt(T + 2000) - np.sqrt(2000))[None])
    assert growth.interval[0] > 0.535
    assert growth.late < growth.interval[0]
    assert judge(growth).word == "inconclusive"
    assert "too near 1/2" in judge(growth).why


def test_a_theorem_forbids_what_a_short_curve_suggests(monkeypatch):
    from regret_lab.rates.verdict import Verdict

    games = rl.play(rl.problems.Reddi(), rl.learners.OGD(lr=2.0 / 3.0), 2**12)
    hasty = (Verdict("slower", "the exponent lies in [0.60, 0.61]"), fit(T, np.sqrt(T)[None]))
    monkeypatch.setattr("regret_lab.rates.estimation._measure", lambda *_: hasty)
    (estimate,) = rl.rates.estimate(games.regret())
    assert estimate.verdict == "inconclusive"
    assert "ogd_any_time keeps the regret below a multiple of sqrt(T)" in estimate.why


def test_the_linear_part_beside_a_square_root_is_found():
    growth = fit(T, (np.sqrt(T) + 0.01 * T)[None])
    assert growth.delta == pytest.approx(0.01, rel=1e-6)


def test_noise_widens_the_interval_and_it_holds_the_truth():
    quiet = fit(T, 2 * np.sqrt(T) + walk(0.01))
    loud = fit(T, 2 * np.sqrt(T) + walk(0.5))
    assert loud.interval[1] - loud.interval[0] > quiet.interval[1] - quiet.interval[0]
    assert loud.interval[0] <= 0.5 <= loud.interval[1]


def test_an_undecided_verdict_says_what_would_decide():
    verdict = judge(fit(T, 2 * np.sqrt(T) + walk(0.5, seeds=5)))
    assert verdict.word == "inconclusive"
    assert "the seeds disagree: about 110 of them would decide" in verdict.why


def test_a_wide_gap_is_not_judged_at_one_end():
    verdict, _ = judge_bracket(fit(T, np.sqrt(T)[None]), fit(T, 1.0 * T[None]))
    assert verdict.word == "inconclusive"
    assert "gap" in verdict.why


def test_a_narrow_gap_agrees_at_both_ends():
    verdict, _ = judge_bracket(fit(T, np.sqrt(T)[None]), fit(T, 1.01 * np.sqrt(T)[None]))
    assert verdict.word == "sqrt-consistent"


def test_failed_games_cannot_be_fitted():
    curve = np.sqrt(T)[None].repeat(3, axis=0)
    curve[1, 12:] = np.nan
    with pytest.raises(ParameterError, match="NaN"):
        fit(T, curve)
    assert finite(T, curve) is not None
    assert "game 1" in str(finite(T, curve))


def test_too_few_doublings_are_refused_with_the_cure():
    with pytest.raises(ParameterError, match="doublings"):
        fit(T[:4], np.sqrt(T[:4])[None])
    assert "play to T = " in str(enough_doublings(T[:9]))
    assert enough_doublings(T) is None


def test_a_grid_without_halves_ends_the_chain():
    grid = np.array([1, 10, 100, 1000])
    assert grid[doublings(grid)].tolist() == [1000]
    assert "checkpoints" in str(enough_doublings(grid))


def test_the_gates_let_through_what_they_should():
    assert enough_seeds(4, stochastic=True) is not None
    assert enough_seeds(1, stochastic=False) is None
    assert "decay" in str(schedule(decays=False, anytime=True))
    assert "horizon" in str(schedule(decays=True, anytime=False))
    assert schedule(decays=True, anytime=False, restarted=True) is None
    assert schedule(decays=None, anytime=None) is None


def test_step_sizes_are_summed_without_visiting_every_round():
    t = np.array([1, 10, 5000, 100_000])
    sums = np.cumsum(1 / np.sqrt(np.arange(1, t[-1] + 1)))
    np.testing.assert_allclose(elapsed(lambda r: 1 / np.sqrt(r), t), sums[t - 1], rtol=1e-5)


def test_an_iterate_on_its_way_is_not_judged():
    steps = np.sqrt(T)
    path = -0.5 * (np.sqrt(T) / np.sqrt(T[-1]))[None, :, None]
    assert "still travelling" in str(traversal(T, path, steps, Box(1)))


@pytest.mark.parametrize("domain", [Box(1), Ball(1)])
def test_an_iterate_that_arrived_is_judged(domain):
    path = np.maximum(-0.1 * np.sqrt(T), -1.0)[None, :, None]
    assert traversal(T, path, np.sqrt(T), domain) is None


def test_an_iterate_that_settled_is_judged():
    path = (0.3 + 0.5 / np.sqrt(T))[None, :, None]
    assert traversal(T, path, np.sqrt(T), Box(1)) is None


def test_a_constant_step_gets_no_verdict():
    games = rl.play(rl.problems.Reddi(), rl.learners.OGD(lr=0.1, decay="constant"), 2**13)
    (estimate,) = rl.rates.estimate(games.regret())
    assert estimate.verdict == "inconclusive"
    assert "does not decay" in estimate.why


def test_reddi_defeats_adam_and_nobody_else():
    short = rl.learners.Adam(lr=0.5, beta1=0.0, beta2=0.1)
    amsgrad = rl.learners.AMSGrad(lr=0.5, beta1=0.0, beta2=0.1)
    games = rl.play(rl.problems.Reddi(), [short, amsgrad, rl.learners.OGD(lr=0.5)], 2**16)
    words = {row.learner: row.verdict for row in rl.rates.estimate(games.regret())}
    assert words == {"adam": "linear", "amsgrad": "sqrt-consistent", "ogd": "sqrt-consistent"}


def test_a_horizon_in_the_step_size_is_judged_over_games_of_their_own():
    learner = rl.learners.OGD(lr=0.5, decay="horizon")
    one = rl.play(rl.problems.Reddi(), learner, 2**13)
    assert "depends on the horizon" in rl.rates.estimate(one.regret())[0].why
    many = rl.play_doublings(rl.problems.Reddi(), learner, 2**13)
    assert rl.rates.estimate(many.regret())[0].verdict == "sqrt-consistent"


def test_estimates_are_found_by_name_and_print_as_a_table():
    games = rl.play(rl.problems.Coin(), [rl.learners.OGD(), rl.learners.Adam()], 2**12, seeds=8)
    estimates = rl.rates.estimate(games.regret())
    assert estimates["adam"] is estimates[1]
    assert "verdict" in str(estimates)
    with pytest.raises(LookupError, match="Did you mean 'adam'"):
        estimates["adm"]
