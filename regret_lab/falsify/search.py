"""Search: the periodic sequence on which a learner loses most."""

from collections.abc import Sequence
from typing import Protocol

from regret_lab.engine import PlainLearner
from regret_lab.errors import ParameterError
from regret_lab.falsify.certificate import Certificate
from regret_lab.falsify.certify import certify, proved
from regret_lab.falsify.climb import DIGITS, Climb
from regret_lab.falsify.confirm import confirm
from regret_lab.falsify.finding import Attempt, Finding
from regret_lab.falsify.late import reads_x
from regret_lab.falsify.patterns import ShortPatterns
from regret_lab.falsify.scout import Scout
from regret_lab.falsify.steady import is_known
from regret_lab.falsify.two_block import TwoBlock
from regret_lab.learners import Learner
from regret_lab.play.clock import whole
from regret_lab.play.game import cores
from regret_lab.play.players import Playable, players

CONCESSIONS = (0.05, 0.1, 0.15, 0.2, 0.3, 0.4)
"""Shares of the score to give up for a proof."""


class Strategy(Protocol):
    """A way to look for sequences; it asks the scout to play them."""

    @property
    def name(self) -> str: ...

    def search(self, scout: Scout, period: int, budget: int) -> None:
        """Let the scout play about ``budget`` sequences of at most the given period."""
        ...


STRATEGIES: tuple[tuple[Strategy, float], ...] = (
    (TwoBlock(), 0.75),
    (ShortPatterns(), 0.25),
    (Climb(), 0.0),
)
"""Strategies in their order, and their shares of the budget."""

BUDGET = 2000
PLAIN_BUDGET = 120
"""Sequences to play by default: for the house's learners, and for slow Python objects."""


def search(
    learner: Playable,
    period: int = 96,
    budget: int | None = None,
    strategies: Sequence[tuple[Strategy, float]] = STRATEGIES,
    threads: int | None = None,
) -> Finding:
    """Look for the periodic linear losses on [−1, 1] with the largest certified average regret.

    Sequences of at most ``period`` rounds are played on the learner's own rule, about ``budget`` of
    them; the worst that a certificate confirms is returned, and played once more between the walls.
    Nothing is random: the same call finds the same.

    Raises
    ------
    ParameterError
        When the period is below 3, the budget below 1, or the learner cannot play.
    """
    (player,) = players(learner).values()
    if whole(period, "period", 1) < 3:
        raise ParameterError(
            f"period must be at least 3, got {period}: no shorter sequence is searched"
        )
    plain = isinstance(player, PlainLearner)
    default = PLAIN_BUDGET if plain else BUDGET
    most = default if budget is None else whole(budget, "budget", 1)
    scout = Scout(player, cores(threads), reads_x(player, (1.0, 1.0, -1.0)))
    tried: list[Attempt] = []
    for strategy, share in strategies:  # one after the other: each sees what was found before
        played, hits = scout.tried, scout.hits
        strategy.search(scout, int(period), max(1, round(share * most)))
        worst = scout.best[0].score if scout.best else 0.0
        tried.append(Attempt(strategy.name, scout.tried - played, scout.hits - hits, worst))
    return _judged(player, scout, tuple(tried))


def _judged(player: Learner | PlainLearner, scout: Scout, tried: tuple[Attempt, ...]) -> Finding:
    """Certify the trials, worst first, until one is a failure."""
    nearest: Certificate | None = None
    for trial in scout.best:
        certificate = certify(player, trial.gradients)
        if certificate.verdict == "fails":
            return _found(_provable(certificate), tried)
        nearest = nearest or certificate
        if trial.score == 0.0:
            break
    assert nearest is not None
    return Finding(str(player), False, nearest.gradients, 0.0, nearest, tried, None)


def _found(worst: Certificate, tried: tuple[Attempt, ...]) -> Finding:
    return Finding(worst.name, True, worst.gradients, worst.score, worst, tried, confirm(worst))


def _provable(seen: Certificate) -> Certificate:
    """Return a proof for a sequence a little less bad, where what was seen has none.

    Lowering every gradient alike takes from the sum and adds to the drift away from it.
    """
    learner, mean = seen.learner, sum(seen.gradients) / len(seen.gradients)
    if seen.rigorous or not isinstance(learner, Learner) or not is_known(learner):
        return seen
    for share in CONCESSIONS:
        lowered = tuple(round(z - share * mean, DIGITS) for z in seen.gradients)
        proof = proved(learner, lowered)
        if proof is not None and proof.verdict == "fails":
            return proof
    return seen
