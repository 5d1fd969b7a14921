"""Regret against the best fixed point in hindsight, as an interval."""

from dataclasses import dataclass

from tabulate import tabulate

from regret_lab.arrays import Array, Rounds
from regret_lab.comparator import best_fixed
from regret_lab.engine import Progress
from regret_lab.play.game import cores
from regret_lab.play.games import Games
from regret_lab.regret.pseudo import pseudo_regret


@dataclass(frozen=True, repr=False)
class Curves:
    r"""Regret of L learners on S seeds at K checkpoints.

    .. math:: R(t) = \sum_{s \le t} f_s(x_s) - \min_{u \in K} \sum_{s \le t} f_s(u)
              \in [\text{lower}, \text{upper}]

    The comparator found, ``best``, is at most ``gap`` above the minimum, so that
    lower = Σ f_s(x_s) − F(best) and upper = lower + gap. Theorems are judged on ``upper``; claims
    of large regret on ``lower``. ``pseudo`` is the regret in expected losses against the best point
    in expectation, Σ F̄(x_s) − t F̄(u*), where that is known.

    Shapes: ``t`` (K,); ``lower``, ``upper``, ``pseudo`` (L, S, K); ``best`` (C, S, K, d),
    ``value`` (2, C, S, K), the comparator's loss as a pair (high, low), and ``gap`` (C, S, K), with
    C = L where the adversary adapts to the learner, else 1.
    """

    t: Rounds
    lower: Array
    upper: Array
    pseudo: Array | None
    best: Array
    value: Array
    gap: Array
    games: Games

    @property
    def names(self) -> tuple[str, ...]:
        """The learners' names, in the order of the first axis."""
        return self.games.names

    @property
    def average(self) -> Array:
        """Upper end of R(t)/t, shape (L, S, K)."""
        return self.upper / self.t

    def __repr__(self) -> str:
        low, high = self.lower[:, :, -1].mean(axis=1), self.upper[:, :, -1].mean(axis=1)
        rows = [
            [name, f"[{low[i]:.6g}, {high[i]:.6g}]", f"{high[i] / self.t[-1]:.4g}"]
            for i, name in enumerate(self.names)
        ]
        head = f"{self.games.problem}, T = {int(self.t[-1])}, {len(self.games.seeds)} seeds"
        body = tabulate(rows, ["learner", "R(T)", "R(T)/T"], disable_numparse=True)
        return f"{head}\n\n{body}"


def measure(
    games: Games,
    threads: int | None = None,
    progress: Progress | None = None,
    beside: Curves | None = None,
) -> Curves:
    """Return the regret curves of games; ``progress`` counts the comparators found.

    ``beside`` are curves of other learners on the same problem, seeds and checkpoints: where the
    adversary does not adapt, their comparator is that of these games as well.

    Raises
    ------
    RegretLabError
        When the problem's comparator cannot be computed.
    """
    kept = games.transcript
    if beside is not None and not games.problem.adaptive:
        value, x, gap = beside.value, beside.best, beside.gap
    else:
        best = best_fixed(
            games.problem, games.seeds, kept.t, kept.sums, kept.squares, cores(threads), progress
        )
        value, x, gap = best.value, best.x, best.gap
    # (high, low) pairs: the large parts cancel before anything is rounded
    lower = (kept.loss[0] - value[0]) + (kept.loss[1] - value[1])
    return Curves(
        t=kept.t,
        lower=lower,
        upper=lower + gap,
        pseudo=pseudo_regret(games.problem, kept),
        best=x,
        value=value,
        gap=gap,
        games=games,
    )
