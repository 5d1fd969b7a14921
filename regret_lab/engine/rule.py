"""Rules: ordinary functions whose arguments are matched by name."""

import ast
import dis
import inspect
import math
import textwrap
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import CodeType, FunctionType
from typing import Any, cast

import numpy as np

from regret_lab.errors import RuleError, unknown_name

Function = Callable[..., Any]

PLAIN_GLOBALS = frozenset({"np", "math", "abs", "min", "max", "range", "float"})
"""Globals a rule may use and still be compiled from its own text alone, and so be cached."""


def absent() -> None:
    """Stand in the place of a rule that a class does without."""


@lru_cache(maxsize=1024)
def arguments(rule: Function) -> tuple[str, ...]:
    """Return the names of a rule's arguments, in order."""
    return tuple(inspect.signature(rule).parameters)


def bind(rule: Function, places: Mapping[str, str], owner: str) -> tuple[str, ...]:
    """Return where each argument of a rule is found: the expressions of ``places``, in order.

    Raises
    ------
    RuleError
        When an argument has a name that nobody supplies; the known names are listed.
    """
    for name in arguments(rule):
        if name not in places:
            hint = unknown_name(f"argument of {owner}.{rule.__name__}", name, places)
            raise RuleError(str(hint))
    return tuple(places[name] for name in arguments(rule))


def call(rule: Function, values: Mapping[str, object], owner: str) -> Any:
    """Call a rule with the values it asks for by name."""
    bind(rule, dict.fromkeys(values, ""), owner)
    return rule(**{name: values[name] for name in arguments(rule)})


def source(rule: Function) -> str | None:
    """Return the text of a rule as a function called ``rule``, or None when it has no text.

    Annotations and decorators are dropped: they change nothing of what is computed. A text that is
    no longer what was loaded is none.
    """
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(rule)))
    except (OSError, SyntaxError, TypeError):
        return None
    function = tree.body[0]
    if not isinstance(function, ast.FunctionDef):
        return None
    function.name = "rule"
    function.decorator_list = []
    function.returns = None
    for argument in function.args.args:
        argument.annotation = None
    text = ast.unparse(function)
    return text if _says(text, rule) else None


def _says(text: str, rule: Function) -> bool:
    """Say whether a text is still what was loaded: a file may be edited while its rules play."""

    def meaning(code: CodeType) -> tuple[object, ...]:
        numbers = [value for value in code.co_consts if not isinstance(value, (str, CodeType))]
        return code.co_code, code.co_names, code.co_varnames, repr(numbers)

    loaded = meaning(cast(FunctionType, rule).__code__)
    for imports in ("import math, numpy as np\n", ""):  # Python calls what is imported differently
        module = compile(imports + text, "<rule>", "exec")
        said = next(value for value in module.co_consts if isinstance(value, CodeType))
        if meaning(said) == loaded:
            return True
    return False


def is_self_contained(rule: Function) -> bool:
    """Say whether the rule's text alone determines what it computes."""
    if rule.__closure__ or rule.__defaults__:
        return False
    loads = {i.argval for i in dis.get_instructions(rule) if i.opname == "LOAD_GLOBAL"}
    usual = rule.__globals__.get("np", np) is np and rule.__globals__.get("math", math) is math
    return loads <= PLAIN_GLOBALS and usual


def can_raise(rule: Function) -> bool:
    """Say whether the rule holds a ``raise`` or an ``assert``: compiled code cannot report them."""
    return any(i.opname == "RAISE_VARARGS" for i in dis.get_instructions(rule))


class ScalarNumpy:
    """NumPy's functions on single floats as the C library computes them.

    NumPy's own array loops use vector code whose last bit may differ; with these the interpreted
    rule and the compiled rule agree bit for bit. Values outside a function's domain follow IEEE
    (nan or inf) instead of raising.
    """

    def __getattr__(self, name: str) -> Any:
        exact: Any = getattr(math, name, None)
        if not callable(exact):
            return getattr(np, name)
        numpy_function: Function = getattr(np, name, exact)

        def scalar(*values: Any) -> Any:
            try:
                return np.float64(cast(Any, exact)(*values))
            except (ValueError, OverflowError):
                return numpy_function(*values)

        setattr(self, name, scalar)  # a rule asks for it in every round
        return scalar

    @staticmethod
    def abs(value: float) -> float:
        return abs(value)

    @staticmethod
    def maximum(a: float, b: float) -> float:
        return a if a >= b or a != a else b

    @staticmethod
    def minimum(a: float, b: float) -> float:
        return a if a <= b or a != a else b

    @staticmethod
    def sign(value: float) -> float:
        return np.sign(value)


def interpreted(rule: Function) -> Function:
    """Return the same rule with ``np`` and ``math`` rebound to the C library's scalar functions."""
    scalars = ScalarNumpy()
    scope = {**rule.__globals__, "np": scalars, "math": scalars}
    code = cast(FunctionType, rule).__code__
    return FunctionType(code, scope, rule.__name__, rule.__defaults__, rule.__closure__)
