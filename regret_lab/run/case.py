"""The learners of one problem, each at the points of its grid: what a summary is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from regret_lab.arrays import Array
from regret_lab.store import Record


@dataclass(frozen=True)
class Case:
    """Results by label; ``varied`` says of whose grid each is a point, and at which settings."""

    title: str
    records: Mapping[str, Record]
    varied: Mapping[str, tuple[str, Mapping[str, Any]]]

    @property
    def families(self) -> dict[str, dict[str, Record]]:
        """The points of each learner's grid by label."""
        found: dict[str, dict[str, Record]] = {}
        for label, record in self.records.items():
            found.setdefault(self.varied[label][0], {})[label] = record
        return found

    @property
    def problem(self) -> str:
        """The problem with its settings."""
        record = next(iter(self.records.values()))
        return str(record.meta["title"]["problem"])


def final(record: Record) -> Array:
    """Return the regret at the horizon, upper end, shape (S,)."""
    return np.asarray(record.arrays["upper"][0, :, -1])


def best(points: Mapping[str, Record]) -> str:
    """Return the label with the least mean regret at the horizon; a broken game is the worst."""
    means = {label: float(final(record).mean()) for label, record in points.items()}
    return min(means, key=lambda label: means[label] if np.isfinite(means[label]) else np.inf)
