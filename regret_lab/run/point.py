"""One learner's games on one problem: what a result is of."""

from dataclasses import MISSING, dataclass, fields
from functools import cached_property
from typing import Any

from regret_lab.learners import Learner
from regret_lab.problems import Problem
from regret_lab.run import code
from regret_lab.store import Record


@dataclass(frozen=True)
class Point:
    """A learner with its hyperparameters, the problem, and how long and how often they meet.

    ``restarted`` says that every doubling of the horizon is a game of its own.
    """

    label: str
    learner: Learner
    problem: Problem
    horizon: int
    seeds: int
    engine: str
    restarted: bool

    @cached_property
    def blank(self) -> Record:
        """The result without its numbers: enough to find it."""
        name = type(self.learner).name
        meta = {
            "config": self.config,
            "identity": self.identity,
            "learners": [name],
            "title": {"problem": str(self.problem), name: str(self.learner)},
            "code": self.code,
        }
        return Record({}, meta)

    @property
    def config(self) -> dict[str, Any]:
        """All that decides the numbers, resolved."""
        name = type(self.learner).name
        return {
            "problem": {"name": type(self.problem).name, **self.problem.identity},
            "learners": {name: {"name": name, **self.learner.values}},
            **self._game,
        }

    @property
    def identity(self) -> dict[str, Any]:
        """The configuration without what is at its default."""
        told = self.problem.identity
        beyond = {name: told[name] for name in told if name not in self.problem.values}
        return {
            "problem": {"name": type(self.problem).name, **changed(self.problem), **beyond},
            "learner": {"name": type(self.learner).name, **changed(self.learner)},
            **self._game,
        }

    @property
    def code(self) -> dict[str, str]:
        """The digests of the code that makes the numbers, by what it is the code of."""
        return {
            f"learner {type(self.learner).name}": code.of_class(type(self.learner)),
            f"problem {type(self.problem).name}": code.of_class(type(self.problem)),
            **{floor: code.of_floor(floor) for floor in ("engine", "judgement")},
        }

    @property
    def _game(self) -> dict[str, Any]:
        restarted = {"restarted": True} if self.restarted else {}
        return {
            "horizon": self.horizon,
            "seeds": self.seeds,
            "engine": self.engine,
            **restarted,
        }


def changed(settings: Learner | Problem) -> dict[str, Any]:
    """Return the fields of a learner or a problem that are not at their default.

    >>> from regret_lab.learners import OGD
    >>> changed(OGD(lr=0.25))
    {'lr': 0.25}
    """
    values = settings.values
    return {
        item.name: values[item.name]
        for item in fields(settings)
        if item.default is MISSING or values[item.name] != item.default
    }
