"""The library's games are those of a slow, obvious reference, written from the papers."""

from collections.abc import Callable
from dataclasses import asdict, replace
from functools import partial

import numpy as np
import pytest

import regret_lab as rl
from regret_lab.domains import Ball, Box, L1Ball
from regret_lab.engine import chunks
from regret_lab.learners import OGD, AdaGrad, Adam, AMSGrad, Learner
from regret_lab.problems import Linear, Logistic, Problem, Quadratic, Reddi
from tests import naive

ROUNDS = 500

UPDATES = {OGD: naive.ogd, AdaGrad: naive.adagrad, Adam: naive.adam, AMSGrad: naive.amsgrad}

LEARNERS = [
    OGD(lr=0.7),
    AdaGrad(lr=0.8),
    Adam(lr=0.6),
    AMSGrad(lr=0.5, beta1=0.5, beta2=0.5, eps=0.2, beta1_decay=0.9),
    OGD(lr=2.0, decay="linear"),
    OGD(lr=0.02, decay="constant"),
    OGD(lr=1.0, decay="horizon"),
    AdaGrad(lr=0.3, eps=0.1),
    Adam(lr=0.5, beta1=0.0, beta2=0.1),
    Adam(lr=0.4, beta1=0.8, beta2=0.9, eps=0.05, bias_correction=False),
    Adam(lr=0.9, beta1_decay=0.97, decay="constant"),
    AMSGrad(lr=0.6),
]

PROBLEMS = [
    Reddi(big=4.0),
    Quadratic(dim=3, mu=2.0, radius=0.4),
    Quadratic(dim=4, mu=0.5, radius=0.3, shape="ball"),
    Linear(dim=6, family="sparse"),
    Linear(dim=4, shape="ball", radius=0.5),
    Linear(dim=4, shape="l1", radius=0.7),
    Linear(dim=4, shape="simplex"),
    Logistic(dim=5, radius=0.8),
]


def slopes(problem: Problem) -> Callable[[np.ndarray, np.ndarray], np.ndarray]:
    if isinstance(problem, Quadratic):
        return lambda x, z: problem.mu * (x - z)
    if isinstance(problem, Logistic):
        return lambda x, z: -z[-1] * z[:-1] / (1.0 + np.exp(z[-1] * (z[:-1] @ x)))
    return lambda x, z: z


def projection(problem: Problem) -> Callable[[np.ndarray, np.ndarray], np.ndarray]:
    domain = problem.domain
    for kind, onto in ((Box, naive.onto_box), (Ball, naive.onto_ball), (L1Ball, naive.onto_l1)):
        if isinstance(domain, kind):
            return partial(onto, radius=domain.radius)
    return naive.onto_simplex


def reference(problem: Problem, learner: Learner, seed: int) -> np.ndarray:
    d = problem.domain.dim
    step = UPDATES[type(learner)](d, ROUNDS, **asdict(learner))
    rows = next(chunks(problem, problem.width, seed, ROUNDS))
    return naive.game(problem.domain.centre, slopes(problem), rows, step, projection(problem))


# where the metric of the projection matters one learner of a kind is enough: it is slow
PAIRS = [
    pytest.param(learner, problem, id=f"{learner}-{problem}")
    for problem in PROBLEMS
    for learner in (LEARNERS if isinstance(problem.domain, Box) else LEARNERS[:4])
]


@pytest.mark.parametrize(("learner", "problem"), PAIRS)
def test_the_game_is_the_published_one(learner: Learner, problem: Problem) -> None:
    games = rl.play(problem, learner, ROUNDS, [4], range(1, ROUNDS + 1), threads=1)
    ours, theirs = games.x[0, 0], reference(problem, learner, 4)
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-12)


def test_the_reference_has_teeth() -> None:
    """A reference that agrees with everything would be no reference."""
    problem = PROBLEMS[2]
    for learner, other in (
        (Adam(lr=0.6), Adam(lr=0.6, bias_correction=False)),
        (AdaGrad(lr=0.8), AdaGrad(lr=0.8, eps=1e-6)),
        (OGD(lr=0.7), OGD(lr=0.7, decay="horizon")),
    ):
        apart = np.abs(reference(problem, learner, 4) - reference(problem, other, 4)).max()
        assert apart > 1e-7


@pytest.mark.parametrize("scale", [2.0**-40, 2.0**40])
@pytest.mark.parametrize("learner", [AdaGrad(), Adam(), AMSGrad()], ids=lambda who: who.name)
def test_without_epsilon_the_scale_of_the_losses_does_not_matter(
    learner: Learner, scale: float
) -> None:
    """Kingma and Ba, Section 2.1; a power of two leaves every digit as it is."""
    scale_free = replace(learner, eps=0.0)
    plain, scaled = (
        rl.play(Linear(slope=slope, shape="ball"), scale_free, ROUNDS, 2, threads=1).x
        for slope in (1.0, scale)
    )
    np.testing.assert_array_equal(plain, scaled)
