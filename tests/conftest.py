"""Every registered thing, for every law: a new file is tested by existing."""

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest

from regret_lab.learners import LEARNERS
from regret_lab.problems import PROBLEMS
from regret_lab.registry import Registry

pytest.register_assert_rewrite("tests.bits", "tests.interrupted")


def registry(noun: str) -> "Registry[Any]":
    if noun == "theorem":
        from regret_lab.theory import THEOREMS  # only when asked for: the floors below stand alone

        return THEOREMS
    return LEARNERS if noun == "learner" else PROBLEMS


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that asks for `learner`, `problem` or `theorem` once for each of them.

    A test of one thing alone sees it by default and with each word that a field may hold. A test
    of a learner on a problem sees one problem of every kind, adaptivity and domain; a test of
    another pair each problem on each of its domains. A test that brings its own list keeps it.
    """
    own = " ".join(str(mark.args[0]) for mark in metafunc.definition.iter_markers("parametrize"))
    nouns = {"learner", "problem", "theorem"} - set(re.findall(r"\w+", own))
    asked = [name for name in metafunc.fixturenames if name in nouns]
    for noun in asked:
        params = [
            param
            for name, cls in registry(noun).items()
            for param in _instances(name, cls, alone=len(asked) == 1)
        ]
        if noun == "problem" and "learner" in asked:
            params = list({_kind(param.values[0]): param for param in reversed(params)}.values())
        metafunc.parametrize(noun, params)


def _kind(problem: Any) -> Any:
    """Return what a learner can tell of a problem: how it is asked, and where it may go."""
    if problem is None:
        return None
    domain = problem.domain
    return problem.kind, problem.adaptive, type(domain), domain.dim == 1, domain.dim >= 64


def _instances(name: str, cls: type[Any], alone: bool) -> Iterator[Any]:
    reason = getattr(cls, "needs", None)
    if reason is not None:
        yield pytest.param(None, id=name, marks=pytest.mark.skip(reason=f"{name} needs {reason}"))
        return
    yield pytest.param(cls(), id=name)
    for item in fields(cls) if hasattr(cls, "__dataclass_fields__") else ():
        words = item.metadata.get("options", ())[1:]
        for word in words if alone or item.name == "shape" else ():
            yield pytest.param(replace(cls(), **{item.name: word}), id=f"{name}-{item.name}={word}")


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(20240607)
