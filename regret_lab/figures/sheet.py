"""The figure of the main job: the panels side by side, one legend below."""

import math
from pathlib import Path

from matplotlib import figure as canvas

from regret_lab.figures import style
from regret_lab.figures.curves import BAND, RegretTable, data
from regret_lab.figures.panels import PANELS
from regret_lab.store import Record

PANEL, ROW = 1.95, 0.15
"""Inches: the height of a panel with its labels, and of a row of the legend."""
LETTERS = 125
"""What the width of the figure holds in the legend's type."""


def draw(record: Record, folder: str | Path) -> list[Path]:
    """Write ``regret.pdf`` and ``regret.png`` into ``folder`` and return their paths.

    Raises
    ------
    OSError
        When the folder cannot be written.
    """
    with style.paper():
        return style.save(sheet(data(record)), Path(folder), "regret")


def sheet(table: RegretTable) -> style.Figure:
    """Return the figure of a table."""
    figure: style.Figure = canvas.Figure(figsize=(style.FULL_WIDTH, PANEL))
    panels = figure.subplots(1, len(PANELS), squeeze=False)[0]
    for axes, panel in zip(panels, PANELS, strict=True):
        panel(axes, table)
    handles, labels = panels[-1].get_legend_handles_labels()
    columns = max(1, min(len(labels), LETTERS // (max(map(len, labels)) + 8)))
    figure.legend(handles, labels, loc="outside lower center", ncols=columns)
    figure.set_figheight(PANEL + ROW * math.ceil(len(labels) / columns))
    figure.suptitle(caption(table), x=0.01, ha="left", fontsize=8)
    return figure


def caption(table: RegretTable) -> str:
    """Say what the lines and the bands are."""
    low, high = (f"{100 * quantile:.0f} %" for quantile in BAND)
    if table.seeds == 1:
        return f"{table.problem}, one seed"
    return f"{table.problem}, {table.seeds} seeds: mean, and band from {low} to {high} of the seeds"
