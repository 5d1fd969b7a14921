"""One look for every figure: fonts, colours and line styles, and the same bytes every time."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
from numpy.typing import NDArray

Axes = Any
Figure = Any
"""Matplotlib's; its own annotations leave most arguments unknown."""

Numbers = NDArray[np.float64]

FULL_WIDTH = 6.75
"""Inches: both columns of ICML, AISTATS and UAI; other venues scale it."""

# Okabe and Ito's hues, which survive the common colour deficiencies
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")

DASHES: tuple[Any, ...] = (
    "solid",
    (0, (6, 1.5)),
    (0, (6, 1.5, 1, 1.5)),
    (0, (3, 1)),
    (0, (3, 1, 1, 1, 1, 1)),
    (0, (1, 0.8)),
)
"""A line is told apart without its colour; six styles and seven hues repeat after forty-two."""

GUIDE: dict[str, Any] = {"color": "0.45", "linewidth": 0.8, "linestyle": (0, (1, 1.5))}
BOUNDS: tuple[Any, ...] = ((0, (4, 3)), (0, (8, 2, 1, 2)), (0, (2, 2)), (0, (10, 4)))
"""The bounds of one learner have its colour, are thin, and are told apart by their dashes."""

LOOK: dict[str, Any] = {
    "font.family": "STIXGeneral",  # like Times; shipped with matplotlib, so the same everywhere
    "mathtext.fontset": "stix",
    "font.size": 8,
    "axes.labelsize": 8,
    "axes.titlesize": 8,
    "axes.titlelocation": "left",
    "legend.fontsize": 7,
    "xtick.labelsize": 7,
    "ytick.labelsize": 7,
    "axes.linewidth": 0.6,
    "lines.linewidth": 1.2,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.minor.width": 0.4,
    "ytick.minor.width": 0.4,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "legend.frameon": False,
    "figure.constrained_layout.use": True,
    "savefig.dpi": 300,
    "pdf.fonttype": 42,  # Type 3 fonts are refused by camera-ready checks
    "ps.fonttype": 42,
}

UNDATED: dict[str, dict[str, None]] = {
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
    "png": {"Software": None},
}


@contextmanager
def paper() -> Generator[None]:
    """Draw in the house's look; the settings of the surrounding program are left alone."""
    library: Any = matplotlib
    with library.rc_context():
        library.rcdefaults()
        library.rcParams.update(LOOK)
        yield


def line(index: int) -> dict[str, Any]:
    """Return the colour and the dashes of the learner with this number."""
    return {"color": COLOURS[index % len(COLOURS)], "linestyle": DASHES[index % len(DASHES)]}


def bound_line(learner: int, number: int) -> dict[str, Any]:
    """Return the look of a learner's bound with this number among its bounds."""
    dashes = BOUNDS[number % len(BOUNDS)]
    return {"color": COLOURS[learner % len(COLOURS)], "linewidth": 0.7, "linestyle": dashes}


def save(figure: Figure, folder: Path, name: str) -> list[Path]:
    """Write a figure as PDF and PNG without dates: equal figures are equal files."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{name}.{kind}" for kind in UNDATED]
    for path in paths:
        figure.savefig(path, metadata=UNDATED[path.suffix[1:]])
    return paths
