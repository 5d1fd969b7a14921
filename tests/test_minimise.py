"""A learner as an optimiser: the article's function, the engine's bits, and what is refused."""

import numpy as np
import pytest

import regret_lab as rl
from regret_lab.domains import Box
from regret_lab.errors import ParameterError
from regret_lab.learners import OGD, Adam, Learner
from regret_lab.play import MinimiseError
from regret_lab.problems import Linear, Periodic, Problem

ROUNDS = 50


def bowl(x):
    return 0.5 * np.sum(np.asarray(x) ** 2)


def slope(x):
    return x


def adam_optimizer(f, grad, x0, learning_rate, beta1, beta2, epsilon, num_iterations):
    """Algorithm 1 of Kingma and Ba (2015), as articles print it."""
    x, m, v = x0, np.zeros_like(x0), np.zeros_like(x0)
    way, losses = [x], [f(x)]
    for t in range(1, num_iterations + 1):
        g = grad(x)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat = m / (1 - beta1**t)
        v_hat = v / (1 - beta2**t)
        x = x - learning_rate * m_hat / (np.sqrt(v_hat) + epsilon)
        way.append(x)
        losses.append(f(x))
    return np.array(way), np.array(losses)


@pytest.mark.parametrize("betas", [(0.9, 0.999), (0.0, 0.1), (0.5, 0.5)])
def test_adam_is_the_function_of_the_articles_step_for_step(betas):
    def f(x):
        return np.sum(0.2 * x**2 + 0.6 * np.sin(1.5 * x))

    def grad(x):
        return 0.4 * x + 0.9 * np.cos(1.5 * x)

    start = np.array([-3.0, 4.0, 0.1])
    way, losses = adam_optimizer(f, grad, start, 0.05, *betas, 1e-8, 300)
    learner = Adam(0.05, *betas, decay="constant")
    mine = rl.minimise(f, grad, start, learner, 300)
    assert mine.x.shape == (301, 3) and mine.loss.shape == (301,)
    assert mine.gradients.shape == (300, 3)
    np.testing.assert_allclose(mine.x, way, rtol=0, atol=1e-12)
    np.testing.assert_allclose(mine.loss, losses, rtol=0, atol=1e-12)


def same_gradients(problem: Problem, learner: Learner, domain) -> np.ndarray:
    dealt = iter(problem.outcomes(0, 0, 0, ROUNDS))
    start = problem.domain.centre
    return rl.minimise(lambda x: 0.0, lambda x: next(dealt), start, learner, ROUNDS, domain).x


@pytest.mark.parametrize("shape", ["box", "ball", "l1", "simplex"])
def test_a_learner_goes_where_it_goes_in_a_game(learner: Learner, shape: str):
    problem = Linear(dim=3, shape=shape)
    games = rl.play(problem, learner, ROUNDS, checkpoints=range(1, ROUNDS + 1), engine="python")
    np.testing.assert_array_equal(
        same_gradients(problem, learner, problem.domain)[1:], games.x[0, 0]
    )


@pytest.mark.parametrize("learner", [OGD(), Adam()], ids=str)
def test_without_a_domain_it_is_a_game_without_walls(learner: Learner):
    problem = Periodic(radius=1e9)
    games = rl.play(problem, learner, ROUNDS, checkpoints=range(1, ROUNDS + 1))
    assert np.abs(games.x).max() > 0.1
    np.testing.assert_array_equal(same_gradients(problem, learner, None)[1:], games.x[0, 0])


def test_long_runs_use_the_rates_of_their_own_rounds():
    rounds = 2 * 8192 + 5
    way = rl.minimise(lambda x: 0.0, lambda x: 1.0, 0.0, OGD(lr=1.0), rounds)
    sizes = -np.diff(way.x[:, 0])
    np.testing.assert_allclose(sizes, 1 / np.sqrt(np.arange(1, rounds + 1)), rtol=0, atol=1e-12)


def test_a_step_size_that_knows_the_horizon_is_told_it():
    way = rl.minimise(bowl, slope, 1.0, OGD(lr=1.0, decay="horizon"), 25)
    np.testing.assert_allclose(way.x[1, 0], 1.0 - 1.0 / 5.0)


class Half:
    """A Python object that goes half of the way."""

    def __init__(self):
        self.seen = []

    def update(self, x, g, t):
        self.seen.append(t)
        return x - 0.5 * g


def test_any_object_with_an_update_plays_and_is_left_alone():
    half = Half()
    way = rl.minimise(bowl, slope, [8.0, 4.0], half, 3)
    assert way.x.tolist() == [[8, 4], [4, 2], [2, 1], [1, 0.5]]
    assert half.seen == []


def test_a_domain_projects_the_objects_point_too():
    way = rl.minimise(bowl, lambda x: -x, 0.5, Half(), 5, Box(1, 1.0))
    assert way.x[:, 0].tolist() == [0.5, 0.75, 1.0, 1.0, 1.0, 1.0]


def test_the_function_is_called_with_what_x0_is():
    seen = []
    rl.minimise(lambda x: seen.append(type(x)) or 0.0, lambda x: 1.0, 2, OGD(), 1)
    rl.minimise(lambda x: seen.append(x.shape) or 0.0, lambda x: [1.0, 2.0], (1, 2), OGD(), 1)
    assert seen == [float, float, (2,), (2,)]


def test_a_function_that_writes_into_its_argument_changes_nothing():
    def vandal(x):
        gradient = x.copy()
        x[:] = 99.0
        return gradient

    kept = np.ones(2)
    spoiled = rl.minimise(lambda x: float(vandal(x)[0]), vandal, kept, OGD(), 5)
    clean = rl.minimise(lambda x: float(x[0]), slope, kept, OGD(), 5)
    np.testing.assert_array_equal(spoiled.x, clean.x)
    assert kept.tolist() == [1.0, 1.0]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: rl.minimise(3, slope, 0.0, OGD(), 5), ("f must be a function", "3")),
        (lambda: rl.minimise(bowl, None, 0.0, OGD(), 5), ("grad must be a function", "None")),
        (lambda: rl.minimise(bowl, slope, "far", OGD(), 5), ("x0", "'far'")),
        (lambda: rl.minimise(bowl, slope, np.zeros((2, 40)), OGD(), 5), ("x0", "array")),
        (lambda: rl.minimise(bowl, slope, [], OGD(), 5), ("x0", "[]")),
        (lambda: rl.minimise(bowl, slope, np.nan, OGD(), 5), ("x0", "nan")),
        (lambda: rl.minimise(bowl, slope, 0.0, OGD, 5), ("class OGD", "OGD(...)")),
        (lambda: rl.minimise(bowl, slope, 0.0, "adam", 5), ("'adam'", "learners.Adam(...)")),
        (lambda: rl.minimise(bowl, slope, 0.0, OGD(), 2.5), ("rounds", "whole number", "2.5")),
        (lambda: rl.minimise(bowl, slope, 0.0, OGD(), 0), ("rounds", "at least 1")),
        (lambda: rl.minimise(bowl, slope, 0.0, OGD(), "9"), ("rounds", "'9'")),
        (lambda: rl.minimise(bowl, slope, [0.0, 1.0], OGD(), 5, Box(3)), ("2 numbers", "3 dim")),
        (lambda: rl.minimise(bowl, slope, 2.0, OGD(), 5, Box(1)), ("lie in Box", "x = 2")),
        (
            lambda: rl.minimise(bowl, lambda x: x[:1], [1.0, 2.0], OGD(), 5),
            ("grad must return 2 numbers", "shape (1,)"),
        ),
        (
            lambda: rl.minimise(bowl, lambda x: None, [1.0, 2.0, 3.0], OGD(), 5),
            ("grad must return 3 numbers", "None"),
        ),
        (lambda: rl.minimise(bowl, lambda x: "up", 1.0, OGD(), 5), ("one number", "'up'")),
        (lambda: rl.minimise(slope, slope, [1.0, 2.0], OGD(), 5), ("f must return one", "(2,)")),
    ],
)
def test_a_mistake_is_one_clear_line(call, words):
    with pytest.raises(ParameterError) as refusal:
        call()
    text = str(refusal.value)
    assert "\n" not in text and len(text) < 160
    for word in words:
        assert word in text


def test_a_gradient_that_is_not_finite_stops_the_run_and_names_the_round():
    values = iter([1.0, 1.0, np.nan])
    with pytest.raises(
        MinimiseError, match=r"ogd stopped in round 3: grad at x = .* finite"
    ) as bad:
        rl.minimise(bowl, lambda x: next(values), 4.0, OGD(), 9)
    done = bad.value.trajectory
    assert done.x.shape == (3, 1) and done.loss.shape == (3,) and done.gradients.shape == (2, 1)
    assert np.isfinite(done.x).all() and np.isfinite(done.loss).all()


def test_a_loss_that_is_not_finite_stops_the_run():
    values = iter([1.0, np.inf])
    with pytest.raises(MinimiseError, match=r"round 2: f at x = \[1, 2, 3, \.\.\.\]") as bad:
        rl.minimise(lambda x: next(values), lambda x: 0 * x, [1.0, 2, 3, 4], OGD(), 9)
    assert bad.value.trajectory.x.shape == (1, 4)


def test_a_learner_that_flies_off_is_stopped():
    quick = OGD(lr=1e300, decay="constant")
    with pytest.raises(MinimiseError, match="round 2: the point after it"):
        rl.minimise(lambda x: 0.0, lambda x: -x, 1.0, quick, 5)


def test_a_trajectory_says_what_it_is():
    way = rl.minimise(bowl, slope, 2.0, OGD(lr=1.0), 1)
    assert repr(way) == "<1 rounds in 1 dimensions: loss 2 -> 0>"
