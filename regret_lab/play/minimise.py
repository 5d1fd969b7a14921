"""One fixed function in place of a stream of losses: a learner as an optimiser."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from regret_lab.arrays import Array
from regret_lab.domains import Domain
from regret_lab.engine.solo import Solo
from regret_lab.errors import ParameterError, RegretLabError
from regret_lab.parameters import describe
from regret_lab.play.clock import whole
from regret_lab.play.players import Playable, players

SHORT = 60
"""Characters of a value in a message."""


@dataclass(frozen=True)
class Trajectory:
    """Where a learner went: ``rounds`` steps from the first point.

    ``x`` has shape (rounds + 1, d) and starts with the first point, ``loss`` (rounds + 1,) is the
    function there, and ``gradients`` (rounds, d) is what the learner saw.
    """

    x: Array
    loss: Array
    gradients: Array

    def __repr__(self) -> str:
        count, d = self.gradients.shape
        return f"<{count} rounds in {d} dimensions: loss {self.loss[0]:g} -> {self.loss[-1]:g}>"


class MinimiseError(RegretLabError):
    """A run that broke; ``trajectory`` holds what came before."""

    def __init__(self, line: str, trajectory: Trajectory) -> None:
        super().__init__(line)
        self.trajectory = trajectory


def minimise(
    f: Callable[[Any], Any],
    grad: Callable[[Any], Any],
    x0: Any,
    learner: Playable,
    rounds: int,
    domain: Domain | None = None,
) -> Trajectory:
    r"""Let a learner descend a function of your own.

    .. math:: x_1 = x_0, \qquad g_t = \nabla f(x_t), \qquad
              x_{t+1} = \mathrm{update}(x_t, g_t), \qquad t = 1, \dots, \mathrm{rounds}

    The same rule as in a game, with the same bits for the same gradients. ``decay="constant"`` is
    the step size of an optimiser; most learners are born with lr/√t.

    >>> from regret_lab.learners import Adam
    >>> adam = Adam(lr=0.1, decay="constant")
    >>> way = minimise(lambda x: (x - 3.0) ** 2, lambda x: 2.0 * (x - 3.0), 0.0, adam, 500)
    >>> way.x[[0, 1, 500], 0].round(3)
    array([0. , 0.1, 3. ])

    Parameters
    ----------
    f, grad
        The function and its gradient, or a noisy gradient. They are called with a float where
        ``x0`` is a number, else with an array of shape (d,); ``grad`` returns as many numbers.
    x0
        Where to start: a number or d of them.
    learner
        A learner, or an object with ``update(x, g, t) -> x``.
    rounds
        Steps to make.
    domain
        What every new point is projected on; by default nothing is.

    Raises
    ------
    ParameterError
        When an argument is out of its range, or a function returns what is not of the right shape.
    MinimiseError
        When a number is not finite: the round is named; ``.trajectory`` holds what came before.
    RuleError
        When a rule asks for an argument that nobody supplies.
    """
    for name, function in (("f", f), ("grad", grad)):
        if not callable(function):
            raise ParameterError(f"{name} must be a function of x, got {_shown(function)}")
    ((label, seated),) = players([learner]).items()
    start, count = _start(x0, domain), whole(rounds, "rounds", 1)
    single = np.ndim(x0) == 0
    solo = Solo(seated, start, count, domain)
    x, loss = np.empty((count + 1, len(start))), np.empty(count + 1)
    gradients = np.empty((count, len(start)))

    def keep(what: str, values: Array, t: int, points: int) -> Array:
        """Return numbers that are finite; else stop, and hand out the points that came before."""
        if np.isfinite(values).all():
            return values
        done = Trajectory(x[:points], loss[:points], gradients[: max(0, points - 1)])
        raise MinimiseError(f"{label} stopped in round {t}: {what} is not a finite number", done)

    x[0] = start
    for t in range(count + 1):
        value = _numbers(f(_given(x[t], single)), "f", 1)
        loss[t] = keep(f"f at {_brief(x[t])}", value, min(t + 1, count), t)[0]
        if t < count:
            slope = _numbers(grad(_given(x[t], single)), "grad", len(start))
            gradients[t] = keep(f"grad at {_brief(x[t])}", slope, t + 1, t + 1)
            x[t + 1] = keep("the point after it", solo.move(slope), t + 1, t + 1)
    return Trajectory(x, loss, gradients)


def _start(x0: object, domain: Domain | None) -> Array:
    """Return the first point, shape (d,)."""
    start = _floats(x0)
    if start is None or start.ndim > 1 or start.size == 0 or not np.isfinite(start).all():
        raise ParameterError(f"x0 must be a finite number or a list of them, got {_shown(x0)}")
    start = start.reshape(-1)
    if domain is not None and domain.dim != len(start):
        raise ParameterError(f"x0 has {len(start)} numbers, and the domain {domain.dim} dimensions")
    if domain is not None and not domain.contains(start, 1e-12):
        raise ParameterError(f"x0 must lie in {domain}, got {_brief(start)}")
    return start


def _given(x: Array, single: bool) -> Any:
    """Return what a function of the user's is called with; it may write into it."""
    return float(x[0]) if single else x.copy()


def _numbers(given: object, name: str, count: int) -> Array:
    """Return a copy of what a function of the user's returned, shape (count,)."""
    values = _floats(given)
    if values is None or values.size != count or values.ndim > 1:
        wanted = "one number" if count == 1 else f"{count} numbers"
        asked = f"{wanted}, as many as x0 has" if name == "grad" else wanted
        got = _shown(given) if values is None else f"an array of shape {values.shape}"
        raise ParameterError(f"{name} must return {asked}, got {got}")
    return values.reshape(-1).copy()


def _floats(given: object) -> Array | None:
    try:
        return None if given is None else np.asarray(given, dtype=float)
    except (TypeError, ValueError):
        return None


def _shown(given: object) -> str:
    """Write a value on one short line."""
    line = " ".join(describe(given).split())
    return line if len(line) <= SHORT else f"{line[:SHORT]} ..."


def _brief(x: Array) -> str:
    """Write a point in a few characters."""
    if len(x) == 1:
        return f"x = {x[0]:g}"
    rest = ", ..." if len(x) > 3 else ""
    return f"x = [{', '.join(f'{value:g}' for value in x[:3])}{rest}]"
