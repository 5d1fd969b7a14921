"""The games of torch's optimisers, which play as any Python object does.

torch's AMSGrad takes the maximum of the uncorrected v and corrects the bias afterwards; the paper
corrects nothing. Not installed with the library; `pip install torch` runs these tests.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import regret_lab as rl
from regret_lab.arrays import Array
from regret_lab.learners import OGD, AdaGrad, Adam, AMSGrad, Learner
from regret_lab.problems import Linear, Logistic, Problem, Quadratic

torch: Any = pytest.importorskip("torch", reason="parity with torch needs `pip install torch`")

ROUNDS = 200


class Torch:
    """A torch optimiser as a Python object that plays, with step sizes lr/√t or constant."""

    def __init__(self, build: Callable[[list[Any]], Any], decay: bool = True) -> None:
        self.build, self.decay = build, decay
        self.point: Any = None

    def update(self, x: Array, g: Array, t: int) -> Array:
        if self.point is None:
            self.point = torch.nn.Parameter(torch.tensor(x))
            self.optimiser = self.build([self.point])
            self.lr = self.optimiser.param_groups[0]["lr"]
        self.point.data = torch.tensor(x)
        self.point.grad = torch.tensor(g)
        if self.decay:
            self.optimiser.param_groups[0]["lr"] = self.lr / t**0.5
        self.optimiser.step()
        return self.point.detach().numpy().copy()


PAIRS: dict[str, tuple[Learner, Torch]] = {
    "ogd": (OGD(lr=0.5), Torch(lambda points: torch.optim.SGD(points, lr=0.5))),
    "adam": (
        Adam(lr=0.5, beta1=0.8, beta2=0.95, eps=1e-4),
        Torch(lambda points: torch.optim.Adam(points, lr=0.5, betas=(0.8, 0.95), eps=1e-4)),
    ),
    "adagrad": (
        AdaGrad(lr=0.5, eps=1e-4),
        Torch(lambda points: torch.optim.Adagrad(points, lr=0.5, eps=1e-4), decay=False),
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


def test_amsgrad_differs_by_its_bias_correction() -> None:
    theirs = Torch(lambda points: torch.optim.Adam(points, lr=0.5, amsgrad=True))
    x = rl.play(Quadratic(dim=3), [AMSGrad(lr=0.5), theirs], ROUNDS, 2, threads=1).x
    assert np.abs(x[0] - x[1]).max() > 1e-3, "the documented difference is gone"
