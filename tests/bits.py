"""All the numbers of one game, to be compared bit by bit."""

from typing import Any

from regret_lab import Games, play
from regret_lab.arrays import Array
from regret_lab.engine import Transcript
from regret_lab.problems import Problem

Numbers = dict[str, Array]


def numbers(games: Games | Transcript, learner: int = 0, seat: int = 0) -> Numbers:
    """Return every array kept of one game, checkpoints first."""
    kept = games.transcript if isinstance(games, Games) else games
    found = {"t": kept.t, "loss": kept.loss[:, learner, seat].T, "x": kept.x[learner, seat]}
    if kept.mean_loss is not None:
        found["mean_loss"] = kept.mean_loss[:, learner, seat].T
    found |= {f"tap {name}": values[learner, seat] for name, values in kept.taps.items()}
    found |= {f"state {name}": v[seat] for name, v in kept.states[learner].items()}
    for name, values in (("sums", kept.sums), ("squares", kept.squares)):
        if values is not None:
            own = values[:, learner if values.shape[1] > 1 else 0, seat]
            found[name] = own.swapaxes(0, 1)
    return found


def upto(kept: Numbers, t: int) -> Numbers:
    """Return the numbers at the checkpoints up to round ``t``."""
    return {name: values[kept["t"] <= t] for name, values in kept.items()}


def at(kept: Numbers, t: int) -> Numbers:
    """Return the numbers at one checkpoint."""
    return {name: values[kept["t"] == t] for name, values in kept.items()}


def differing(one: Numbers, other: Numbers) -> list[str]:
    """Name the arrays that are not the same bits; an empty list says that all are."""
    names = [name for name in one if name not in other or bits(one[name]) != bits(other[name])]
    return names + [name for name in other if name not in one]


def bits(values: Array) -> tuple[tuple[int, ...], bytes]:
    return values.shape, values.tobytes()


def assert_engines_agree(
    problem: Problem, learner: Any, rounds: int = 60, twin: Any = None
) -> Games:
    """The compiled game is the interpreted one (of ``twin``, if given), bit by bit."""
    marks = range(1, rounds + 1)
    compiled = play(problem, learner, rounds, 3, marks, "compiled", threads=1)
    python = play(problem, twin or learner, rounds, 3, marks, "python", threads=1)
    for seat in range(3):
        assert differing(numbers(compiled, 0, seat), numbers(python, 0, seat)) == []
    return compiled
