"""The jobs of a sweep: what its grids come to, each composed and checked before the first is run.

A job is a structural choice: a problem, who plays, for how long. The hyperparameters of a learner
that vary are a grid inside the job, so that the engine plays them as blocks.
"""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, cast

from hydra._internal.config_loader_impl import ConfigLoaderImpl
from hydra.core.config_loader import ConfigLoader
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override
from omegaconf import DictConfig, open_dict

from regret_lab.errors import RegretLabError
from regret_lab.problems import Problem
from regret_lab.run.setup import Setup, build

HYPERPARAMETER = re.compile(r"\+{0,2}(?:learners|grid)\.([^.]+)\.(\w+)")

ALIKE = re.compile(r"\+{0,2}(store\.|threads$|claims)")
"""What does not tell results apart cannot vary."""


GRID = "++grid."


@dataclass(frozen=True)
class Job:
    """The overrides that Hydra composes, the words that tell it from the others, and the setup."""

    overrides: tuple[str, ...]
    title: str
    setup: Setup


def jobs_of(
    loader: ConfigLoader,
    master: DictConfig,
    params: Mapping[str, Any],
    grids: Sequence[Mapping[str, Any]],
    arguments: Sequence[str],
) -> list[Job]:
    """Return the jobs of a union of grids, all of them valid; those with equal points once.

    Raises
    ------
    RegretLabError
        When a grid is empty, or a value anywhere is out of its range.
    HydraException
        When a setting is unknown or of the wrong type.
    """
    composer = Composer(loader, master)
    problems: dict[str, Problem] = {}
    found: dict[tuple[str, ...], Job] = {}
    written: list[tuple[str, ...]] = []
    for grid in grids:
        lines = [*_lines(params), *_lines(grid), *arguments]
        written += combinations(OverridesParser.create(config_loader=loader), lines)
    shared = {line for line in written[0] if all(line in other for other in written)}
    for overrides in written:
        setup = build(composer.compose(overrides), problems)
        told = [each for each in overrides if each not in shared and not each.startswith(GRID)]
        keys = tuple(point.blank.key for point in setup.points)
        found.setdefault(keys, Job(overrides, " ".join(told), setup))
    return list(found.values())


def combinations(parser: OverridesParser, lines: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield the overrides of each job: the product of what varies, hyperparameters apart.

    Raises
    ------
    RegretLabError
        When something varies over nothing.
    """
    axes: dict[str, list[str]] = {}
    for override in parser.parse_overrides(list(lines)):
        key = override.get_key_element()
        if not override.is_sweep_override():
            axes[key] = [f"{key}={override.get_value_element_as_str()}"]
            continue
        if not override.is_discrete_sweep():
            raise RegretLabError(
                f"{override.input_line} has no end of values: write {key}=range(...), "
                f"{key}=logspace(-3,0,7) or the values themselves"
            )
        if ALIKE.match(key):
            raise RegretLabError(f"{key} tells no results apart: it cannot vary in a sweep")
        values = list(override.sweep_string_iterator())
        if not values:
            raise RegretLabError(f"{override.input_line} is empty: write at least one value")
        inside = HYPERPARAMETER.fullmatch(key)
        if inside:
            axes[key] = [f"{GRID}{inside[1]}.{inside[2]}=[{','.join(values)}]"]
        else:
            axes[key] = list(dict.fromkeys(f"{key}={value}" for value in values))
    yield from itertools.product(*axes.values())


def _lines(settings: Mapping[str, Any]) -> list[str]:
    """Write the settings of a grid as a user would on the command line."""
    return [f"{key}={_text(value)}" for key, value in settings.items()]


def _text(value: object) -> str:
    """Write a value, or several, in the grammar of the command line."""
    if isinstance(value, list):
        return ",".join(map(_text, cast("list[object]", value)))
    if isinstance(value, bool):
        return str(value).lower()
    return "null" if value is None else str(value)


@dataclass
class Composer:
    """Composes jobs; those that differ in plain values share one composition by Hydra."""

    loader: ConfigLoader
    master: DictConfig
    bases: dict[tuple[str, ...], DictConfig] = field(default_factory=dict[Any, DictConfig])
    copies: dict[tuple[str, ...], DictConfig] = field(default_factory=dict[Any, DictConfig])
    read: dict[str, tuple[Override, bool]] = field(default_factory=dict[str, Any])

    def compose(self, overrides: Sequence[str]) -> DictConfig:
        """Return the configuration of a job; it holds until the next one is asked for.

        Jobs that set the same plain values write over each other's in one copy.

        Raises
        ------
        HydraException
            When a setting is unknown or of the wrong type.
        """
        parsed = {line: self._parsed(line) for line in overrides}
        chosen = tuple(line for line, (_, structural) in parsed.items() if structural)
        if chosen not in self.bases:
            whole = self.loader.load_sweep_config(self.master, list(chosen))
            with open_dict(whole):
                del whole["hydra"]
            self.bases[chosen] = whole
        values = [override for override, structural in parsed.values() if not structural]
        cfg = self._copy(chosen, values)
        loader: Any = ConfigLoaderImpl  # what Hydra itself does after it has composed
        loader._apply_overrides_to_config(values, cfg)
        return cfg

    def _copy(self, chosen: tuple[str, ...], values: Sequence[Override]) -> DictConfig:
        plain = all(not isinstance(each.value(), dict) for each in values)
        if not plain or any(each.is_add() or each.is_delete() for each in values):
            return deepcopy(self.bases[chosen])
        same = (*chosen, *(each.key_or_group for each in values))
        if same not in self.copies:
            self.copies[same] = deepcopy(self.bases[chosen])
        return self.copies[same]

    def _parsed(self, line: str) -> tuple[Override, bool]:
        """Return an override, and whether it is structural."""
        if line not in self.read:
            parser = OverridesParser.create(config_loader=self.loader)
            (override,) = parser.parse_overrides([line])
            self.read[line] = override, self._structural(override)
        return self.read[line]

    def _structural(self, override: Override) -> bool:
        """Say whether Hydra has to compose anew: for a choice of files, or a setting of its own."""
        key = override.key_or_group
        return (
            override.package is not None
            or override.is_delete()
            or key.startswith("hydra.")
            or bool(self.loader.get_group_options(key))
        )
