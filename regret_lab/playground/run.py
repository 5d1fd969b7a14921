"""One whole answer: every learner's game, judged, and the picture it is played on."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from regret_lab.arrays import Array
from regret_lab.learners import Learner
from regret_lab.learners.decay import complement
from regret_lab.playground import commands, frames
from regret_lab.playground.judgement import Judged, judged
from regret_lab.playground.landscape import Landscape
from regret_lab.playground.setting import Setting


def run(setting: Setting) -> dict[str, Any]:
    """Play a setting; the page draws the answer and computes nothing of its own.

    Raises
    ------
    RegretLabError
        When a game breaks; the learner and the round are named.
    """
    problem = setting.problem
    lives = {label: life(setting, learner) for label, learner in setting.learners}
    own = getattr(problem, "adaptive", False)
    first = next(iter(lives.values()))
    if own:
        losses = [frames.average_loss(problem, one.played.z) for one in lives.values()]
    else:
        losses = [frames.shared_loss(problem, setting.horizon, setting.seed)]
    return {
        "horizon": setting.horizon,
        "convex": getattr(problem, "convex", True),
        "start": list(setting.start),
        **frames.stage(problem),
        "losses": losses,
        "t": first.t,
        "minimum": problem.best(np.zeros(1)) if isinstance(problem, Landscape) else None,
        "learners": {label: _shown(learner, lives[label]) for label, learner in setting.learners},
        "commands": commands.of(setting),
    }


def life(setting: Setting, learner: Learner) -> Judged:
    """Return one learner's judged game of a setting."""
    return judged(setting.problem, learner, setting.horizon, setting.seed, setting.start)


def _shown(learner: Learner, one: Judged) -> dict[str, Any]:
    game = one.played
    return {
        "x": game.x.T,
        "g": game.g.T,
        "step": np.diff(np.vstack([game.x, game.last]), axis=0).T,
        "loss": game.loss,
        **moments(learner, game.state),
        "regret": one.regret,
        "gap": float(one.gap.max()),
        "best": one.best.T,
        "bounds": [vars(bound) for bound in one.bounds],
        "advice": list(one.advice),
        "text": str(learner),
    }


def moments(learner: Learner, state: Mapping[str, Array]) -> dict[str, Array]:
    r"""Return what is divided and what divides in a step, bias-corrected where the learner does.

    ``mhat`` is :math:`m_t/(1 - \beta_1^t)`, or m for a learner without correction; ``vhat`` is
    :math:`v_t/(1 - \beta_2^t)`, v, its maximum, or AdaGrad's sum: whichever is under the root. Each
    has shape (d, T). A learner without one has no such entry, nor one that looks ahead (NAdam) a
    ``mhat``: what it steps along is no multiple of m.
    """
    shown: dict[str, Array] = {}
    rates = learner.rule.rates
    kept = next((name for name in ("vmax", "v", "s") if name in state), None)
    if kept is not None:
        shown["vhat"] = state[kept].T * _squared_correction(learner, len(state[kept]))
    if "m" in state and "ahead" not in rates:
        t = np.arange(1.0, len(state["m"]) + 1)
        beta = learner.values.get("beta1")
        corrects = "rho" in rates and learner.values.get("bias_correction", True)
        divisor = complement(beta, t) if corrects and isinstance(beta, float) else 1.0
        shown["mhat"] = state["m"].T / divisor
    return shown


def _squared_correction(learner: Learner, horizon: int) -> Array:
    """Return the square of the rate called ``rho``, which multiplies the root; 1 without one."""
    rates = learner.rule.rates
    if "rho" not in rates:
        return np.ones(1)
    table = learner.rate_table(np.arange(1.0, horizon + 1), horizon)
    return table[:, rates.index("rho")] ** 2
