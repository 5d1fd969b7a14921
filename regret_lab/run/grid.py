"""Grids of hyperparameters, played inside one job: each learner has its own."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any, cast

from hydra.errors import HydraException

from regret_lab.errors import RegretLabError, unknown_name
from regret_lab.learners import LEARNERS
from regret_lab.parameters import describe
from regret_lab.run.grammar import values_of

Values = dict[str, Any]

MOST = 1_000_000
"""Points of one learner's grid."""


def check_grid(grid: Mapping[str, Any], kinds: Mapping[str, str]) -> None:
    """Refuse a grid of a learner that does not play, or of a setting that it does not have.

    ``kinds`` gives the registered name of every learner that plays.

    Raises
    ------
    RegretLabError
        Names the setting and the nearest known ones.
    """
    for label, settings in grid.items():
        if label not in kinds:
            raise RegretLabError(
                f"grid.{label}: {label} is not among the chosen learners ({', '.join(kinds)}); "
                f"sets of learners with grids of their own are written in hydra.sweeper.grids"
            )
        known = [f"grid.{label}.{item.name}" for item in fields(LEARNERS[kinds[label]])]
        if not isinstance(settings, Mapping):
            raise RegretLabError(
                f"grid.{label} must say which settings vary, got {describe(settings)}: "
                f"write grid.{label}.lr=[0.1,1.0]"
            )
        for name in cast("Mapping[str, Any]", settings):
            if f"grid.{label}.{name}" not in known:
                raise unknown_name("setting", f"grid.{label}.{name}", known)


def points(label: str, settings: Mapping[str, Any]) -> Iterator[Values]:
    """Yield the settings of every point of a learner's grid; one point where nothing varies.

    Raises
    ------
    RegretLabError
        When a setting has no value or cannot be read, or the points are too many.
    """
    axes: dict[str, list[Any]] = {}
    for name, written in settings.items():
        try:
            values = values_of(written)
        except HydraException as error:
            why = str(error).strip().partition("\n")[0]
            raise RegretLabError(f"cannot read grid.{label}.{name}={written!r}: {why}") from error
        axes[name] = list({repr(value): value for value in values}.values())
        if not values:
            raise RegretLabError(f"grid.{label}.{name} is empty: write at least one value")
    count = 1
    for values in axes.values():
        count *= len(values)
    if count > MOST:
        raise RegretLabError(f"grid.{label} has {count} points, {MOST} are allowed")
    for combination in itertools.product(*axes.values()):
        yield dict(zip(axes, combination, strict=True))


def point_label(label: str, values: Values) -> str:
    """Return the label of a point: the learner's, and what varies.

    >>> point_label("adam", {"lr": 0.1, "beta1": 0.0}), point_label("adam", {})
    ('adam(lr=0.1, beta1=0)', 'adam')
    """
    if not values:
        return label
    return f"{label}({', '.join(f'{name}={exact(value)}' for name, value in values.items())})"


def exact(value: object) -> str:
    """Write a value so that no other one is written like it, and shortly where that is enough.

    >>> exact(0.10), exact(1e-3), exact(0.99999999), exact("tuned")
    ('0.1', '0.001', '0.99999999', 'tuned')
    """
    if not isinstance(value, float):
        return str(value)
    short = f"{value:g}"
    return short if float(short) == value else repr(value)
