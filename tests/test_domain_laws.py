"""What every domain keeps: its projection in every diagonal metric, its extremes, its sizes."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from regret_lab.arrays import Array
from regret_lab.domains import Ball, Box, Domain, L1Ball, Simplex
from regret_lab.errors import ParameterError

DOMAINS = [
    Box(1),
    Box(4, 0.3),
    Box(3, lower=[-1.0, 0.0, 5.0], upper=[2.0, 1e-3, 1e3]),
    Ball(1, 2.0),
    Ball(2),
    Ball(7, 1e-3),
    Simplex(2),
    Simplex(6),
    L1Ball(1, 0.5),
    L1Ball(5, 30.0),
]
LIGHTEST = 1e-12
"""A weight below this part of the largest counts as this much."""

laws = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
coordinates = st.floats(-1e3, 1e3).map(
    lambda value: value if abs(value) > 1e-100 else 0.0  # squares of less are lost
) | st.sampled_from([0.0, -0.0, 1.0, -1.0, 1e-9, 1e12, 1e20])
exponents = st.floats(-12.0, 12.0)


@pytest.fixture(params=DOMAINS, ids=repr)
def domain(request: pytest.FixtureRequest) -> Domain:
    return request.param


def some_points(domain: Domain, data: st.DataObject) -> Array:
    """A point anywhere, in units of the domain's size."""
    return domain.diameter_inf * data.draw(arrays(float, domain.dim, elements=coordinates))


def some_metric(domain: Domain, data: st.DataObject) -> Array:
    """Weights over 24 decades, now and then equal to 0."""
    powers = data.draw(arrays(float, domain.dim, elements=exponents))
    zeros = data.draw(arrays(bool, domain.dim, elements=st.booleans()))
    lost = data.draw(st.integers(0, 3)) == 0
    return np.where(zeros & lost, 0.0, 10.0**powers)


def effective(metric: Array) -> Array:
    heaviest = metric.max()
    return np.maximum(metric, LIGHTEST * heaviest) if heaviest > 0.0 else np.ones_like(metric)


@laws
@given(data=st.data())
def test_a_projection_is_inside_and_stays(domain: Domain, data: st.DataObject) -> None:
    y, w = some_points(domain, data), some_metric(domain, data)
    for metric in (None, w):
        p = domain.project(y, metric)
        assert domain.contains(p)
        again = domain.project(p, metric)
        rounding = 2.0**-52 * domain.dim * np.abs(domain.bounds).max()
        np.testing.assert_allclose(again, p, rtol=0, atol=rounding)


@laws
@given(data=st.data())
def test_a_projection_is_the_nearest_point(domain: Domain, data: st.DataObject) -> None:
    r"""⟨W(y − p), z − p⟩ ≤ 0 for every z in K: the support function tries all of them at once."""
    y, w = some_points(domain, data), some_metric(domain, data)
    for metric in (np.ones(domain.dim), w):
        p = domain.project(y, None if metric is not w else w)
        weight = effective(metric)
        pull = weight * (y - p)
        excess = domain.support(pull) - pull @ p
        size = weight * (np.abs(y) + np.abs(p)) * np.abs(domain.bounds)  # y − p cancels
        assert excess <= 1e-15 * domain.dim * size.sum()


@laws
@given(data=st.data())
def test_a_projection_brings_points_no_farther_apart(domain: Domain, data: st.DataObject) -> None:
    a, b, w = some_points(domain, data), some_points(domain, data), some_metric(domain, data)
    for metric in (None, w):
        weight = np.ones(domain.dim) if metric is None else effective(w)
        before = np.sqrt(weight @ (a - b) ** 2)
        after = np.sqrt(weight @ (domain.project(a, metric) - domain.project(b, metric)) ** 2)
        scale = np.sqrt(weight @ (np.abs(a) + np.abs(b) + np.abs(domain.bounds).max()) ** 2)
        assert after <= before + 1e-14 * domain.dim * scale


@laws
@given(data=st.data())
def test_a_point_inside_does_not_move(domain: Domain, data: st.DataObject) -> None:
    weights = data.draw(arrays(float, 4, elements=st.floats(0.01, 1.0)))
    corners = domain.minimise_linear(
        data.draw(arrays(float, (4, domain.dim), elements=st.floats(-1, 1)))
    )
    inside = domain.centre + 0.9 * (weights / weights.sum() @ corners - domain.centre)
    for metric in (None, some_metric(domain, data)):
        moved = domain.project(inside, metric)
        np.testing.assert_allclose(moved, inside, rtol=1e-12, atol=1e-15 * domain.diameter)


@laws
@given(data=st.data())
def test_the_scale_of_the_metric_does_not_matter(domain: Domain, data: st.DataObject) -> None:
    y, w = some_points(domain, data), some_metric(domain, data)
    weight = effective(w)
    reach = np.sqrt(weight @ np.maximum(*np.abs(domain.bounds)) ** 2)
    for factor in (1e-30, 1e30):  # compared as the metric sees it: what weighs little is vague
        moved = domain.project(y, factor * w) - domain.project(y, w)
        assert np.sqrt(weight @ moved**2) <= 1e-13 * reach


@laws
@given(data=st.data())
def test_no_point_beats_the_minimiser_of_a_linear_function(
    domain: Domain, data: st.DataObject
) -> None:
    g = data.draw(arrays(float, domain.dim, elements=coordinates))
    best = domain.minimise_linear(g)
    assert domain.contains(best)
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32)))
    others = domain.project(
        domain.centre + domain.diameter * rng.standard_normal((100, domain.dim))
    )
    size = 1e-14 * domain.dim * (np.abs(g) * np.abs(domain.bounds)).sum()
    assert (others @ g >= best @ g - size).all()
    assert domain.support(-g) == pytest.approx(-(best @ g), rel=1e-13, abs=size)


def test_the_minimiser_of_nothing_is_inside(domain: Domain) -> None:
    nothing = np.zeros(domain.dim)
    assert domain.contains(domain.minimise_linear(nothing))
    assert domain.support(nothing) == 0.0


def test_diameters_are_attained_and_not_exceeded(domain: Domain, rng: np.random.Generator) -> None:
    axes = np.concatenate([np.eye(domain.dim), -np.eye(domain.dim), np.ones((1, domain.dim))])
    axes = np.concatenate([axes, -axes])
    anywhere = domain.minimise_linear(rng.standard_normal((50, domain.dim)))
    points = np.concatenate([domain.minimise_linear(axes), anywhere])
    differences = (points[:, None] - points).reshape(-1, domain.dim)
    assert np.linalg.norm(differences, axis=1).max() == pytest.approx(domain.diameter, rel=1e-14)
    assert np.abs(differences).max() == pytest.approx(domain.diameter_inf, rel=1e-14)


def test_bounds_are_the_smallest_box_and_the_centre_is_inside(domain: Domain) -> None:
    low, high = domain.bounds
    np.testing.assert_array_equal(domain.support(np.eye(domain.dim)), high)
    np.testing.assert_array_equal(-domain.support(-np.eye(domain.dim)), low)
    assert domain.contains(domain.centre)


def test_points_outside_are_not_contained(domain: Domain, rng: np.random.Generator) -> None:
    y = domain.centre + 3.0 * domain.diameter * rng.standard_normal((200, domain.dim))
    gone = np.abs(y - domain.project(y)).max(axis=1) / domain.diameter_inf
    assert (domain.contains(y) == (gone == 0.0)).all()
    edge = domain.project(y[gone > 0.1])
    step = 1e-6 * (y[gone > 0.1] - edge) / gone[gone > 0.1, None]
    assert not domain.contains(edge + step).any()
    assert domain.contains(edge + step, tolerance=1e-5).all()


def test_leading_axes_are_rows(domain: Domain, rng: np.random.Generator) -> None:
    y = 2.0 * domain.diameter * rng.standard_normal((2, 3, domain.dim))
    w = rng.random((2, 3, domain.dim)) + 0.1
    for metric in (None, w[0, 0], w):
        weights = np.broadcast_to(np.ones(domain.dim) if metric is None else metric, y.shape)
        whole = domain.project(y, metric)
        assert whole.shape == y.shape
        for i in np.ndindex(2, 3):
            row = domain.project(y[i], None if metric is None else weights[i])
            np.testing.assert_array_equal(whole[i], row)
    for function in (domain.support, domain.contains, domain.minimise_linear):
        np.testing.assert_array_equal(function(y)[1, 2], function(y[1, 2]))


def test_projecting_leaves_the_given_arrays_alone(domain: Domain) -> None:
    y, w = np.full(domain.dim, 7.0), np.arange(1.0, domain.dim + 1)
    for array in (y, w):
        array.flags.writeable = False
    assert np.isfinite(domain.project(y, w)).all()


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_number_that_is_none_neither_hangs_nor_hides(domain: Domain, bad: float) -> None:
    for metric in (None, np.arange(1.0, domain.dim + 1)):
        y = domain.centre.copy()
        y[0] = bad
        with np.errstate(all="ignore"):
            projected = domain.project(y, metric)
        assert projected.shape == y.shape
        if np.isnan(bad):
            assert np.isnan(projected).any(), "a NaN went in and none came out"


@pytest.mark.parametrize(
    ("build", "told"),
    [
        (lambda: Box(0), "dim"),
        (lambda: Ball(2, 0.0), "radius"),
        (lambda: L1Ball(2, float("nan")), "radius"),
        (lambda: Simplex(1), "dim"),
        (lambda: Box(2, lower=[0.0, 1.0], upper=1.0), "coordinate 1"),
        (lambda: Box(2, lower=[0.0, 0.0, 0.0]), "lower"),
        (lambda: Box(2, upper=float("inf")), "upper"),
    ],
)
def test_an_impossible_domain_is_refused_in_one_line(build, told: str) -> None:
    with pytest.raises(ParameterError, match=told) as refusal:
        build()
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("domain", [Simplex(3), L1Ball(3, 2.0), Ball(3, 2.0), Box(3)])
def test_a_point_from_very_far_away_lands_inside(domain):
    far = np.array([[1e18, 1e18, -1e18], [-1e18, 1e18, 0.0], [3e17, 1e17, 2e17]])
    landed = domain.project(far, np.ones_like(far))
    assert domain.contains(landed, 1e-9).all()
