"""Panels described by their data: curves, points, guides and maps, drawn in the house's look."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import matplotlib
import numpy as np
from matplotlib import figure as canvas

from regret_lab.figures import style
from regret_lab.figures.style import GUIDE, Axes, Numbers, line

HEIGHT, ALONE = 2.15, 0.62
"""Inches, and the width of a panel that stands alone, in units of the full width."""
BLUE_TO_RED: Any = matplotlib.colormaps["RdBu_r"]
DOTS = 130
"""Dots per inch of a picture for a page: small files that are sharp on a screen."""


@dataclass(frozen=True)
class Curve:
    """Numbers to draw: a line, points, or a thin grey guide; x and y have the same shape (n,)."""

    x: Numbers
    y: Numbers
    label: str = ""
    look: Literal["line", "points", "guide"] = "line"


@dataclass(frozen=True)
class Map:
    """A positive function of two variables, ``z`` of shape (len(y), len(x)), and its contours."""

    x: Numbers
    y: Numbers
    z: Numbers
    levels: tuple[float, ...]


@dataclass(frozen=True)
class Panel:
    """One pair of axes: what is drawn on them and what they are called."""

    title: str
    x: str
    y: str
    curves: tuple[Curve, ...]
    scales: tuple[str, str] = ("linear", "linear")
    limits: tuple[float, float] | None = None
    """The ends of the vertical axis; by default the data's."""
    map: Map | None = None
    legend: str = "best"


def chart(panels: Sequence[Panel]) -> style.Figure:
    """Return the figure of the panels, side by side."""
    width = style.FULL_WIDTH * (1.0 if len(panels) > 1 else ALONE)
    figure: style.Figure = canvas.Figure(figsize=(width, HEIGHT))
    several = figure.subplots(1, len(panels), squeeze=False)[0]
    for letter, axes, panel in zip("abc", several, panels, strict=False):
        draw(axes, panel)
        axes.set_title(f"({letter}) {panel.title}" if len(panels) > 1 else panel.title)
    return figure


def draw(axes: Axes, panel: Panel) -> None:
    """Draw one panel; lines and points that follow each other differ in colour and dashes."""
    axes.set_xscale(panel.scales[0])
    axes.set_yscale(panel.scales[1])
    if panel.map is not None:
        _contours(axes, panel.map)
    seen = 0
    for curve in panel.curves:
        look: dict[str, Any] = GUIDE if curve.look == "guide" else line(seen)
        if curve.look == "points":
            look = {"color": look["color"], "marker": "o", "markersize": 3, "linestyle": "none"}
        seen += curve.look != "guide"
        axes.plot(curve.x, curve.y, label=curve.label or None, **look)
    axes.set_xlabel(panel.x)
    axes.set_ylabel(panel.y)
    if panel.limits is not None:
        axes.set_ylim(*panel.limits)
    if any(curve.label for curve in panel.curves):
        axes.legend(loc=panel.legend)


def _contours(axes: Axes, field: Map) -> None:
    """Draw levels as labelled lines over tints, blue below the middle one and red above it."""
    bounds = [field.z.min() / 2.0, *field.levels, field.z.max() * 2.0]
    shades = np.linspace(-1.0, 1.0, len(bounds) - 1)
    tints = [BLUE_TO_RED(0.5 + 0.4 * shade) for shade in shades]
    axes.contourf(field.x, field.y, field.z, bounds, colors=tints, alpha=0.5)
    drawn = axes.contour(field.x, field.y, field.z, field.levels, colors="0.3", linewidths=0.6)
    axes.clabel(drawn, fmt="%g", fontsize=6, inline_spacing=2)


def write(panels: Sequence[Panel], folder: str | Path, name: str) -> list[Path]:
    """Write the figure of the panels as PDF and PNG and return their paths.

    Raises
    ------
    OSError
        When the folder cannot be written.
    """
    with style.paper():
        return style.save(chart(panels), Path(folder), name)


def write_picture(panels: Sequence[Panel], folder: str | Path, name: str) -> Path:
    """Write the figure of the panels as one small PNG for a page and return its path.

    Raises
    ------
    OSError
        When the folder cannot be written.
    """
    path = Path(folder) / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    with style.paper():
        chart(panels).savefig(
            path, dpi=DOTS, metadata=style.UNDATED["png"], pil_kwargs={"optimize": True}
        )
    return path
