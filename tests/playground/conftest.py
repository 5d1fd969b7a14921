"""A server of its own and a real browser, where both are at hand."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.playground.hands import Running, rest

CHROMIUM = Path("/usr/bin/chromium")
SHOTS = Path(__file__).with_name("shots")
FLAGS = (
    "--no-sandbox",  # CI runs as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
OWN = ("http://127.0.0.1", "file:", "data:", "blob:")


@pytest.fixture(scope="session")
def server():
    """Serve the playground on a free port for the whole session; return its address."""
    running = Running()
    yield running.address
    running.stop()


@pytest.fixture(scope="session")
def chromium():
    """Start the browser once."""
    if not CHROMIUM.exists():
        pytest.skip(f"no {CHROMIUM}: apt-get install chromium")
    os.environ.setdefault("NODE_NO_WARNINGS", "1")
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, request):
    """Return a function that opens pages and watches them: errors and requests to elsewhere."""
    contexts, complaints = [], []

    def open_one(url, **options):
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}} | options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("console", lambda m: m.type == "error" and complaints.append(f"console: {m.text}"))
        page.on("request", lambda r: r.url.startswith(OWN) or complaints.append(f"asked {r.url}"))
        page.complaints = complaints
        page.goto(url)
        rest(page)
        return page

    yield open_one
    for context in contexts:
        for page in context.pages:
            SHOTS.mkdir(exist_ok=True)
            name = request.node.name.replace("/", "_").removeprefix("test_")
            page.screenshot(path=SHOTS / f"{name}-{contexts.index(context)}.png")
        context.close()
    assert complaints == []


@pytest.fixture
def page(open_page, server):
    """Open the page at its first scenario."""
    return open_page(server)
