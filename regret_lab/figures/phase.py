"""Charts of how much a learner loses in the worst case."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from matplotlib import colormaps, colors
from matplotlib import figure as canvas

from regret_lab.figures import style
from regret_lab.figures.finding import sequence
from regret_lab.store import Record

SLOPE = 0.0385
"""Worst average regret over n(1 − β2), while the period n is long for β1 and short for β2."""

SHAPES = 4
"""Worst sequences that are drawn beside the map."""


class Cell(Protocol):
    """A search at its place in a chart."""

    @property
    def across(self) -> float: ...
    @property
    def down(self) -> float: ...
    @property
    def record(self) -> Record: ...


class Spikes(Protocol):
    """Average regret on spikes, by height above n − 1 (rows) and period (columns)."""

    @property
    def periods(self) -> style.Numbers: ...
    @property
    def heights(self) -> style.Numbers: ...
    @property
    def loss(self) -> style.Numbers: ...
    @property
    def critical(self) -> style.Numbers: ...


def betas(cells: Sequence[Cell], title: str, folder: str | Path) -> list[Path]:
    """Write the map over (β1, β2) with the worst shapes beside it."""
    columns = sorted({cell.across for cell in cells})
    rows = sorted({cell.down for cell in cells})
    scores = np.zeros((len(rows), len(columns)))
    for cell in cells:
        scores[rows.index(cell.down), columns.index(cell.across)] = cell.record.meta["score"]
    with style.paper():
        figure: style.Figure = canvas.Figure(figsize=(style.FULL_WIDTH, 3.0))
        grid = figure.add_gridspec(SHAPES, 2, width_ratios=[2.4, 1.0])
        axes = figure.add_subplot(grid[:, 0])
        _map(figure, axes, scores, [f"{b:g}" for b in columns], [f"{b:g}" for b in rows])
        axes.set_xlabel(r"$\beta_2$")
        axes.set_ylabel(r"$\beta_1$")
        axes.set_title(r"(a) worst certified $\lim R_T/(TDG)$")
        for place, cell in enumerate(_spread(cells)):
            shape = figure.add_subplot(grid[place, 1])
            sequence(shape, _scaled(cell.record.arrays["gradients"]))
            shape.set_yticks([-1, 1])
            shape.set_xticks([])
            label = rf"$\beta = ({cell.down:g}, {cell.across:g})$"
            shape.set_title(f"(b) the worst shapes: {label}" if place == 0 else label)
        figure.suptitle(title, x=0.01, ha="left", fontsize=8)
        return style.save(figure, Path(folder), "phase-betas")


def memory(cells: Sequence[Cell], title: str, folder: str | Path) -> list[Path]:
    """Write the worst average regret against n(1 − β2), a line for each β2."""
    with style.paper():
        figure: style.Figure = canvas.Figure(figsize=(style.FULL_WIDTH / 2, 2.4))
        axes = figure.subplots()
        for index, beta2 in enumerate(sorted({cell.down for cell in cells})):
            line = sorted(
                (c.across, float(c.record.meta["score"])) for c in cells if c.down == beta2
            )
            periods, scores = np.array(line).T
            known = scores > 0.0
            label = rf"$\beta_2 = {beta2:g}$"
            ratio = periods * (1.0 - beta2)
            axes.plot(ratio[known], scores[known], marker=".", label=label, **style.line(index))
        ratios = [cell.across * (1.0 - cell.down) for cell in cells]
        guide = np.geomspace(min(ratios), max(ratios), 50)
        label = rf"${SLOPE}\, n(1 - \beta_2)$"
        axes.plot(guide, np.minimum(SLOPE * guide, 0.5), label=label, **style.GUIDE)
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xlabel(r"$n(1 - \beta_2)$")
        axes.set_ylabel(r"$\lim R_T/(TDG)$")
        axes.legend()
        figure.suptitle(title, x=0.01, ha="left", fontsize=8)
        return style.save(figure, Path(folder), "phase-memory")


def spikes(table: Spikes, title: str, folder: str | Path) -> list[Path]:
    """Write the map over the period and the height of one spike, with the boundary C*(n)."""
    with style.paper():
        figure: style.Figure = canvas.Figure(figsize=(style.FULL_WIDTH / 2, 2.6))
        axes = figure.subplots()
        shown = np.where(table.loss > 0.0, table.loss, np.nan)
        mesh = axes.pcolormesh(
            table.periods, table.heights, shown, shading="nearest", cmap="viridis", rasterized=True
        )
        figure.colorbar(mesh, ax=axes, label=r"$\lim R_T/(TDG)$, proved")
        edge = table.critical / (table.periods - 1.0) - 1.0
        axes.plot(table.periods, edge, color="black", linewidth=1.0, label=r"$C^*(n)$")
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_ylim(table.heights[0], table.heights[-1])
        axes.set_xlabel(r"period $n$")
        axes.set_ylabel(r"$C/(n-1) - 1$")
        axes.legend(loc="upper left")
        figure.suptitle(title, x=0.01, ha="left", fontsize=8)
        return style.save(figure, Path(folder), "phase-spikes")


def _map(
    figure: style.Figure,
    axes: style.Axes,
    scores: style.Numbers,
    across: list[str],
    down: list[str],
) -> None:
    """Draw a heat map with the number in each cell; a cell without a failure stays grey."""
    found = np.ma.masked_less_equal(scores, 0.0)
    low = float(found.min()) if found.count() else 1e-3
    shades: Any = colormaps["viridis"].with_extremes(bad="0.85")
    norm = colors.LogNorm(low, max(0.5, 2.0 * low))
    image = axes.imshow(found, origin="lower", aspect="auto", cmap=shades, norm=norm)
    axes.set_xticks(range(len(across)), across)
    axes.set_yticks(range(len(down)), down)
    for (i, j), score in np.ndenumerate(scores):
        dark = score < 0.05
        text = f"{score:.2g}" if score > 0.0 else "none"
        axes.text(j, i, text, ha="center", va="center", fontsize=6, color="w" if dark else "k")
    figure.colorbar(image, ax=axes)


def _spread(cells: Sequence[Cell]) -> list[Cell]:
    """Return a few failures from the mildest to the worst."""
    found = sorted(
        (cell for cell in cells if cell.record.meta["found"]),
        key=lambda cell: cell.record.meta["score"],
    )
    if not found:
        return []
    places = np.unique(np.linspace(len(found) - 1, 0, SHAPES).astype(int))[::-1]
    return [found[place] for place in places]


def _scaled(gradients: style.Numbers) -> style.Numbers:
    return gradients / np.abs(gradients).max()
