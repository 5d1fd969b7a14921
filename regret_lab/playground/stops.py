"""Every control of a learner at a few positions, each moved alone: what an exported page can do."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from regret_lab.arrays import Array
from regret_lab.errors import RegretLabError
from regret_lab.learners import Learner
from regret_lab.playground import controls
from regret_lab.playground.run import run
from regret_lab.playground.setting import Setting


def variants(setting: Setting, positions: int) -> dict[str, list[list[Any]]]:
    """Return, for each control ``label.field``, pairs of a value and the learner's game there.

    The learners do not see each other, so that one learner's games can be put beside any of the
    others'.
    """
    found: dict[str, list[list[Any]]] = {}
    for label, learner in setting.learners:
        for control in controls.controls(type(learner)):
            name = control["name"]
            values = stops(control, getattr(learner, name), positions)
            games = [[value, _game(setting, label, learner, name, value)] for value in values]
            found[f"{label}.{name}"] = [pair for pair in games if pair[1] is not None]
    return found


def stops(control: Mapping[str, Any], now: Any, positions: int) -> list[Any]:
    """Return the values of a control that are baked: a few along its slider, and where it stands.

    >>> stops({"kind": "slider", "low": 0.01, "high": 1.0, "scale": "log"}, 0.3, 3)
    [0.01, 0.1, 0.3, 1.0]
    """
    if control["kind"] == "switch":
        return [False, True]
    if control["kind"] == "choice":
        return list(control["options"])
    low, high = float(control["low"]), float(control["high"])
    values: Array
    if control["scale"] == "log":
        values = np.geomspace(low, high, positions)
    elif control["scale"] == "tail":
        values = 1.0 - np.geomspace(1.0 - low, 1.0 - high, positions)
    else:
        values = np.linspace(low, high, positions)
    if control.get("whole"):
        values = np.rint(values)
    return sorted({*(float(f"{value:.4g}") for value in values.tolist()), float(now)})


def _game(setting: Setting, label: str, learner: Learner, name: str, value: Any) -> Any:
    try:
        other = replace(learner, **{name: value})
        return run(replace(setting, learners=((label, other),)))["learners"][label]
    except RegretLabError:  # a position whose game breaks is none
        return None
