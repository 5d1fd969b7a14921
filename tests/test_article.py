"""What is said of Adam: every judgement is computed, and exact statements hold exactly."""

import inspect
import json
import re
from functools import partial
from pathlib import Path

import numpy as np
import pytest

import regret_lab as rl
from regret_lab.article import CLAIMS, Case, Claim, Evidence, Word, claims, evidence, judged
from regret_lab.article import initial_step as first
from regret_lab.article.annealing import ALPHA, decade, descent
from regret_lab.article.base import CHAPTERS
from regret_lab.article.course import follow
from regret_lab.article.page import HEAD, PAGE, page, section
from regret_lab.article.step_bound import BETAS, burst, published, sizes, supremum
from regret_lab.article.streams import STREAMS, stream
from regret_lab.cli import main
from regret_lab.learners import OGD, Adam, RMSProp
from tests import naive

ROOT = Path(__file__).parents[1]
LARGEST_PICTURE = 60_000
each_claim = pytest.mark.parametrize("claim", claims(), ids=lambda claim: claim.name)


@each_claim
def test_an_experiment_yields_the_judgement_that_is_expected(claim: Claim):
    found = evidence(claim.name)
    assert found.word is claim.expected, f"{judged(claim)}; counterexample: {found.counterexample}"
    assert (found.counterexample is None) == (found.word is Word.HOLDS)
    text = (ROOT / PAGE).read_text(encoding="utf-8")
    stale = "run: python -m regret_lab.article.page"
    assert section(claim) in text, stale
    assert re.search(rf"\[{claim.name}\].*{re.escape(judged(claim))} +\|\n", text), stale


@each_claim
def test_an_experiment_brings_cases_and_a_figure_of_finite_numbers(claim: Claim):
    found = evidence(claim.name)
    assert len(found.cases) >= 4
    assert len({case.setting for case in found.cases}) == len(found.cases)
    assert all(np.isfinite(case.measured) for case in found.cases)
    assert claim.name == "demonstration" or any(case.usual for case in found.cases)
    assert found.panels and "\n" not in found.said
    for panel in found.panels:
        assert panel.title and panel.x and panel.y
        for curve in panel.curves:
            assert curve.x.shape == curve.y.shape
            assert np.isfinite(curve.x).all() and np.isfinite(curve.y).mean() > 0.8


@each_claim
def test_a_claim_says_what_it_is_about(claim: Claim):
    text = inspect.getdoc(type(claim)) or ""
    assert claim.chapter in CHAPTERS and claim.statement.endswith(".")
    assert text.splitlines()[0].endswith(".") and len(text) > 200
    if claim.expected is Word.ONLY_IF:
        assert claim.condition


@each_claim
def test_the_picture_of_a_claim_is_there_and_small(claim: Claim):
    picture = (ROOT / PAGE).with_suffix("") / f"{claim.name}.png"
    assert 5_000 < picture.stat().st_size < LARGEST_PICTURE


def test_the_page_holds_the_claims_in_order_and_nothing_else():
    text = (ROOT / PAGE).read_text(encoding="utf-8")
    names = [claim.name for claim in claims()]
    assert text.startswith(HEAD)
    assert re.findall(r"(?m)^## (.*)$", text) == names
    pictures = {path.stem for path in (ROOT / PAGE).with_suffix("").iterdir()}
    assert pictures == set(names) == set(CLAIMS)
    assert ":math:" not in text and ".. " not in text and "``" not in text.replace("```", "")


@pytest.mark.slow
def test_the_page_is_up_to_date_to_the_letter():
    assert (ROOT / PAGE).read_text(encoding="utf-8") == page()


def found(*cases: tuple[bool, bool, bool]) -> Evidence:
    """Evidence of cases (agrees, within, usual)."""
    return Evidence(tuple(Case("", 0.0, "", *case) for case in cases), "", ())


@pytest.mark.parametrize(
    ("cases", "word"),
    [
        ([(True, True, True), (True, False, False)], Word.HOLDS),
        ([(True, True, True), (False, False, False)], Word.ONLY_IF),
        ([(True, True, False), (False, False, True)], Word.FALSE),
        ([(True, True, True), (False, True, False)], Word.FALSE),
        ([(True, True, True), (True, False, False), (False, False, False)], Word.FALSE),
        ([(False, True, True), (False, True, False)], Word.FALSE),
    ],
)
def test_a_word_follows_from_the_cases(cases, word):
    assert found(*cases).word is word


def test_the_counterexample_is_a_usual_one_where_there_is_one():
    cases = found((False, False, False), (True, True, False), (False, False, True))
    assert cases.counterexample is cases.cases[2]
    assert found((True, True, True)).counterexample is None


@pytest.mark.parametrize("change", [{"bias_correction": False}, {"decay": "sqrt", "eps": 0.5}])
def test_another_learner_is_judged_otherwise(change, monkeypatch):
    def changed(**given):
        return Adam(**(given | change))

    assert first.InitialStep().experiment().word is Word.ONLY_IF
    monkeypatch.setattr(first, "Adam", changed)
    assert first.InitialStep().experiment().word is Word.FALSE


def test_a_course_is_that_of_plain_numpy(rng):
    gradients = rng.standard_normal((60, 3))
    course = follow(Adam(lr=0.1, decay="constant"), gradients)
    play = naive.adam(3, 60, 0.1, 0.9, 0.999, 1e-8, decay="constant")
    next(play)
    x = np.zeros(3)
    for t, g in enumerate(gradients):
        x = play.send((x, g))[0]
        np.testing.assert_allclose(course.x[t + 1], x, rtol=0, atol=1e-12)
    m = 0.1 * sum(0.9 ** (59 - t) * g for t, g in enumerate(gradients))
    np.testing.assert_allclose(course.state["m"][-1], m, rtol=0, atol=1e-13)
    np.testing.assert_allclose(course.steps, -np.diff(course.x, axis=0))


@pytest.mark.parametrize("decay", ["constant", "sqrt", "linear", "horizon"])
@pytest.mark.parametrize("eps", [0.0, 1e-8, 1.0])
def test_rmsprop_is_adam_without_momentum_and_correction_bit_for_bit(decay, eps, rng):
    gradients = rng.standard_normal((300, 5)) * 10.0 ** rng.integers(-4, 5, (300, 5))
    gradients[rng.random((300, 5)) < 0.3] = 0.0
    for beta2 in (0.0, 0.5, 0.9, 0.999):
        one = follow(RMSProp(0.3, beta2, eps, decay), gradients)
        other = follow(Adam(0.3, 0.0, beta2, eps, bias_correction=False, decay=decay), gradients)
        np.testing.assert_array_equal(one.x, other.x)
        np.testing.assert_array_equal(one.state["v"], other.state["v"])


@pytest.mark.parametrize("power", [-300, -60, -1, 1, 20, 300])
def test_without_eps_a_power_of_two_changes_no_bit(power, rng):
    gradients = rng.standard_normal((200, 2))
    adam = Adam(eps=0.0, decay="constant")
    scaled = follow(adam, np.ldexp(gradients, power))
    np.testing.assert_array_equal(scaled.x, follow(adam, gradients).x)


@pytest.mark.parametrize("scale", [1e-100, 1e-6, 0.3, 7.0, 1e100])
def test_without_eps_another_scale_changes_nothing_but_rounding(scale, rng):
    gradients = rng.standard_normal((200, 2))
    adam = Adam(eps=0.0, decay="constant")
    given, scaled = follow(adam, gradients).x, follow(adam, scale * gradients).x
    np.testing.assert_allclose(scaled, given, rtol=0, atol=1e-13)


@pytest.mark.parametrize("betas", [(0.9, 0.999), (0.0, 0.9), (0.5, 0.5), (0.9, 0.85), (0.3, 0.99)])
def test_no_sequence_makes_a_longer_step_than_the_supremum(betas, rng):
    most = supremum(*betas) * (1 + 1e-12)
    for growth in (1.0, 1.05, betas[1] / max(betas[0], 0.1), 0.8):
        shape = growth ** np.arange(80.0)[:, None] * rng.standard_normal((80, 25)) ** 3
        tried = np.where(rng.random((80, 25)) < 0.7, shape, np.abs(shape))
        steps = follow(Adam(1.0, *betas, eps=0.0, decay="constant"), tried).steps
        assert np.abs(steps).max() <= most


@pytest.mark.parametrize("betas", BETAS, ids=str)
def test_the_burst_attains_the_supremum_and_a_spike_the_published_value(betas):
    beta1, beta2 = betas
    if beta1**2 < beta2:
        length = 400 if beta1 < 0.95 else 4000  # longer, and squares at its ends underflow
        assert burst(*betas, length).max() == pytest.approx(supremum(*betas), rel=1e-3)
    spike = sizes(*betas, np.ones(1), int(10 / (1 - max(betas))))[0]
    assert spike == pytest.approx((1 - beta1) / np.sqrt(1 - beta2), rel=1e-3)


def test_the_supremum_at_the_defaults():
    assert supremum(0.9, 0.999) == pytest.approx(7.2703, abs=1e-4)
    assert published(0.9, 0.999) == pytest.approx(3.1623, abs=1e-4)
    excess = (0.9 - 0.999) ** 2 / ((1 - 0.999) * (0.999 - 0.9**2))
    assert supremum(0.9, 0.999) ** 2 - 1 == pytest.approx(excess)


def test_the_optimum_is_unstable_below_the_brink_of_eps_and_stable_above():
    brink = ALPHA * 0.1 / (2 * 1.9)
    for eps, stays in ((0.8 * brink, False), (1.03 * brink, True)):
        late = np.abs(np.diff(descent(0.0, eps))[-1000:]).max() / ALPHA
        assert (late < 1e-6) == stays


def test_without_noise_steps_vanish_before_they_return():
    x = descent(0.0, 1e-8)
    assert np.abs(np.diff(x[3000:3500])).max() < 1e-30
    assert np.abs(np.diff(x[-4000:])).max() > 0.1 * ALPHA


def test_a_number_is_rounded_down_to_its_decade():
    assert [decade(size) for size in (0.05, 0.0999, 0.1, 1e-20, 0.0)] == [0.01, 0.01, 0.1, 0, 0]


@pytest.mark.parametrize("name", list(STREAMS))
def test_a_stream_is_the_same_every_time(name):
    ones, others = stream(name, 50), stream(name, 50)
    assert ones.shape == (50,) and np.isfinite(ones).all() and (ones != 0.0).sum() >= 0
    np.testing.assert_array_equal(ones, others)


def test_the_command_prints_a_judgement_and_writes_numbers_and_a_figure(tmp_path, capsys):
    only = ["--only", "initial_step", "rmsprop_is_adam"]
    assert main(["properties", *only, "--root", str(tmp_path / "out")]) == 0
    said = capsys.readouterr().out
    assert "rmsprop_is_adam" in said and "holds only if" in said and "warm_up" not in said
    kept = json.loads((tmp_path / "out" / "claims.json").read_text())
    assert [one["claim"] for one in kept] == ["initial_step", "rmsprop_is_adam"]
    assert kept[1]["judgement"] == "holds" and kept[1]["cases"][0]["measured"] == 0
    for kind in ("pdf", "png"):
        assert (tmp_path / "out" / f"initial_step.{kind}").stat().st_size > 1000


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--only", "step_bund"], ("'step_bund'", "Did you mean 'step_bound'?")),
        (["--speed", "9"], ("--speed", "--help")),
        (["warm_up"], ("warm_up", "--help")),
        (["--only"], ("--only", "--help")),
    ],
)
def test_a_mistake_on_the_command_line_is_one_line(arguments, words, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["properties", *arguments]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and all(word in said for word in words)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    root = str(tmp_path / "file" / "out")
    assert main(["properties", "--only", "initial_step", "--root", root]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "--root" in said and root in said


def test_a_course_without_momentum_or_metric_is_plain_descent():
    course = follow(OGD(lr=2.0, decay="constant"), np.array([1.0, -3.0]))
    assert course.x[:, 0].tolist() == [0.0, -2.0, 4.0] and course.state == {}
    assert partial(rl.minimise, rounds=1)(abs, np.sign, 1.0, OGD(0.5)).x[1, 0] == 0.5
