"""The step size that a theorem prescribes."""

from dataclasses import replace
from typing import Any, TypeVar, cast

from regret_lab.errors import ParameterError
from regret_lab.learners import Learner
from regret_lab.problems import Problem
from regret_lab.theory.base import THEOREMS, Theorem

L = TypeVar("L", bound=Learner)


def tuned(problem: Problem, learner: L) -> L:
    """Return the learner with the step size that a theorem prescribes for it on this problem.

    Only ``lr`` changes: the theorem has to agree with the other hyperparameters as they are, and so
    gradient descent with ``decay="linear"`` gets the step of the theorem on strongly convex losses.

    Raises
    ------
    ParameterError
        When no theorem prescribes a step size; it says why, theorem by theorem.
    """
    kind = type(learner)
    theorems = [cls() for cls in THEOREMS.values() if cls.about is kind]
    reasons: list[str] = []
    for theorem in theorems:
        if theorem.prescribes:
            refusals, candidate = _attempt(theorem, problem, learner)
            if not refusals:
                return cast("L", candidate)
            reasons.append(f"{theorem.name}: {'; '.join(refusals)}")
        else:
            false = theorem.status == "known false"
            reasons.append(f"{theorem.name}: it {'is false' if false else 'names no step size'}")
    if not theorems:
        reasons.append(f"none is about {kind.__name__}")
    raise ParameterError(
        f"no theorem prescribes the lr of {kind.__name__} on {problem} ({'; '.join(reasons)}): "
        "give lr a number"
    )


def _attempt(
    theorem: Theorem[Any], problem: Problem, learner: Learner
) -> tuple[list[str], Learner]:
    """Give the learner the theorem's step size, and ask the theorem what it still objects to."""
    if unmet := theorem.unmet(problem):
        return unmet, learner
    lr = theorem.tuned(problem, learner).values["lr"]
    candidate = replace(cast("Any", learner), lr=lr)
    return theorem.refusals(problem, candidate), candidate
