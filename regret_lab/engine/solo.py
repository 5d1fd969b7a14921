"""One learner alone, moved by gradients that somebody else hands it, round by round."""

import numpy as np

from regret_lab.arrays import Array
from regret_lab.domains import Domain
from regret_lab.engine.block import state_size
from regret_lab.engine.compiler import compiler
from regret_lab.engine.contract import PlayableLearner
from regret_lab.engine.lift import lift_projection
from regret_lab.engine.match import settling, step_piece
from regret_lab.engine.outcomes import LONGEST_CHUNK
from regret_lab.engine.plain import PlainLearner, PlainStep


class Solo:
    """A learner that waits for gradients; interpreted, with the same bits as in a game.

    ``x`` is the point to be played, shape (d,), and ``state`` the learner's memory by name, each of
    shape (d,); empty for a vector rule. Without a domain nothing is projected.

    Raises
    ------
    RuleError
        When a rule asks for an argument that nobody supplies.
    """

    def __init__(
        self, learner: PlayableLearner, start: Array, horizon: int, domain: Domain | None = None
    ) -> None:
        self.learner, self.horizon, self.t = learner, horizon, 0
        self.x = np.array(start, dtype=float)
        d, rule = len(self.x), learner.rule
        self._width = state_size(rule, d)
        self._memory = np.zeros(
            (1, self._width) if rule.is_vector else (max(1, len(rule.state)), d)
        )
        names = () if rule.is_vector else rule.state
        self.state = {name: self._memory[row] for row, name in enumerate(names)}
        self._hyper = np.array(list(learner.hyper.values()) or [0.0], dtype=float)[:, None]
        self._rates = np.empty((0, 1))
        self._metric, self._scratch = np.ones(d), np.zeros(2 * d)
        self._settle(domain)

    def _settle(self, domain: Domain | None) -> None:
        """Lift the rule, and the domain's projection where clipping is not enough."""
        learner, engine = self.learner, compiler("python")
        settle, rule = ("free", None) if domain is None else settling(domain, learner)
        self._projection = self._shape = self._bounds = None
        if domain is not None:
            lower, upper = domain.bounds
            parted = slice(0, 1) if settle == "interval" else slice(None)
            self._bounds = np.stack([lower[parted], upper[parted]])
            self._shape = np.array(list(domain.parameters.values()) or [0.0], dtype=float)
        if domain is not None and rule is not None:
            lifted = lift_projection(type(domain).__name__, rule, tuple(domain.parameters))
            self._projection = engine.piece(lifted, {"rule": rule})
        if isinstance(learner, PlainLearner):
            self._step = PlainStep(learner.player, (), settle, self.x)
        else:
            self._step = step_piece(learner.rule, engine, settle, (), rule is not None, 0)

    def move(self, g: Array) -> Array:
        """See the gradient of the next round, shape (d,), and return the point that follows it."""
        row = self.t % LONGEST_CHUNK
        if row == 0:
            count = min(LONGEST_CHUNK, self.horizon - self.t)
            rounds = np.arange(self.t + 1, self.t + count + 1, dtype=float)
            self._rates = self.learner.rate_table(rounds, self.horizon)
        N = M = len(self.x)
        with np.errstate(all="ignore"):  # IEEE without warnings, as in a game
            self._step(
                self.x, g, self._memory, self._scratch, self._rates[row][:, None], self._hyper,
                self._bounds, self._metric, self._scratch, N, 1, M, self._width,
            )  # fmt: skip
            if self._projection is not None:
                self._projection(self.x, self._metric, self._shape, self._scratch, N, 1, M, 1)
        self.t += 1
        return self.x
