"""The file in which a long game stands, so that it can be left and gone on with."""

import os
from collections.abc import Mapping
from pathlib import Path

from regret_lab.engine import PlainLearner, Saved
from regret_lab.engine.archive import remove
from regret_lab.errors import ParameterError
from regret_lab.learners import Learner
from regret_lab.parameters import describe
from regret_lab.problems import Problem

Resume = str | os.PathLike[str] | None
"""The name of a file, or None for a game that is not saved."""


def file_of(resume: Resume) -> Path | None:
    """Return the file that is meant.

    Raises
    ------
    ParameterError
        When it is not the name of a file.
    """
    if resume is None:
        return None
    named = isinstance(resume, (str, os.PathLike))  # pyright: ignore[reportUnnecessaryIsInstance]
    if not named or not os.fspath(resume):
        raise ParameterError(f"resume must be the name of a file, got {describe(resume)}")
    return Path(resume).expanduser()


def part_of(path: Path | None, horizon: int) -> Path | None:
    """Return the file of one of several games, of this length.

    >>> part_of(Path("game.saved"), 500).name
    'game-500.saved'
    """
    return None if path is None else path.with_name(f"{path.stem}-{horizon}{path.suffix}")


def saved_game(
    path: Path | None, problem: Problem, seated: Mapping[str, Learner | PlainLearner]
) -> Saved | None:
    """Return the saved game that holds, or will hold, these players' game.

    Raises
    ------
    ParameterError
        When a player is a Python object, whose state is its own affair.
    """
    if path is None:
        return None
    told = {"problem": _written(problem, problem.identity)}
    for number, (name, learner) in enumerate(seated.items(), 1):
        if isinstance(learner, PlainLearner):
            raise ParameterError(
                f"resume: {name} is a Python object, whose state cannot be saved: "
                f"write it as a Learner, or play without resume"
            )
        told[f"learner {number}"] = _written(learner, learner.values)
    return Saved(path, told)


def finished(path: Path | None) -> None:
    """Remove the file of a game whose numbers are in other hands."""
    if path is not None:
        remove(path)


def _written(thing: object, values: Mapping[str, object]) -> str:
    """Write a problem or a learner with every digit of its values."""
    return f"{type(thing).__name__}({', '.join(f'{k}={v!r}' for k, v in values.items())})"
