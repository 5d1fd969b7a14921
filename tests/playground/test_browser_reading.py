"""The page read aloud, in the dark, on a telephone, without motion."""

import pytest

from tests.playground.hands import (
    preset,
    seek,
    shown_round,
)

pytestmark = pytest.mark.slow


def test_every_control_and_picture_has_a_name(page):
    for name in ("article", "plane", "adversary"):
        preset(page, name)
        nameless = page.evaluate(
            """() => [...document.querySelectorAll(
              'button, input, select, textarea, [role=img], nav, aside')]
            .filter(node => {
              const own = node.getAttribute('aria-label') || node.textContent.trim()
              const label = document.querySelector(`label[for="${CSS.escape(node.id)}"]`)
              return !(own || label || node.closest('label'))
            }).map(node => node.outerHTML)"""
        )
        assert nameless == []
        names = page.evaluate("() => [...document.querySelectorAll('[id]')].map(node => node.id)")
        assert len(set(names)) == len(names)
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("h1").count() == 1
    assert page.locator("#readout th[scope=col]").count() == 4
    live = page.locator("#live")
    assert live.get_attribute("aria-live") == "polite"


def contrast(page, selector):
    """Return the contrast of a text with what lies behind it (WCAG 2)."""
    return page.locator(selector).first.evaluate(
        """node => {
          const light = text => {
            const [r, g, b] = text.match(/[\\d.]+/g).slice(0, 3).map(v => v / 255)
              .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
            return 0.2126 * r + 0.7152 * g + 0.0722 * b
          }
          let behind = node
          const paper = () => getComputedStyle(behind).backgroundColor
          while (/, 0\\)|transparent/.test(paper())) behind = behind.parentElement
          const pair = [getComputedStyle(node).color, paper()].map(light)
          return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05)
        }"""
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read_in_the_light_and_in_the_dark(open_page, server, scheme):
    page = open_page(server, color_scheme=scheme)
    preset(page, "reddi")
    seek(page, 600)
    texts = ["h2", ".hint", ".dim", "#readout td", "td.bad", "#run", "[aria-current=true]"]
    for k in range(3):
        texts.append(f"#readout th.tone{k}")
    for selector in texts:
        assert contrast(page, selector) >= 4.5, selector
    paper = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    page.locator("#theme").click()
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") != paper


def test_a_telephone_shows_it_in_one_column(open_page, server):
    page = open_page(server, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    for name in ("article", "reddi", "plane", "adversary"):
        preset(page, name)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 360
        small = page.evaluate(
            """() => [...document.querySelectorAll('#transport button, .hint, nav button')]
            .filter(node => node.getBoundingClientRect().height < 36)
            .map(node => node.textContent)"""
        )
        assert small == []
    run_button, scene = (page.locator(s).bounding_box() for s in ("#run", "#scene"))
    assert run_button["y"] < 740 and scene["width"] > 300


def test_motion_that_is_not_wanted_is_left_out(open_page, server):
    page = open_page(server, reduced_motion="reduce")
    page.locator("#run").click()
    assert shown_round(page) == 200
    assert page.locator("#run").inner_text() == "Run"
