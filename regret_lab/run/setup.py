"""From a composed configuration to the objects that play."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any, cast

from omegaconf import DictConfig, OmegaConf

from regret_lab.errors import ParameterError, RegretLabError, unknown_name
from regret_lab.learners import LEARNERS, Learner
from regret_lab.parameters import describe
from regret_lab.play.clock import whole
from regret_lab.play.game import ENGINES, cores
from regret_lab.problems import PROBLEMS, Problem
from regret_lab.run.archive import Archive, archive_of
from regret_lab.run.grid import Values, check_grid, point_label, points
from regret_lab.run.point import Point
from regret_lab.run.schema import TUNED, Settings, registered_name


@dataclass(frozen=True)
class Setup:
    """Who plays what, for how long, and where the results go.

    ``learners`` are by label; a point of a grid is one of them, and ``varied`` says for each label
    of whose grid it is a point, and which settings it has there.
    """

    problem: Problem
    learners: dict[str, Learner]
    horizon: int
    seeds: int
    engine: str
    threads: int | None
    archive: Archive
    varied: dict[str, tuple[str, Values]] = field(default_factory=dict[str, tuple[str, Values]])

    @cached_property
    def points(self) -> list[Point]:
        """What there is to play: a result each."""
        restarted = not all(learner.anytime for learner in self.learners.values())
        return [
            Point(label, each, self.problem, self.horizon, self.seeds, self.engine, restarted)
            for label, each in self.learners.items()
        ]

    @property
    def has_grid(self) -> bool:
        """Whether a learner plays with more than one setting."""
        return any(values for _, values in self.varied.values())


def build(cfg: DictConfig, problems: dict[str, Problem] | None = None) -> Setup:
    """Build the objects that a composed configuration describes.

    ``problems`` remembers the problems that were built, for the next configuration.

    Raises
    ------
    RegretLabError
        When something is unknown, missing, of the wrong type or out of its range.
    """
    check_keys(cfg, Settings)
    settings = cast("Settings", cfg)
    if settings.engine not in ENGINES:
        raise unknown_name("engine", settings.engine, ENGINES)
    cores(settings.threads)
    problem = _problem(settings.problem, {} if problems is None else problems)
    learners, varied = _points_of(settings, problem)
    return Setup(
        problem=problem,
        learners=learners,
        horizon=whole(settings.horizon, "horizon", 1),
        seeds=whole(settings.seeds, "seeds", 1),
        engine=settings.engine,
        threads=settings.threads,
        archive=archive_of(settings.store),
        varied=varied,
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


def _problem(node: Any, known: dict[str, Problem]) -> Problem:
    name = registered_name(node)
    if name is None:
        raise RegretLabError(f"problem={node} is not a problem: {_choices('problem', PROBLEMS)}")
    values = _values(node, "problem", PROBLEMS[name])
    key = f"{name} {sorted(values.items())}"
    if key not in known:
        known[key] = PROBLEMS[name](**values)
    return known[key]


def _points_of(
    settings: Settings, problem: Problem
) -> tuple[dict[str, Learner], dict[str, tuple[str, Values]]]:
    """Build every learner at every point of its grid, by label."""
    nodes = settings.learners
    grid = cast("dict[str, Any]", OmegaConf.to_container(cast("Any", settings.grid), resolve=True))
    base = learners_of(nodes, problem)
    check_grid(grid, {label: type(learner).name for label, learner in base.items()})
    learners: dict[str, Learner] = {}
    varied: dict[str, tuple[str, Values]] = {}
    for label, learner in base.items():
        for values in points(label, grid.get(label, {})):
            name = point_label(label, values)
            given = {**learner.values, **values}
            learners[name] = _built(type(learner), given, f"grid.{label}", problem)
            varied[name] = (label, {key: learners[name].values[key] for key in values})
    return learners, varied


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
    cls, path = LEARNERS[name], f"learners.{label}"
    return _built(cls, _values(node, path, cls), path, problem)


def _built(
    cls: type[Learner], values: dict[str, Any], path: str, problem: Problem | None
) -> Learner:
    """Build a learner; the word ``tuned`` asks its theorem for the step size."""
    lr = values.get("lr")
    if not isinstance(lr, str):
        return cls(**values)
    if lr != TUNED:
        raise ParameterError(f"{path}.lr must be a number or the word {TUNED}, got {describe(lr)}")
    if problem is None:
        raise ParameterError(f"{path}.lr={TUNED} needs a problem: give it a number")
    from regret_lab import theory  # loaded where a theorem is asked

    values = {name: value for name, value in values.items() if name != "lr"}
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
