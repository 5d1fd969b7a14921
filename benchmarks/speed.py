"""The engine's kernel and whole calls of ``play`` against NumPy and C: nanoseconds per round."""

from collections.abc import Callable
from functools import partial

from benchmarks import batched_numpy, games, naive_numpy, reference
from benchmarks.games import Game
from benchmarks.stopwatch import Contestant, Laps, Sheet, race
from regret_lab import play
from regret_lab.learners import OGD, AdaGrad, Adam, Learner
from regret_lab.problems import Logistic, Quadratic, Reddi

SEEDS = 64
NUMPY_ROUNDS = 300


def quadratic(dim: int, learner: Learner) -> Game:
    return Game("quadratic", Quadratic(dim=dim), learner)


KERNELS: dict[str, tuple[Game, dict[str, float]]] = {
    "Adam, Reddi d=1": (Game("linear", Reddi(), Adam()), {"batched NumPy": 20.0}),
    "Adam, quadratic d=10": (
        quadratic(10, Adam()),
        {"batched NumPy": 8.0, "naive NumPy": 200.0, "C": 1.0},
    ),
    "Adam, logistic d=20": (Game("logistic", Logistic(shape="box"), Adam()), {"C": 1.2}),
    "Adam, quadratic d=100": (quadratic(100, Adam()), {"C": 1.5}),
    "Adam, quadratic d=1000": (quadratic(1000, Adam()), {"C": 1.5}),
    "OGD, Reddi d=1": (Game("linear", Reddi(), OGD()), {"batched NumPy": 20.0}),
    "OGD, quadratic d=10": (quadratic(10, OGD()), {}),
    "OGD, logistic d=20": (Game("logistic", Logistic(shape="box"), OGD()), {"C": 1.2}),
    "OGD, quadratic d=100": (quadratic(100, OGD()), {"C": 1.5}),
    "OGD, quadratic d=1000": (quadratic(1000, OGD()), {"C": 1.5}),
    "AdaGrad, Reddi d=1": (Game("linear", Reddi(), AdaGrad()), {"batched NumPy": 20.0}),
    "AdaGrad, quadratic d=10": (quadratic(10, AdaGrad()), {}),
    "AdaGrad, logistic d=20": (Game("logistic", Logistic(shape="box"), AdaGrad()), {"C": 1.2}),
    "AdaGrad, quadratic d=100": (quadratic(100, AdaGrad()), {"C": 1.5}),
    "AdaGrad, quadratic d=1000": (quadratic(1000, AdaGrad()), {"C": 1.5}),
}
"""Games and what is asked: so many times faster than NumPy, at most so many times as long as C."""


def kernels() -> None:
    """Time one block on outcomes that lie ready; every reference does the same work."""
    builds = reference.builds()
    same = Sheet(f"The kernel, {SEEDS} seeds, outcomes at hand, the same work", "ns/round")
    kept = Sheet("The same with all that `play` keeps: Σg², expected losses", "ns/round")
    for name, (game, asked) in KERNELS.items():
        rounds = min(game.length, 2048)
        for sheet, as_play in ((same, False), (kept, True)):
            run, seats = games.block(game, SEEDS, rounds, as_play)
            outcomes = game.outcomes(max(seats, 2), rounds)
            field = {"engine": (run, rounds * seats)}
            for flags, compiled in builds.items():
                units = outcomes.shape[0] * rounds
                field[flags] = (reference.player(compiled, game, outcomes), units)
            if sheet is same:
                field |= numpy_players(game)
            laps = race(field)
            add(sheet, name, laps | fastest(laps, builds), {} if as_play else asked)
    same.show()
    kept.show()
    print(reference.explanation(builds))


def numpy_players(game: Game) -> dict[str, Contestant]:
    outcomes = game.outcomes(SEEDS, min(NUMPY_ROUNDS, game.length))
    rounds = outcomes.shape[1]
    return {
        "batched NumPy": (batched_numpy.player(game, outcomes), rounds * SEEDS),
        "naive NumPy": (naive_numpy.player(game, outcomes[0]), rounds),
    }


def fastest(laps: dict[str, Laps], builds: reference.Builds) -> dict[str, Laps]:
    """Return the C reference: whichever build was faster on this game."""
    times = [laps[flags] for flags in builds]
    return {"C": min(times, key=lambda build: build.median)} if times else {}


def add(sheet: Sheet, name: str, laps: dict[str, Laps], asked: dict[str, float]) -> None:
    for label, theirs in laps.items():
        if label == "C":
            sheet.slower(name, laps["engine"], label, theirs, asked.get(label, 0.0))
        elif "NumPy" in label:
            sheet.faster(name, laps["engine"], label, theirs, asked.get(label, 0.0))


def calls() -> None:
    """Time whole calls of ``play``, drawing included, against NumPy's drawing and the C loop."""
    sheet = Sheet(f"Whole calls of `play`, drawing included, {SEEDS} seeds, 1 thread", "ns/round")
    builds = reference.builds()
    for name in ("Adam, Reddi d=1", "Adam, quadratic d=10", "Adam, logistic d=20"):
        game, _ = KERNELS[name]
        rounds = 4 * game.length
        whole = partial(play, game.problem, game.learner, rounds, SEEDS, [rounds], threads=1)
        field = {"engine": (whole, rounds * SEEDS), "draw": (partial(draw, game), game.length)}
        for flags, compiled in builds.items():
            field[flags] = (partial(draw_and_play, compiled, game), game.length * 16)
        laps = race(field, 5)
        sheet.slower(name, laps["engine"], "NumPy's drawing alone", laps["draw"])
        for theirs in fastest(laps, builds).values():
            sheet.slower(name, laps["engine"], "drawing, then C", theirs)
    sheet.show()


def draw(game: Game) -> None:
    game.problem.outcomes(0, 0, 0, game.length)


def draw_and_play(compiled: reference.Library, game: Game) -> None:
    outcomes = game.outcomes(16, game.length)
    reference.player(compiled, game, outcomes)()


def long_game() -> None:
    """Time one game of ten million rounds on one seed: no other game fills the lanes."""
    sheet = Sheet("One long game: Reddi, d=1, 1 seed, T=10^7, whole call, 1 thread", "ns/round")
    rounds, builds = 10**7, reference.builds()
    for learner in (OGD(), AdaGrad(), Adam()):
        game = Game("linear", Reddi(), learner)
        whole = partial(play, game.problem, learner, rounds, 1, threads=1)
        outcomes = game.outcomes(1, game.length)
        field: dict[str, Contestant] = {"engine": (whole, rounds)}
        for flags, compiled in builds.items():
            loops = partial(repeat, reference.player(compiled, game, outcomes), 100)
            field[flags] = (loops, 100 * game.length)
        laps = race(field, 3)
        sheet.at_most(learner.label, laps["engine"].median, 60.0)
        for theirs in fastest(laps, builds).values():
            sheet.slower(learner.label, laps["engine"], "C, the rounds alone", theirs)
    sheet.show()


def repeat(run: Callable[[], object], times: int) -> None:
    for _ in range(times):
        run()


if __name__ == "__main__":
    kernels()
    calls()
    long_game()
