"""A result as one table in the terminal, and the sentences behind its words."""

import math
from collections import defaultdict
from textwrap import fill
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tabulate import tabulate

from regret_lab.store import Record

HEADERS = ("learner", "R(T)", "± s.e.", "R(T)/T", "exponent", "verdict", "theorems")
WIDTH = 100


def table(record: Record) -> str:
    """Return the table of a judged result and, below it, why each word was chosen."""
    horizon, seeds = int(record.arrays["t"][-1]), len(record.arrays["seeds"])
    problem = record.meta["title"]["problem"]
    head = f"{problem}, T = {horizon}, {seeds} {'seed' if seeds == 1 else 'seeds'}"
    rows = [_row(record, index) for index in range(len(record.learners))]
    body = tabulate(rows, headers=HEADERS, tablefmt="simple", disable_numparse=True)
    return "\n".join([head, "", body, "", *_reasons(record)])


def _row(record: Record, index: int) -> list[str]:
    learner, horizon = record.learners[index], int(record.arrays["t"][-1])
    low, high = (record.arrays[end][index, :, -1] for end in ("lower", "upper"))
    growth = [row for row in record.meta.get("rates", []) if row["learner"] == learner]
    rate = [_exponent(growth[0]), str(growth[0]["verdict"])] if growth else ["", ""]
    tail = [*rate, _theorems(record, learner)]
    broken = int(np.sum(~np.isfinite(high)))
    if broken:
        return [learner, f"failed in {broken} of {len(high)} games", "", "", *tail]
    error = standard_error(high)
    interval = f"[{number(low.mean(), error)}, {number(high.mean(), error)}]"
    average = f"{high.mean() / horizon:.3g}"
    return [learner, interval, number(error, error), average, *tail]


def standard_error(samples: NDArray[Any]) -> float:
    """Return the standard error of the mean; not a number for a single sample."""
    if len(samples) < 2:
        return math.nan
    return float(np.std(samples, ddof=1)) / math.sqrt(len(samples))


def number(value: float, error: float) -> str:
    """Write a number to two digits of its error, or to five digits where there is none.

    >>> number(1234.5678, 17.0), number(0.12345, 0.0012), number(1234.5678, 0.0)
    ('1235', '0.1235', '1234.6')
    """
    if not math.isfinite(value):
        return ""
    if not error > 0:
        return f"{value:.5g}"
    return f"{value:.{max(0, 1 - math.floor(math.log10(error)))}f}"


def _exponent(growth: dict[str, Any]) -> str:
    if growth["exponent"] is None or not math.isfinite(growth["exponent"]):
        return ""
    ends = ", ".join(f"{growth[end]:.2f}" for end in ("low", "high") if growth[end] is not None)
    return f"{growth['exponent']:.2f} [{ends}]"


def _theorems(record: Record, learner: str) -> str:
    """Name the theorems that speak about a learner; how many are silent."""
    rows = [row for row in record.meta.get("theorems", []) if row["learner"] == learner]
    spoken = [row for row in rows if row["word"] != "silent"]
    lines = [f"{row['theorem']}: {row['word']}{_ratio(row)}{_doubt(row)}" for row in spoken]
    if silent := len(rows) - len(spoken):
        lines.append(f"silent: {silent}")
    return "\n".join(lines)


def _ratio(row: dict[str, Any]) -> str:
    ratio = row["worst_ratio"]
    return "" if ratio is None or not math.isfinite(ratio) else f", R/bound <= {ratio:.2g}"


def _doubt(row: dict[str, Any]) -> str:
    return "" if row["status"] == "proved" else f" ({row['status']})"


def _reasons(record: Record) -> list[str]:
    """Say once why each verdict was given, and why a theorem about a learner is silent on it."""
    rates, theorems = record.meta.get("rates", []), record.meta.get("theorems", [])
    verdicts = [f"{row['learner']} is {row['verdict']}: {row['why']}" for row in rates]
    silent: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for row in theorems:
        kind = record.config["learners"][row["learner"]]["name"]
        if row["word"] == "silent" and row["about"] == kind:
            silent[row["theorem"], row["why"]].append(row["learner"])
    silences = [
        f"{theorem} is silent on {', '.join(learners)}: {why}"
        for (theorem, why), learners in silent.items()
    ]
    return [fill(line, WIDTH, subsequent_indent="    ") for line in [*verdicts, *silences]]
