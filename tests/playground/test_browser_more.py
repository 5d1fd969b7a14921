"""The page without its server, against other sites, and what it offers beside the game."""

import re
import socket

import pytest

from regret_lab.playground.run import run
from regret_lab.playground.setting import setting as read
from tests.playground.hands import (
    SCENARIOS,
    SHOWN,
    Running,
    cell,
    control,
    preset,
    rest,
    seek,
    setting,
    shown_round,
    slide,
    truth,
    typed,
    value,
)

pytestmark = pytest.mark.slow


@pytest.fixture
def exported(page, tmp_path):
    """Save the page as one file, by its own button, from a state of its own."""
    preset(page, "reddi")
    typed(page, "Adam.beta2", 0.2)
    typed(page, "horizon", 150)
    rest(page)
    with page.expect_download(timeout=60_000) as saved:
        page.locator("#save-file").click()
    path = tmp_path / "page.html"
    saved.value.save_as(path)
    asked = setting(page)
    page.close()
    return path, asked


def test_the_export_plays_from_a_file_without_a_network(exported, open_page):
    path, asked = exported
    assert path.stat().st_size <= 2_000_000
    page = open_page(path.as_uri(), offline=True)
    games = truth(asked)
    for t in (1, 33, 150):
        seek(page, t)
        for name, game in games.items():
            assert value(page, "x", name) == pytest.approx(game["x"][0, t - 1], rel=SHOWN, abs=1e-6)
            assert value(page, "regret", name) == pytest.approx(game["regret"][t - 1], rel=SHOWN)
    page.locator("#reset").click()
    page.locator("#run").click()
    page.wait_for_function("() => document.getElementById('time').value > 20")
    page.locator("#run").click()
    slide(page, "Adam.lr", 1.0)
    seek(page, 150)
    asked["learners"][0]["values"]["lr"] = 10.0
    moved = truth(asked)["Adam"]["regret"][-1]
    assert value(page, "regret", "Adam") == pytest.approx(moved, rel=SHOWN)
    assert control(page, "problem.big").is_disabled()
    assert page.locator("#sweep-chart circle").count() == 75


def test_a_server_that_goes_is_told_and_one_that_comes_back_is_asked_again(open_page):
    running = Running()
    page = open_page(running.address)
    seek(page, 200)
    page.wait_for_selector("#sweep-chart circle")
    running.stop()
    slide(page, "Adam.lr", 0.9)
    slide(page, "Adam.lr", 0.8)
    page.wait_for_function("() => !document.getElementById('banner').hidden")
    assert "does not answer" in page.locator("#banner").inner_text()
    page.wait_for_timeout(1200)  # a knock in vain
    running = Running(running.port)
    page.wait_for_function("() => document.getElementById('banner').hidden", timeout=10_000)
    rest(page)
    asked = setting(page)
    end = truth(asked)["Adam"]["regret"][-1]
    assert value(page, "regret", "Adam") == pytest.approx(end, rel=SHOWN)
    page.complaints[:] = [line for line in page.complaints if "ERR_CONNECTION_REFUSED" not in line]
    running.stop()


def test_the_worst_sequence_is_searched_at_the_betas_that_stand_there(page):
    page.locator("[data-preset=worst]").click()
    found = "() => document.getElementById('search').textContent.startsWith('Found')"
    page.wait_for_function(found, timeout=60_000)
    rest(page)
    first = setting(page)["problem"]["values"]["gradients"]
    assert len(first) > 3
    seek(page, 2000)
    assert value(page, "average", "Adam") > 0.2 > value(page, "average", "AMSGrad")
    typed(page, "Adam.beta2", 0.5)
    page.wait_for_function(
        "() => document.getElementById('search').textContent.startsWith('Search')"
    )
    page.wait_for_function(found, timeout=60_000)
    rest(page)
    assert setting(page)["problem"]["values"]["gradients"] != first


def test_the_visitor_deals_slopes_and_the_learners_answer(page):
    preset(page, "adversary")
    page.locator("h2").click()
    for key in ["ArrowLeft", "ArrowLeft", "ArrowUp", "ArrowLeft", "ArrowLeft", "ArrowUp"]:
        page.keyboard.press(key)
        rest(page)
    asked = setting(page)
    assert asked["problem"]["values"]["gradients"] == [3, -1, -1, 3, -1, -1, 3]
    assert asked["horizon"] == 7 and shown_round(page) == 7
    end = truth(asked)["Adam"]["regret"][-1]
    assert value(page, "regret", "Adam") == pytest.approx(end, rel=SHOWN)
    assert f"R(t)/t = {end / 7:.4g}" in page.locator("#record").inner_text()
    page.locator("#undo").click()
    rest(page)
    assert setting(page)["horizon"] == 6
    page.locator("#forever").click()
    page.wait_for_function(
        "() => document.getElementById('certificate').textContent.includes('fails')", timeout=60_000
    )


def test_the_sweep_marks_the_rate_that_is_played_and_a_dot_takes_another(page):
    page.wait_for_selector("#sweep-chart circle.tone0")
    page.locator("#sweep-chart circle.tone0").nth(12).dispatch_event("click")
    rest(page)
    taken = setting(page)["learners"][0]["values"]["lr"]
    assert taken == pytest.approx(0.1, rel=0.01)
    page.locator("#sweep-chart circle.tone0").nth(20).dispatch_event("click")
    rest(page)
    assert setting(page)["learners"][0]["values"]["lr"] == pytest.approx(2.15, rel=0.01)


def test_log_log_shows_guides_and_a_drag_on_a_chart_moves_time(page):
    page.locator("#average-chart").click()
    assert 80 < shown_round(page) < 120
    page.locator("#loglog").check()
    assert page.locator("#average-chart .guide").count() == 2


def test_numbers_and_pictures_are_saved(page):
    with page.expect_download() as saved:
        page.locator("#save-csv").click()
    head, first, *_ = saved.value.path().read_text().splitlines()
    columns = dict(zip(head.replace('"', "").split(","), map(float, first.split(",")), strict=True))
    assert columns["t"] == 1 and columns["Adam x"] == -3.5
    game = run(read(SCENARIOS["article"]))["learners"]["Adam"]
    assert columns["Adam gradient"] == game["g"][0, 0]  # all digits
    with page.expect_download() as saved:
        page.locator("#save-svg").click()
    text = saved.value.path().read_text()
    assert text.startswith("<svg") and "rgb(" in text and "var(" not in text


def test_the_command_is_shown_and_the_landscape_has_none(page):
    assert page.locator("#command").is_hidden()
    preset(page, "reddi")
    assert page.locator("#command").inner_text().startswith("regret-lab run problem=reddi")
    page.locator("summary", has_text="its step, in Python").first.click()
    assert "m = momentum * m" in page.locator("pre", has_text="def step").first.inner_text()


def test_a_page_of_another_site_gets_nothing(open_page, server, chromium):
    page = chromium.new_page()
    page.goto("data:text/html,<p>elsewhere</p>")
    reply = page.evaluate(
        f"""() => fetch('{server}/run', {{ method: 'POST', mode: 'no-cors', body: '{{}}' }})
        .then(reply => reply.type, error => 'refused')"""
    )
    assert reply in ("opaque", "refused")
    text = page.evaluate(f"() => fetch('{server}/schema').then(r => r.text(), () => 'refused')")
    assert text == "refused"
    page.close()
    with socket.create_connection(("127.0.0.1", int(server.rpartition(":")[2]))) as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
        assert re.match(rb"HTTP/1\.1 400", line.recv(1000))


def test_rounds_beyond_the_horizon_are_cut(page):
    seek(page, 200)
    typed(page, "horizon", 50)
    rest(page)
    assert shown_round(page) == 50
    assert cell(page, "x", "Adam")
