"""The runs of many results as one matrix and columns: a row per result, learner and seed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regret_lab.arrays import Array, Rounds
from regret_lab.store.record import Record

Column = NDArray[Any]

LEADING = ("key", "problem", "learner", "horizon", "seed", "verdict", "exponent")
"""The columns that every run has; the settings follow as ``problem.<name>``, ``learner.<name>``."""


@dataclass(frozen=True)
class Runs:
    """R runs at K checkpoints, the union of the checkpoints of all results.

    ``lower`` and ``upper`` have shape (R, K), NaN where a game was broken and where a run has no
    such checkpoint; ``own`` (R, K) tells the two apart. Every column has shape (R,), and says
    nothing (NaN, or the empty word) where a run has no such setting.
    """

    t: Rounds
    own: NDArray[np.bool_]
    lower: Array
    upper: Array
    columns: dict[str, Column]
    file: Rounds

    def of_files(self, chosen: NDArray[np.bool_]) -> "Runs":
        """Return the runs of the files chosen."""
        rows = chosen[self.file] if len(self.file) else np.zeros(0, dtype=bool)
        columns = {name: column[rows] for name, column in self.columns.items()}
        curves = (self.own[rows], self.lower[rows], self.upper[rows])
        return Runs(self.t, *curves, columns, self.file[rows])

    def arrays(self) -> dict[str, Column]:
        """Return everything by name, to be kept; words once each, with the place of every one."""
        named: dict[str, Column] = {}
        for name, column in self.columns.items():
            if column.dtype.kind == "U":
                words, places = np.unique(column, return_inverse=True)
                named[f"words/{name}"] = words
                column = places.astype(np.int32)
            named[f"column/{name}"] = column
        curves = {"own": self.own, "lower": self.lower, "upper": self.upper}
        return {"t": self.t, **curves, "source": self.file, **named}

    @staticmethod
    def from_arrays(arrays: dict[str, Column]) -> "Runs":
        """Return what `arrays` gave."""
        columns: dict[str, Column] = {}
        for key, array in arrays.items():
            kind, _, name = key.partition("/")
            if kind == "column":
                words = arrays.get(f"words/{name}")
                columns[name] = array if words is None else words[array]
        curves = (arrays["own"], arrays["lower"], arrays["upper"])
        return Runs(arrays["t"], *curves, columns, arrays["source"])


def runs_of(record: Record) -> Runs:
    """Return the runs of one result; none where it has no regret curves."""
    if "upper" not in record.arrays:
        none, empty = np.empty(0, np.int64), np.empty((0, 0))
        return Runs(none, empty.astype(bool), empty, empty, {}, none)
    lower, upper = record.arrays["lower"], record.arrays["upper"]
    learners, seeds, points = map(int, upper.shape)
    growth = {row["learner"]: row for row in record.meta.get("rates", [])}
    columns: dict[str, list[Any]] = {}
    for label, settings in record.config["learners"].items():
        told = growth.get(label, {})
        exponent = told.get("exponent")
        values = {
            "key": record.key,
            "problem": record.problem,
            "learner": label,
            "horizon": int(record.arrays["t"][-1]),
            "verdict": str(told.get("verdict", "")),
            "exponent": float("nan") if exponent is None else float(exponent),
            **_settings("problem", record.config["problem"]),
            **_settings("learner", settings),
        }
        for name, value in values.items():
            columns.setdefault(name, []).append(value)
    repeated = {name: np.repeat(np.array(column), seeds) for name, column in columns.items()}
    repeated["seed"] = np.tile(record.arrays["seeds"], learners)
    rows = learners * seeds
    return Runs(
        t=record.arrays["t"],
        own=np.ones((rows, points), dtype=bool),
        lower=lower.reshape(rows, points),
        upper=upper.reshape(rows, points),
        columns=repeated,
        file=np.zeros(rows, dtype=np.int64),
    )


def stacked(parts: Sequence[tuple[int | Rounds, Runs]]) -> Runs:
    """Return all runs, ordered by file; a part brings the place of its file, or of each of its."""
    parts = [part for part in parts if len(part[1].file)]
    t = _union([runs.t for _, runs in parts])
    rows = sum(len(runs.file) for _, runs in parts)
    file = np.empty(rows, np.int64)
    lower, upper = np.full((rows, len(t)), np.nan), np.full((rows, len(t)), np.nan)
    own = np.zeros((rows, len(t)), dtype=bool)
    names = dict.fromkeys([*LEADING, *sorted({n for _, runs in parts for n in runs.columns})])
    columns: dict[str, list[Column]] = {name: [] for name in names}
    start = 0
    for place, runs in parts:
        part = slice(start, start + len(runs.file))
        file[part] = np.full_like(runs.file, place) if isinstance(place, int) else place[runs.file]
        at = np.searchsorted(t, runs.t)
        own[part, at] = runs.own
        lower[part, at] = runs.lower
        upper[part, at] = runs.upper
        for name, pieces in columns.items():
            pieces.append(runs.columns.get(name, _NOTHING))
        start = part.stop
    order = np.argsort(file, kind="stable")
    counts = [len(runs.file) for _, runs in parts]
    known = own.any(axis=0)
    laid = {name: _laid(pieces, counts)[order] for name, pieces in columns.items()}
    laid = {name: column for name, column in laid.items() if name in LEADING or _says(column)}
    seen = np.ix_(order, known)
    return Runs(t[known], own[seen], lower[seen], upper[seen], laid, file[order])


_NOTHING: Column = np.empty(0)


def _union(grids: list[Rounds]) -> Rounds:
    """Return all checkpoints; most results share theirs."""
    different = {grid.tobytes(): grid for grid in grids}
    if not different:
        return np.empty(0, np.int64)
    return np.unique(np.concatenate(list(different.values())))


def _laid(pieces: list[Column], counts: list[int]) -> Column:
    """Join the pieces of a column; a missing one says nothing for as many runs as it stands for."""
    words = any(piece.dtype.kind == "U" for piece in pieces if piece is not _NOTHING)
    blank: Any = "" if words else float("nan")
    filled = [
        np.full(count, blank) if piece is _NOTHING else piece.astype(str) if words else piece
        for piece, count in zip(pieces, counts, strict=True)
    ]
    return np.concatenate(filled) if filled else np.empty(0)


def _says(column: Column) -> bool:
    """Say whether a column has a value for any run."""
    return bool((column != "").any() if column.dtype.kind == "U" else (~np.isnan(column)).any())


def _settings(prefix: str, config: dict[str, Any]) -> dict[str, Any]:
    """Return the settings that a column can hold: numbers and words."""
    return {
        f"{prefix}.{name}": float(value) if isinstance(value, int | float) else value
        for name, value in config.items()
        if name != "name" and isinstance(value, int | float | str)
    }
