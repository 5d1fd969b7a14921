"""Play every learner on every seed."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from regret_lab import engine as engines
from regret_lab.engine import Progress
from regret_lab.errors import ParameterError, unknown_name
from regret_lab.play.clock import checkpoints_of, seeds_of, whole
from regret_lab.play.games import GameError, Games
from regret_lab.play.players import Playables, players
from regret_lab.play.resume import Resume, file_of, finished, saved_game
from regret_lab.problems import Problem

ENGINES = ("compiled", "python")
STATISTICS = ("squares",)
"""Running statistics that theorems ask for: the sums of squared gradients per coordinate."""


def play(
    problem: Problem,
    learners: Playables,
    horizon: int,
    seeds: int | Sequence[int] = 1,
    checkpoints: Iterable[int] | None = None,
    engine: str = "compiled",
    threads: int | None = None,
    progress: Progress | None = None,
    resume: Resume = None,
) -> Games:
    r"""Play an online convex game.

    .. math:: x_1 = \text{centre of } K, \qquad \text{suffer } f_t(x_t), \qquad
              \text{see } g_t \in \partial f_t(x_t), \qquad x_{t+1} = \text{update}(x_t, g_t)

    Seed s deals the same outcomes to every learner, so that learners can be compared game by game.
    The same call gives the same bits on any number of threads, with any checkpoints, and whoever
    plays beside.

    Parameters
    ----------
    problem
        The losses.
    learners
        One learner, several, or a mapping from names to learners; an object with
        ``update(x, g, t) -> x`` plays too, slowly.
    horizon
        Rounds to play.
    seeds
        A number of seeds, counted from 0, or the seeds themselves.
    checkpoints
        Rounds at which numbers are kept; by default four for each doubling.
    engine
        ``"compiled"``, or ``"python"`` for the same bits without a compiler.
    threads
        Threads; by default one for each core.
    progress
        Called with (rounds played, rounds to play) over all games.
    resume
        A file for a long game. Where the games stand is written there about twice a minute; the
        same call goes on from there, with the same bits on any number of threads, after whatever
        ended it. The file is removed when the game is over. A damaged one is renamed, with a
        warning, and the game begins anew.

    Raises
    ------
    ParameterError
        When an argument is out of its range.
    RuleError
        When a rule asks for an argument that nobody supplies.
    ResumeError
        When ``resume`` holds another game, which is told, or cannot be written.
    GameError
        When a game broke: its learner, seed and round are named; ``.games`` holds all games.
    """
    path = file_of(resume)
    games = played(problem, learners, horizon, seeds, checkpoints, engine, threads, progress, path)
    finished(path)
    if games.failures:
        raise GameError(games)
    return games


def played(
    problem: Problem,
    learners: Playables,
    horizon: int,
    seeds: int | Sequence[int],
    checkpoints: Iterable[int] | None,
    engine: str,
    threads: int | None,
    progress: Progress | None,
    path: Path | None,
) -> Games:
    """Play as `play` does; return broken games too, and leave the saved game to the caller."""
    if not isinstance(problem, Problem):  # pyright: ignore[reportUnnecessaryIsInstance]  # users
        raise ParameterError(f"a problem is needed, got {problem!r}: write problems.Coin(), say")
    if engine not in ENGINES:
        raise unknown_name("engine", engine, ENGINES)
    seated, chosen = players(learners), seeds_of(seeds)
    marks = checkpoints_of(whole(horizon, "horizon", 1), checkpoints)
    transcript = engines.play(
        problem,
        list(seated.values()),
        chosen,
        marks,
        engine,
        cores(threads),
        progress,
        STATISTICS,
        pseudo=True,
        saved=saved_game(path, problem, seated),
    )
    return Games(problem, tuple(seated.values()), tuple(seated), chosen, transcript)


def cores(threads: int | None) -> int:
    """Return how many threads to use: as many as asked for, or one for each core at hand."""
    if threads is not None:
        return whole(threads, "threads", 1)
    if hasattr(os, "sched_getaffinity"):  # not on macOS
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
