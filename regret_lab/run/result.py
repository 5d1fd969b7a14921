"""From games to results: what is kept of each learner, and what theory and measurement say."""

from collections.abc import Iterable, Sequence
from importlib.metadata import PackageNotFoundError, version
from platform import python_version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regret_lab import rates, theory
from regret_lab.errors import ParameterError
from regret_lab.regret import Curves
from regret_lab.run.point import Point
from regret_lab.store import Record

VERSIONED = ("regret-lab", "numpy", "scipy", "numba")


def measured(points: Sequence[Point], curves: Curves) -> list[Record]:
    """Return the regret of every point, and all that is needed to play it again."""
    versions = {"python": python_version(), **_versions(VERSIONED)}
    return [_measured(point, curves, l, versions) for l, point in enumerate(points)]


def _measured(point: Point, curves: Curves, l: int, versions: dict[str, str]) -> Record:
    (name,) = point.blank.learners
    arrays: dict[str, NDArray[Any]] = {
        "t": curves.t,
        "seeds": np.asarray(curves.games.seeds),
        "lower": curves.lower[l : l + 1],
        "upper": curves.upper[l : l + 1],
    }
    if curves.pseudo is not None:
        arrays["pseudo"] = curves.pseudo[l : l + 1]
    failures = [
        {"learner": name, "seed": int(f.seed), "round": int(f.round), "what": f.what}
        for f in curves.games.failures
        if f.learner == l
    ]
    meta = {"failures": failures, "tuned_lr": tuned_lr(point), "versions": versions}
    return Record(arrays, {**point.blank.meta, **meta})


def judged(records: Sequence[Record], curves: Curves) -> list[Record]:
    """Return the records with what the theorems say of each and how fast its regret grows.

    Raises
    ------
    RegretLabError
        When a theorem or an estimate cannot be evaluated.
    """
    said: dict[str, list[theory.Verdict]] = {label: [] for label in curves.names}
    for row in theory.check(curves.games, curves):
        said[row.learner].append(row)
    growth = rates.estimate(curves)
    return [
        _judged(record, said[estimate.learner], estimate)
        for record, estimate in zip(records, growth, strict=True)
    ]


def _judged(record: Record, rows: Iterable[theory.Verdict], estimate: rates.Estimate) -> Record:
    (name,) = record.learners
    bounds: dict[str, NDArray[Any]] = {}
    theorems: list[dict[str, Any]] = []
    for row in rows:
        if row.bound is not None:
            bounds[f"bound/{row.theorem}/{name}"] = row.bound
        theorems.append(
            {
                "theorem": row.theorem,
                "about": theory.THEOREMS[row.theorem].about.name,
                "learner": name,
                "word": row.word,
                "why": row.why,
                "worst_ratio": row.worst_ratio,
                "status": row.status,
                "statement": row.statement,
            }
        )
    growth = {
        "learner": name,
        "exponent": estimate.exponent,
        "low": estimate.interval[0],
        "high": estimate.interval[1],
        "verdict": estimate.verdict,
        "why": estimate.why,
    }
    return record.with_more(bounds, {"theorems": theorems, "rates": [growth]})


def tuned_lr(point: Point) -> float | None:
    """Return the step size that a theorem prescribes for the learner here, if one does."""
    if "lr" not in point.learner.values:
        return None
    try:
        return theory.tuned(point.problem, point.learner).hyper["lr"]
    except ParameterError:
        return None


def _versions(packages: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for package in packages:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "not installed"
    return found
