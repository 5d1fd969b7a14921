"""Every theorem, on every problem it speaks about."""

import functools
import inspect
from pathlib import Path

import numpy as np
import pytest

from regret_lab.learners import OGD, AdaGrad, Adam, AMSGrad
from regret_lab.play import play, play_doublings
from regret_lab.problems import PROBLEMS, Chaser, Linear, Quadratic, Reddi
from regret_lab.theory import THEOREMS, Growth
from regret_lab.theory.base import STATUSES
from regret_lab.theory.judge import judge
from regret_lab.theory.page import page

HORIZON, SEEDS = 3000, 8
CLAIMS = {name: cls() for name, cls in THEOREMS.items()}
TRUE = {name: one for name, one in CLAIMS.items() if one.status != "known false"}
GROUNDS = {name: cls() for name, cls in PROBLEMS.items() if cls.needs is None}
GROUNDS |= {
    "adaptive in three dimensions": Chaser(dim=3),
    "ball": Linear(family="rademacher", shape="ball", slope=0.3),
    "l1 ball": Linear(family="sparse", shape="l1", radius=2.0),
    "simplex": Linear(shape="simplex", slope=20.0),
    "quadratic on a ball": Quadratic(shape="ball", mu=0.5, spread=3.0),
    "spikes": Reddi(big=12.0, period=10, scale=0.1),
}
STARTS = {
    OGD: [OGD(lr=0.3), OGD(lr=2.0, decay="constant"), OGD(decay="linear"), OGD(decay="horizon")],
    AdaGrad: [AdaGrad(), AdaGrad(lr=3.0, eps=0.5), AdaGrad(eps=0.0)],
    AMSGrad: [
        AMSGrad(),
        AMSGrad(beta1=0.0, beta2=0.0, eps=0.0),
        AMSGrad(lr=0.5, beta1=0.9, beta2=0.9, beta1_decay=0.9, eps=0.3),
    ],
    Adam: [Adam(), Adam(beta1=0.0, beta2=0.1), Adam(beta1=0.9, beta2=0.7)],
}

true_theorems = pytest.mark.parametrize("claim", TRUE.values(), ids=TRUE)
grounds = pytest.mark.parametrize("ground", GROUNDS)


def subjects(claim, problem):
    """The learners that a theorem is held against on a problem: each start, as it wants it."""
    if claim.unmet(problem):
        return []
    starts = STARTS.get(claim.about, [claim.about()])
    return list(dict.fromkeys(claim.tuned(problem, start) for start in starts))


@functools.cache
def measured(ground):
    """One game for all theorems on a problem, and its regret at dense checkpoints."""
    problem = GROUNDS[ground]
    players = {
        f"{name} {i}": learner
        for name, claim in CLAIMS.items()
        for i, learner in enumerate(subjects(claim, problem))
    }
    closed_form = problem.structure in ("linear", "quadratic")
    dense = np.unique(np.geomspace(1, HORIZON, 300 if closed_form else 15).astype(int))
    games = play(problem, players, HORIZON, SEEDS, checkpoints=dense.tolist())
    return games, games.regret()


def held_against(claim, ground):
    """The positions of the learners that stand for a theorem, or the theorem's own silence."""
    if unmet := claim.unmet(GROUNDS[ground]):
        pytest.skip("; ".join(unmet))
    return [l for l, name in enumerate(measured(ground)[0].names) if name.split()[0] == claim.name]


@functools.cache
def witnessed(name):
    witness = CLAIMS[name].witness
    games = play(witness.problem, witness.learner, witness.horizon, 32)
    return games, games.regret()


@true_theorems
@grounds
def test_the_regret_stays_below_the_bound_at_every_checkpoint(claim, ground):
    positions = held_against(claim, ground)
    games, curves = measured(ground)
    rounding = 1e-9 * games.problem.lipschitz * games.problem.domain.diameter
    assert positions
    for l in positions:
        bound = claim.bound(games, l)
        assert bound.shape in [(1, len(games.t)), (SEEDS, len(games.t))]
        assert np.isfinite(curves.upper[l]).all()
        assert (curves.upper[l] <= bound * (1 + 1e-9) + rounding).all(), games.learners[l]


@grounds
def test_speaks_about_what_it_wants_and_about_no_other_learner(theorem, ground):
    positions = held_against(theorem, ground)
    games, _ = measured(ground)
    for l, learner in enumerate(games.learners):
        objections = theorem.objections(games, l)
        if l in positions:
            assert objections == []
        elif type(learner) is not theorem.about:
            assert objections == [f"it is about {theorem.about.__name__}"]


def test_speaks_about_a_registered_problem(theorem):
    assert [name for name, cls in PROBLEMS.items() if not theorem.unmet(cls())]


def test_is_not_vacuous_on_its_witness(theorem):
    games, curves = witnessed(theorem.name)
    assert theorem.objections(games, 0) == []
    reached = (curves.lower[0, :, -1] / theorem.bound(games, 0)[:, -1]).mean()
    assert reached >= theorem.witness.fraction


@true_theorems
@pytest.mark.parametrize(("factor", "caught"), [(0.1, "violated"), (100.0, "uninformative")])
def test_a_wrong_constant_is_noticed_on_the_witness(claim, factor, caught, monkeypatch):
    games, curves = witnessed(claim.name)
    assert judge(claim, games, curves, 0).word == "respected"
    evaluate = type(claim).evaluate
    monkeypatch.setattr(type(claim), "evaluate", lambda self, trace: factor * evaluate(self, trace))
    assert judge(claim, games, curves, 0).word == caught


def test_only_a_false_theorem_has_a_witness_against_it(theorem):
    assert (theorem.witness.fraction > 1.0) == (theorem.status == "known false")
    assert theorem.status in STATUSES


def test_grows_as_declared_on_its_witness(theorem):
    games, _ = witnessed(theorem.name)
    late = np.searchsorted(games.t, 300)
    t = games.t[[late, -1]].astype(float)
    bound = theorem.bound(games, 0).mean(axis=0)[[late, -1]]
    if theorem.name == "ogd_fixed_horizon":  # a bound at T only: games of many lengths
        witness = theorem.witness
        bound = theorem.bound(play_doublings(witness.problem, witness.learner, HORIZON), 0)[
            0, [-4, -1]
        ]
        t = np.array([HORIZON / 8, HORIZON])
    growth = theorem.growth.at(t)
    assert bound[1] / bound[0] == pytest.approx(growth[1] / growth[0], rel=0.1)


def test_growth_tells_the_rates_apart():
    t = np.array([1.0, 100.0, 10_000.0])
    for growth, last in zip(Growth, [1.0, 10.21, 100.0, 319.5, 10_000.0], strict=True):
        assert growth.at(t)[0] == 1.0
        assert growth.at(t)[-1] == pytest.approx(last, rel=1e-3)


def test_the_bound_does_not_look_ahead(theorem):
    if theorem.name == "ogd_fixed_horizon":
        pytest.skip("its step knows the horizon")
    problem = theorem.witness.problem
    for learner in subjects(theorem, problem):
        if not learner.anytime:
            continue
        short = theorem.bound(play(problem, learner, 100, 2), 0)
        long = theorem.bound(play(problem, learner, 1000, 2, checkpoints=[100]), 0)
        np.testing.assert_array_equal(short[:, -1], long[:, 0])


def test_is_stated_with_an_equation_and_a_numbered_reference(theorem):
    text = inspect.getdoc(type(theorem))
    assert ".. math::" in text
    assert any(word in text.split("References\n")[1] for word in ("Theorem", "Corollary"))
    assert theorem.statement.startswith("R(")
    assert "\n" not in theorem.statement


def test_the_corrected_amsgrad_bound_is_never_above_the_published_one():
    published, corrected = CLAIMS["amsgrad_rkk"], CLAIMS["amsgrad_corrected"]
    for ground in GROUNDS:
        games, _ = measured(ground)
        for l in held_against(published, ground):
            assert (corrected.bound(games, l) <= published.bound(games, l)).all()


def test_the_page_of_theorems_is_up_to_date():
    committed = Path(__file__).parents[1] / "docs" / "theory.md"
    assert committed.read_text(encoding="utf-8") == page(), (
        "run: python -m regret_lab.theory.page > docs/theory.md"
    )


def test_the_page_has_no_markup_of_docstrings_left():
    text = page()
    for markup in (":math:", ".. math::", "----------\n", "``\n"):
        assert markup not in text.replace("```\n", "")
    for name in CLAIMS:
        assert f"\n## {name}\n" in text
