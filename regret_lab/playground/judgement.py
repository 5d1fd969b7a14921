"""What the library says of a game: regret, best fixed point, bounds. Games it has seen are kept."""

from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

import numpy as np

from regret_lab.arrays import Array, Rounds
from regret_lab.engine import Transcript
from regret_lab.learners import Learner
from regret_lab.play import Games
from regret_lab.playground.landscape import Landscape
from regret_lab.playground.losses import Losses
from regret_lab.playground.sums import pairs, tallies
from regret_lab.playground.trajectory import Trajectory, play
from regret_lab.problems import Problem
from regret_lab.regret import Curves, measure
from regret_lab.theory import THEOREMS, check
from regret_lab.theory.base import Theorem

KEPT = 256
"""Games in memory: a slider moves one learner, and the others need not play again."""

MARKS = 60
"""Rounds at which a comparator is searched, where it is not known in closed form."""


@dataclass(frozen=True)
class Bound:
    """One theorem's word on one game; ``limit`` holds its bound at every mark."""

    theorem: str
    statement: str
    status: str
    word: str
    why: str
    limit: Array


@dataclass(frozen=True)
class Judged:
    """A game and its judgement.

    ``regret`` is the upper end of the interval at the rounds ``t``, and ``gap`` the width of the
    interval there; ``best`` is the best fixed point so far, shape (K, d). ``advice`` names the
    theorems that would speak of this learner, with what they ask and the settings that meet it.
    """

    played: Trajectory
    t: Rounds
    regret: Array
    gap: Array
    best: Array
    bounds: tuple[Bound, ...]
    advice: tuple[dict[str, Any], ...]


@lru_cache(KEPT)
def judged(
    problem: Problem | Landscape,
    learner: Learner,
    horizon: int,
    seed: int,
    start: tuple[float, ...],
) -> Judged:
    """Play one learner and judge its game.

    Raises
    ------
    RegretLabError
        When the game breaks.
    """
    losses = dealt(problem, horizon, seed)
    played = play(losses, learner, np.array(start))
    t = marks(problem, horizon)
    if isinstance(problem, Landscape):
        regret, best = _by_grid(problem, losses, played)
        return Judged(played, t, regret, np.zeros(len(t)), best[:, None], (), ())
    known = measured(problem, horizon, seed)
    games = _games(problem, learner, seed, losses, played, t, problem.adaptive or not known)
    curves = measure(games, threads=1, beside=known[0] if known else None)
    known[:] = [curves]
    verdicts = check(games, curves)
    bounds = tuple(
        Bound(
            v.theorem,
            v.statement,
            v.status,
            v.word,
            v.why,
            np.broadcast_to(v.bound, (1, len(t)))[0],
        )
        for v in verdicts.spoken
        if v.bound is not None
    )
    advice = tuple(
        _advice(problem, learner, THEOREMS[v.theorem](), v.why)
        for v in verdicts
        if v.word == "silent" and THEOREMS[v.theorem].about is type(learner)
    )
    upper, gap = curves.upper[0, 0], curves.upper[0, 0] - curves.lower[0, 0]
    return Judged(played, t, upper, gap, curves.best[0, 0], bounds, advice)


@lru_cache(8)
def dealt(problem: Problem | Landscape, horizon: int, seed: int) -> Losses:
    """Return the losses of a game; every learner meets the same."""
    return Losses(problem, horizon, seed)


@lru_cache(8)
def measured(problem: Problem, horizon: int, seed: int) -> list[Curves]:
    """Return the curves measured on these losses so far: one comparator serves all learners."""
    return []


def final_regret(
    problem: Problem | Landscape, learner: Learner, losses: Losses, start: tuple[float, ...]
) -> float:
    """Return the regret of one game at its end, without keeping the game."""
    played = play(losses, learner, np.array(start))
    if isinstance(problem, Landscape):
        return float(_by_grid(problem, losses, played)[0][-1])
    known = measured(problem, losses.horizon, losses.seed)
    if known and not problem.adaptive:
        loss, best = pairs(played.loss)[:, -1], known[0].value[:, 0, 0, -1]
        return float((loss[0] - best[0]) + (loss[1] - best[1]) + known[0].gap[0, 0, -1])
    end = np.array([losses.horizon])
    games = _games(problem, learner, losses.seed, losses, played, end)
    return float(measure(games, threads=1).upper[0, 0, -1])


def marks(problem: Problem | Landscape, horizon: int) -> Rounds:
    """Return the rounds at which the regret is known: all, where the comparator is closed."""
    everything = np.arange(1, horizon + 1)
    if isinstance(problem, Landscape) or problem.structure in ("linear", "quadratic"):
        return everything
    return np.unique(np.rint(np.linspace(1, horizon, min(horizon, MARKS))).astype(np.int64))


def _games(
    problem: Problem,
    learner: Learner,
    seed: int,
    losses: Losses,
    played: Trajectory,
    t: Rounds,
    tallied: bool = True,
) -> Games:
    """Return the game in the form that regret and theorems read.

    Sums of outcomes are left out where the comparator is known (``tallied``).
    """
    after = np.concatenate([played.x[1:], played.last[None]])
    sums, squares = tallies(problem, played.z, t) if tallied else (None, None)
    kept = Transcript(
        t=t,
        loss=pairs(played.loss)[:, t - 1][:, None, None],
        mean_loss=None,
        x=after[t - 1][None, None],
        taps={"squares": np.cumsum(played.g**2, axis=0)[t - 1][None, None]},
        states=[{name: rows[t - 1][None] for name, rows in played.state.items()}],
        sums=sums,
        squares=squares,
    )
    return Games(problem, (learner,), (learner.label,), (seed,), kept)


def _by_grid(problem: Landscape, losses: Losses, played: Trajectory) -> tuple[Array, Array]:
    """Return the regret on a landscape and the best fixed points: the losses have one parameter."""
    rounds = np.arange(1.0, losses.horizon + 1)
    tilt = np.cumsum(losses.z[:, 0]) / rounds
    best = problem.best(tilt)
    return np.cumsum(played.loss) - rounds * np.asarray(problem.loss(best, tilt)[0]), best


def _advice(
    problem: Problem, learner: Learner, theorem: "Theorem[Any]", why: str
) -> dict[str, Any]:
    """Say why a theorem is silent, and which settings it prescribes, if they make it speak."""
    said: dict[str, Any] = {"theorem": theorem.name, "why": why, "values": None}
    if not theorem.unmet(problem):
        tuned = theorem.tuned(problem, learner)
        if not theorem.refusals(problem, tuned):
            names = [item.name for item in fields(learner)]
            new = {name: getattr(tuned, name) for name in names}
            said["values"] = {k: v for k, v in new.items() if v != getattr(learner, k)}
    return said
