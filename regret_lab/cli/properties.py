"""``regret-lab properties``: put what is said of Adam to the test, claim by claim."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from regret_lab.cli.plain import Parser, status
from regret_lab.errors import ParameterError

ROOT = "results/properties"
WIDTHS = (None, 34, 62)
"""Letters in the columns of the table."""


def main(arguments: list[str]) -> int:
    """Carry out the command and return its exit status."""
    return status(lambda: _carry_out(arguments))


def _carry_out(arguments: list[str]) -> int:
    given = _parser().parse_args(arguments)
    _test(given.only, Path(given.root))
    return 0


def _test(names: list[str], root: Path) -> None:
    """Carry out the experiments, print the table, write the figures and the numbers."""
    # learners, theorems and figures are loaded here: --help has no use for them
    from tabulate import tabulate

    from regret_lab.article import CLAIMS, claims, evidence, judged
    from regret_lab.figures.chart import write

    for name in names:
        CLAIMS[name]  # a wrong name is refused before anything is played
    try:
        root.mkdir(parents=True, exist_ok=True)
        rows: list[list[str]] = []
        kept: list[dict[str, object]] = []
        for claim in claims():
            if names and claim.name not in names:
                continue
            found = evidence(claim.name)
            rows.append([claim.name, judged(claim), found.said])
            kept.append(
                {
                    "claim": claim.name,
                    "statement": claim.statement,
                    "judgement": judged(claim),
                    "evidence": found.said,
                    "cases": [asdict(case) for case in found.cases],
                }
            )
            write(found.panels, root, claim.name)
        (root / "claims.json").write_text(json.dumps(kept, indent=1), encoding="utf-8")
    except OSError as reason:
        why = reason.strerror or reason
        raise ParameterError(
            f"cannot write to {str(root)!r}: {why}; choose another folder with --root"
        ) from reason
    heads = ("claim", "judgement", "evidence")
    sys.stdout.write(tabulate(rows, heads, maxcolwidths=list(WIDTHS), disable_numparse=True))
    sys.stdout.write(f"\n\nfigures and numbers in {root}\n")


def _parser() -> Parser:
    parser = Parser(
        prog="regret-lab properties",
        description="Put what is said of Adam to the test: a judgement, its evidence and a figure "
        "for every claim.",
        allow_abbrev=False,
    )
    parser.add_argument("--only", nargs="+", metavar="NAME", default=[], help="test these alone")
    parser.add_argument("--root", default=ROOT, help=f"where figures go (default: {ROOT})")
    return parser
