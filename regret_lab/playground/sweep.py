"""How the average regret depends on the learning rate: the same game at many rates."""

from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from regret_lab.arrays import Array
from regret_lab.learners import Learner
from regret_lab.playground import controls
from regret_lab.playground.judgement import dealt, final_regret
from regret_lab.playground.setting import Setting

RATES = 25


def sweep(setting: Setting) -> dict[str, Any]:
    """Return R(T)/T at 25 learning rates for each learner that has one."""
    found: dict[str, Any] = {}
    for label, learner in setting.learners:
        if "lr" in learner.values:
            still: Any = replace(learner, lr=1.0)  # pyright: ignore[reportCallIssue]
            rates, average = _swept(
                setting.problem, still, setting.horizon, setting.seed, setting.start
            )
            found[label] = {"lr": rates, "average": average}
    return {"learners": found}


@lru_cache(32)
def _swept(
    problem: Any, learner: Learner, horizon: int, seed: int, start: tuple[float, ...]
) -> tuple[Array, Array]:
    """Sweep one learner; its own learning rate is not looked at, so moving it costs nothing."""
    control = next(c for c in controls.controls(type(learner)) if c["name"] == "lr")
    rates = np.geomspace(control["low"], control["high"], RATES)
    losses = dealt(problem, horizon, seed)
    players: list[Any] = [replace(learner, lr=float(r)) for r in rates]  # pyright: ignore[reportCallIssue]
    regrets = [final_regret(problem, one, losses, start) for one in players]
    return rates, np.array(regrets) / horizon
