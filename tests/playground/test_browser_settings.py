"""A real browser: settings are moved, linked, refused, and played as they stand."""

import json
import re
import time
from urllib.parse import quote

import numpy as np
import pytest

from regret_lab.playground.run import run
from tests.playground.hands import (
    SHOWN,
    cell,
    preset,
    rest,
    seek,
    setting,
    shown_round,
    truth,
    typed,
    value,
)


def test_a_link_restores_everything(page, open_page, server):
    preset(page, "reddi")
    typed(page, "Adam.beta2", 0.5)
    rest(page)
    seek(page, 123)
    page.locator("summary", has_text="more").first.click()
    asked = setting(page)
    numbers = page.locator("#readout").inner_text()
    other = open_page(page.url)
    rest(other)
    assert setting(other) == asked and shown_round(other) == 123
    assert other.locator("#readout").inner_text() == numbers
    assert other.locator("[data-preset=reddi]").get_attribute("aria-current") == "true"


@pytest.mark.slow
def test_a_hostile_link_runs_nothing_and_is_refused_in_words(open_page, server):
    evil = {
        "problem": {"name": "coin"},
        "learners": [{"label": "<img src=x onerror=alert(1)>", "name": "ogd"}],
        "horizon": 9,
    }
    page = open_page(server)
    page.on("dialog", lambda dialog: page.complaints.append("a dialog"))
    page.evaluate("q => { location.hash = '#q=' + encodeURIComponent(q) }", json.dumps(evil))
    page.wait_for_function("() => document.body.innerText.includes('onerror')")
    rest(page)
    assert page.locator("img").count() == 0
    assert page.locator("#readout th", has_text="<img").count() == 1
    evil["learners"][0]["name"] = "__proto__"
    page.evaluate("q => { location.hash = '#q=' + encodeURIComponent(q) }", json.dumps(evil))
    page.wait_for_function("() => !document.getElementById('banner').hidden")
    assert "no learner is called" in page.locator("#banner").inner_text()


@pytest.mark.slow
def test_a_page_opened_by_a_bad_link_says_why_it_shows_something_else(open_page, server):
    link = {"problem": {"name": "coin"}, "learners": [{"name": "adamm"}]}
    page = open_page(f"{server}/#t=1&q={quote(json.dumps(link))}")
    assert "no learner is called “adamm”" in page.locator("#banner").inner_text()
    assert page.locator("#banner").is_visible()
    assert value(page, "x", "Adam") == -3.5
    typed(page, "Adam.beta1", 0.5)
    rest(page)
    assert page.locator("#banner").is_hidden()


def test_fifty_quick_moves_end_in_the_right_state_with_one_game_in_flight(page, monkeypatch):
    # slowly, so that moves fall between a question and its answer
    slow = "regret_lab.playground.server.run"
    monkeypatch.setattr(slow, lambda asked: (time.sleep(0.05), run(asked))[1])
    flying = {"now": 0, "most": 0, "asked": 0}

    def begin(request):
        if request.url.endswith("/run"):
            flying["now"] += 1
            flying["asked"] += 1
            flying["most"] = max(flying["most"], flying["now"])

    def end(request):
        flying["now"] -= request.url.endswith("/run")

    page.on("request", begin)
    page.on("requestfinished", end)
    seek(page, 200)
    page.evaluate(
        """async () => {
          const paths = ['Adam.lr', 'SGD.lr', 'Adam.beta1', 'Adam.beta2', 'problem.noise']
          for (let k = 0; k < 50; k += 1) {
            const slider = document.querySelector(`[data-where='${paths[k % 5]}']`)
            slider.value = 20 + 3 * k
            slider.dispatchEvent(new Event('input', { bubbles: true }))
            await new Promise(resume => setTimeout(resume, 10))
          }
        }"""
    )
    rest(page)
    asked = setting(page)
    assert flying["most"] == 1 and flying["asked"] < 50
    adam, sgd = (learner["values"] for learner in asked["learners"])
    stand = [adam["lr"], sgd["lr"], adam["beta1"], adam["beta2"]]
    expected = [0.001 * 10 ** (155 / 50), 0.001 * 10 ** (158 / 50)]
    expected += [1 - 10 ** (-161 / 50), 1 - 10 ** (-164 / 50)]
    assert stand == pytest.approx(expected, rel=0.01)
    assert asked["problem"]["values"]["noise"] == pytest.approx(1.67)
    games = truth(asked)
    for name in ("Adam", "SGD"):
        learner = next(one for one in asked["learners"] if one["label"] == name)
        box = float(page.locator(f"[data-box='{name}.lr']").input_value())
        assert learner["values"]["lr"] == box
        assert value(page, "regret", name) == pytest.approx(games[name]["regret"][-1], rel=SHOWN)


@pytest.mark.slow
def test_free_play_takes_any_problem_and_any_learners(page):
    page.locator("[data-preset=free]").click()
    page.locator("#problem").select_option("quadratic")
    rest(page)
    assert page.locator("#scene.plane").count() == 1
    assert len(page.locator("path.contour").get_attribute("d")) > 200
    page.locator("#adder").select_option("lion")
    page.locator("#add").click()
    page.locator("#add").click()
    rest(page)
    asked = setting(page)
    assert [one["label"] for one in asked["learners"]] == ["Adam", "SGD", "Lion", "Lion 2"]
    assert [one["name"] for one in asked["learners"]][2:] == ["lion", "lion"]  # the choice stays
    seek(page, asked["horizon"])
    for label, game in truth(asked).items():
        assert value(page, "regret", label) == pytest.approx(game["regret"][-1], rel=SHOWN)
    page.get_by_label("Remove SGD").click()
    rest(page)
    assert page.locator("#readout td[data-learner=SGD]").count() == 0


@pytest.mark.slow
def test_a_hint_brings_the_learners_of_the_scenario_back(page):
    page.get_by_label("Remove SGD").click()
    page.locator("#add").click()
    assert page.evaluate("() => document.activeElement.id") == "add"  # ready for another
    rest(page)
    groups = page.locator("#panel [data-advice]")
    names = "all => all.map(group => group.dataset.advice)"
    assert groups.evaluate_all(names) == ["Adam", "AMSGrad"]
    page.locator(".hint", has_text="Bias correction off").click()
    rest(page)
    assert groups.evaluate_all(names) == ["Adam", "SGD"]
    assert [one["label"] for one in setting(page)["learners"]] == ["Adam", "SGD"]


@pytest.mark.slow
def test_the_start_is_dragged_in_the_plane(page):
    preset(page, "plane")
    box = page.locator("#scene").bounding_box()
    ring = page.locator("#ring").bounding_box()
    page.mouse.move(ring["x"] + ring["width"] / 2, ring["y"] + ring["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.35, box["y"] + box["height"] * 0.4, steps=5)
    page.mouse.up()
    rest(page)
    start = setting(page)["start"]
    assert start[0] < -0.1 and start[1] > 0.1
    seek(page, 1)
    for label in ("Adam", "OGD"):
        shown = [float(number) for number in re.findall(r"-?[\d.]+", cell(page, "x", label))]
        np.testing.assert_allclose(shown, start, rtol=SHOWN)


def test_an_error_of_the_visitors_is_one_line_in_the_page_and_goes_away(page):
    typed(page, "Adam.beta1", 1.5)
    rest(page)
    assert "beta1 must be in [0, 1)" in page.locator("#banner").inner_text()
    page.complaints[:] = [line for line in page.complaints if "status of 400" not in line]
    typed(page, "Adam.beta1", 0.5)
    rest(page)
    assert page.locator("#banner").is_hidden()
