"""The logistic comparator: time and worst gap over 100 checkpoints, against general solvers.

Run from the root of the repository: ``python -m benchmarks.comparator``. All solvers work on the
same rows, in the same process, on one thread. Seconds are of processor time, which a busy machine
stretches less than the clock; only their ratios mean something on another machine.
"""

import time
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

import numpy as np
from scipy import optimize

from regret_lab.arrays import Array, Rounds
from regret_lab.comparator import best_fixed
from regret_lab.comparator.certificate import linear_gap
from regret_lab.comparator.crew import one_thread_each
from regret_lab.domains import Ball, Domain
from regret_lab.problems import Problem
from regret_lab.problems.logistic_loss import LogisticLoss, logistic

ROWS, DIM, CHECKPOINTS, RADIUS = 100_000, 50, 100, 1.0
TARGET, SECONDS = 1e-6, 3.0


@dataclass(frozen=True)
class Given(Problem):
    """Logistic losses on rows in memory."""

    rows: Array

    kind = "ridge"
    structure = "ridge"
    loss = staticmethod(logistic)
    array_loss = LogisticLoss()

    @property
    def lipschitz(self) -> float:
        return float(np.linalg.norm(self.rows[:, :-1], axis=1).max())

    @property
    def domain(self) -> Domain:
        return Ball(DIM, RADIUS)

    def outcomes(self, seed: int, chunk: int, start: int, count: int) -> Array:
        return self.rows[start : start + count]


def features(scales: Array) -> Array:
    """Return rows with a planted direction: 3⟨a, w⟩ is the logit, features scaled afterwards."""
    rng = np.random.default_rng(0)
    a, w = rng.standard_normal((ROWS, DIM)), rng.standard_normal(DIM)
    logit = 3.0 * a @ w / np.linalg.norm(w)
    y = np.where(rng.random(ROWS) * (1.0 + np.exp(-logit)) < 1.0, 1.0, -1.0)
    return np.column_stack([a * scales, y])


def slope(rows: Array, x: Array) -> tuple[float, Array]:
    u, y = rows[:, :-1] @ x, rows[:, -1]
    loss = LogisticLoss()
    return float(loss.value(u, y).sum()), loss.slope(u, y) @ rows[:, :-1]


def fista(rows: Array, x: Array, domain: Domain, limit: float) -> tuple[Array, float]:
    """Projected accelerated gradient with restarts, until the target or the time limit."""
    step = 4.0 / np.linalg.eigvalsh(rows[:, :-1].T @ rows[:, :-1])[-1]
    ahead, t, began = x, 1.0, time.process_time()
    gap = np.inf
    while time.process_time() - began < limit:
        _, g = slope(rows, ahead)
        new = domain.project(ahead - step * g)
        gap = float(linear_gap(domain, slope(rows, new)[1], new))
        if gap <= TARGET:
            return new, gap
        if (ahead - new) @ (new - x) > 0.0:
            t, ahead = 1.0, new
        else:
            t, before = 0.5 * (1.0 + (1.0 + 4.0 * t * t) ** 0.5), t
            ahead = new + (before - 1.0) / t * (new - x)
        x = new
    return x, gap


def slsqp(rows: Array, x: Array, domain: Domain) -> tuple[Array, float]:
    def room(x: Array) -> float:
        return RADIUS**2 - float(x @ x)

    def inward(x: Array) -> Array:
        return -2.0 * x

    untyped = cast(Any, optimize)
    inside = {"type": "ineq", "fun": room, "jac": inward}
    found = untyped.minimize(
        partial(slope, rows), x, jac=True, method="SLSQP", constraints=[inside], tol=1e-12
    )
    x = domain.project(cast(Array, found.x))
    return x, float(linear_gap(domain, slope(rows, x)[1], x))


def log_spaced(count: int, last: int) -> Rounds:
    """Return ``count`` different rounds from 1 to ``last``, as evenly spaced in log t as can be."""
    for tries in range(count, last):
        rounds = np.unique(np.rint(np.logspace(0, np.log10(last), tries)).astype(np.int64))
        if len(rounds) >= count:
            return rounds
    return np.arange(1, last + 1)


def sweep(name: str, rows: Array, t: Rounds, budget: float) -> None:
    """Go through the checkpoints with a reference solver, warm-started, within a time budget."""
    domain, worst, done = Ball(DIM, RADIUS), 0.0, 0
    x, began = domain.centre, time.process_time()
    for n in t:
        left = budget - (time.process_time() - began)
        if left <= 0.0:
            break
        x, gap = fista(rows[:n], x, domain, left) if name == "FISTA" else slsqp(rows[:n], x, domain)
        worst, done = max(worst, gap), done + 1
    spent = time.process_time() - began
    note = "" if done == len(t) else f"  (stopped after {done} of {len(t)} checkpoints)"
    print(f"  {name:<18}{spent:8.2f} s   worst gap {worst:8.1e}{note}")


def main() -> None:
    t = log_spaced(CHECKPOINTS, ROWS)
    cases = {"well-conditioned": np.ones(DIM), "ill-conditioned": 10 ** np.linspace(-1.5, 0.5, DIM)}
    for title, scales in cases.items():
        rows = features(scales)
        problem = Given(rows)
        began = time.process_time()
        best = best_fixed(problem, [0], t)
        spent, worst = time.process_time() - began, float(best.gap.max())
        edge = float(np.linalg.norm(best.x[0, 0, -1])) / RADIUS
        print(
            f"{title}: n = {ROWS}, d = {DIM}, {len(t)} checkpoints, |x|/r = {edge:.6f} at the end"
        )
        print(f"  {'best_fixed':<18}{spent:8.2f} s   worst gap {worst:8.1e}")
        with one_thread_each():
            for name in ("FISTA", "SLSQP"):
                sweep(name, rows, t, 10.0 * spent)
        met = worst <= TARGET and spent <= SECONDS
        print(f"  target: gap {TARGET:g} within {SECONDS:g} s: {'met' if met else 'MISSED'}\n")


if __name__ == "__main__":
    main()
