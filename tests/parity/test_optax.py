"""The games of optax's optimisers, where the conventions are made to agree.

optax differs from the papers by default: its AdaGrad starts from .1 and has ε inside the root, and
its AMSGrad corrects the bias before it takes the maximum (so it is left out). Not installed with
the library; `pip install optax` runs these tests.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import regret_lab as rl
from regret_lab.arrays import Array
from regret_lab.learners import OGD, AdaGrad, Adam, Learner
from regret_lab.problems import Linear, Logistic, Problem, Quadratic

jax = pytest.importorskip("jax", reason="parity with optax needs `pip install optax`")
optax = pytest.importorskip("optax", reason="parity with optax needs `pip install optax`")
jax.config.update("jax_enable_x64", True)

ROUNDS = 200


class Optax:
    """An optax optimiser as a Python object that plays; optax counts rounds from 0, we from 1."""

    def __init__(self, build: Callable[[Callable[[Any], Any]], Any], lr: float) -> None:
        self.optimiser = build(lambda count: lr / (count + 1.0) ** 0.5)
        self.update_rule = jax.jit(self.optimiser.update)
        self.state: Any = None

    def update(self, x: Array, g: Array, t: int) -> Array:
        if self.state is None:
            self.state = self.optimiser.init(x)
        change, self.state = self.update_rule(g, self.state, x)
        return x + np.asarray(change)

    def __deepcopy__(self, memo: object) -> "Optax":
        twin = object.__new__(Optax)
        twin.__dict__ = self.__dict__.copy()
        return twin


PAIRS: dict[str, tuple[Learner, Optax]] = {
    "ogd": (OGD(lr=0.5), Optax(optax.sgd, 0.5)),
    "adam": (
        Adam(lr=0.5, beta1=0.8, beta2=0.95, eps=1e-4),
        Optax(lambda lr: optax.adam(lr, b1=0.8, b2=0.95, eps=1e-4), 0.5),
    ),
}


@pytest.mark.parametrize(
    "problem", [Quadratic(dim=3), Logistic(dim=4, shape="box"), Linear(dim=3)], ids=str
)
@pytest.mark.parametrize("name", PAIRS)
def test_the_games_are_alike(name: str, problem: Problem) -> None:
    ours, theirs = PAIRS[name]
    x = rl.play(problem, [ours, theirs], ROUNDS, 2, range(1, ROUNDS + 1), threads=1).x
    np.testing.assert_allclose(x[0], x[1], rtol=0, atol=1e-10)


@pytest.mark.parametrize("problem", [Quadratic(dim=3), Linear(dim=3)], ids=str)
def test_adagrad_is_alike_once_it_starts_from_nothing(problem: Problem) -> None:
    """With ε = 0, where its place does not matter, and a constant step."""
    theirs = Optax(lambda lr: optax.adagrad(0.5, initial_accumulator_value=0.0, eps=0.0), 0.5)
    x = rl.play(problem, [AdaGrad(lr=0.5, eps=0.0), theirs], ROUNDS, 2, threads=1).x
    np.testing.assert_allclose(x[0], x[1], rtol=0, atol=1e-10)
    usual = Optax(lambda lr: optax.adagrad(0.5), 0.5)
    apart = rl.play(problem, [AdaGrad(lr=0.5), usual], ROUNDS, 2, threads=1).x
    assert np.abs(apart[0] - apart[1]).max() > 1e-3, "the documented difference is gone"
