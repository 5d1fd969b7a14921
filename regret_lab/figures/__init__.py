"""From results to figures; nothing here plays a game."""

from regret_lab.figures.curves import RegretTable, data
from regret_lab.figures.finding import worst_sequence
from regret_lab.figures.gallery import gallery
from regret_lab.figures.sensitivity import sensitivity, steps_vary
from regret_lab.figures.sheet import draw

__all__ = [
    "RegretTable",
    "data",
    "draw",
    "gallery",
    "sensitivity",
    "steps_vary",
    "worst_sequence",
]
