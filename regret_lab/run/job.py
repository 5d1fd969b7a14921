"""The main job: play, measure, keep, and only then judge."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from platform import python_version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regret_lab import rates, store, theory
from regret_lab.errors import RegretLabError
from regret_lab.play import GameError, Games, play, play_doublings
from regret_lab.regret import Curves
from regret_lab.run.progress import Bar
from regret_lab.run.setup import Setup
from regret_lab.store import Record, StoreError

VERSIONED = ("regret-lab", "numpy", "scipy", "numba")


@dataclass
class Outcome:
    """What the job has to show, its file if it could be written, and what went wrong."""

    record: Record
    path: Path | None
    complaints: list[RegretLabError] = field(default_factory=list[RegretLabError])


def work(setup: Setup, show: Callable[[Record], None]) -> Outcome:
    """Play the games, keep their regret, judge it, ``show`` the verdicts, keep them too.

    A game that breaks and a result that cannot be written are complaints, not the end: whatever was
    computed is shown and, where possible, kept.

    Raises
    ------
    StoreError
        When the results' folder cannot be written; asked before anything is played.
    RegretLabError
        When the games cannot be played at all.
    """
    store.probe(setup.root)
    games, complaints = _play(setup)
    with Bar("regret", " points") as bar:
        curves = games.regret(threads=setup.threads, progress=bar)
    outcome = Outcome(measured(setup, games, curves), None, complaints)
    _keep(outcome, setup.root)
    try:
        outcome.record = judged(outcome.record, games, curves)
    except RegretLabError as error:
        outcome.complaints.append(error)
    except Exception as error:
        error.add_note(f"The games were played; their regret is kept in {outcome.path}.")
        raise
    show(outcome.record)
    _keep(outcome, setup.root)
    return outcome


def measured(setup: Setup, games: Games, curves: Curves) -> Record:
    """Return the regret and all that is needed to play it again."""
    arrays: dict[str, NDArray[Any]] = {
        "t": curves.t,
        "seeds": np.asarray(games.seeds),
        "lower": curves.lower,
        "upper": curves.upper,
    }
    if curves.pseudo is not None:
        arrays["pseudo"] = curves.pseudo
    failures = [
        {
            "learner": games.names[failure.learner],
            "seed": int(failure.seed),
            "round": int(failure.round),
            "what": failure.what,
        }
        for failure in games.failures
    ]
    meta = {
        "config": setup.config,
        "learners": list(games.names),
        "title": {
            "problem": str(setup.problem),
            **{label: str(learner) for label, learner in setup.learners.items()},
        },
        "failures": failures,
        "versions": {"python": python_version(), **_versions(VERSIONED)},
    }
    return Record(arrays, meta)


def judged(record: Record, games: Games, curves: Curves) -> Record:
    """Return the record with what the theorems say of it and how fast the regret grows."""
    bounds: dict[str, NDArray[Any]] = {}
    theorems: list[dict[str, Any]] = []
    for row in theory.check(games, curves):
        if row.bound is not None:
            bounds[f"bound/{row.theorem}/{row.learner}"] = row.bound
        theorems.append(
            {
                "theorem": row.theorem,
                "about": theory.THEOREMS[row.theorem].about.name,
                "learner": row.learner,
                "word": row.word,
                "why": row.why,
                "worst_ratio": row.worst_ratio,
                "status": row.status,
                "statement": row.statement,
            }
        )
    growth = [
        {
            "learner": estimate.learner,
            "exponent": estimate.exponent,
            "low": estimate.interval[0],
            "high": estimate.interval[1],
            "verdict": estimate.verdict,
            "why": estimate.why,
        }
        for estimate in rates.estimate(curves)
    ]
    return record.with_more(bounds, {"theorems": theorems, "rates": growth})


def _play(setup: Setup) -> tuple[Games, list[RegretLabError]]:
    """Play; a learner whose schedule knows the horizon starts anew for each doubling of it."""
    anytime = all(learner.anytime for learner in setup.learners.values())
    with Bar("play", " rounds") as bar:
        try:
            games = (play if anytime else play_doublings)(
                setup.problem,
                setup.learners,
                horizon=setup.horizon,
                seeds=setup.seeds,
                engine=setup.engine,
                threads=setup.threads,
                progress=bar,
            )
        except GameError as error:
            return error.games, [error]
    return games, []


def _keep(outcome: Outcome, root: str) -> None:
    try:
        outcome.path = store.save(outcome.record, root)
    except StoreError as error:
        if not any(isinstance(earlier, StoreError) for earlier in outcome.complaints):
            outcome.complaints.append(error)


def _versions(packages: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for package in packages:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "not installed"
    return found
