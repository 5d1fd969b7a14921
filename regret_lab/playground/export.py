"""The page as one script, and as one HTML file that plays without a server."""

import base64
import gzip
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from regret_lab.playground.codec import pack
from regret_lab.playground.run import run
from regret_lab.playground.schema import schema
from regret_lab.playground.setting import Setting
from regret_lab.playground.setting import setting as read_setting
from regret_lab.playground.stops import variants
from regret_lab.playground.sweep import sweep

PAGE = Path(__file__).with_name("page")
FIRST = "app.js"

LARGEST = 1_900_000
"""Bytes that a file may have; fewer positions of the sliders go in where it would have more."""

POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"
)

IMPORT = re.compile(r"^import .*? from '\./([a-z]+\.js)'\n", re.MULTILINE | re.DOTALL)


def export(setting: Setting, given: Mapping[str, Any]) -> str:
    """Return a page with the setting's games in it, and each slider of a learner at a few stops.

    ``given`` is the setting as the page wrote it; the page that opens shows it again.
    """
    html = ""
    for positions in (9, 5, 3, 0):  # each among the one before: its games are known
        html = document(baked(setting, given, positions))
        if len(html.encode()) <= LARGEST:
            break
    return html


def baked(setting: Setting, given: Mapping[str, Any], positions: int) -> bytes:
    """Return all that the page would ask a server for, packed; ``positions`` for each slider."""
    return pack(
        {
            "schema": schema(),
            "setting": dict(given),
            "answer": run(setting),
            "sweep": sweep(setting),
            "moved": variants(setting, positions) if positions else {},
        },
        "<f4",
    )


def document(payload: bytes) -> str:
    """Return the page as one file: style, script and numbers inside."""
    page = (PAGE / "index.html").read_text("utf-8")
    style = (PAGE / "style.css").read_text("utf-8")
    data = base64.b64encode(gzip.compress(payload, 9, mtime=0)).decode()
    for old, new in (
        ('<link rel="stylesheet" href="style.css">', f"<style>\n{style}</style>"),
        (f'<script type="module" src="{FIRST}"></script>',
         f'<script type="text/plain" id="baked">{data}</script>\n'
         f'<script type="module">\n{bundle()}</script>'),
        ("<!-- policy -->", f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'),
    ):  # fmt: skip
        assert page.count(old) == 1, f"index.html has lost {old}"
        page = page.replace(old, new)
    return page


def bundle() -> str:
    """Return the page's modules as one script: each once, after those that it imports."""
    texts: dict[str, str] = {}

    def add(name: str) -> None:
        if name in texts:
            return
        text = (PAGE / name).read_text("utf-8")
        for other in IMPORT.findall(text):
            add(other)
        texts[name] = re.sub(r"^export ", "", IMPORT.sub("", text), flags=re.MULTILINE)

    add(FIRST)
    return "\n".join(f"// {name}\n{text}" for name, text in texts.items())


def whole(given: Mapping[str, Any]) -> str:
    """Return the exported page of a setting given as plain data, as the command line does.

    Raises
    ------
    RegretLabError
        When the setting cannot be played.
    """
    return export(read_setting(dict(given)), json.loads(json.dumps(dict(given))))
