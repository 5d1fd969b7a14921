"""What a learner is: hyperparameters and a published update, written as a rule."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar, cast

import numpy as np

from regret_lab.arrays import Array
from regret_lab.engine.lift import StepRule
from regret_lab.engine.rule import absent, arguments, call
from regret_lab.errors import RuleError
from regret_lab.parameters import Checked, describe
from regret_lab.registry import Registry

LEARNERS: "Registry[Learner]" = Registry("learner", "regret_lab.learners")


@dataclass(frozen=True)
class Learner(Checked):
    r"""An online algorithm: one frozen dataclass of hyperparameters and one rule.

    ``step`` is the update as ordinary Python on floats; its arguments are matched by name: ``x``
    and ``g`` (the coordinate and its gradient), the names in ``state`` and ``rates``, and every
    numeric hyperparameter. It returns the new ``x`` and the new state, in order. A vector rule
    (``state`` a mapping from names to shapes over ``d``) gets arrays and changes them in place.

    ``schedule`` gives the rates of many rounds at once: its arguments are ``t`` (an array of
    rounds), ``horizon`` and any hyperparameter; it returns one array per name in ``rates``, the
    step size first. ``metric``, where there is one, is the diagonal norm in which the theory
    projects, as a rule of the new state.

    Play starts at the centre of the domain with the state at zero.

    Raises
    ------
    ParameterError
        When a hyperparameter is out of its range.
    """

    name: ClassVar[str]
    state: ClassVar[tuple[str, ...] | Mapping[str, str]] = ()
    rates: ClassVar[tuple[str, ...]] = ()
    record: ClassVar[tuple[str, ...]] = ()
    """State rows that a theorem needs at every checkpoint."""
    projected: ClassVar[bool] = True
    """False for a rule that stays in the domain by itself; leaving it is then an error."""
    schedule: ClassVar[Callable[..., Any]] = absent
    step: ClassVar[Callable[..., Any]]
    metric: ClassVar[Callable[..., Any]] = absent

    def __init_subclass__(cls) -> None:
        for name in ("schedule", "step", "metric"):
            rule = cls.__dict__.get(name)
            if inspect.isfunction(rule):  # a rule written without the decorator is a rule too
                setattr(cls, name, staticmethod(rule))

    @property
    def label(self) -> str:
        """The name of the learner in tables and figures."""
        return getattr(type(self), "name", type(self).__name__.lower())

    @property
    def values(self) -> dict[str, object]:
        """All hyperparameters by name."""
        return {item.name: getattr(self, item.name) for item in fields(self)}

    @property
    def hyper(self) -> dict[str, float]:
        """The numeric hyperparameters by name: what a compiled rule may ask for."""
        numbers = {k: v for k, v in self.values.items() if isinstance(v, (bool, int, float))}
        return {name: float(number) for name, number in numbers.items()}

    @property
    def rule(self) -> StepRule:
        """What the engine has to know."""
        cls = type(self)
        metric = None if cls.metric is absent else cls.metric
        return StepRule(cls.__name__, cls.step, cls.state, cls.rates, tuple(self.hyper), metric)

    def rate_table(self, rounds: Array, horizon: int) -> Array:
        """Return the rates of the given rounds, shape (len(rounds), number of rates)."""
        schedule = type(self).schedule
        if schedule is absent:
            return np.zeros((len(rounds), max(1, len(self.rates))))
        asked = {**self.values, "t": rounds, "horizon": horizon}
        result: Any = call(schedule, asked, type(self).__name__)
        columns = cast("tuple[Any, ...]", result if isinstance(result, tuple) else (result,))
        if len(columns) != len(self.rates):
            raise RuleError(
                f"{type(self).__name__}.schedule returns {len(columns)} rates, "
                f"but rates = {self.rates}"
            )
        table = np.empty((len(rounds), len(columns)))
        for k, column in enumerate(columns):
            table[:, k] = column
        return table

    def step_sizes(self, t: Array) -> Array | None:
        """Return the step sizes of rounds ``t``, or None when the learner has no schedule."""
        if type(self).schedule is absent:
            return None
        return self.rate_table(np.asarray(t, dtype=float), int(np.max(t)))[:, 0]

    @property
    def decays(self) -> bool | None:
        """Whether the step sizes go to zero; None when there is no schedule to tell."""
        sizes = self.step_sizes(np.array([1e4, 1e8]))
        return None if sizes is None else bool(sizes[1] < 0.1 * sizes[0])

    @property
    def anytime(self) -> bool:
        """Whether the schedule is the same for every horizon."""
        schedule = type(self).schedule
        if schedule is absent or "horizon" not in arguments(schedule):
            return True
        rounds = np.arange(1.0, 9.0)
        return bool(np.array_equal(self.rate_table(rounds, 8), self.rate_table(rounds, 4096)))

    def __str__(self) -> str:
        given = ", ".join(f"{k}={describe(v)}" for k, v in self.values.items())
        return f"{type(self).__name__}({given})"
