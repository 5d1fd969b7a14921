"""What a theorem is: a statement, assumptions that can be checked, a number to compare with."""

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Literal, TypeVar, cast

from regret_lab.arrays import Array
from regret_lab.learners import Learner
from regret_lab.parameters import describe
from regret_lab.play import Games
from regret_lab.problems import Problem
from regret_lab.registry import Registry
from regret_lab.theory.growth import Growth
from regret_lab.theory.trace import Trace

THEOREMS: "Registry[Theorem[Any]]" = Registry("theorem", "regret_lab.theory")

L = TypeVar("L", bound=Learner)

Status = Literal["proved", "proof read", "from memory", "known false"]

STATUSES: dict[Status, str] = {
    "proved": "a machine-checked proof of the statement was found and read",
    "proof read": "a proof was gone through, or is given in the docstring",
    "from memory": "the statement was not compared with its source",
    "known false": "there is a counterexample",
}
"""How sure a theorem is, and what the words mean."""

ROUNDING = 1e-9  # two hyperparameters closer than this, relatively, are the same


@dataclass(frozen=True)
class Witness:
    """A game that shows what a bound is worth.

    On ``problem`` the mean regret of ``learner`` over seeds is at least this ``fraction`` of the
    bound at the horizon: it cannot be made much smaller. For a theorem that is false the fraction
    is above 1.
    """

    problem: Problem
    learner: Learner
    fraction: float
    horizon: int = 3000


class Theorem(ABC, Generic[L]):
    r"""A bound on the regret of one kind of learner. The docstring states it.

    A theorem is silent where it has ``objections``; elsewhere ``bound`` is its number, at every
    checkpoint from what was known by then. Sentences about what is not met are clauses that begin
    with "it", so that they can follow the theorem's name.

    The docstring says what the theorem says in words, its assumptions, the equation, why it holds
    if that is short, and the reference with the theorem's number.
    """

    name: ClassVar[str]
    about: ClassVar[type[Learner]]
    """The learner it speaks of; a subclass may change the update and is not meant."""
    statement: ClassVar[str]
    """The bound in one line of plain text."""
    status: ClassVar[Status]
    growth: ClassVar[Growth]
    """How the bound grows for its witness's schedule, while gradients neither fade nor gather."""
    witness: ClassVar[Witness]
    prescribes: ClassVar[bool] = True
    """Whether it names a step size; one that holds for all of them, or is false, does not."""
    free: ClassVar[tuple[str, ...]] = ()
    """Hyperparameters that need not be the tuned ones."""

    def unmet(self, problem: Problem) -> list[str]:
        """Return the assumptions on the problem that fail, in words."""
        return []

    def limits(self, learner: L) -> list[str]:
        """Return the conditions on free hyperparameters that fail, in words."""
        return []

    @abstractmethod
    def tuned(self, problem: Problem, learner: L) -> L:
        """Return the learner as the theorem wants it, keeping the hyperparameters it leaves free.

        Called where nothing is unmet.
        """

    @abstractmethod
    def evaluate(self, trace: Trace[L]) -> Array:
        """Return the bound at every checkpoint, shape (S or 1, K)."""

    def bound(self, games: Games, l: int) -> Array:
        """Return the bound for the learner with number ``l``, shape (S or 1, K)."""
        return self.evaluate(Trace[L].of(games, l))

    def objections(self, games: Games, l: int) -> list[str]:
        """Return why the theorem says nothing about a learner's games; empty means it speaks."""
        learner = games.learners[l]
        if type(learner) is not self.about:
            variant = ", not a variant of it" if isinstance(learner, self.about) else ""
            return [f"it is about {self.about.__name__}{variant}"]
        return self.refusals(games.problem, cast("L", learner))

    def refusals(self, problem: Problem, learner: L) -> list[str]:
        """Return why the theorem says nothing about this pair."""
        if unmet := self.unmet(problem):
            return unmet
        return [*self._mismatch(problem, learner), *self.limits(learner)]

    def _mismatch(self, problem: Problem, learner: L) -> list[str]:
        """Compare the hyperparameters that the theorem fixes."""
        want, have = self.tuned(problem, learner).values, learner.values
        fixed = [key for key in want if key not in self.free and not same(want[key], have[key])]
        if not fixed:
            return []
        pairs = [(key, *told_apart(want[key], have[key])) for key in fixed]
        asked = ", ".join(f"{key} = {value}" for key, value, _ in pairs)
        given = ", ".join(f"{key} = {value}" for key, _, value in pairs)
        return [f"it is about {asked}; this is {given}"]


def same(want: object, have: object) -> bool:
    """Compare two hyperparameters, numbers up to rounding."""
    if isinstance(want, float) and isinstance(have, float):
        return math.isclose(want, have, rel_tol=ROUNDING)
    return want == have


def told_apart(want: object, have: object) -> tuple[str, str]:
    """Write two values shortly, but so that they differ."""
    short = describe(want), describe(have)
    return short if short[0] != short[1] else (repr(want), repr(have))
