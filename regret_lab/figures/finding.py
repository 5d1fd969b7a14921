"""The worst sequence of a search, and the game in which it leads the learner astray."""

from pathlib import Path
from typing import Any

import numpy as np
from matplotlib import figure as canvas

from regret_lab.figures import style
from regret_lab.store import Record

SHOWN = 2
"""Periods of the sequence that are drawn."""


def worst_sequence(record: Record, folder: str | Path, name: str) -> list[Path]:
    """Write the figure of one search and return its files.

    Raises
    ------
    OSError
        When the folder cannot be written.
    """
    with style.paper():
        return style.save(sequence_sheet(record), Path(folder), name)


def sequence_sheet(record: Record) -> style.Figure:
    """Return the figure: the sequence on the left, R(t)/t and its certified limit on the right."""
    figure: style.Figure = canvas.Figure(figsize=(style.FULL_WIDTH, 2.1))
    left, right = figure.subplots(1, 2)
    sequence(left, record.arrays["gradients"])
    left.set_title(f"(a) the worst sequence found, period {len(record.arrays['gradients'])}")
    left.set_xlabel(r"round $t$")
    left.set_ylabel(r"slope $g_t$")
    _game(right, record)
    certificate: dict[str, Any] = record.meta["certificate"]
    word = "proved" if certificate["rigorous"] else "measured"
    head = f"{certificate['name']}: {certificate['verdict']}, {word}"
    figure.suptitle(head, x=0.01, ha="left", fontsize=8)
    return figure


def sequence(axes: style.Axes, gradients: style.Numbers) -> None:
    """Draw two periods of a sequence as steps."""
    g = np.tile(gradients, SHOWN)
    rounds = np.arange(1, len(g) + 1)
    axes.axhline(0.0, color="0.8", linewidth=0.6, zorder=0)
    axes.step(rounds, g, where="mid", color=style.COLOURS[0], linewidth=1.0)
    axes.fill_between(rounds, 0.0, g, step="mid", color=style.COLOURS[0], alpha=0.16, linewidth=0)
    axes.set_xlim(1, len(g))


def _game(axes: style.Axes, record: Record) -> None:
    axes.set_title("(b) average regret of a game on it")
    axes.set_xlabel(r"round $t$")
    axes.set_ylabel(r"$R(t)/t$")
    if "played" not in record.arrays:
        axes.text(0.5, 0.5, "no failure found", ha="center", transform=axes.transAxes)
        axes.set_xticks([])
        axes.set_yticks([])
        return
    t, limit = record.arrays["t"], float(record.meta["certificate"]["limit"])
    rates = record.arrays["played"] / t
    axes.set_xscale("log")
    axes.plot(t, rates, **style.line(0), label="played")
    axes.axhline(limit, **style.GUIDE, label="certified limit")
    late = rates[t >= max(10.0, 2.0 * len(record.arrays["gradients"]))]
    axes.set_ylim(min(0.0, float(late.min())), 1.1 * max(float(late.max()), limit))
    axes.set_xlim(10, t[-1])
    axes.legend()
