"""Turn lifted texts into pieces that can be called: compiled to C functions, or plain Python.

A compiled piece lives in a file named by the hash of everything that determines it, so an edited
rule never runs stale and a reverted one is found again; the machine code is cached beside it.
"""

import hashlib
import importlib.util
import inspect
import os
import sys
import tempfile
import textwrap
import threading
from collections.abc import Mapping
from pathlib import Path
from types import FunctionType
from typing import Any, Protocol, cast

from regret_lab.atomic import replacing
from regret_lab.engine import kernel
from regret_lab.engine.rule import Function, can_raise, interpreted, is_self_contained, source
from regret_lab.engine.template import LEARNER, LOSS, PROJECTION, SIZES, Text
from regret_lab.errors import RuleError

os.environ.setdefault("NUMBA_DISABLE_INTEL_SVML", "1")  # vector exp and log differ in the last bit

COMPILED_HEAD = """\
import math
import numpy as np
from numba import carray, cfunc, njit, types
"""
STRICT = "error_model='numpy'"  # IEEE arithmetic and no fastmath: the same bits as plain Python


class Compiler(Protocol):
    """What the game needs of an engine."""

    rounds: Function
    tally: Function
    interleave: Function

    def piece(self, text: Text, rules: Mapping[str, Function]) -> Any:
        """Return something the kernel can call: an address, or a Python function."""
        ...


class Interpreter:
    """The reference: the same texts, not compiled."""

    rounds = staticmethod(kernel.rounds)
    tally = staticmethod(kernel.tally)
    interleave = staticmethod(kernel.interleave)

    def __init__(self) -> None:
        self._pieces: dict[tuple[Text, tuple[Function, ...]], Function] = {}

    def piece(self, text: Text, rules: Mapping[str, Function]) -> Any:
        key = (text, tuple(rules.values()))
        if key not in self._pieces:
            head = f"def lifted({', '.join([name for name, _ in text.shapes] + list(SIZES))}):\n"
            scope: dict[str, Any] = {name: interpreted(rule) for name, rule in rules.items()}
            exec(head + textwrap.indent(text.body, "    "), scope)
            self._pieces[key] = cast(Function, scope["lifted"])
        return self._pieces[key]


class NumbaCompiler:
    """Compiled pieces, called by address.

    Raises
    ------
    RuleError
        When a rule cannot be compiled; the reason is given in one line.
    """

    def __init__(self) -> None:
        self._handles: dict[tuple[Text, tuple[Function, ...]], int] = {}
        self._lock = threading.Lock()
        self._alive: list[Any] = []  # an address lives as long as its function
        module = _load("engine", _kernel_text())
        self.rounds = cast(Function, module.rounds)
        self.tally = cast(Function, module.tally)
        self.interleave = cast(Function, module.interleave)

    def piece(self, text: Text, rules: Mapping[str, Function]) -> Any:
        key = (text, tuple(rules.values()))
        with self._lock:  # threads ask for the same piece at the same moment
            if key not in self._handles:
                lifted = self._compile(text, rules)
                self._alive.append(lifted)
                self._handles[key] = int(lifted.address)
            return self._handles[key]

    def _compile(self, text: Text, rules: Mapping[str, Function]) -> Any:
        texts = {name: source(rule) for name, rule in rules.items()}
        for name, rule in rules.items():
            if can_raise(rule):
                raise RuleError(f"{name}: compiled code cannot report a raise or an assert")
        try:
            if all(map(is_self_contained, rules.values())) and None not in texts.values():
                inner = "\n".join(
                    f"@njit({STRICT})\n{(rule or '').replace('def rule(', f'def {name}(', 1)}\n"
                    for name, rule in texts.items()
                )
                return _load("rule", COMPILED_HEAD + inner + _lifted_text(text, cache=True)).lifted
            return _compile_uncached(text, rules)
        except Exception as error:
            if type(error).__module__.startswith("numba"):
                raise RuleError(_first_reason(error)) from error
            raise


def _compile_uncached(text: Text, rules: Mapping[str, Function]) -> Any:
    numba = cast(Any, importlib.import_module("numba"))
    scope: dict[str, Any] = {"__name__": "regret_lab_rule"}
    exec(COMPILED_HEAD, scope)
    for name, rule in rules.items():
        scope[name] = numba.njit(error_model="numpy")(cast(FunctionType, rule))
    exec(_lifted_text(text, cache=False), scope)
    return scope["lifted"]


def _lifted_text(text: Text, cache: bool) -> str:
    names = [name for name, _ in text.shapes]
    words = ", ".join(["types.CPointer(types.f8)"] * len(names) + ["types.i8"] * len(SIZES))
    head = ", ".join([f"{name}_" for name in names] + list(SIZES))
    views = "\n".join(f"{name} = carray({name}_, {shape})" for name, shape in text.shapes)
    return (
        f"@cfunc(types.void({words}), {STRICT}, cache={cache})\n"
        f"def lifted({head}):\n{textwrap.indent(views + chr(10) + text.body, '    ')}"
    )


def _kernel_text() -> str:
    """Return the kernel's own text with ``suffer``, ``update`` and ``settle`` bound to jumps."""
    bindings = ""
    for name, arrays in (("suffer", LOSS), ("update", LEARNER), ("settle", PROJECTION)):
        words = ", ".join([f"{array}.ctypes.data" for array in arrays] + list(SIZES))
        bindings += (
            f"@njit({STRICT})\ndef {name}(piece, {', '.join([*arrays, *SIZES])}):\n"
            f"    jump(piece, ({words}))\n\n"
        )
    loops = "\n".join(
        f"@njit(nogil=True, cache=True, {STRICT})\n{source(loop)}\n".replace(
            "def rule(", f"def {loop.__name__}(", 1
        )
        for loop in (kernel.rounds, kernel.tally, kernel.interleave)
    )
    jump = importlib.import_module("regret_lab.engine.jump")
    stamp = hashlib.sha256(inspect.getsource(jump).encode()).hexdigest()[:16]
    head = f"# jump {stamp}\n{COMPILED_HEAD}from regret_lab.engine.jump import jump\n"
    return f"{head}{bindings}{loops}"


def _load(kind: str, text: str) -> Any:
    """Import a text from a file named by its content."""
    name = f"{kind}_{hashlib.sha256(text.encode()).hexdigest()[:16]}"
    if name in sys.modules:
        return sys.modules[name]
    path = cache_folder() / f"{name}.py"
    if not path.exists():
        with replacing(path) as file:
            file.write(text.encode())
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # the cache of machine code looks the module up by name
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def cache_folder() -> Path:
    """Return a writable folder for compiled rules: ``REGRET_LAB_CACHE`` or the user's cache."""
    home = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    wanted = os.environ.get("REGRET_LAB_CACHE") or os.path.join(home, "regret_lab")
    for folder in (wanted, os.path.join(tempfile.gettempdir(), f"regret_lab-{os.getuid()}")):
        path = Path(folder).expanduser()
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(path, os.W_OK):
            return path
    return Path(tempfile.mkdtemp(prefix="regret_lab-"))


def _first_reason(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    telling = [line for line in lines if not line.startswith(("Failed", "-", "During", "File"))]
    return (telling or lines or [type(error).__name__])[0]


_compilers: dict[str, Compiler] = {}


def compiler(engine: str) -> Compiler:
    """Return the engine called ``"compiled"`` or ``"python"``; each is made once.

    Raises
    ------
    RuleError
        When the compiler is not installed.
    """
    if engine not in _compilers:
        try:
            _compilers[engine] = NumbaCompiler() if engine == "compiled" else Interpreter()
        except ImportError as error:
            raise RuleError(f"the compiler is not installed ({error})") from error
    return _compilers[engine]
