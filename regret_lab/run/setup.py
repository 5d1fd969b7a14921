"""From a composed configuration to the objects that play."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, cast

from omegaconf import DictConfig, OmegaConf

from regret_lab.errors import ParameterError, RegretLabError, unknown_name
from regret_lab.learners import LEARNERS, Learner
from regret_lab.parameters import describe
from regret_lab.problems import PROBLEMS, Problem
from regret_lab.run.schema import TUNED, Settings, registered_name


@dataclass(frozen=True)
class Setup:
    """Who plays what, for how long, and where the result goes."""

    problem: Problem
    learners: dict[str, Learner]
    horizon: int
    seeds: int
    engine: str
    threads: int | None
    root: str

    @property
    def config(self) -> dict[str, Any]:
        """All that decides the numbers, resolved: the identity of the result."""
        return {
            "problem": {"name": type(self.problem).name, **self.problem.identity},
            "learners": {
                label: {"name": type(learner).name, **learner.values}
                for label, learner in self.learners.items()
            },
            "horizon": self.horizon,
            "seeds": self.seeds,
            "engine": self.engine,
        }


def build(cfg: DictConfig) -> Setup:
    """Build the objects that a composed configuration describes.

    Raises
    ------
    RegretLabError
        When something is unknown, missing, of the wrong type or out of its range.
    """
    check_keys(cfg, Settings)
    settings = cast("Settings", cfg)
    problem = _problem(settings.problem)
    return Setup(
        problem=problem,
        learners=learners_of(settings.learners, problem),
        horizon=settings.horizon,
        seeds=settings.seeds,
        engine=settings.engine,
        threads=settings.threads,
        root=settings.store.root,
    )


def check_keys(cfg: DictConfig, settings: type[Any]) -> None:
    """Refuse a setting that ``+`` has added beside the known ones.

    Raises
    ------
    UnknownNameError
        Names the setting and the nearest known one.
    """
    known = [item.name for item in fields(settings)]
    for key in cast("Mapping[str, Any]", cfg):
        if key not in known:
            raise unknown_name("setting", key, known)


def _problem(node: Any) -> Problem:
    name = registered_name(node)
    if name is None:
        raise RegretLabError(f"problem={node} is not a problem: {_choices('problem', PROBLEMS)}")
    return PROBLEMS[name](**_values(node, "problem", PROBLEMS[name]))


def learners_of(nodes: Mapping[str, Any], problem: Problem | None) -> dict[str, Learner]:
    """Build the chosen learners; without a problem no step size can be tuned to it.

    Raises
    ------
    RegretLabError
        When none was chosen, or one is not a learner, or a value is out of its range.
    """
    if not nodes:
        raise RegretLabError(f"no learner was chosen: {_choices('learners', LEARNERS)}")
    return {label: _learner(label, node, problem) for label, node in nodes.items()}


def _learner(label: str, node: Any, problem: Problem | None) -> Learner:
    name = registered_name(node)
    if name is None:
        raise RegretLabError(
            f"learners.{label}={node} is not a learner: {_choices('learners', LEARNERS)}; "
            f"another name for one is +learners@learners.{label}={next(iter(LEARNERS))}"
        )
    cls = LEARNERS[name]
    values = _values(node, f"learners.{label}", cls)
    lr = values.get("lr")
    if not isinstance(lr, str):
        return cls(**values)
    if lr != TUNED:
        raise ParameterError(
            f"learners.{label}.lr must be a number or the word {TUNED}, got {describe(lr)}"
        )
    if problem is None:
        raise ParameterError(f"learners.{label}.lr={TUNED} needs a problem: give it a number")
    from regret_lab import theory  # loaded where a theorem is asked

    del values["lr"]
    return theory.tuned(problem, cls(**values))


def _values(node: DictConfig, path: str, cls: type[Any]) -> dict[str, Any]:
    """Return the hyperparameters of a node by name."""
    known = [f"{path}.{item.name}" for item in fields(cls)]
    for name in cast("Mapping[str, Any]", node):
        if f"{path}.{name}" not in known:
            raise unknown_name("setting", f"{path}.{name}", known)
    container = OmegaConf.to_container(node, resolve=True, throw_on_missing=True)
    return cast("dict[str, Any]", container)


def _choices(group: str, names: Mapping[str, Any]) -> str:
    return f"write {group}={next(iter(names))}; there are: {', '.join(names)}"
