"""Three views of the same curves: R(t), R(t)/t, and R(t) on logarithmic axes."""

from collections.abc import Sequence

import numpy as np

from regret_lab.arrays import Array
from regret_lab.figures.curves import RegretTable
from regret_lab.figures.style import GUIDE, Axes, bound_line, line

SETTLED = 10
"""The first rounds say nothing of growth; logarithmic axes start here."""
NEAR, FAR = 3.0, 30.0
"""A bound within this factor of the regret is shown on a linear and a logarithmic axis."""
LARGE = 10_000
"""A linear axis that reaches this far counts in thousands."""
DECADES = 6
"""The most that a logarithmic axis shows below its top."""


def regret(axes: Axes, table: RegretTable) -> None:
    """Draw R(t) with its band and the bounds that come near."""
    _curves(axes, table, np.ones_like(table.t, dtype=float))
    near = _references(axes, table, np.ones_like(table.t, dtype=float), NEAR)
    axes.set_ylim(1.05 * min(0.0, _smallest(table.low)), 1.05 * max(near, _largest(table.high)))
    axes.set_xlim(0, table.t[-1])
    for axis in (axes.xaxis, axes.yaxis):
        if max(np.abs(axis.get_view_interval())) >= LARGE:
            axis.set_major_formatter(_thousands)
    _labels(axes, "(a) regret", r"$R(t)$")


def average(axes: Axes, table: RegretTable) -> None:
    """Draw R(t)/t, which goes to zero exactly when the learner has no regret."""
    t, start = table.t.astype(float), _start(table)
    _curves(axes, table, t)
    _references(axes, table, t, FAR)
    top = _largest((table.high / t)[:, start:])
    bottom = min(0.0, _smallest((table.low / t)[:, start:]))
    axes.axhline(0.0, color="0.8", linewidth=0.6, zorder=0)
    axes.set_xscale("log")
    axes.set_xlim(*_span(table))
    axes.set_ylim(1.05 * bottom - 0.02 * top, 1.05 * top)
    _labels(axes, "(b) average regret", r"$R(t)/t$")


def growth(axes: Axes, table: RegretTable) -> None:
    """Draw R(t) where it is positive: a power of t is a straight line."""
    start = _start(table)
    axes.set_xscale("log")
    axes.set_yscale("log", nonpositive="clip")
    _curves(axes, table, np.ones_like(table.t, dtype=float))
    far = _references(axes, table, np.ones_like(table.t, dtype=float), FAR)
    means = table.mean[:, start:]
    top = max(far, _largest(table.high), float(table.guide[-1]))
    bottom = max(_smallest(means[means > 0]), top / 10.0**DECADES)
    axes.set_xlim(*_span(table))
    axes.set_ylim(bottom / 1.5, 1.5 * top)
    _labels(axes, "(c) growth", r"$R(t)$")


def decay(axes: Axes, table: RegretTable, cast: Sequence[str]) -> None:
    """Draw R(t)/t on logarithmic axes: a learner with linear regret levels off.

    ``cast`` lists the learners of all panels of a figure, so that each looks the same in all.
    """
    t, start = table.t.astype(float), _start(table)
    axes.set_xscale("log")
    axes.set_yscale("log", nonpositive="clip")
    _curves(axes, table, t, cast)
    axes.plot(t, table.guide / t, label=r"$\propto 1/\sqrt{t}$", **GUIDE)
    means = (table.mean / t)[:, start:]
    top = _largest(means)
    bottom = max(_smallest(means[means > 0]), top / 10.0**DECADES)
    axes.set_xlim(*_span(table))
    axes.set_ylim(bottom / 1.5, 1.5 * top)
    _labels(axes, "average regret", r"$R(t)/t$")


PANELS = (regret, average, growth)


def _thousands(value: float, _position: int) -> str:
    return f"{value / 1000:g}k" if value else "0"


def _curves(axes: Axes, table: RegretTable, unit: Array, cast: Sequence[str] = ()) -> None:
    """Draw every learner, divided by ``unit``."""
    for index, learner in enumerate(table.learners):
        look = line((cast or table.learners).index(learner))
        mean, low, high = (part[index] / unit for part in (table.mean, table.low, table.high))
        if axes.get_yscale() == "log":  # a gap, not a fall to the bottom
            mean = np.where(mean > 0, mean, np.nan)
        axes.fill_between(table.t, low, high, color=look["color"], alpha=0.16, linewidth=0)
        axes.plot(table.t, mean, label=learner, **look)


def _references(axes: Axes, table: RegretTable, unit: Array, factor: float) -> float:
    """Draw the guide and the bounds that end near the regret; return the highest end of a bound."""
    reach = factor * _largest(table.high)
    near = {who: bound for who, bound in table.bounds.items() if bound[-1] <= reach}
    for (theorem, learner), bound in near.items():
        others = [name for name, who in near if who == learner]
        look = bound_line(table.learners.index(learner), others.index(theorem))
        doubt = ", known false" if theorem in table.false else ""
        axes.plot(table.t, bound / unit, label=f"bound {theorem} ({learner}){doubt}", **look)
    axes.plot(table.t, table.guide / unit, label=r"$\propto\sqrt{t}$", **GUIDE)
    return max((float(bound[-1]) for bound in near.values()), default=0.0)


def _labels(axes: Axes, title: str, quantity: str) -> None:
    axes.set_title(title)
    axes.set_xlabel(r"round $t$")
    axes.set_ylabel(quantity)


def _span(table: RegretTable) -> tuple[float, float]:
    """Return the ends of a logarithmic axis; a single round still has a width."""
    first, last = float(table.t[_start(table)]), float(table.t[-1])
    return first, max(last, 2.0 * first)


def _start(table: RegretTable) -> int:
    """Return the index of the first checkpoint that a logarithmic axis shows."""
    return int(np.searchsorted(table.t, min(SETTLED, table.t[-1] / 2)))


def _largest(values: Array) -> float:
    finite = values[np.isfinite(values)]
    return float(finite.max()) if finite.size and finite.max() > 0 else 1.0


def _smallest(values: Array) -> float:
    finite = values[np.isfinite(values)]
    return float(finite.min()) if finite.size else 0.0
