"""Rules lifted to blocks, composed by address, cached by content.

A learner or a loss is a scalar rule whose arguments are matched by name (``rule``). It is lifted to
a flat block of d × W numbers (``template``, ``lift``), compiled alone (``compiler``), and called
through its address (``jump``) by one loop over the rounds (``kernel``). ``game`` deals seeds to
lanes and threads and keeps the numbers of the checkpoints (``transcript``); a long game is
``saved`` as it goes.
"""

from regret_lab.engine.game import Progress, play
from regret_lab.engine.lift import LossRule, StepRule
from regret_lab.engine.outcomes import chunk_length, chunks, generator
from regret_lab.engine.plain import PlainLearner, Player
from regret_lab.engine.saved import Saved
from regret_lab.engine.transcript import Failure, Transcript

__all__ = [
    "Failure",
    "LossRule",
    "PlainLearner",
    "Player",
    "Progress",
    "Saved",
    "StepRule",
    "Transcript",
    "chunk_length",
    "chunks",
    "generator",
    "play",
]
