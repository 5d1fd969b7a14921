"""Bugs in comparators, in the regret and in theorems."""

from tests.planted.bug import COIN, bug

REGRET = [
    bug(
        "regret with the wrong sign of the comparator",
        "regret::the_regret_is_the_loss_less_that_of_the_best_point",
        ("regret/curves.py", "(kept.loss[0] - value[0])", "(kept.loss[0] + value[0])"),
    ),
    bug(
        "regret without the gap",
        "regret::the_interval_is_as_wide_as_the_certificate_and_holds_the_truth",
        ("regret/curves.py", "upper=lower + gap", "upper=lower"),
    ),
    bug(
        "pseudo-regret against the first round only",
        "regret::the_pseudo_regret_is_measured_in_expected_losses",
        ("regret/pseudo.py", "kept.t * sum(values)", "sum(values)"),
    ),
    bug(
        "comparator is the worst point",
        COIN,
        (
            "comparator/linear.py",
            "x = domain.minimise_linear(high)",
            "x = domain.minimise_linear(-high)",
        ),
    ),
    bug(
        "comparator of squared distances is not projected",
        "comparator::squared_distances_agree_with_a_numerical_solver",
        ("comparator/quadratic.py", "x = domain.project(", "x = np.asarray("),
    ),
    bug(
        "certificate forgets the constraint",
        "comparator::nobody_in_the_domain_is_better_by_more_than_the_gap[logistic]",
        (
            "comparator/certificate.py",
            "np.maximum(terms.sum(axis=-1), 0.0) +",
            "0.0 * terms.sum(axis=-1) +",
        ),
    ),
]

THEORY = [
    bug(
        "bound ten times too small",
        "theorems::a_wrong_constant_is_noticed_on_the_witness",
        ("theory/ogd.py", "return 1.5 * problem.lipschitz", "return 0.15 * problem.lipschitz"),
    ),
    bug(
        "bound a hundred times too large",
        "theorems::is_not_vacuous_on_its_witness[ogd_any_time]",
        ("theory/ogd.py", "return 1.5 * problem.lipschitz", "return 150.0 * problem.lipschitz"),
    ),
    bug(
        "bound grows too slowly",
        "theorems::grows_as_declared_on_its_witness[ogd_strongly_convex]",
        (
            "theory/ogd.py",
            "scale * (1.0 + np.log(trace.t))",
            "scale * np.sqrt(1.0 + np.log(trace.t))",
        ),
    ),
    bug(
        "prescribed step for half the diameter",
        "tuning",
        (
            "theory/ogd.py",
            "return problem.domain.diameter / problem.lipschitz",
            "return 0.5 * problem.domain.diameter / problem.lipschitz",
        ),
    ),
    bug(
        "verdict on the lower end of the regret",
        "verdicts",
        (
            "theory/judge.py",
            "theorem.bound(games, l), curves.upper[l]",
            "theorem.bound(games, l), curves.lower[l]",
        ),
    ),
]
