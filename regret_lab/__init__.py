"""Play an online convex game, measure the regret against the best fixed point, ask the theory.

Data flows up, imports flow down::

    problem -> outcomes --+
                          +-> play -> losses at checkpoints --+
    learner (a rule) -----+                                   +-> regret [lower, upper]
    problem -> comparator (x*, value, gap) -------------------+        |
                                                theory, rates, store, figures

>>> import regret_lab as rl
>>> games = rl.play(rl.problems.Reddi(), [rl.learners.OGD(lr=0.5)], horizon=1000)
>>> curves = games.regret()
>>> bool(curves.lower[0, 0, -1] <= curves.upper[0, 0, -1] < 1.5 * 3 * 2 * 1000**0.5)
True
"""

import importlib
from typing import TYPE_CHECKING, Any

from regret_lab import domains, learners, problems, rates, theory
from regret_lab.learners import LEARNERS
from regret_lab.play import GameError, Games, minimise, play, play_doublings
from regret_lab.problems import PROBLEMS
from regret_lab.store import load
from regret_lab.theory import THEOREMS

if TYPE_CHECKING:
    from regret_lab import falsify as falsify

__version__ = "0.1.0"

__all__ = [
    "LEARNERS",
    "PROBLEMS",
    "THEOREMS",
    "GameError",
    "Games",
    "domains",
    "falsify",
    "learners",
    "load",
    "minimise",
    "play",
    "play_doublings",
    "problems",
    "rates",
    "theory",
]


def __getattr__(name: str) -> Any:
    if name == "falsify":  # loaded when it is asked for: nothing else needs interval arithmetic
        return importlib.import_module("regret_lab.falsify")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
