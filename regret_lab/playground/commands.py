"""The bridge to the framework: a setting as a command line, and as Python."""

import json
from collections.abc import Mapping
from dataclasses import fields
from shlex import quote
from typing import Any

from regret_lab.learners import Learner
from regret_lab.playground.landscape import Landscape
from regret_lab.playground.setting import Setting


def of(setting: Setting) -> dict[str, str | None]:
    """Return the setting as ``shell`` and as ``python``, and a ``note`` on what they leave out.

    A landscape is no problem of the registry: it has neither.
    """
    if isinstance(setting.problem, Landscape):
        note = "The landscape is not convex and lives in this page only; use rl.minimise in Python."
        return {"shell": None, "python": None, "note": note}
    notes = [] if setting.centred else ["The command starts at the centre of the domain."]
    shell = shlex_command(setting)
    if setting.seed:
        notes.append("The command plays seed 0; the Python lines play this one.")
    return {"shell": shell, "python": python(setting), "note": " ".join(notes) or None}


def shlex_command(setting: Setting) -> str:
    """Return the command that plays the setting with ``regret-lab run``."""
    problem: Any = setting.problem
    words = [f"problem={problem.name}", *_overrides("problem", problem)]
    keys = {label: f"player{k}" for k, (label, _) in enumerate(setting.learners, 1)}
    names = [learner.label for _, learner in setting.learners]
    plain = len(set(names)) == len(names)
    if plain:
        words.append(f"learners=[{','.join(names)}]")
    for label, learner in setting.learners:
        if not plain:
            words.append(f"+learners@learners.{keys[label]}={learner.label}")
        key = learner.label if plain else keys[label]
        words += _overrides(f"learners.{key}", learner)
    if not plain:
        words.insert(1, "learners=[]")
    words += [f"horizon={setting.horizon}", "seeds=1"]
    return " ".join(["regret-lab run", *map(quote, words)])


def python(setting: Setting) -> str:
    """Return the setting as lines of Python."""
    problem: Any = setting.problem
    players = [
        f"    {json.dumps(label)}: rl.learners.{_call(learner)},"
        for label, learner in setting.learners
    ]
    return "\n".join(
        [
            "import regret_lab as rl",
            "",
            f"problem = rl.problems.{_call(problem)}",
            "learners = {",
            *players,
            "}",
            f"games = rl.play(problem, learners, {setting.horizon}, seeds=[{setting.seed}])",
            "curves = games.regret()",
            "print(curves)",
            "print(rl.theory.check(games, curves))",
        ]
    )


def changed(thing: object) -> Mapping[str, Any]:
    """Return the fields that differ from their defaults."""
    items = fields(thing)  # pyright: ignore[reportArgumentType]  # a learner or a problem
    given = {item.name: getattr(thing, item.name) for item in items}
    return {item.name: given[item.name] for item in items if given[item.name] != item.default}


def _call(thing: "Learner | Any") -> str:
    given = ", ".join(f"{name}={value!r}" for name, value in changed(thing).items())
    return f"{type(thing).__name__}({given})"


def _overrides(group: str, thing: object) -> list[str]:
    return [f"{group}.{name}={_word(value)}" for name, value in changed(thing).items()]


def _word(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{','.join(map(repr, value))}]"  # pyright: ignore[reportUnknownArgumentType]
    return str(value).lower() if isinstance(value, bool) else str(value)
