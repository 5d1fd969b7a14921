"""A setting: what the page asks to be played, checked before anything is built."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn, cast

import numpy as np

from regret_lab.arrays import Array
from regret_lab.errors import RegretLabError, unknown_name
from regret_lab.learners import Learner
from regret_lab.playground import controls
from regret_lab.playground.landscape import Landscape
from regret_lab.problems import Problem

LONGEST = 2000
MOST = 6
"""Rounds, and learners, that one request may ask for."""

NAME_LENGTH = 32
WIDEST = 2.0**32


class SettingError(RegretLabError, ValueError):
    """A request that cannot be played."""


@dataclass(frozen=True)
class Setting:
    """Learners, each under a name of its own, on one seed of a problem or a landscape."""

    problem: Problem | Landscape
    learners: tuple[tuple[str, Learner], ...]
    horizon: int
    seed: int
    start: tuple[float, ...]

    @property
    def centred(self) -> bool:
        """Whether play starts where the library starts it."""
        return np.array_equal(self.start, self.problem.domain.centre)


def read(text: bytes | str) -> Setting:
    """Return the setting that a JSON text describes.

    Only registered classes are built, and only from numbers, words and switches that their own
    fields allow: nothing of the text is executed.

    Raises
    ------
    RegretLabError
        When it is no JSON, a name is unknown, or a value is out of its range.
    """
    try:
        given = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise SettingError(f"this is not JSON: {error}") from None
    return setting(given)


def setting(given: object) -> Setting:
    """Return the setting that plain data describe; see `read`."""
    asked = _mapping(given, "the setting")
    _only(asked, ("preset", "problem", "learners", "horizon", "seed", "start"), "a setting")
    part = _mapping(asked.get("problem"), "problem")
    problem = cast("Problem | Landscape", _build("problem", part))
    seated: dict[str, Learner] = {}
    players = asked.get("learners")
    if not isinstance(players, list) or not 1 <= len(cast("list[Any]", players)) <= MOST:
        raise SettingError(f"learners must be a list of 1 to {MOST}")
    for player in cast("list[object]", players):
        one = _mapping(player, "a learner")
        label = one.get("label", one.get("name"))
        if not isinstance(label, str) or not 0 < len(label) <= NAME_LENGTH or label in seated:
            raise SettingError(f"a learner needs a label of its own, got {label!r:.40}")
        seated[label] = cast(Learner, _build("learner", one))
    horizon = _whole(asked.get("horizon", 200), "horizon", 1, LONGEST)
    seed = _whole(asked.get("seed", 0), "seed", 0, 2**31)
    start = _start(asked.get("start"), problem)
    return Setting(problem, tuple(seated.items()), horizon, seed, start)


def _build(noun: str, part: Mapping[str, Any]) -> object:
    classes = controls.problems() if noun == "problem" else controls.learners()
    _only(part, ("name", "label", "values"), f"a {noun}")
    name = part.get("name")
    if not isinstance(name, str) or name not in classes:
        raise unknown_name(noun, str(name)[:NAME_LENGTH], classes)
    cls, values = classes[name], _mapping(part.get("values", {}), f"the values of {name}")
    offered = {item["name"]: item for item in controls.controls(cls)}
    _only(values, tuple(offered), name)
    defaults = {key: item["default"] for key, item in offered.items() if key == "dim"}
    return cls(**defaults | {key: _value(name, offered[key], v) for key, v in values.items()})


def _value(owner: str, control: Mapping[str, Any], value: object) -> object:
    """Return a value in the type of its field; the class itself checks the range."""
    what = f"{owner}: {control['name']}"
    if control["kind"] == "numbers":
        if not isinstance(value, list) or not 1 <= len(cast("list[Any]", value)) <= LONGEST:
            raise SettingError(f"{what} must be a list of 1 to {LONGEST} numbers")
        return tuple(_number(one, what) for one in cast("list[object]", value))
    if control["kind"] == "slider":
        number = _number(value, what)
        if control["name"] == "dim" and not number <= controls.PLANE:
            raise SettingError(f"{what} must be 1 or {controls.PLANE}: a page has no more room")
        return number
    return value


def _start(given: object, problem: Problem | Landscape) -> tuple[float, ...]:
    domain = problem.domain
    if given is None:
        own = problem.start if isinstance(problem, Landscape) else domain.centre
        return tuple(map(float, own))
    if not isinstance(given, list) or len(cast("list[Any]", given)) != domain.dim:
        raise SettingError(f"start must be a list of {domain.dim} numbers")
    point: Array = np.array([_number(one, "start") for one in cast("list[object]", given)])
    return tuple(float(value) for value in domain.project(point))


def _number(value: object, what: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise SettingError(f"{what} must be a number, got {value!r:.40}")
    if not math.isfinite(value) or abs(value) > WIDEST:
        raise SettingError(f"{what} must be a number of a usual size, got {value!r:.40}")
    return float(value)


def _whole(value: object, what: str, low: int, high: int) -> int:
    number = _number(value, what)
    if number != int(number) or not low <= number <= high:
        raise SettingError(f"{what} must be a whole number from {low} to {high}, got {value!r:.40}")
    return int(number)


def _mapping(value: object, what: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise SettingError(f"{what} must be an object of names and values, got {value!r:.40}")
    return cast("dict[str, Any]", value)


def _only(given: Mapping[str, Any], known: tuple[str, ...], owner: str) -> None:
    for key in given:
        if key not in known:
            raise unknown_name(f"part of {owner}", str(key)[:NAME_LENGTH], known)


def _no_number(word: str) -> NoReturn:
    raise SettingError(f"{word} is not a number")
