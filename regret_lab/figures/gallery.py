"""Several results in one figure: their average regrets, a panel each."""

import math
from collections.abc import Mapping
from pathlib import Path

from matplotlib import figure as canvas

from regret_lab.figures import style
from regret_lab.figures.curves import data
from regret_lab.figures.panels import decay
from regret_lab.store import Record

ACROSS = 3
PANEL = 1.75
"""Panels in a row, and the height of one in inches."""


def gallery(records: Mapping[str, Record], folder: str | Path, name: str) -> list[Path]:
    """Write the average regret of each result, under its title, into one PDF and one PNG.

    Where the pseudo-regret is known, it is the one that is drawn.

    Raises
    ------
    OSError
        When the folder cannot be written.
    """
    with style.paper():
        return style.save(wall(records), Path(folder), name)


def wall(records: Mapping[str, Record]) -> style.Figure:
    """Return the figure of titled results; every learner looks the same in all panels."""
    names = list(dict.fromkeys(who for record in records.values() for who in record.learners))
    rows = math.ceil(len(records) / ACROSS)
    across = min(ACROSS, len(records))
    figure: style.Figure = canvas.Figure(
        figsize=(style.FULL_WIDTH * across / ACROSS, PANEL * rows + 0.3)
    )
    panels = figure.subplots(rows, across, squeeze=False).ravel()
    for axes, (title, record) in zip(panels, records.items(), strict=False):
        decay(axes, data(record, expected=True), names)
        axes.set_title(title)
    for axes in panels[len(records) :]:
        axes.set_axis_off()
    shown = {
        label: handle
        for axes in panels[: len(records)]
        for handle, label in zip(*axes.get_legend_handles_labels(), strict=True)
    }
    figure.legend(shown.values(), shown.keys(), loc="outside lower center", ncols=len(shown))
    return figure
