"""Typed schemas for Hydra, made from the dataclasses that already say everything."""

from dataclasses import MISSING, Field, dataclass, field, fields, make_dataclass
from typing import Any

import hydra
from hydra.core.config_store import ConfigStore
from omegaconf import MISSING as MANDATORY
from omegaconf import OmegaConf

from regret_lab.learners import LEARNERS
from regret_lab.problems import PROBLEMS

TUNED = "tuned"
"""In place of a step size: what the learner's theorem prescribes for the problem."""

# Hydra 1.4 wants it said that a second command in one process offers the same again
REPLACING: dict[str, Any] = {} if hydra.__version__.startswith("1.3") else {"replace": True}

SCALARS: tuple[Any, ...] = (bool, int, float, str)


@dataclass
class Storage:
    """Where results go, and what becomes of those that are there."""

    root: str = MANDATORY
    stale: str = "recompute"
    again: bool = False


@dataclass
class Settings:
    """The types of everything in ``conf/convergence.yaml``; the values are there."""

    horizon: int = MANDATORY
    seeds: int = MANDATORY
    engine: str = MANDATORY
    threads: int | None = None
    learners: dict[str, Any] = field(default_factory=dict[str, Any])
    grid: dict[str, Any] = field(default_factory=dict[str, Any])
    problem: Any = MANDATORY
    store: Storage = field(default_factory=Storage)
    claims: dict[str, str] = field(default_factory=dict[str, str])


@dataclass
class Hunt:
    """The types of everything in ``conf/falsify.yaml``."""

    period: int = MANDATORY
    budget: int | None = None
    threads: int | None = None
    learners: dict[str, Any] = field(default_factory=dict[str, Any])
    store: Storage = field(default_factory=Storage)


@dataclass
class Chart:
    """The types of everything in ``conf/phase.yaml``."""

    charts: list[str] = MANDATORY
    beta1: list[float] = MANDATORY
    beta2: list[float] = MANDATORY
    period: int = MANDATORY
    budget: int | None = None
    threads: int | None = None
    spikes: int = MANDATORY
    memories: list[float] = MANDATORY
    periods: list[int] = MANDATORY
    learners: dict[str, Any] = field(default_factory=dict[str, Any])
    store: Storage = field(default_factory=Storage)


def offer() -> None:
    """Let Hydra choose every registered learner and problem by name, with its types and defaults.

    A learner's configuration lands at ``learners.<name>``, so that several live side by side.
    """
    store: Any = ConfigStore.instance()
    store.__deepcopy__ = _itself
    for name, node in {"settings": Settings, "hunt": Hunt, "chart": Chart}.items():
        store.store(name=name, node=node, **REPLACING)
    for name, learner in LEARNERS.items():
        node, package = schema(name, learner), f"learners.{name}"
        store.store(group="learners", name=name, node=node, package=package, **REPLACING)
    for name, problem in PROBLEMS.items():
        store.store(group="problem", name=name, node=schema(name, problem), **REPLACING)


def _itself(memo: object) -> ConfigStore:
    """Stand for a copy of the store, which Hydra asks for anew with every group that it lists."""
    return ConfigStore.instance()


def schema(name: str, cls: type[Any]) -> type[Any]:
    """Return a dataclass with the fields, types and defaults of ``cls`` that remembers its name."""
    spec = [(item.name, _type(item), _default(item)) for item in fields(cls)]
    return make_dataclass(cls.__name__, spec, namespace={"registered": name})


def registered_name(node: object) -> str | None:
    """Return the registered name of what a composed node describes; None for a plain mapping.

    A variant in ``conf/`` that starts from ``adam`` is an ``adam``, whatever its file is called.
    """
    return getattr(OmegaConf.get_type(node), "registered", None)


def _type(item: "Field[Any]") -> Any:
    if item.name == "lr":
        return float | int | str  # a number or the word "tuned"
    return item.type if item.type in SCALARS else Any


def _default(item: "Field[Any]") -> Any:
    if item.default_factory is not MISSING:
        return field(default_factory=item.default_factory)
    return MANDATORY if item.default is MISSING else item.default
