"""The playground in a real browser: how long a slider takes, the page, a frame; how large a file.

Run ``python -m benchmarks.playground``; it needs the extra ``playground``, playwright and chromium.
Numbers are medians, with the ninetieth percentile in brackets.
"""

import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
MOVES = 60

SLIDE = """() => new Promise(done => {
  const slider = document.querySelector("[data-where='Adam.lr']")
  slider.value = +slider.value === +slider.max ? 100 : +slider.value + 1
  const begun = performance.now()
  const look = new MutationObserver(() => {
    look.disconnect()
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)))
  })
  look.observe(document.documentElement, { attributeFilter: ['data-drawn'] })
  slider.dispatchEvent(new Event('input', { bubbles: true }))
})"""

FRAMES = """seconds => new Promise(done => {
  const times = []
  const first = document.getElementById('time').value
  const begun = performance.now()
  const beat = now => {
    times.push(now)
    if (now - begun < 1000 * seconds) requestAnimationFrame(beat)
    else done({ times, rounds: document.getElementById('time').value - first })
  }
  document.getElementById('run').click()
  requestAnimationFrame(beat)
})"""


def told(name: str, times: list[float], budget: str) -> None:
    """Print a median and a ninetieth percentile beside the budget."""
    high = statistics.quantiles(times, n=10)[-1]
    print(f"{name:46} {statistics.median(times):7.1f} ({high:.1f})   {budget}")


def start() -> tuple["subprocess.Popen[str]", str, float]:
    """Start the command as a user does; return it, its address, and the seconds it took."""
    begun = time.perf_counter()
    command = [sys.executable, str(ROOT / "experiments/playground.py"), "--no-browser", "--port=0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    found = re.search(r"http\S+", server.stdout.readline())
    assert found is not None
    return server, found[0], time.perf_counter() - begun


def ready(page: Page, url: str) -> float:
    """Return the milliseconds from navigation to a page with its first game drawn."""
    begun = time.perf_counter()
    page.goto(url)
    page.wait_for_selector("html[data-drawn]", state="attached")
    return 1000.0 * (time.perf_counter() - begun)


def measure(page: Page, url: str) -> None:
    """Print all that is measured on one page."""
    told("page ready, first visit and nine more (ms)", [ready(page, url) for _ in range(10)], "700")
    page.locator("[data-preset=reddi]").click()
    page.wait_for_timeout(3000)
    told(
        "slider to redraw, T = 600, 3 learners (ms)",
        [page.evaluate(SLIDE) for _ in range(MOVES)],
        "40",
    )
    page.locator("#reset").click()
    page.locator("#speed").select_option("60")
    run = page.evaluate(FRAMES, 4)
    gaps = [b - a for a, b in zip(run["times"], run["times"][1:], strict=False)]
    rate = 1000.0 / statistics.mean(gaps)
    name, played = "frames a second while running, 60 rounds/s", run["rounds"]
    print(f"{name:46} {rate:7.1f}   30; {played} rounds in 4 s")


def main() -> None:
    """Start a server and a browser, measure, and end both."""
    server, url, seconds = start()
    print(f"{'command to address (s)':46} {seconds:7.2f}")
    try:
        with sync_playwright() as tools:
            browser = tools.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            measure(browser.new_page(viewport={"width": 1280, "height": 900}), url)
            browser.close()
    finally:
        server.terminate()
        server.wait()
    with tempfile.TemporaryDirectory() as folder:
        for name in ("article", "reddi", "plane"):
            file, begun = Path(folder, f"{name}.html"), time.perf_counter()
            command = [sys.executable, str(ROOT / "experiments/playground.py")]
            subprocess.run(
                [*command, f"--export={file}", f"--setting={name}"],
                check=True,
                stdout=subprocess.DEVNULL,
            )
            took = time.perf_counter() - begun
            print(
                f"{f'export of {name} (MB)':46} {file.stat().st_size / 1e6:7.2f}   2; {took:.1f} s"
            )


if __name__ == "__main__":
    main()
