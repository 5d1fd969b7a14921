"""A real browser: every control does what it says, and the numbers are the library's."""

import json
import re
import time

import numpy as np
import pytest

from regret_lab.playground.presets import PRESETS
from regret_lab.playground.run import run
from regret_lab.playground.setting import setting as read
from tests.playground.hands import (
    cell,
    control,
    preset,
    rest,
    seek,
    setting,
    shown_round,
    slide,
    typed,
    value,
)

SCENARIOS = {one["id"]: one["setting"] for one in PRESETS}
SHOWN = 1e-3  # four digits


@pytest.fixture
def page(open_page, server):
    return open_page(server)


def truth(asked):
    return run(read(asked))["learners"]


def test_the_numbers_of_a_round_are_the_librarys(page):
    games = truth(SCENARIOS["article"])
    for t in (1, 2, 77, 200):
        seek(page, t)
        for name, game in games.items():
            expected = {
                "x": game["x"][0, t - 1],
                "gradient": game["g"][0, t - 1],
                "step": game["step"][0, t - 1],
                "loss": game["loss"][t - 1],
                "regret": game["regret"][t - 1],
                "average": game["regret"][t - 1] / t,
                "best": game["best"][0, t - 1],
            }
            if name == "Adam":
                expected |= {key: game[key][0, t - 1] for key in ("mhat", "vhat")}
            for row, number in expected.items():
                assert value(page, row, name) == pytest.approx(number, rel=SHOWN), (row, name, t)
    assert cell(page, "mhat", "SGD") == "–"
    assert cell(page, "bound", "Adam") == "none"
    assert "not convex" in page.locator("#caption").inner_text()


def test_the_dots_stand_where_the_learners_are(page):
    games = truth(SCENARIOS["article"])
    seek(page, 40)
    for name, game in games.items():
        dot = page.locator(f"#scene circle[data-learner={name}]")
        at = (float(dot.get_attribute("cx")) - 44) / (860 - 12 - 44) * 8 - 4
        assert at == pytest.approx(game["x"][0, 39], abs=1e-3)


def test_step_run_reset_scrub_speed_and_keys_move_time(page):
    page.locator("#step").click()
    assert shown_round(page) == 2
    page.locator("h2").click()  # the keys are the page's, not a button's
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    assert shown_round(page) == 3
    page.keyboard.press("r")
    assert shown_round(page) == 1
    page.locator("#speed").select_option("240")
    page.keyboard.press(" ")
    assert page.locator("#run").inner_text() == "Pause"
    page.wait_for_function("() => document.getElementById('round').textContent === 't = 200'")
    assert page.locator("#run").inner_text() == "Run"
    page.locator("#reset").click()
    assert shown_round(page) == 1
    page.locator("#run").click()
    page.wait_for_function("() => document.getElementById('time').value > 5")
    page.locator("#run").click()
    stopped = shown_round(page)
    page.wait_for_timeout(120)
    assert shown_round(page) == stopped


def test_a_slider_plays_anew_and_leaves_a_ghost(page):
    seek(page, 200)
    before = cell(page, "regret", "Adam")
    assert page.locator("path.ghost").count() == 0
    slide(page, "Adam.lr", 1.0)
    rest(page)
    asked = setting(page)
    assert asked["learners"][0]["values"]["lr"] == 10.0
    assert cell(page, "regret", "Adam") != before
    end = truth(asked)["Adam"]["regret"][-1]
    assert value(page, "regret", "Adam") == pytest.approx(end, rel=SHOWN)
    assert page.locator("path.ghost").count() == 6
    assert page.locator("[data-box='Adam.lr']").input_value() == "10"


def test_a_slider_stands_where_its_value_is(page):
    shown = {"Adam.lr": 0.1, "Adam.beta1": 0.9, "Adam.beta2": 0.999, "problem.noise": 0.5}
    for path, number in (shown | {"start.0": -3.5, "horizon": 200}).items():
        box = page.locator(f"[data-box='{path}']")
        assert float(box.input_value()) == number
        control(page, path).dispatch_event("input")  # touched, not moved
        assert float(box.input_value()) == pytest.approx(number, rel=0.01)
    assert control(page, "Adam.beta1").get_attribute("aria-valuetext") == "0.9"


@pytest.mark.slow
def test_every_control_of_every_scenario_changes_what_is_played(page):
    for name in ("article", "moving", "plane"):
        preset(page, name)
        before = json.dumps(setting(page), sort_keys=True)
        page.evaluate("() => document.querySelectorAll('details').forEach(d => { d.open = true })")
        paths = page.evaluate(
            "() => [...document.querySelectorAll('[data-where]')].map(e => e.dataset.where)"
        )
        assert "horizon" in paths and any(path.endswith(".lr") for path in paths)
        for path in paths if name != "moving" else [p for p in paths if p.startswith("problem.")]:
            handle = control(page, path)
            kind = handle.evaluate("e => e.type")
            if kind == "range":
                low, high, now = (
                    float(handle.evaluate(f"e => +e.{k}")) for k in ("min", "max", "value")
                )
                slide(page, path, 0.25 if (now - low) / (high - low) > 0.5 else 0.75)
            elif kind == "checkbox":
                handle.click()
            elif kind == "select-one":
                now = handle.evaluate("e => e.selectedIndex")
                handle.select_option(index=0 if now else 1)
            else:
                handle.fill("2, -1, -0.5")
                handle.dispatch_event("change")
            rest(page)
            assert page.locator("#banner").is_hidden(), (path, page.locator("#banner").inner_text())
            asked = setting(page)
            before, now = json.dumps(asked, sort_keys=True), before
            assert before != now, path
            seek(page, asked["horizon"])
            for label, game in truth(asked).items():
                assert value(page, "regret", label) == pytest.approx(
                    game["regret"][-1], rel=SHOWN, abs=1e-9
                )


def test_reddi_exceeds_the_bound_in_red_and_the_others_do_not(page):
    preset(page, "reddi")
    seek(page, 600)
    games = truth(SCENARIOS["reddi"])
    assert value(page, "x", "Adam") > 0.99
    assert value(page, "x", "AMSGrad") < -0.97 and value(page, "x", "OGD") < -0.97
    for name, game in games.items():
        least = min(bound["limit"][-1] for bound in game["bounds"])
        assert value(page, "bound", name) == pytest.approx(least, rel=SHOWN)
        bad = page.locator(f"tr[data-row=bound] td.bad[data-learner={name}]").count()
        assert bad == (name == "Adam")
        assert ("exceeded" in cell(page, "bound", name)) == (name == "Adam")
    assert "exceeded at t = 153" in page.locator("#regret-chart").text_content()
    assert page.locator("#regret-chart path.bound").count() >= 2
    paint = page.locator("td.bad").evaluate("e => getComputedStyle(e).color")
    red, green, blue = map(int, re.findall(r"\d+", paint)[:3])
    assert red > 2 * green and red > 2 * blue


def test_a_hint_does_what_it_says(page):
    page.locator(".hint", has_text="Bias correction off").click()
    rest(page)
    assert not control(page, "Adam.bias_correction").is_checked()
    assert shown_round(page) == 1
    assert abs(value(page, "step", "Adam")) == pytest.approx(0.3162, rel=SHOWN)
    page.locator(".hint", has_text="Start on the right").click()
    rest(page)
    page.locator("#run", has_text="Pause").click()
    assert control(page, "Adam.bias_correction").is_checked()  # from the scenario as it was
    assert setting(page)["start"] == [3.5]
    seek(page, 1)
    assert value(page, "x", "Adam") == 3.5


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
    assert [one["label"] for one in asked["learners"]] == [
        "Adam",
        "SGD",
        "AMSGrad",
        "AMSGrad 2",
    ] or [one["name"] for one in asked["learners"]][2:] == ["lion", "amsgrad"]
    seek(page, asked["horizon"])
    for label, game in truth(asked).items():
        assert value(page, "regret", label) == pytest.approx(game["regret"][-1], rel=SHOWN)
    page.get_by_label("Remove SGD").click()
    rest(page)
    assert page.locator("#readout td[data-learner=SGD]").count() == 0


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
