"""Who plays: learners of the house or any Python object, each with a name of its own."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from regret_lab.engine import PlainLearner, Player
from regret_lab.errors import ParameterError
from regret_lab.learners import LEARNERS, Learner
from regret_lab.parameters import describe

Playable = Learner | PlainLearner | Player
Playables = Playable | Sequence[Playable] | Mapping[str, Playable]


def players(given: Playables) -> dict[str, Learner | PlainLearner]:
    """Return the players by name, in the order given.

    Learners of one kind are told apart by the hyperparameters in which they differ.

    >>> from regret_lab.learners import OGD
    >>> list(players([OGD(lr=0.1), OGD(lr=0.2)]))
    ['ogd(lr=0.1)', 'ogd(lr=0.2)']

    Raises
    ------
    ParameterError
        When there is no learner, or something that cannot play.
    """
    if isinstance(given, Mapping):
        named = cast("Mapping[str, Any]", given)
        seated = {str(name): _seat(learner) for name, learner in named.items()}
    else:
        several = isinstance(given, Sequence) and not isinstance(given, str)
        seats = [_seat(one) for one in (cast("Sequence[Any]", given) if several else (given,))]
        seated = dict(zip(_names(seats), seats, strict=True))
    if not seated:
        raise ParameterError(f"no learner was given; there are: {', '.join(LEARNERS)}")
    return seated


def _seat(learner: object) -> Learner | PlainLearner:
    if isinstance(learner, Learner | PlainLearner):
        return learner
    if isinstance(learner, type) or not callable(getattr(learner, "update", None)):
        wanted = "a learner or an object with update(x, g, t) -> x"
        raise ParameterError(f"{wanted} is needed, got {_shown(learner)}")
    return PlainLearner(cast("Player", learner))


def _shown(learner: object) -> str:
    if isinstance(learner, type):
        return f"the class {learner.__name__}: write {learner.__name__}(...)"
    if isinstance(learner, str) and learner in LEARNERS:
        return f"{learner!r}: write learners.{LEARNERS[learner].__name__}(...)"
    return repr(learner)


def _names(seats: list[Learner | PlainLearner]) -> list[str]:
    """Name the players: the label, what tells namesakes apart, and a number where nothing does."""
    names: list[str] = []
    for seat in seats:
        namesakes = [other for other in seats if other.label == seat.label]
        name = seat.label + (_difference(seat, namesakes) if len(namesakes) > 1 else "")
        twins = sum(earlier.partition(" #")[0] == name for earlier in names)
        names.append(f"{name} #{twins + 1}" if twins else name)
    return names


def _difference(seat: Learner | PlainLearner, namesakes: list[Learner | PlainLearner]) -> str:
    if not isinstance(seat, Learner):
        return ""
    values = [other.values for other in namesakes if isinstance(other, Learner)]
    told = [
        f"{key}={describe(value)}"
        for key, value in seat.values.items()
        if any(other.get(key) != value for other in values)
    ]
    return f"({', '.join(told)})" if told else ""
