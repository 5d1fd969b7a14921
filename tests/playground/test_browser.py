"""A real browser: every control does what it says, and the numbers are the library's."""

import json
import re

import pytest

from tests.playground.hands import (
    SCENARIOS,
    SHOWN,
    cell,
    control,
    preset,
    rest,
    seek,
    setting,
    shown_round,
    slide,
    truth,
    value,
)


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
