"""What fills the lanes: many seeds, a grid of hyperparameters on one seed; and what threads add."""

import time
from collections.abc import Callable
from functools import partial

import numpy as np

from benchmarks.stopwatch import Contestant, Sheet, race
from regret_lab import play
from regret_lab.engine import deal
from regret_lab.engine.block import Lane
from regret_lab.engine.match import Match
from regret_lab.learners import OGD, Adam
from regret_lab.problems import Coin, Logistic, Problem, Quadratic

GRID = 64
PROBLEMS: dict[str, tuple[Problem, int]] = {
    "coin d=1": (Coin(), 2**16),
    "quadratic d=10": (Quadratic(dim=10), 2**14),
    "logistic d=20": (Logistic(shape="box"), 2**13),
}


def grids() -> None:
    """Time 64 step sizes on one seed against one step size on 64 seeds."""
    sheet = Sheet("64 step sizes on one seed, whole calls of `play`, 1 thread", "ns/round")
    for name, (problem, rounds) in PROBLEMS.items():
        for kind in (OGD, Adam):
            grid = [kind(lr=lr) for lr in np.geomspace(1e-3, 1.0, GRID).tolist()]
            on_one = partial(play, problem, grid, rounds, 1, [rounds], threads=1)
            on_many = partial(play, problem, grid[0], rounds, GRID, [rounds], threads=1)
            units = rounds * GRID
            field: dict[str, Contestant] = {
                "grid": (on_one, units),
                "seeds": (on_many, units),
                "alone": (partial(every_game_alone, on_one), units),
            }
            laps = race(field, 5)
            what = f"{kind.__name__}, {name}"
            sheet.slower(what, laps["grid"], "1 step size, 64 seeds", laps["seeds"])
            sheet.faster(what, laps["grid"], "the grid without lanes", laps["alone"])
    sheet.show()


def every_game_alone(run: Callable[[], object]) -> None:
    """Play with every game in a block of its own, as if configurations could not share one."""

    def lonely(match: Match, group: list[int]) -> list[list[Lane]]:
        return [[(config, seed)] for config in range(len(match.learners)) for seed in group]

    usual = deal.seating
    try:
        deal.seating = lonely
        run()
    finally:
        deal.seating = usual


def threads() -> None:
    """Time two threads against one, by the clock on the wall."""
    sheet = Sheet("Two threads against one, 64 seeds, three learners, wall clock", "ns/round")
    for name, (problem, rounds) in PROBLEMS.items():
        learners = [OGD(), Adam(), Adam(lr=0.5)]
        game = partial(play, problem, learners, 2 * rounds, GRID, [2 * rounds])
        units = 2 * rounds * GRID * len(learners)
        field: dict[str, Contestant] = {
            str(count): (partial(game, threads=count), units) for count in (1, 2)
        }
        laps = race(field, 5, clock=time.perf_counter)
        sheet.faster(name, laps["2"], "1 thread", laps["1"])
    sheet.show()


if __name__ == "__main__":
    grids()
    threads()
