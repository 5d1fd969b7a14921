"""Controls: what the page offers for every field of a dataclass, read from the field itself."""

import dataclasses
import math
from collections.abc import Sequence
from typing import Any, cast

from regret_lab.learners import LEARNERS, Learner
from regret_lab.parameters import Range
from regret_lab.playground.landscape import Landscape
from regret_lab.problems import PROBLEMS, Problem
from regret_lab.problems.stream import Stream

PLANE = 2
"""The most coordinates that a page can show."""

DECADES = 2.0
"""How far a logarithmic slider reaches from the default, both ways."""


def problems() -> dict[str, type[Any]]:
    """Return the problems that can be shown: one or two coordinates, and no data of the user's."""
    shown: dict[str, type[Any]] = {"landscape": Landscape}
    for name, cls in PROBLEMS.items():
        if cls.needs is None and not issubclass(cls, Stream):
            sized = any(item.name == "dim" for item in dataclasses.fields(cls))
            if sized or cls().domain.dim <= PLANE:
                shown[name] = cls
    return shown


def learners() -> dict[str, type[Learner]]:
    """Return the learners whose rule moves one coordinate at a time."""
    return {name: cls for name, cls in LEARNERS.items() if isinstance(cls.state, tuple)}


def controls(cls: type[Any]) -> list[dict[str, Any]]:
    """Return one control for each field of a learner or a problem, in the fields' order."""
    return [_control(item, issubclass(cls, Problem)) for item in dataclasses.fields(cls)]


def _control(item: "dataclasses.Field[Any]", of_problem: bool) -> dict[str, Any]:
    options = cast("tuple[str, ...]", item.metadata.get("options", ()))
    allowed = cast("Range | None", item.metadata.get("range"))
    shown: dict[str, Any] = {"name": item.name, "default": item.default}
    if options:
        return shown | {"kind": "choice", "options": list(options)}
    if allowed is None:
        kind = "switch" if isinstance(item.default, bool) else "numbers"
        return shown | {"kind": kind, "default": _plain(item.default)}
    if of_problem and item.name == "dim":
        allowed = Range(1, PLANE, whole=True)
        shown["default"] = min(PLANE, int(cast(Any, item.default)))
    given = cast("tuple[float, float] | None", item.metadata.get("slider"))
    low, high, scale = slider(allowed, shown["default"], given)
    ends = {"low": low, "high": high, "scale": scale, "whole": allowed.whole}
    return shown | {"kind": "slider", **ends, "allowed": str(allowed)}


def _plain(value: object) -> object:
    return list(cast("Sequence[float]", value)) if isinstance(value, tuple) else value


def slider(
    allowed: Range, default: float, given: tuple[float, float] | None = None
) -> tuple[float, float, str]:
    """Return the ends of a slider and its scale.

    Positive numbers without an upper end are multiplied (``"log"``), numbers below 1 that may come
    close to it are resolved there (``"tail"``: 0, 0.9, 0.99, ...), others are added to
    (``"linear"``). Ends that the field states itself come first.

    >>> slider(Range(0.0, low_open=True), 0.1)
    (0.001, 10.0, 'log')
    >>> slider(Range(0.0, 1.0, high_open=True), 0.9)
    (0.0, 0.9999, 'tail')
    """
    if given is not None:
        return *given, "log" if given[0] > 0.0 and given[1] >= 100.0 * given[0] else "linear"
    if allowed.low == 0.0 and allowed.high == 1.0 and allowed.high_open and not allowed.low_open:
        return 0.0, 0.9999, "tail"
    if math.isfinite(allowed.low) and math.isfinite(allowed.high):
        edge = 0.01 * (allowed.high - allowed.low)
        low = allowed.low + edge if allowed.low_open else allowed.low
        return low, allowed.high - edge if allowed.high_open else allowed.high, "linear"
    if allowed.whole:
        low = allowed.low if math.isfinite(allowed.low) else 0
        return low, max(4 * default, low + 20), "linear"
    if allowed.low >= 0.0 and default > 0.0:
        return _short(default / 10**DECADES), _short(default * 10**DECADES), "log"
    return (0.0, 1.0, "linear") if allowed.low >= 0.0 else (default - 5.0, default + 5.0, "linear")


def _short(value: float) -> float:
    return float(f"{value:.6g}")
