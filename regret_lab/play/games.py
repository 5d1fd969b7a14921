"""The games that were played: who played what, and the numbers at the checkpoints."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from regret_lab.arrays import Array, Rounds
from regret_lab.engine import Failure, PlainLearner, Progress, Transcript
from regret_lab.errors import RegretLabError
from regret_lab.learners import Learner
from regret_lab.problems import Problem

if TYPE_CHECKING:
    from regret_lab.regret import Curves


@dataclass(frozen=True)
class Games:
    """L learners against one problem on S seeds, seen at K checkpoints.

    ``transcript`` holds losses, iterates and running statistics; ``restarted`` says that every
    checkpoint is the end of a game of its own, as step sizes that depend on the horizon need.
    """

    problem: Problem
    learners: tuple[Learner | PlainLearner, ...]
    names: tuple[str, ...]
    seeds: tuple[int, ...]
    transcript: Transcript
    restarted: bool = False

    @property
    def t(self) -> Rounds:
        """The checkpoints, shape (K,)."""
        return self.transcript.t

    @property
    def x(self) -> Array:
        """The point to be played after each checkpoint, shape (L, S, K, d)."""
        return self.transcript.x

    @property
    def loss(self) -> Array:
        """The cumulative loss, shape (L, S, K)."""
        high, low = self.transcript.loss
        return high + low

    @property
    def failures(self) -> list[Failure]:
        """The games that broke; their numbers are NaN from then on."""
        return self.transcript.failures

    def regret(
        self,
        threads: int | None = None,
        progress: Progress | None = None,
        beside: "Curves | None" = None,
    ) -> "Curves":
        """Measure the regret against the best fixed point in hindsight, with its certificate.

        ``beside`` are curves of other learners in the same games, whose comparator need not be
        found again.

        Raises
        ------
        RegretLabError
            When the problem's comparator cannot be computed.
        """
        from regret_lab.regret import measure  # the one look upwards: a convenience of the user's

        return measure(self, threads, progress, beside)

    def __repr__(self) -> str:
        names = ", ".join(self.names)
        return f"<{self.problem}: {names}; {len(self.seeds)} seeds, T = {int(self.t[-1])}>"


class GameError(RegretLabError):
    """A game that broke; ``games`` holds all that was played, the broken games as NaN."""

    def __init__(self, games: Games) -> None:
        first = games.failures[0]
        name, count = games.names[first.learner], len(games.failures)
        total = len(games.names) * len(games.seeds)
        where = f"{name} failed at round {first.round} of seed {first.seed}: {first.what}"
        super().__init__(where + (f" ({count} of {total} games failed)" if total > 1 else ""))
        self.games = games
