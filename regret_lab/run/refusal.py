"""Hydra's and OmegaConf's complaints in one line: what was given, what is allowed, the nearest."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from hydra.errors import MissingConfigException, OverrideParseException
from omegaconf import OmegaConf
from omegaconf.errors import (
    ConfigAttributeError,
    ConfigKeyError,
    MissingMandatoryValue,
    OmegaConfBaseException,
    ValidationError,
)

from regret_lab.errors import RegretLabError, unknown_name
from regret_lab.learners import LEARNERS
from regret_lab.run import conf
from regret_lab.run.grammar import SPACES
from regret_lab.run.schema import TUNED

NOUNS = {"learners": "learner"}  # groups whose name is not the noun for one of their options

EXTRAS = {"hydra/launcher/joblib": "parallel"}
"""Options that are there once an extra is installed."""

WRITTEN = "a setting is written name=value, as in horizon=1000; --help lists them"

EXPECTED = {
    "IntegerNode": "a whole number",
    "FloatNode": "a number",
    "BooleanNode": "true or false",
    "StringNode": "a word",
    "UnionNode": f"a number or the word {TUNED}",
}


def refusal(error: BaseException) -> str:
    """Return the line for an error of the configuration, whichever library found it."""
    cause = error.__cause__
    if isinstance(error, RegretLabError):
        return str(error)
    if isinstance(error, MissingConfigException):
        return _unknown_option(error)
    if isinstance(error, OverrideParseException):
        return f"cannot read {error.override!r}: {_unreadable(error)}"
    if isinstance(cause, (ConfigAttributeError, ConfigKeyError)):
        return _unknown_setting(cause)
    if isinstance(cause, ValidationError):
        return _wrong_type(cause)
    if isinstance(error, MissingMandatoryValue):
        return f"{error.full_key} has no default: write {error.full_key}=..."
    if re.match(r"Ambiguous value for argument", str(error)) or "--multirun" in str(error):
        given = re.search(r"argument '(.*?)'", str(error))
        return f"{given[1] if given else 'a setting'} stands for several values: add -m"
    if twice := re.match(r"Multiple values for (\w+)", str(error)):
        return f"{twice[1]} has a value already: write {twice[1]}=..., without the +"
    return " ".join(str(error).split())


def _unreadable(error: OverrideParseException) -> str:
    """Say why a setting cannot be read, as far as that can be told."""
    said, given = str(error), str(error.override)
    if unknown := re.search(r"Unknown function '(\w+)'", said):
        return str(unknown_name("function", unknown[1], [*SPACES, "range", "choice"]))
    if function := re.search(r"while evaluating '.*?': (.*)", said):
        return function[1]
    if re.search(r",\s*(,|$|\])|,\s|=,", given):
        return "a value is missing, or follows a space: write a,b, or quote the whole"
    return "a setting is written name=value, as in horizon=1000"


def unknown_flag(arguments: list[str]) -> str | None:
    """Return the line for a setting that is written like an option, as in ``--horizon 1000``."""
    for argument in arguments:
        name = argument.removeprefix("--").partition("=")[0]
        if argument.startswith("--") and name not in FLAGS:
            return f"no option is called {argument!r}: {WRITTEN}"
    return None


FLAGS = (
    *("help", "hydra-help", "version", "cfg", "resolve", "package", "run", "multirun", "info"),
    *("shell-completion", "config-path", "config-name", "config-dir", "experimental-rerun"),
)


def _unknown_option(error: MissingConfigException) -> str:
    group, _, name = (error.missing_cfg_file or "").rpartition("/")
    options = error.options or _options(group)
    if not options:
        return f"there is no group {group!r} of configurations"
    line = str(unknown_name(NOUNS.get(group, group), name, options))
    extra = EXTRAS.get(f"{group}/{name}")
    return f"{line} It comes with pip install 'regret-lab[{extra}]'." if extra else line


def _options(group: str) -> list[str]:
    """Return what a group offers: Hydra does not say it of an entry in a list."""
    registered = list(LEARNERS) if group == "learners" else []
    return registered + [path.stem for path in (Path(conf.folder()) / group).glob("*.yaml")]


def _unknown_setting(error: OmegaConfBaseException) -> str:
    parent, path = error.parent_node, str(error.full_key)
    prefix = path.rpartition(".")[0]
    chosen = list(cast("Mapping[str, Any]", parent))
    if prefix == "learners" and str(error.key) in LEARNERS:
        return (
            f"{error.key} is not among the chosen learners ({', '.join(chosen)}): "
            f"choose it with learners=[{','.join([*chosen, str(error.key)])}]"
        )
    siblings = [f"{prefix}.{name}" if prefix else name for name in chosen]
    everything = cast("dict[str, Any]", OmegaConf.to_container(_root(parent)))
    everything.pop("hydra", None)
    same_leaf = [name for name in _paths(everything) if name.endswith(f".{path}")]
    return str(unknown_name("setting", path, same_leaf or siblings))


def _wrong_type(error: OmegaConfBaseException) -> str:
    expected = EXPECTED.get(type(error.child_node).__name__, "something else")
    value: object = error.value
    line = f"{error.full_key} must be {expected}, got {value!r}"
    if expected == EXPECTED["IntegerNode"] and isinstance(value, float) and value.is_integer():
        line += f"; write {int(value)}"
    return line


def _root(node: Any) -> Any:
    parent = node._get_parent()
    return node if parent is None else _root(parent)


def _paths(node: Mapping[Any, Any], prefix: str = "") -> Iterator[str]:
    """Yield the full name of every setting below a node."""
    for name, child in node.items():
        yield f"{prefix}{name}"
        if isinstance(child, Mapping):
            yield from _paths(cast("Mapping[Any, Any]", child), f"{prefix}{name}.")
