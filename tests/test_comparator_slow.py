"""Comparators on data of the size people have."""

import numpy as np
import pytest

import regret_lab as rl
from regret_lab.comparator import best_fixed
from regret_lab.domains import Ball, Box, Domain
from tests.test_comparator_numerics import Hard, features


@pytest.mark.slow
@pytest.mark.parametrize("shape", [Ball, Box])
@pytest.mark.parametrize("kind", ["ordinary", "ill-conditioned"])
def test_a_hundred_checkpoints_of_logistic_losses_reach_a_gap_of_one_millionth(
    kind: str, shape: type[Domain], rng: np.random.Generator
) -> None:
    a, y = features(kind, 100_000, 50, rng)
    t = np.unique(np.logspace(0, 5, 100).astype(np.int64))
    best = best_fixed(Hard(a, y, shape(50, 0.3)), [0], t)
    assert (best.gap <= 1e-6).all()
    edge = np.linalg.norm(best.x[0, 0, -1]) if shape is Ball else np.abs(best.x[0, 0, -1]).max()
    assert edge == pytest.approx(0.3, rel=1e-14)  # the domain matters


@pytest.mark.slow
@pytest.mark.parametrize("name", ["breast_cancer", "digits"])
@pytest.mark.parametrize("shape", ["ball", "box"])
def test_every_checkpoint_of_a_real_stream_reaches_a_gap_of_one_millionth(
    name: str, shape: str
) -> None:
    best = best_fixed(rl.PROBLEMS[name](shape=shape), range(3), 2 ** np.arange(18))
    assert (best.gap <= 1e-6).all()
