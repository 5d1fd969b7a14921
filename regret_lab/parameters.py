"""Fields of the frozen dataclasses: a default, a range, and a check that says which one failed."""

import math
import numbers
from dataclasses import Field, dataclass, field, fields
from typing import Any, cast

from regret_lab.errors import ParameterError, unknown_name


@dataclass(frozen=True)
class Range:
    """An interval of allowed numbers; an open end does not belong to it."""

    low: float = -math.inf
    high: float = math.inf
    low_open: bool = False
    high_open: bool = False
    whole: bool = False

    def __contains__(self, value: float) -> bool:
        above = value > self.low if self.low_open else value >= self.low
        below = value < self.high if self.high_open else value <= self.high
        return above and below and math.isfinite(value)

    def __str__(self) -> str:
        left = "(" if self.low_open or self.low == -math.inf else "["
        right = ")" if self.high_open or self.high == math.inf else "]"
        kind = "a whole number in " if self.whole else ""
        return f"{kind}{left}{self.low:g}, {self.high:g}{right}"


def real(
    default: float,
    *,
    above: float | None = None,
    low: float = -math.inf,
    below: float | None = None,
    high: float = math.inf,
    slider: tuple[float, float] | None = None,
) -> float:
    """Declare a real hyperparameter; ``above`` and ``below`` exclude their end.

    ``slider`` are the ends of its slider, where the default's neighbourhood is not the place.
    """
    allowed = Range(
        low if above is None else above,
        high if below is None else below,
        low_open=above is not None,
        high_open=below is not None,
    )
    return field(default=default, metadata={"range": allowed, "slider": slider})


def whole(
    default: int,
    *,
    low: int = 0,
    high: float = math.inf,
    slider: tuple[float, float] | None = None,
) -> int:
    """Declare a whole-number parameter."""
    allowed = Range(low, high, whole=True)
    return field(default=default, metadata={"range": allowed, "slider": slider})


def choice(default: str, *options: str) -> str:
    """Declare a parameter that is one of a few words."""
    return field(default=default, metadata={"options": (default, *options)})


def describe(value: object) -> str:
    """Write a value as it was given: strings in quotes, numbers short."""
    return f"{value:g}" if isinstance(value, float) else repr(value)


class Checked:
    """A frozen dataclass that refuses bad values when it is built.

    Raises
    ------
    ParameterError
        Names the class, the field, the value given and the range allowed.
    """

    def __post_init__(self) -> None:
        for item in fields(cast(Any, self)):
            self._check(item, getattr(self, item.name))

    def _check(self, item: "Field[Any]", value: object) -> None:
        owner = type(self).__name__
        allowed = cast("Range | None", item.metadata.get("range"))
        if allowed is not None:
            if isinstance(value, bool) or not isinstance(value, numbers.Real):
                raise ParameterError(
                    f"{owner}: {item.name} must be {_article(allowed)}, got {describe(value)}"
                )
            number = float(value)
            if number not in allowed or (allowed.whole and number != int(number)):
                must = str(allowed) if allowed.whole else f"in {allowed}"
                raise ParameterError(
                    f"{owner}: {item.name} must be {must}, got {describe(value)}; "
                    f"the default is {describe(item.default)}"
                )
            object.__setattr__(self, item.name, int(number) if allowed.whole else number)
        options = cast("tuple[str, ...]", item.metadata.get("options", ()))
        if options and value not in options:
            hint = unknown_name(item.name, str(value), options)
            raise ParameterError(f"{owner}: {hint}")
        if item.type is bool and not isinstance(value, bool):
            given = describe(value)
            raise ParameterError(f"{owner}: {item.name} must be true or false, got {given}")


def _article(allowed: Range) -> str:
    return str(allowed) if allowed.whole else f"a number in {allowed}"
