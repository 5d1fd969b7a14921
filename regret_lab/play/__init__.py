"""The game: predict, suffer, see the gradient, update; for every learner and every seed."""

from regret_lab.play.doublings import play_doublings
from regret_lab.play.game import play
from regret_lab.play.games import GameError, Games
from regret_lab.play.minimise import MinimiseError, Trajectory, minimise

__all__ = [
    "GameError",
    "Games",
    "MinimiseError",
    "Trajectory",
    "minimise",
    "play",
    "play_doublings",
]
