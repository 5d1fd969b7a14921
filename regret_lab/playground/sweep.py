"""How the average regret depends on the learning rate: the same game at many rates."""

import threading
from dataclasses import replace
from typing import Any

import numpy as np

from regret_lab.arrays import Array
from regret_lab.learners import Learner
from regret_lab.playground import controls
from regret_lab.playground.courtesy import courtesy
from regret_lab.playground.judgement import dealt, final_regret
from regret_lab.playground.setting import Setting

RATES = 25
KEPT = 32


def sweep(setting: Setting, gone: threading.Event | None = None) -> dict[str, Any]:
    """Return R(T)/T at 25 learning rates for each learner that has one.

    Raises
    ------
    RegretLabError
        When a game breaks, or ``gone`` is set before the end.
    """
    found: dict[str, Any] = {}
    for label, learner in setting.learners:
        if "lr" in learner.values:
            still: Any = replace(learner, lr=1.0)  # pyright: ignore[reportCallIssue]
            game = setting.problem, still, setting.horizon, setting.seed, setting.start
            if game not in _kept:
                _kept[game] = _swept(*game, gone)
                while len(_kept) > KEPT:
                    _kept.pop(next(iter(_kept)), None)
            rates, average = _kept[game]
            found[label] = {"lr": rates, "average": average}
    return {"learners": found}


_kept: dict[tuple[Any, ...], tuple[Array, Array]] = {}


def _swept(
    problem: Any,
    learner: Learner,
    horizon: int,
    seed: int,
    start: tuple[float, ...],
    gone: threading.Event | None,
) -> tuple[Array, Array]:
    """Sweep one learner; its own learning rate is not looked at, so moving it costs nothing."""
    control = next(c for c in controls.controls(type(learner)) if c["name"] == "lr")
    rates = np.geomspace(float(control["low"]), float(control["high"]), RATES)
    losses = dealt(problem, horizon, seed)
    regrets: list[float] = []
    for rate in rates.tolist():
        courtesy.give_way(gone)
        other: Any = replace(learner, lr=rate)  # pyright: ignore[reportCallIssue]
        regrets.append(final_regret(problem, other, losses, start))
    return rates, np.array(regrets) / horizon
