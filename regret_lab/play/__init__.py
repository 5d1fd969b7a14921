"""The game: predict, suffer, see the gradient, update; for every learner and every seed."""

from regret_lab.play.doublings import play_doublings
from regret_lab.play.game import play
from regret_lab.play.games import GameError, Games

__all__ = ["GameError", "Games", "play", "play_doublings"]
