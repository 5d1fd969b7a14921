"""What may stand for several values: ``0.1,0.2``, ``range(0,4)``, ``logspace(-3,0,7)``."""

from collections.abc import Callable
from typing import Any, cast

import numpy as np
from hydra.core.override_parser import overrides_parser
from hydra.core.override_parser.types import ChoiceSweep

from regret_lab.errors import RegretLabError

DIGITS = 6
"""Digits of a spaced value: what a person would write, and the same on every machine."""

MOST = 100_000
"""The most values that one function gives."""


def logspace(start: int | float, stop: int | float, num: int) -> ChoiceSweep:
    """Return ``num`` powers of ten from 10^start to 10^stop, equal ratios between them."""
    return _spaced("logspace", start, stop, num, lambda x: 10.0**x)


def linspace(start: int | float, stop: int | float, num: int) -> ChoiceSweep:
    """Return ``num`` values from start to stop, equally far apart."""
    return _spaced("linspace", start, stop, num, lambda x: x)


def _spaced(
    name: str, start: float, stop: float, num: int, shape: Callable[[float], float]
) -> ChoiceSweep:
    if not 1 <= num <= MOST:
        raise RegretLabError(
            f"{name}({start},{stop},{num}) gives {num} values: the last number is how many, "
            f"from 1 to {MOST}"
        )
    steps = np.linspace(start, stop, num).tolist()
    try:
        values: list[Any] = [float(f"{shape(x):.{DIGITS}g}") for x in steps]
    except OverflowError:
        raise RegretLabError(
            f"{name}({start},{stop},{num}) goes beyond the largest number: the first two are "
            f"powers of ten"
        ) from None
    return ChoiceSweep(list=values, simple_form=True)


SPACES = {"logspace": logspace, "linspace": linspace}


def extend() -> None:
    """Let every setting on the command line be spaced; Hydra's grammar has no such functions."""
    original = overrides_parser.create_functions
    if getattr(original, "spaced", False):
        return

    def create_functions() -> Any:
        functions = original()
        for name, function in SPACES.items():
            functions.register(name=name, func=function)
        return functions

    cast("Any", create_functions).spaced = True
    cast("Any", overrides_parser).create_functions = create_functions


def added(argument: str) -> str:
    """Return a setting of a grid as one that is not there yet; other arguments stay as they are.

    >>> added("grid.adam.lr=[0.1,1.0]"), added("horizon=10")
    ('++grid.adam.lr=[0.1,1.0]', 'horizon=10')
    """
    return f"++{argument}" if argument.startswith(("grid.", "grid=")) else argument


def values_of(written: object) -> list[Any]:
    """Return the values that a setting of a grid stands for; lists may hold further ones.

    >>> values_of("logspace(-2,0,3)"), values_of(["tuned", "range(1,3)"]), values_of(0.1)
    ([0.01, 0.1, 1.0], ['tuned', 1, 2], [0.1])

    Raises
    ------
    HydraException
        When a text cannot be read.
    """
    if isinstance(written, list | tuple):
        return [value for part in cast("list[object]", written) for value in values_of(part)]
    if not isinstance(written, str):
        return [written]
    extend()
    (override,) = overrides_parser.OverridesParser.create().parse_overrides([f"x={written}"])
    if override.is_sweep_override():
        return list(override.sweep_iterator())
    value = override.value()
    return values_of(value) if isinstance(value, list) else [value]
