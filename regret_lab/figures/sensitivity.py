"""How much the step size matters: the regret over it, the best one per horizon, and what is left.

One row of panels for each case: (a) R(T) over the step size, mean and band over seeds; (b) the best
step size for each horizon; (c) R(t)/√t at that step size. What a theorem prescribes is marked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from matplotlib import figure as canvas

from regret_lab.arrays import Array, Rounds
from regret_lab.figures import style
from regret_lab.figures.curves import BAND
from regret_lab.store import Record

PANEL = 1.9
"""Inches: the height of a row of panels."""
FROM = 10
"""The first horizon that is drawn."""
ABOVE = 300.0
"""A regret this many times the least one of its panel is off the scale."""


class Case(Protocol):
    """Results of learners on one problem, at the points of their grids."""

    @property
    def title(self) -> str: ...
    @property
    def problem(self) -> str: ...
    @property
    def records(self) -> Mapping[str, Record]: ...
    @property
    def varied(self) -> Mapping[str, tuple[str, Mapping[str, Any]]]: ...


@dataclass(frozen=True)
class Sensitivity:
    """One learner's regret over its step size.

    ``lr`` (P,), increasing; ``mean``, ``low``, ``high`` (P, K) over seeds at the checkpoints ``t``;
    the least over its other settings where those vary too. ``tuned`` is what a theorem prescribes.
    """

    learner: str
    lr: Array
    t: Rounds
    mean: Array
    low: Array
    high: Array
    tuned: float | None

    @property
    def best(self) -> Rounds:
        """The position of the best step size at each checkpoint, shape (K,)."""
        finite = np.where(np.isfinite(self.mean), self.mean, np.inf)
        return np.argmin(finite, axis=0).astype(np.int64)


def tables(case: Case) -> list[Sensitivity]:
    """Return the table of every learner whose step size varies."""
    return [_table(learner, by_lr) for learner, by_lr in _by_step(case).items()]


def steps_vary(case: Case) -> bool:
    """Say whether there is a learner with several step sizes."""
    return bool(_by_step(case))


def _by_step(case: Case) -> dict[str, dict[float, list[Record]]]:
    """Return the results of every learner with several step sizes, by step size."""
    groups: dict[str, dict[float, list[Record]]] = {}
    for label, record in case.records.items():
        learner, values = case.varied[label]
        if "lr" in values:
            groups.setdefault(learner, {}).setdefault(float(values["lr"]), []).append(record)
    return {learner: by_lr for learner, by_lr in groups.items() if len(by_lr) > 1}


def _table(learner: str, by_lr: dict[float, list[Record]]) -> Sensitivity:
    steps = sorted(by_lr)
    chosen = [min(by_lr[lr], key=_worst_last) for lr in steps]
    upper = np.stack([record.arrays["upper"][0] for record in chosen])
    lower = np.stack([record.arrays["lower"][0] for record in chosen])
    return Sensitivity(
        learner=learner,
        lr=np.array(steps),
        t=chosen[0].arrays["t"],
        mean=upper.mean(axis=1),
        low=np.quantile(lower, BAND[0], axis=1),
        high=np.quantile(upper, BAND[1], axis=1),
        tuned=chosen[0].meta.get("tuned_lr"),
    )


def _worst_last(record: Record) -> float:
    mean = float(record.arrays["upper"][0, :, -1].mean())
    return mean if np.isfinite(mean) else np.inf


def sensitivity(cases: Sequence[Case], folder: str | Path, name: str) -> list[Path]:
    """Write the figure of several cases and return its files.

    Raises
    ------
    OSError
        When the folder cannot be written.
    """
    with style.paper():
        return style.save(wall([(case, tables(case)) for case in cases]), Path(folder), name)


def wall(rows: Sequence[tuple[Case, Sequence[Sensitivity]]]) -> style.Figure:
    """Return the figure; every learner looks the same in all panels."""
    names = list(dict.fromkeys(table.learner for _, row in rows for table in row))
    columns = min(7, len(names))
    height = PANEL * len(rows) + 0.16 * -(-len(names) // max(1, columns)) + 0.2
    figure: style.Figure = canvas.Figure(figsize=(style.FULL_WIDTH, height))
    grid = figure.subplots(len(rows), 3, squeeze=False)
    for (case, row), panels in zip(rows, grid, strict=True):
        for table in row:
            look = style.line(names.index(table.learner))
            _over_step(panels[0], table, look)
            _over_time(panels[1], panels[2], table, look)
        title = case.title.replace("problem=", "") or case.problem.partition("(")[0]
        _dress(panels, title, row)
    shown: dict[str, Any] = {}
    for axes in grid[:, 0]:
        for handle, label in zip(*axes.get_legend_handles_labels(), strict=True):
            shown.setdefault(label, handle)
    figure.legend(shown.values(), shown.keys(), loc="outside lower center", ncols=columns)
    return figure


def _over_step(axes: style.Axes, table: Sensitivity, look: dict[str, Any]) -> None:
    last = table.mean[:, -1]
    axes.fill_between(
        table.lr, table.low[:, -1], table.high[:, -1], color=look["color"], alpha=0.13, linewidth=0
    )
    axes.plot(table.lr, last, label=table.learner, **look)
    if table.tuned is not None and table.lr[0] <= table.tuned <= table.lr[-1]:
        at = np.interp(np.log([table.tuned]), np.log(table.lr), last)
        edge = {"markeredgecolor": "white", "markeredgewidth": 0.4}
        axes.plot([table.tuned], at, "*", color=look["color"], markersize=7, zorder=5, **edge)


def _over_time(
    steps: style.Axes, scaled: style.Axes, table: Sensitivity, look: dict[str, Any]
) -> None:
    late = np.flatnonzero(table.t >= min(FROM, table.t[-1]))
    best = table.best[late]
    steps.step(table.t[late], table.lr[best], where="mid", **look)
    if table.tuned is not None:
        steps.axhline(table.tuned, color=look["color"], linewidth=0.6, linestyle=(0, (1, 1.5)))
    scaled.plot(table.t[late], table.mean[best, late] / np.sqrt(table.t[late]), **look)


def _dress(panels: Sequence[style.Axes], title: str, row: Sequence[Sensitivity]) -> None:
    over_step, steps, scaled = panels
    for axes in (over_step, steps, scaled):
        axes.set_xscale("log")
    over_step.set_yscale("log", nonpositive="clip")
    steps.set_yscale("log")
    means = np.concatenate([table.mean[:, -1] for table in row]) if row else np.ones(1)
    positive = means[np.isfinite(means) & (means > 0)]
    if positive.size:
        floor = float(positive.min())
        over_step.set_ylim(floor / 1.5, min(1.3 * float(positive.max()), ABOVE * floor))
    horizon = int(row[0].t[-1]) if row else 1
    over_step.set_title(f"{title}, T = {horizon}")
    over_step.set_xlabel("step size")
    over_step.set_ylabel(r"$R(T)$")
    steps.set_title("best step size per horizon")
    steps.set_xlabel(r"horizon $T$")
    scaled.set_title(r"$R(T)/\sqrt{T}$ at the best step size")
    scaled.set_xlabel(r"horizon $T$")
    scaled.set_yscale("log", nonpositive="clip")
