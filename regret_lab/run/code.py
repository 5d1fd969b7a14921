"""The code behind a result, as digests: what has to be the same for a kept result to hold.

Comments, docstrings and layout do not count: a digest is of what a file does.
"""

import ast
import hashlib
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, cast

DIGEST = 8

FLOORS = {
    "engine": ("engine", "domains", "play", "comparator", "regret", "parameters.py"),
    "judgement": ("theory", "rates"),
    "search": ("falsify",),
}
"""What is not of one learner or one problem, by the word for it."""

TOLD = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
"""What may have a docstring."""


@cache
def of_floor(name: str) -> str:
    """Return the digest of a part of the library."""
    package = Path(__file__).resolve().parents[1]
    paths = [path for part in FLOORS[name] for path in _files(package / part)]
    return _digest(_meaning(path) for path in paths)


@cache
def of_class(cls: type[Any]) -> str:
    """Return the digest of what a class is made of: the modules of its bases, and their neighbours.

    A neighbour is a module of the same package from which one of them takes a name. A class that
    is defined without a file has the digest of nothing: it is told by its values alone.
    """
    modules = [sys.modules[base.__module__] for base in cls.__mro__ if _counts(base)]
    for module in modules:
        modules += [near for near in _neighbours(module) if near not in modules]
    files = {module.__file__ for module in modules if getattr(module, "__file__", None)}
    return _digest(_meaning(Path(file)) for file in sorted(file for file in files if file))


def _counts(base: type[Any]) -> bool:
    return base.__module__ not in ("builtins", "abc", "typing", "regret_lab.parameters")


def _neighbours(module: ModuleType) -> list[ModuleType]:
    """Return the modules of the same package that a module takes its names from."""
    package = module.__name__.rpartition(".")[0]
    homes = {str(getattr(value, "__module__", "")) for value in vars(module).values()}
    return [
        sys.modules[home]
        for home in sorted(homes)
        if package and home.rpartition(".")[0] == package and home in sys.modules
    ]


def _files(path: Path) -> list[Path]:
    return sorted(path.rglob("*.py")) if path.is_dir() else [path]


@cache
def _meaning(path: Path) -> str:
    """Return what a file does, without its comments and docstrings."""
    try:
        tree = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError):  # typed into a prompt, or gone since
        return ""
    for node in ast.walk(tree):
        if isinstance(node, TOLD) and ast.get_docstring(node, clean=False) is not None:
            del node.body[0]
    return "".join(_written(tree))


def _written(part: object) -> Iterator[str]:
    """Yield the words for a piece of code; what is empty is left out, so that Pythons agree."""
    if isinstance(part, ast.JoinedStr):  # Python 3.12 puts empty texts between the parts
        part = [each for each in part.values if getattr(each, "value", None) != ""]
    if isinstance(part, ast.AST):
        yield f"({type(part).__name__}"
        for name, value in ast.iter_fields(part):
            if value is not None and value != []:
                yield f" {name}="
                yield from _written(value)
        yield ")"
    elif isinstance(part, list):
        for each in cast("list[object]", part):
            yield from _written(each)
    else:
        yield repr(part)


def _digest(texts: Iterable[str]) -> str:
    whole = hashlib.blake2b(digest_size=DIGEST)
    for text in texts:
        whole.update(text.encode() + b"\0")
    return whole.hexdigest()
