"""``regret-lab playground``: the game in a browser."""

import importlib.util
import json
import sys
from pathlib import Path
from urllib.parse import unquote

from regret_lab.cli.plain import Parser, status
from regret_lab.errors import ParameterError, RegretLabError

NEEDED = ("starlette", "uvicorn")


def main(arguments: list[str]) -> int:
    """Carry out the command and return its exit status."""
    return status(lambda: _carry_out(arguments))


def _carry_out(arguments: list[str]) -> int:
    asked = _parser().parse_args(arguments)
    if asked.export is not None:
        return _export(asked.export, asked.setting)
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        needs = " and ".join(missing)
        raise RegretLabError(f"this needs {needs}: pip install 'regret-lab[playground]'")
    from regret_lab.playground.serve import serve

    return serve(asked.port, not asked.no_browser)


def _parser() -> Parser:
    parser = Parser(
        "regret-lab playground",
        description="Watch learners play in the browser. The page is served to this machine alone.",
    )
    parser.add_argument(
        "--port", type=int, default=None, help="8765, or a free one where that is taken"
    )
    parser.add_argument("--no-browser", action="store_true", help="print the address, open nothing")
    parser.add_argument(
        "--export", metavar="FILE", help="write one HTML file that plays without a server, and end"
    )
    parser.add_argument(
        "--setting",
        metavar="SCENARIO|LINK",
        default="article",
        help="what to export: the name of a scenario, or a link of the page from its # on",
    )
    return parser


def _export(file: str, wanted: str) -> int:
    from regret_lab.playground.export import whole

    html = whole(_setting(wanted))
    try:
        Path(file).write_text(html, "utf-8")
    except OSError as error:
        raise RegretLabError(f"{file} cannot be written: {error.strerror}") from None
    sys.stdout.write(f"{file}: {len(html.encode()) / 1e6:.2f} MB, opens without a server\n")
    return 0


def _setting(wanted: str) -> dict[str, object]:
    """Return the setting that a scenario's name or a link stands for."""
    from regret_lab.playground.presets import PRESETS

    scenarios = {str(preset["id"]): preset for preset in PRESETS}
    if wanted in scenarios:
        return {"preset": wanted, **scenarios[wanted]["setting"]}
    link = unquote(wanted.rpartition("#")[2])
    try:
        return dict(json.loads(link.partition("q=")[2] or link))
    except (ValueError, TypeError):
        known = ", ".join(scenarios)
        raise ParameterError(
            f"--setting {wanted[:40]!r} is neither a link of the page nor one of: {known}"
        ) from None
