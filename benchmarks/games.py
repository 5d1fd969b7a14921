"""The games that are timed: a problem, a learner, and the engine's block ready to play them."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from regret_lab.arrays import Array
from regret_lab.engine.deal import Deal, jobs
from regret_lab.engine.match import Match, engine_for
from regret_lab.engine.outcomes import chunk_length
from regret_lab.engine.transcript import Transcript
from regret_lab.learners import Learner
from regret_lab.problems import Problem


@dataclass(frozen=True)
class Game:
    """A learner on a problem whose loss the references know as ``linear``, ``quadratic``, ..."""

    loss: str
    problem: Problem
    learner: Learner

    @property
    def length(self) -> int:
        """Rounds in a chunk of outcomes."""
        return chunk_length(self.problem.width)

    def rates(self, rounds: int) -> Array:
        """Return the learner's rates of the first rounds, shape (rounds, rates)."""
        return self.learner.rate_table(np.arange(1.0, rounds + 1), rounds)

    def outcomes(self, seeds: int, rounds: int) -> Array:
        """Return the outcomes of the first rounds, shape (seeds, rounds, width)."""
        drawn = [self.problem.outcomes(seed, 0, 0, self.length) for seed in range(seeds)]
        return np.stack([rows[:rounds] for rows in drawn])


def block(game: Game, seeds: int, rounds: int, as_play: bool) -> tuple[Callable[[], object], int]:
    """Return a function that plays one block of the engine, and the games in that block.

    Outcomes, rates and compiled pieces are ready: what is timed is the kernel. With ``as_play`` the
    block also keeps what a call of ``play`` keeps: sums of squared gradients, expected losses.
    """
    problem, learner = game.problem, game.learner
    taps = ("squares",) if as_play else ()
    pseudo = as_play and problem.mean_rule is not None
    domain, horizon = problem.domain, game.length
    engine = engine_for(problem, domain, learner, "compiled", taps, pseudo)
    transcript = Transcript.blank(
        np.array([horizon]), (1, seeds, domain.dim), taps, [()], (), 1, pseudo
    )
    match = Match(
        problem, domain, [learner], list(range(seeds)), horizon, taps, pseudo, [engine],
        transcript, threading.Event(), lambda rounds: None,
    )  # fmt: skip
    group, lanes, _ = jobs(match, 1)[0]
    seated = match.block(lanes[0])
    deal = Deal(match, engine, group)
    deal.draw(0)
    laid = deal.lay(tuple(seat for _, seat in seated.padded))
    rates = seated.rates(0, horizon, horizon)
    return lambda: seated.play(laid, rates, 0, rounds), len(lanes[0])
