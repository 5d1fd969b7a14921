"""Hold the measured regret against every theorem."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from regret_lab.arrays import Array
from regret_lab.play import Games
from regret_lab.regret import Curves, measure
from regret_lab.theory.base import ROUNDING, THEOREMS, Theorem
from regret_lab.theory.table import Verdict, Verdicts, Word

INFORMATIVE = 0.01
"""Below this fraction of the bound, the regret would have to be wrong a hundredfold to touch it."""


def check(games: Games, curves: Curves | None = None) -> Verdicts:
    """Ask every theorem about every learner.

    A theorem is judged on the upper end of the regret at every checkpoint of every seed, with room
    for rounding: a billionth of the bound, and of the most that one loss can change over the
    domain. The numbers of a broken game are left out, and the verdict says so.
    """
    curves = measure(games) if curves is None else curves
    theorems = [cls() for cls in THEOREMS.values()]
    return Verdicts(
        tuple(
            judge(theorem, games, curves, l)
            for l in range(len(games.names))
            for theorem in theorems
        )
    )


def judge(theorem: Theorem[Any], games: Games, curves: Curves, l: int) -> Verdict:
    """Return one theorem's word on one learner's games."""
    if objections := theorem.objections(games, l):
        return _verdict(theorem, games, l, "silent", "; ".join(objections))
    bound, upper = theorem.bound(games, l), curves.upper[l]
    known = np.isfinite(upper) & np.isfinite(bound)
    if not known.any():
        return _verdict(theorem, games, l, "silent", "every game broke before a checkpoint")
    slack = ROUNDING * games.problem.lipschitz * games.problem.domain.diameter
    broken = known & (upper > bound * (1.0 + ROUNDING) + slack)
    ratio = np.where(known, _ratio(upper, bound, slack), -np.inf)
    worst = float(ratio.max())
    if broken.any():
        word, why = "violated", _violation(games, curves, l, bound, broken)
    elif worst < INFORMATIVE:
        word, why = "uninformative", _distance(worst)
    else:
        s, k = np.unravel_index(int(ratio.argmax()), ratio.shape)
        at = f"at round {int(games.t[k])} of seed {games.seeds[s]}"
        word, why = "respected", f"the regret is at most {worst:.2g} of the bound, {at}"
    if theorem.status == "known false" and word != "violated":
        why += "; the theorem is false, so this is no evidence for it"
    return _verdict(theorem, games, l, word, why + _left_out(known), worst, bound)


def _verdict(
    theorem: Theorem[Any],
    games: Games,
    l: int,
    word: Word,
    why: str,
    worst: float = float("nan"),
    bound: Array | None = None,
) -> Verdict:
    return Verdict(
        theorem.name, games.names[l], word, why, worst, theorem.status, theorem.statement, bound
    )


def _ratio(upper: Array, bound: Array, slack: float) -> Array:
    """Return regret over bound; a bound of zero is met exactly or not at all."""
    met = np.where(upper <= slack, 0.0, np.inf)
    return np.where(bound > 0.0, np.divide(upper, bound, out=met, where=bound > 0.0), met)


def _distance(worst: float) -> str:
    if worst <= 0.0:
        return "the regret is never positive, so any bound would do"
    return f"the regret is at most {worst:.2g} of the bound, too far below it to test it"


def _violation(
    games: Games, curves: Curves, l: int, bound: Array, broken: NDArray[np.bool_]
) -> str:
    """Say where the bound first fails, and whether the comparator's gap may be to blame."""
    k = int(np.flatnonzero(broken.any(axis=0))[0])
    s = int(np.flatnonzero(broken[:, k])[0])
    limits = np.broadcast_to(bound, broken.shape)
    where = f"at round {int(games.t[k])} of seed {games.seeds[s]}"
    why = f"{where} the regret is {curves.upper[l, s, k]:.6g}, the bound {limits[s, k]:.6g}"
    if not (broken & (curves.lower[l] > bound)).any():
        why += "; the lower end of the regret keeps it everywhere: the comparator's gap is too wide"
    return why


def _left_out(known: NDArray[np.bool_]) -> str:
    count = sum(not seed.all() for seed in known)
    if not count:
        return ""
    return f"; {count} of {len(known)} games broke and count up to their last checkpoint before"
