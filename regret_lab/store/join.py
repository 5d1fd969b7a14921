"""Results of several learners of one problem, seen as one."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from regret_lab.store.record import Record

STACKED = ("lower", "upper", "pseudo")
TOLD = ("theorems", "rates", "failures")
"""Entries of the description that list rows with a learner in each."""


def joined(records: Mapping[str, Record]) -> Record:
    """Return one result with the learners of several, under the labels given.

    They are games on the same problem, seeds and checkpoints, in which each learner plays alone:
    to set them side by side changes no number.
    """
    parts = [relabelled(record, label) for label, record in records.items()]
    first = parts[0]
    arrays: dict[str, NDArray[Any]] = {"t": first.arrays["t"], "seeds": first.arrays["seeds"]}
    for name in STACKED:
        if all(name in part.arrays for part in parts):
            arrays[name] = np.concatenate([part.arrays[name] for part in parts])
    for part in parts:
        arrays.update({name: a for name, a in part.arrays.items() if name.startswith("bound/")})
    configs = {label: _only(part.config["learners"]) for label, part in _each(parts)}
    title = {"problem": first.meta.get("title", {}).get("problem", first.problem)}
    title.update({label: part.meta.get("title", {}).get(label) for label, part in _each(parts)})
    meta = {
        **first.meta,
        "config": {**first.config, "learners": configs},
        "learners": list(configs),
        "title": title,
        **{name: [row for part in parts for row in part.meta.get(name, [])] for name in TOLD},
    }
    meta.pop("identity", None)
    return Record(arrays, meta)


def relabelled(record: Record, label: str) -> Record:
    """Return the result of one learner under another label."""
    (old,) = record.learners
    if label == old:
        return record
    arrays = {
        f"{name.rpartition('/')[0]}/{label}" if name.startswith("bound/") else name: array
        for name, array in record.arrays.items()
    }
    title = cast("dict[str, Any]", record.meta.get("title", {}))
    meta = {
        **record.meta,
        "config": {**record.config, "learners": {label: _only(record.config["learners"])}},
        "learners": [label],
        "title": {label if name == old else name: text for name, text in title.items()},
        **{
            name: [{**row, "learner": label} for row in record.meta[name]]
            for name in TOLD
            if name in record.meta
        },
    }
    return Record(arrays, meta)


def _each(parts: Sequence[Record]) -> list[tuple[str, Record]]:
    return [(part.learners[0], part) for part in parts]


def _only(learners: Mapping[str, Any]) -> Any:
    (values,) = learners.values()
    return values
