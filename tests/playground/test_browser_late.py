"""A real browser and a slow server: settings move on while answers are on their way."""

import asyncio
import threading

import pytest

from regret_lab.playground import server as served
from tests.playground.hands import (
    SHOWN,
    cell,
    rest,
    seek,
    setting,
    shown_round,
    truth,
    typed,
    value,
)

pytestmark = pytest.mark.slow


class Gate:
    """Hold the page's questions at the server's door; let them in one by one."""

    def __init__(self, monkeypatch):
        self.closed = {}
        self.waiting = {}
        admit = served.json_body

        async def held(request):
            path = request.url.path
            if path in self.closed:
                self.waiting.setdefault(path, threading.Event()).set()
                while path in self.closed and not self.closed[path].acquire(blocking=False):
                    await asyncio.sleep(0.005)
            return await admit(request)

        monkeypatch.setattr(served, "json_body", held)

    def close(self, path="/run"):
        self.closed[path] = threading.Semaphore(0)

    def wait(self, path="/run"):
        assert self.waiting.setdefault(path, threading.Event()).wait(30)

    def let_one(self, path="/run"):
        self.closed[path].release()

    def open(self, path="/run"):
        self.closed.pop(path, None)


@pytest.fixture
def gate(monkeypatch):
    gate = Gate(monkeypatch)
    yield gate
    gate.closed.clear()


def at_rest(page):
    return page.evaluate("() => document.documentElement.dataset.rest") == "yes"


def columns(page):
    return page.locator("#readout th[scope=col]").all_inner_texts()[1:]


def assert_shown(page, asked, t):
    """The read-out, the plane and the charts show the game of this setting at this round."""
    games = truth(asked)
    assert columns(page) == list(games)
    for label, game in games.items():
        assert value(page, "regret", label) == pytest.approx(game["regret"][t - 1], rel=SHOWN)
        own = f"[data-learner='{label}']"
        assert page.locator(f"#scene circle.dot{own}").count() == 1
        assert page.locator(f"#regret-chart path.run{own}").count() == 1
    assert page.locator("#scene circle.dot").count() == len(games)


def test_learners_come_and_go_while_answers_are_late(page, gate):
    page.locator("[data-preset=free]").click()
    page.locator("#problem").select_option("quadratic")
    rest(page)
    before = setting(page)
    gate.close()
    page.locator("#adder").select_option("lion")
    page.locator("#add").click()
    page.locator("#add").click()
    page.get_by_label("Remove SGD").click()
    seek(page, 150)
    assert not at_rest(page)
    assert_shown(page, before, 150)  # the old game, until there is another
    gate.let_one()
    page.wait_for_selector("#readout td[data-learner=Lion]", state="attached")
    lion = {"label": "Lion", "name": "lion", "values": {}}
    assert not at_rest(page)
    assert_shown(page, {**before, "learners": [*before["learners"], lion]}, 150)
    seek(page, 77)
    gate.open()
    rest(page)
    asked = setting(page)
    assert [one["label"] for one in asked["learners"]] == ["Adam", "Lion", "Lion 2"]
    assert shown_round(page) == 77 and page.locator("#banner").is_hidden()
    assert_shown(page, asked, 77)


def test_a_late_short_game_does_not_cut_the_round_of_a_newer_one(page, gate):
    seek(page, 180)
    gate.close()
    typed(page, "horizon", 20)
    gate.wait()
    typed(page, "horizon", 190)
    gate.let_one()
    page.wait_for_function("() => document.getElementById('time').max === '20'")
    assert cell(page, "x", "Adam") and shown_round(page) == 20
    gate.open()
    rest(page)
    assert shown_round(page) == 180
    assert_shown(page, setting(page), 180)


def test_a_refusal_of_an_older_setting_is_not_shown(page, gate):
    seek(page, 100)
    gate.close()
    typed(page, "Adam.beta1", 1.5)
    gate.wait()
    typed(page, "Adam.beta1", 0.5)
    with page.expect_response(lambda reply: reply.status == 400):
        gate.let_one()
    page.wait_for_timeout(200)  # time to be wrong in
    assert page.locator("#banner").is_hidden() and not at_rest(page)
    gate.open()
    rest(page)
    assert setting(page)["learners"][0]["values"]["beta1"] == 0.5
    assert_shown(page, setting(page), 100)
    page.complaints[:] = [line for line in page.complaints if "status of 400" not in line]


def test_a_refused_setting_leaves_the_last_good_game_to_look_at(page):
    before = setting(page)
    typed(page, "Adam.beta1", 1.5)
    page.locator("#add").click()
    rest(page)
    assert page.locator("#banner").is_visible()
    seek(page, 60)
    assert_shown(page, before, 60)
    page.get_by_label("log-log").check()
    with page.expect_download() as saved:
        page.locator("#save-csv").click()
    assert "AMSGrad" not in saved.value.path().read_text()
    assert page.locator("#start input").count() == 2  # a slider and its box
    page.complaints[:] = [line for line in page.complaints if "status of 400" not in line]


def test_a_search_that_ends_in_another_scenario_changes_nothing_there(page, gate):
    gate.close("/worst")
    page.locator("[data-preset=worst]").click()
    gate.wait("/worst")
    rest(page)
    gate.close()
    page.locator("[data-preset=article]").click()
    with page.expect_response("**/worst", timeout=60_000):
        gate.open("/worst")
    page.wait_for_timeout(200)  # time to be wrong in
    gate.open()
    rest(page)
    assert setting(page)["problem"]["name"] == "landscape"
    assert columns(page) == ["Adam", "SGD"]
