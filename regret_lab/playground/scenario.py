"""The words that a scenario is written in: learners, hints, a setting."""

from typing import Any


def player(label: str, name: str, **values: object) -> dict[str, object]:
    """Return one learner of a setting as plain data."""
    return {"label": label, "name": name, "values": values}


def hint(
    text: str,
    change: dict[str, object] | None = None,
    t: int | None = None,
    run: bool = False,
) -> dict[str, object]:
    """Return one thing to try, from the scenario as it was.

    ``change`` maps controls to values, ``t`` is a round to look at, ``run`` starts the clock there.
    """
    return {"text": text, "change": change or {}, "t": t, "run": run}


def setting_of(problem: str, values: dict[str, Any], horizon: int, *players: Any) -> dict[str, Any]:
    """Return a setting as plain data."""
    named = {"name": problem, "values": values}
    return {"problem": named, "learners": list(players), "horizon": horizon, "seed": 0}
