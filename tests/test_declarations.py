"""What every registered class says about itself: fields and their ranges, formula, reference."""

import inspect
import math
import pickle
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, fields, replace
from typing import Any

import pytest

import regret_lab as rl
from regret_lab.errors import ParameterError, UnknownNameError
from regret_lab.learners import LEARNERS, Learner
from regret_lab.parameters import Range
from regret_lab.problems import PROBLEMS, Problem
from regret_lab.registry import Registry


def beyond(allowed: Range) -> Iterator[Any]:
    """Values that a range does not hold: past its ends, on an open end, no number at all."""
    if math.isfinite(allowed.low):
        yield allowed.low if allowed.low_open else allowed.low - 1
    if math.isfinite(allowed.high):
        yield allowed.high if allowed.high_open else allowed.high + 1
    if allowed.whole:
        yield 2.5
    yield from (math.nan, math.inf, "many", None, True)


def refused(thing: Any) -> Iterator[tuple[str, Any, str]]:
    """Name a field, a value it must refuse, and what the refusal must speak of."""
    for item in fields(thing):
        if "range" in item.metadata:
            allowed = item.metadata["range"]
            for value in beyond(allowed):
                yield item.name, value, str(allowed)
        elif "options" in item.metadata:
            for word in ("no such word", item.metadata["options"][0][:-1], 3):
                yield item.name, word, item.metadata["options"][0]
        elif item.type is bool:
            for value in ("yes", 1, None):
                yield item.name, value, "true or false"


def check_refusals(thing: Any) -> None:
    for name, value, told in refused(thing):
        with pytest.raises(ParameterError) as refusal:
            replace(thing, **{name: value})
        text = str(refusal.value)
        given = f"{value:g}" if isinstance(value, float) else str(value)
        assert "\n" not in text
        for word in (type(thing).__name__, name, given, told):
            assert word in text, f"{name}={value!r} was refused without a word of {word}: {text}"


def test_a_learner_refuses_bad_values_in_one_clear_line(learner: Learner) -> None:
    check_refusals(learner)


def test_a_problem_refuses_bad_values_in_one_clear_line(problem: Problem) -> None:
    check_refusals(problem)


def test_every_number_of_a_learner_has_a_range(learner: Learner) -> None:
    for item in fields(learner):
        assert item.type is bool or {"range", "options"} & item.metadata.keys(), item.name


def test_a_learner_is_described_by_a_formula_and_a_reference(learner: Learner) -> None:
    text = inspect.getdoc(type(learner)) or ""
    assert text.splitlines()[0].endswith("."), "the first line is a sentence"
    assert ".. math::" in text
    reference = text.partition("References\n----------\n")[2]
    assert any(str(year) in reference for year in range(1900, 2100)), "a reference has a year"


def test_a_problem_is_described_by_a_formula(problem: Problem) -> None:
    text = inspect.getdoc(type(problem)) or ""
    assert text.splitlines()[0][-1] in ".?"
    assert ".. math::" in text


def check_copies(thing: Any) -> None:
    assert pickle.loads(pickle.dumps(thing)) == thing
    assert replace(thing) == thing and hash(replace(thing)) == hash(thing)
    for item in fields(thing):
        with pytest.raises(FrozenInstanceError):
            setattr(thing, item.name, None)
        assert item.name in str(thing)


def test_a_learner_is_a_value(learner: Learner) -> None:
    check_copies(learner)
    assert learner != object()


def test_a_problem_is_a_value(problem: Problem) -> None:
    check_copies(problem)


@pytest.mark.parametrize("registry", [LEARNERS, PROBLEMS], ids=lambda registry: registry.noun)
def test_a_wrong_name_lists_the_near_ones(registry: "Registry[Any]") -> None:
    for name in registry:
        wrong = name + "x"
        with pytest.raises(UnknownNameError, match=f"Did you mean '{name}'") as refusal:
            registry[wrong]
        assert all(known in str(refusal.value) for known in (wrong, *registry))


def test_classes_are_found_under_their_own_names() -> None:
    for package, registry in ((rl.learners, LEARNERS), (rl.problems, PROBLEMS)):
        for cls in registry.values():
            assert getattr(package, cls.__name__) is cls
            assert cls.__name__ in dir(package)
        with pytest.raises(AttributeError, match="Did you mean"):
            getattr(package, next(iter(registry.values())).__name__ + "x")


def test_a_name_is_taken_once() -> None:
    registry: Registry[Any] = Registry("thing", "regret_lab.learners")

    @registry.register("one")
    class First:
        pass

    assert registry["one"] is First and First.name == "one"
    with pytest.raises(ValueError, match="already"):

        @registry.register("one")
        class Second:
            pass
