"""The page of all claims, written from what their experiments find.

``python -m regret_lab.article.page`` writes ``docs/article.md`` and its pictures.
"""

import sys
from pathlib import Path

from tabulate import tabulate

from regret_lab.article.base import Case, Claim, Evidence, claims, evidence, judged
from regret_lab.figures.chart import write_picture
from regret_lab.theory.page import markdown

PAGE = Path("docs", "article.md")

HEAD = r"""# What is said of Adam, put to the test

Written by `python -m regret_lab.article.page` from the experiments in `regret_lab/article/`; change
them, not this page. `python experiments/properties.py` carries them out (ten seconds on one
core) and draws the figures at full size.

Articles that introduce Adam make the same statements again and again. Each is here with an
experiment that could refute it, played by the learners of this project, and with a judgement that
the experiment computes: a statement *holds* where no case disagrees; it *holds only if* its
condition is met where it agrees in exactly the cases that meet it, the usual one among them; else
it is *false*. Steps are in units of the step size α, which is constant unless something else is
said; the defaults are β1 = 0.9, β2 = 0.999 and ε = 1e-8, and $m$, $v$ are the averages of gradients
and of their squares.
"""


def page() -> str:
    """Return the page as Markdown."""
    told = claims()
    rows = [[f"[{one.name}](#{one.name})", one.statement, judged(one)] for one in told]
    table = tabulate(rows, ["claim", "statement", "judgement"], tablefmt="github")
    return "\n".join([HEAD, table, "", *map(section, told)])


def section(claim: Claim) -> str:
    """Return what the page says of one claim."""
    found = evidence(claim.name)
    against = found.counterexample
    lines = [
        f"## {claim.name}",
        f"> {claim.statement}",
        f"**{judged(claim).capitalize()}.** Measured: {found.said}.",
        *([f"Counterexample: {told(against)}."] if against else []),
        markdown(claim),
        f"![{claim.name}](article/{claim.name}.png)",
        _cases(found),
    ]
    return "\n\n".join(lines) + "\n"


def told(case: Case) -> str:
    """Write a case in one line."""
    return f"{case.setting}: {number(case.measured)}, where the statement has {case.claimed}"


def number(value: float) -> str:
    """Write a measured number; what is nothing against rounding is written as that."""
    return "< 1e-12" if 0.0 < abs(value) < 1e-12 else f"{value:.3g}"


def _cases(found: Evidence) -> str:
    """Return all cases as a table that opens on demand."""
    rows = [
        [case.setting, number(case.measured), case.claimed, "yes" if case.agrees else "no"]
        for case in found.cases
    ]
    heads = ("case", "measured", "stated", "agrees")
    table = tabulate(rows, heads, tablefmt="github", disable_numparse=True)
    agreeing = sum(case.agrees for case in found.cases)
    head = f"<summary>{agreeing} of {len(rows)} cases agree</summary>"
    return f"<details>{head}\n\n{table}\n\n</details>"


def write(root: str | Path = ".") -> list[Path]:
    """Write the page and its pictures under ``root`` and return their paths."""
    path = Path(root) / PAGE
    folder = path.with_suffix("")
    pictures = [write_picture(evidence(one.name).panels, folder, one.name) for one in claims()]
    path.write_text(page(), encoding="utf-8")
    return [path, *pictures]


if __name__ == "__main__":
    sys.stdout.writelines(f"{path}\n" for path in write())
