"""From results to figures; nothing here plays a game."""

from regret_lab.figures.curves import RegretTable, data
from regret_lab.figures.finding import worst_sequence
from regret_lab.figures.gallery import gallery
from regret_lab.figures.sensitivity import sensitivity
from regret_lab.figures.sensitivity import tables as sensitivities
from regret_lab.figures.sheet import draw

__all__ = [
    "RegretTable",
    "data",
    "draw",
    "gallery",
    "sensitivities",
    "sensitivity",
    "worst_sequence",
]
