"""What a visitor does: read numbers, move sliders, wait for the page to come to rest."""

import re
import threading

import uvicorn

from regret_lab.playground.presets import PRESETS
from regret_lab.playground.run import run
from regret_lab.playground.serve import listen
from regret_lab.playground.server import application
from regret_lab.playground.setting import setting as read

SCENARIOS = {one["id"]: one["setting"] for one in PRESETS}
SHOWN = 1e-3  # four digits


def truth(asked):
    """Return the games of a setting by label, as the library plays them."""
    return run(read(asked))["learners"]


class Running:
    """The playground's server in a thread; ``port`` 0 takes a free one."""

    def __init__(self, port=0):
        listener = listen(port)
        self.port = listener.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        config = uvicorn.Config(application(), log_level="error", lifespan="off")
        self._server = uvicorn.Server(config)
        settings = {"sockets": [listener]}
        self._thread = threading.Thread(target=self._server.run, kwargs=settings, daemon=True)
        self._thread.start()

    def stop(self):
        self._server.should_exit = True
        self._thread.join(10)


def cell(page, row, learner):
    """Return the text of one number of the read-out."""
    return page.locator(f"tr[data-row={row}] td[data-learner='{learner}']").inner_text()


def value(page, row, learner):
    """Return one number of the read-out."""
    return float(cell(page, row, learner).split()[0])


def seek(page, t):
    """Move the time slider."""
    page.evaluate(
        "t => { const e = document.getElementById('time'); e.value = t;"
        " e.dispatchEvent(new Event('input')) }",
        t,
    )
    assert page.locator("#round").inner_text() == f"t = {t}"


def control(page, path):
    """Return the slider, switch or list of a control."""
    return page.locator(f"[data-where='{path}']")


def slide(page, path, share):
    """Drag a slider to a share of its range, through the event that a hand causes."""
    control(page, path).evaluate(
        "(e, share) => { e.value = +e.min + share * (e.max - e.min);"
        " e.dispatchEvent(new Event('input', { bubbles: true })) }",
        share,
    )


def typed(page, path, number):
    """Type a number into the box of a slider."""
    box = page.locator(f"[data-box='{path}']")
    box.fill(str(number))
    box.dispatch_event("change")


def rest(page):
    """Wait until no game is asked, the newest answer (or refusal) is shown, and time stands."""
    page.wait_for_function("() => document.documentElement.dataset.rest === 'yes'")


def preset(page, name):
    """Choose a scenario and wait for it."""
    page.locator(f"[data-preset={name}]").click()
    rest(page)


def setting(page):
    """Return the setting in the page's own address, once the newest has been written there."""
    page.wait_for_function("() => document.documentElement.dataset.linked === 'yes'")
    return page.evaluate("() => JSON.parse(decodeURIComponent(/q=(.*)$/.exec(location.hash)[1]))")


def shown_round(page):
    """Return the round that the page shows."""
    return int(re.search(r"\d+", page.locator("#round").inner_text())[0])
