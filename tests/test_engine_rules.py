"""Rules: arguments are matched by name, and what cannot be compiled plays in Python."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import regret_lab as rl
from regret_lab.arrays import Array
from regret_lab.errors import RuleError
from regret_lab.learners import OGD, Learner
from regret_lab.problems import Coin, Linear, Quadratic
from tests.bits import assert_engines_agree


@pytest.mark.parametrize("engine", ["compiled", "python"])
def test_an_unknown_argument_of_a_rule_is_named_with_what_there_is(engine: str) -> None:
    @dataclass(frozen=True)
    class Misspelt(OGD):
        @staticmethod
        def step(x: float, g: float, etta: float) -> float:
            return x - etta * g

    with pytest.raises(RuleError, match=r"Misspelt\.step.*'etta'.*'eta'.*lr, x\b") as refusal:
        rl.play(Coin(), Misspelt(), 10, engine=engine)
    assert "\n" not in str(refusal.value)

    @dataclass(frozen=True)
    class Costly(Coin):
        @staticmethod
        def loss(x: float, z: float, slop: float) -> tuple[float, float]:
            return slop * x, z

    with pytest.raises(RuleError, match=r"Costly\.loss.*'slop'.*'slope'"):
        rl.play(Costly(), OGD(), 10, engine=engine)

    @dataclass(frozen=True)
    class Untimely(OGD):
        @staticmethod
        def schedule(t: Array, rate: float) -> Array:
            return t

    with pytest.raises(RuleError, match=r"Untimely\.schedule.*'rate'.*horizon"):
        rl.play(Coin(), Untimely(), 10, engine=engine)

    @dataclass(frozen=True)
    class Crooked(rl.learners.AdaGrad):
        @staticmethod
        def metric(ss: float) -> float:
            return ss

    with pytest.raises(RuleError, match=r"Crooked\.metric.*'ss'"):
        rl.play(Linear(shape="ball"), Crooked(), 10, engine=engine)


def test_a_schedule_with_too_many_rates_is_refused() -> None:
    @dataclass(frozen=True)
    class TwoRates(OGD):
        @staticmethod
        def schedule(t: Array) -> tuple[Array, Array]:
            return t, t

    with pytest.raises(RuleError, match="returns 2 rates, but rates = "):
        rl.play(Coin(), TwoRates(), 10)


def drift(value: float) -> float:
    return {"slow": 0.5}["slow"] * value


FACTOR = 0.5


@dataclass(frozen=True)
class UsesAGlobal(OGD):
    @staticmethod
    def step(x: float, g: float, eta: float) -> float:
        return x - FACTOR * eta * g


@dataclass(frozen=True)
class CallsAFunction(OGD):
    """What the compiler cannot type: a function of ours with a dictionary of text."""

    @staticmethod
    def step(x: float, g: float, eta: float) -> float:
        return x - drift(eta) * g


@dataclass(frozen=True)
class Asserts(OGD):
    @staticmethod
    def step(x: float, g: float, eta: float) -> float:
        assert eta > 0.0
        return x - 0.5 * eta * g


@dataclass(frozen=True)
class Halved(OGD):
    @staticmethod
    def step(x: float, g: float, eta: float) -> float:
        return x - 0.5 * eta * g


def test_a_rule_with_a_global_number_is_compiled() -> None:
    assert_engines_agree(Quadratic(dim=3), UsesAGlobal(lr=0.3), twin=Halved(lr=0.3))


@pytest.mark.parametrize("learner", [CallsAFunction(lr=0.3), Asserts(lr=0.3)], ids=repr)
def test_a_rule_that_cannot_be_compiled_warns_and_plays_in_python(learner: Learner) -> None:
    name = type(learner).__name__
    with pytest.warns(
        UserWarning, match=f"{name} on Quadratic is played in Python, slowly"
    ) as told:
        assert_engines_agree(Quadratic(dim=3), learner, twin=Halved(lr=0.3))
    assert all("\n" not in str(warning.message) for warning in told)


def test_a_rule_without_a_text_is_compiled_from_its_code() -> None:
    scope: dict[str, Any] = {}
    exec("def step(x, g, eta):\n    return x - 0.5 * eta * g", scope)  # as typed into a prompt
    typed = dataclass(frozen=True)(type("Typed", (OGD,), {"step": scope["step"]}))
    assert_engines_agree(Coin(), typed(lr=0.3), twin=Halved(lr=0.3))


def test_a_closure_is_compiled_with_what_it_closes_over() -> None:
    def halved_by(factor: float) -> type[OGD]:
        @dataclass(frozen=True)
        class Closed(OGD):
            @staticmethod
            def step(x: float, g: float, eta: float) -> float:
                return x - factor * eta * g

        return Closed

    for factor in (0.5, 0.25):
        assert_engines_agree(Coin(), halved_by(factor)(lr=0.3))
    assert_engines_agree(Coin(), halved_by(0.5)(lr=0.3), twin=Halved(lr=0.3))


def test_an_exception_in_a_rule_reaches_the_caller() -> None:
    @dataclass(frozen=True)
    class Raises(OGD):
        @staticmethod
        def step(x: float, g: float, eta: float) -> float:
            if eta < 0.02:
                raise ValueError("the step is too small for me")
            return x - eta * g

    with (
        pytest.warns(UserWarning, match="compiled code cannot report a raise"),
        pytest.raises(ValueError, match="the step is too small for me"),
    ):
        rl.play(Coin(), Raises(), 100, threads=2)


WITHOUT_THE_COMPILER = """
import sys
sys.modules["numba"] = sys.modules["llvmlite"] = None
import warnings
import regret_lab as rl

problem, learners = rl.problems.Quadratic(dim=2), [rl.learners.Adam(), rl.learners.AdaGrad()]
games = rl.play(problem, learners, 100, 2, engine="python")
curves = games.regret()
assert "numba" not in {name.partition(".")[0] for name, m in sys.modules.items() if m is not None}
print(games.x.tobytes().hex())
with warnings.catch_warnings(record=True) as told:
    warnings.simplefilter("always")
    fallen_back = rl.play(problem, learners, 100, 2)
print(fallen_back.x.tobytes().hex())
print(told[0].message)
"""


def test_everything_plays_where_the_compiler_is_missing() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_THE_COMPILER],
        env=os.environ | {"PYTHONPATH": str(Path(rl.__file__).parents[1])},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    python, fallen_back, told = done.stdout.splitlines()
    here = rl.play(Quadratic(dim=2), [rl.learners.Adam(), rl.learners.AdaGrad()], 100, 2, threads=1)
    assert python == fallen_back == here.x.tobytes().hex()
    assert "played in Python, slowly" in told and "not installed" in told
