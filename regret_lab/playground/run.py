"""One whole answer: every learner's game, judged, and the picture it is played on."""

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
        "state": {name: rows.T for name, rows in game.state.items()},
        **moments(learner, game.state),
        "regret": one.regret,
        "gap": float(one.gap.max()),
        "best": one.best.T,
        "bounds": [vars(bound) for bound in one.bounds],
        "advice": list(one.advice),
        "text": str(learner),
    }


def moments(learner: Learner, state: Any) -> dict[str, Array]:
    r"""Return what divides and what is divided in a step, bias corrected where the learner does.

    ``mhat`` is :math:`m_t/(1 - \beta_1^t)`, or m without correction; ``vhat`` is
    :math:`v_t/(1 - \beta_2^t)`, v, its maximum, or AdaGrad's sum: whichever the learner keeps. Each
    has shape (d, T); a learner without one has no such entry.
    """
    values, shown = learner.values, dict[str, Array]()
    kept = next((name for name in ("vmax", "v", "s") if name in state), None)
    corrects = bool(values.get("bias_correction", False))
    for name, row, beta in (("mhat", "m", "beta1"), ("vhat", kept, "beta2")):
        if row in state:
            rows = state[row].T
            t = np.arange(1.0, rows.shape[1] + 1)
            beta_value = values.get(beta)
            divides = corrects and isinstance(beta_value, float)
            shown[name] = rows / complement(beta_value, t) if divides else rows
    return shown
