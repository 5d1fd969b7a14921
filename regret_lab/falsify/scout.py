"""Try sequences on a learner: play them, score them, remember the best."""

from dataclasses import dataclass, field
from typing import cast

import numpy as np

from regret_lab.arrays import Array
from regret_lab.engine import PlainLearner
from regret_lab.falsify.late import PERIODS, drifts
from regret_lab.falsify.projected import regret_rates, stays
from regret_lab.falsify.steady import drift, is_settled
from regret_lab.learners import Learner

THRESHOLD = 2e-2
"""A drift below this, in steps a period, is a tie and not a hit."""

HIT = 1.25 * THRESHOLD
"""A trial counts from a little above it, so that a longer measurement does not fall below."""

KEPT = 12
"""Best sequences remembered."""

ROUNDS = 2**13
PLAIN_ROUNDS = 2**11
LONGEST = 2**18
"""Rounds of a trial: for the house's learners, for Python objects, which play slowly, at most."""

MEMORIES = 8
"""A trial lasts this many times the longest memory 1/(1 − β)."""


@dataclass(frozen=True, order=True)
class Trial:
    """A sequence that was played; trials are ordered from the harmless to the worst."""

    score: float
    against: float
    """The drift, counted positive when it leads away from the best fixed point."""
    gradients: tuple[float, ...]


@dataclass
class Scout:
    r"""Plays sequences far into the game and scores those that lead a learner the wrong way.

    The score of a sequence is :math:`|S| / (n \max|g|)`, the limit of R_T/(T D G), where its drift
    has the sign of S, else 0. A learner whose update reads x has no drift (``by_regret``): its
    games are played between the walls, and score by a regret per round that does not fall.
    """

    learner: Learner | PlainLearner
    threads: int = 1
    by_regret: bool = False
    tried: int = 0
    hits: int = 0
    best: list[Trial] = field(default_factory=list[Trial])
    """The worst sequences, worst first; with no hit yet, the one that came closest."""

    @property
    def rounds(self) -> int:
        """Rounds of a trial: long enough for the learner to forget how it began."""
        if isinstance(self.learner, PlainLearner):
            return PLAIN_ROUNDS
        betas = [v for k, v in self.learner.hyper.items() if k in ("beta1", "beta2")]
        memory = 1.0 / (1.0 - max([0.0, *betas]))
        return int(min(max(ROUNDS, MEMORIES * memory), LONGEST))

    def score(self, sequences: Array) -> Trial:
        """Play sequences of one period, shape (count, n), and return the worst of them."""
        sizes = np.abs(sequences).max(axis=1)
        judge = self._regrets if self.by_regret else self._drifts
        scores, against = judge(sequences / sizes[:, None])
        self.tried += len(sequences)
        self.hits += int((scores > 0.0).sum())
        order = np.lexsort((against, scores))[::-1][:KEPT]
        trials = [Trial(float(scores[k]), float(against[k]), tuple(sequences[k])) for k in order]
        self.best = sorted({*self.best, *trials}, reverse=True)[:KEPT]
        return trials[0]

    def admit(self, gradients: Array, drift: float) -> None:
        """Remember a sequence whose drift is known without playing it.

        A long memory takes longer to settle than a trial lasts.
        """
        mean = float(gradients.mean()) / float(np.abs(gradients).max())
        against = drift * float(np.sign(mean))
        trial = Trial(abs(mean) if against > THRESHOLD else 0.0, against, tuple(gradients))
        self.tried += 1
        self.hits += trial.score > 0.0
        self.best = sorted({*self.best, trial}, reverse=True)[:KEPT]

    def _drifts(self, sequences: Array) -> tuple[Array, Array]:
        """Return the scores of sequences of size 1, and their drifts away from the best point."""
        n, sums = sequences.shape[1], sequences.sum(axis=1)
        rounds = max(self.rounds, 3 * PERIODS * n)
        moved, _ = drifts(self.learner, sequences, rounds, self.threads)
        against = np.nan_to_num(moved * np.sign(sums), nan=-np.inf)
        error = 2.0 * n / rounds if isinstance(self.learner, PlainLearner) else 0.0
        hits = against > max(HIT, error)
        if is_settled(self.learner):
            # a long memory may not have settled within a trial: ask where it settles
            settled = drift(cast("Learner", self.learner), sequences[hits].T)
            hits[hits] = settled * np.sign(sums[hits]) > 0.0
        return np.where(hits, np.abs(sums) / n, 0.0), against

    def _regrets(self, sequences: Array) -> tuple[Array, Array]:
        """Return the scores of sequences of size 1, and their late regret per round."""
        before, late = regret_rates(self.learner, sequences, self.rounds, self.threads)
        linear = stays(before, late, np.ones(len(sequences)))
        return np.where(linear, late / 2.0, 0.0), np.nan_to_num(late, nan=-np.inf)
