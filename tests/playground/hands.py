"""What a visitor does: read numbers, move sliders, wait for the page to come to rest."""

import re


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
