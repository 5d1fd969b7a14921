"""What is said of Adam: every judgement is computed, and the page and the command tell it."""

import inspect
import json
import re
from pathlib import Path

import numpy as np
import pytest

from regret_lab.article import CLAIMS, Case, Claim, Evidence, Word, claims, evidence, judged
from regret_lab.article import initial_step as first
from regret_lab.article.base import CHAPTERS
from regret_lab.article.page import HEAD, PAGE, page, section
from regret_lab.cli import main
from regret_lab.learners import Adam

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
