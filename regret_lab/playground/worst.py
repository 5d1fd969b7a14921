"""The worst sequence for a learner, as the falsifier finds it."""

from functools import lru_cache
from typing import Any

from regret_lab.errors import RegretLabError
from regret_lab.learners import Learner
from regret_lab.playground.setting import Setting, SettingError

BUDGET = 600
"""Sequences to play: a second or so, which bounds the time that a search may take."""


def worst(setting: Setting, label: str) -> dict[str, Any]:
    """Return the sequence of slopes on which the learner called ``label`` loses most.

    Raises
    ------
    RegretLabError
        When no learner has that label.
    """
    for name, learner in setting.learners:
        if name == label:
            return _searched(learner)
    raise SettingError(f"no learner of the setting is called {label!r:.40}")


def certified(setting: Setting) -> dict[str, Any]:
    """Return what becomes of every learner when the slopes of the setting are repeated for ever.

    Raises
    ------
    RegretLabError
        When the losses are not a cycle of slopes.
    """
    gradients = getattr(setting.problem, "gradients", None)
    if gradients is None:
        raise SettingError("only a cycle of slopes can be repeated for ever")
    from regret_lab.falsify import certify

    return {label: str(certify(learner, gradients)) for label, learner in setting.learners}


@lru_cache(32)
def _searched(learner: Learner) -> dict[str, Any]:
    from regret_lab.falsify import search  # loaded when it is asked for: interval arithmetic

    try:
        finding = search(learner, budget=BUDGET, threads=1)
    except RegretLabError as error:
        return {"found": False, "text": str(error), "gradients": [], "score": 0.0}
    return {
        "found": finding.found,
        "text": str(finding),
        "gradients": list(finding.gradients),
        "score": finding.score,
    }
