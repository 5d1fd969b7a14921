"""The page of all theorems, written from their docstrings.

``python -m regret_lab.theory.page > docs/theory.md``
"""

import inspect
import re
import sys
from typing import Any

from tabulate import tabulate

from regret_lab.theory.base import STATUSES, THEOREMS, Theorem, Witness

HEAD = r"""# The theorems

Written by `python -m regret_lab.theory.page > docs/theory.md` from the docstrings in
`regret_lab/theory/`; change them, not this page.

Play is $x_1, x_2, \dots$ in a convex set $K$, the losses are convex, $g_t \in \partial f_t(x_t)$,
and the regret is $R_T = \sum_{t \le T} f_t(x_t) - \min_{u \in K} \sum_{t \le T} f_t(u)$.
$D$ and $D_\infty$ are the diameters of $K$ in the 2-norm and the ∞-norm, $G$ and $G_\infty$ bound
the gradients in the same norms, $d$ is the dimension. Play starts in the centre of $K$; adaptive
learners project in their own metric.

`regret_lab.theory.check(games)` holds the upper end of the measured regret against every bound. Its
word is *respected*; *uninformative* where the regret stays below a hundredth of the bound or is
never positive; *violated*; or *silent*, with the assumption that is not met.
`regret_lab.theory.tuned(problem, learner)` fills in the step size that a theorem prescribes.
"""

MATH = re.compile(r"(?m)^\.\. math:: (.*(?:\n +.*)*)")
INLINE = re.compile(r":math:`([^`]*)`")


def page() -> str:
    """Return the page as Markdown."""
    theorems = [cls() for cls in THEOREMS.values()]
    rows = [
        [f"[{one.name}](#{one.name})", one.about.__name__, one.growth.value, one.status]
        for one in theorems
    ]
    table = tabulate(rows, ["theorem", "learner", "grows like", "status"], tablefmt="github")
    statuses = "\n".join(f"- **{word}**: {meaning}." for word, meaning in STATUSES.items())
    return "\n".join([HEAD, table, "", statuses, "", *map(section, theorems)])


def section(theorem: Theorem[Any]) -> str:
    """Return what the page says of one theorem."""
    facts = [
        f"- Learner: `{theorem.about.__name__}`. Status: {theorem.status}. "
        f"Grows like {theorem.growth.value}.",
        f"- In a line: `{theorem.statement}`",
        f"- {_witness(theorem.witness)}",
    ]
    return "\n".join([f"## {theorem.name}", "", *facts, "", markdown(theorem), ""])


def markdown(described: object) -> str:
    """Translate a docstring: its mathematics, its literals and its references."""
    text = inspect.cleandoc(described.__doc__ or "")
    text = text.replace("References\n----------\n", "**References.** ").replace("``", "`")
    text = MATH.sub(lambda found: f"```math\n{inspect.cleandoc(found[1])}\n```", text)
    return INLINE.sub(lambda found: f"${' '.join(found[1].split())}$", text)


def _witness(witness: Witness) -> str:
    of = "of" if witness.fraction < 1.0 else "times"
    worth = f"{witness.fraction:g} {of} the bound"
    return (
        f"Witness: on `{witness.problem}` the regret of `{witness.learner}` at "
        f"T = {witness.horizon} is at least {worth}."
    )


if __name__ == "__main__":
    sys.stdout.write(page())
