"""One learner's game, every round of it: what was played, seen, remembered and lost."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from regret_lab.arrays import Array
from regret_lab.domains import Domain
from regret_lab.engine.rule import arguments, bind, interpreted
from regret_lab.errors import RegretLabError, RuleError
from regret_lab.learners import Learner
from regret_lab.playground.losses import Losses, picker


@dataclass(frozen=True)
class Trajectory:
    """A game of T rounds in d coordinates; ``state`` maps a name to what is remembered after each.

    Attributes
    ----------
    x, g, moved
        The points played, the gradients seen there, and the moves that followed, each (T, d);
        ``moved`` is the step before the projection.
    z
        The outcomes, as the adversary settled on them, shape (T, width).
    loss
        The losses suffered, shape (T,).
    state
        Rows of the learner's state after each round, each of shape (T, d).
    last
        The point to be played after the last round, shape (d,).
    """

    x: Array
    g: Array
    moved: Array
    z: Array
    loss: Array
    state: Mapping[str, Array]
    last: Array


def play(losses: Losses, learner: Learner, start: Array) -> Trajectory:
    r"""Play one game, with the same bits as the engine.

    .. math:: \text{suffer } f_t(x_t), \quad \text{see } g_t, \quad
              x_{t+1} = \Pi_K(\text{step}(x_t, g_t))

    The rules are the learner's and the problem's own, called as plain Python: for a few hundred
    rounds that is faster than compiled blocks that stop after every round, and nothing waits for a
    compiler.

    Raises
    ------
    RuleError
        When the rule moves the whole point at once: only coordinate-wise rules are shown.
    RegretLabError
        When a number of the game is not finite; the round is named.
    """
    if learner.rule.is_vector:
        raise RuleError(f"{learner.label} moves all coordinates at once; the page cannot show it")
    suffer, update = losses.rule(), _rule(learner, losses.domain, losses.horizon)
    T, d = losses.horizon, losses.domain.dim
    x, g, moved, loss = np.empty((T, d)), np.empty((T, d)), np.empty((T, d)), np.empty(T)
    names = tuple(learner.rule.state)
    memory = np.zeros((T, len(names), d))
    z = losses.z.copy() if losses.adaptive else losses.z
    point, state = [float(value) for value in start], [[0.0] * d for _ in names]
    with np.errstate(all="ignore"):  # as the engine: IEEE without warnings, judged at the end
        for t in range(T):
            x[t] = point
            loss[t], slopes = suffer(point, z[t], t)
            g[t] = slopes
            aimed, point = update(t, point, slopes, state)
            moved[t] = aimed
            if names:
                memory[t] = state
    moved -= x
    _finite(learner, x, loss)
    rows = {name: memory[:, k] for k, name in enumerate(names)}
    return Trajectory(x, g, moved, z, loss, rows, np.array(point))


Update = Callable[[int, list[float], list[float], list[list[float]]], tuple[Any, list[float]]]


def _rule(learner: Learner, domain: Domain, horizon: int) -> Update:
    """Return the learner's update as a function of round, point, gradient and state (changed)."""
    kind = type(learner)
    step, rates = interpreted(kind.step), learner.rule.rates
    table = learner.rate_table(np.arange(1.0, horizon + 1), horizon).tolist()
    names = tuple(learner.rule.state)
    values: dict[str, Any] = dict(learner.hyper)
    known = dict.fromkeys([*values, *rates, *names, "x", "g"], "")
    bind(kind.step, known, kind.__name__)
    pick = picker(arguments(kind.step))
    settle = _settle(learner, domain)

    def update(
        t: int, point: list[float], slopes: list[float], state: list[list[float]]
    ) -> tuple[Any, list[float]]:
        aimed: list[float] = []
        values.update(zip(rates, table[t], strict=False))
        for j, (x, g) in enumerate(zip(point, slopes, strict=True)):
            values["x"], values["g"] = x, g
            for name, row in zip(names, state, strict=True):
                values[name] = row[j]
            result = step(*pick(values))
            if names:
                result, *after = result
                for row, value in zip(state, after, strict=True):
                    row[j] = float(value)
            aimed.append(float(result))
        return aimed, settle(aimed, values, state)

    return update


Settle = Callable[[list[float], dict[str, Any], list[list[float]]], list[float]]


def _settle(learner: Learner, domain: Domain) -> Settle:
    """Return how a point comes back into the domain: clipped, or projected in the rule's metric."""
    if not learner.projected:
        return lambda aimed, values, state: aimed
    if domain.projection is None:
        low, high = (end.tolist() for end in domain.bounds)

        def clip(aimed: list[float], *_: Any) -> list[float]:
            return [
                a if v < a else b if v > b else v for v, a, b in zip(aimed, low, high, strict=True)
            ]

        return clip
    kind, project = type(learner), interpreted(domain.projection)
    rule, names = learner.rule.metric, tuple(learner.rule.state)
    metric = None if rule is None else interpreted(kind.metric)
    wanted = () if rule is None else arguments(rule)

    def weigh(values: dict[str, Any], state: list[list[float]]) -> Iterator[float]:
        for j in range(domain.dim):
            own = values | {name: row[j] for name, row in zip(names, state, strict=True)}
            yield 1.0 if metric is None else float(metric(*(own[name] for name in wanted)))

    def onto(aimed: list[float], values: dict[str, Any], state: list[list[float]]) -> list[float]:
        point = np.array(aimed)
        project(point, np.array(list(weigh(values, state))), **domain.parameters)
        return point.tolist()

    return onto


def _finite(learner: Learner, x: Array, loss: Array) -> None:
    bad = ~(np.isfinite(x).all(axis=1) & np.isfinite(loss))
    if bad.any():
        t = int(np.flatnonzero(bad)[0]) + 1
        raise RegretLabError(f"{learner.label} breaks at round {t}: its point is not a number")
