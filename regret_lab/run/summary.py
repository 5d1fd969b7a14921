"""Many results in one table: on the terminal the best of each grid, in a file every point."""

import csv
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tabulate import tabulate

from regret_lab.run.case import Case, best, final
from regret_lab.run.grid import exact
from regret_lab.run.table import number, standard_error
from regret_lab.store import Record

SHOWN = 60
"""Rows on the terminal; the file has all."""

HEADERS = ("", "learner", "points", "best at", "R(T)", "± s.e.", "R(T)/√T", "exponent", "verdict")
COLUMNS = (
    *("case", "problem", "learner", "settings", "horizon", "seeds", "lower", "upper", "se"),
    *("average", "per_sqrt", "exponent", "exponent_low", "exponent_high", "verdict", "tuned_lr"),
    *("failures", "key"),
)


def summary(cases: Sequence[Case]) -> str:
    """Return the table: for each case and learner the settings with the least regret."""
    rows = [
        _row(case, learner, points) for case in cases for learner, points in case.families.items()
    ]
    shown = rows[:SHOWN]
    titled = any(row[0] for row in shown)
    headers = HEADERS if titled else HEADERS[1:]
    body = [row if titled else row[1:] for row in shown]
    lines = [tabulate(body, headers, tablefmt="simple", disable_numparse=True)]
    if len(rows) > SHOWN:
        lines.append(f"... and {len(rows) - SHOWN} more")
    if not titled:
        lines.insert(0, f"{cases[0].problem}\n")
    return "\n".join(lines)


def write(cases: Sequence[Case], path: Path) -> Path:
    """Write every point as a line of a CSV file and return its path.

    Raises
    ------
    OSError
        When the file cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, COLUMNS)
        writer.writeheader()
        for case in cases:
            for label, record in case.records.items():
                writer.writerow(_line(case, label, record))
    return path


def _row(case: Case, learner: str, points: dict[str, Record]) -> list[str]:
    label = best(points)
    record = points[label]
    told = _line(case, label, record)
    error = told["se"]
    broken = sum(bool(each.meta["failures"]) for each in points.values())
    count = f"{len(points)} ({broken} broken)" if broken else str(len(points))
    growth = "" if told["exponent"] is None else f"{told['exponent']:.2f}"
    return [
        case.title,
        learner,
        count,
        told["settings"],
        number(told["upper"], error),
        number(error, error),
        f"{told['per_sqrt']:.3g}",
        growth,
        str(told["verdict"]),
    ]


def _line(case: Case, label: str, record: Record) -> dict[str, Any]:
    upper, horizon = final(record), int(record.arrays["t"][-1])
    lower = record.arrays["lower"][0, :, -1]
    growth: dict[str, Any] = dict(*record.meta.get("rates", []))
    learner, values = case.varied[label]
    return {
        "case": case.title,
        "problem": case.problem,
        "learner": learner,
        "settings": " ".join(f"{k}={exact(value)}" for k, value in values.items()),
        "horizon": horizon,
        "seeds": len(upper),
        "lower": float(lower.mean()),
        "upper": float(upper.mean()),
        "se": standard_error(upper),
        "average": float(upper.mean()) / horizon,
        "per_sqrt": float(upper.mean()) / math.sqrt(horizon),
        "exponent": growth.get("exponent"),
        "exponent_low": growth.get("low"),
        "exponent_high": growth.get("high"),
        "verdict": growth.get("verdict", ""),
        "tuned_lr": record.meta.get("tuned_lr"),
        "failures": len(record.meta["failures"]),
        "key": record.key,
    }
