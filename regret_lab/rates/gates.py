"""What must hold before a verdict means anything; each gate is silent or says what is missing."""

import numpy as np

from regret_lab.arrays import Array, Rounds
from regret_lab.play import Games
from regret_lab.rates.growth import DROP, used
from regret_lab.rates.increments import doublings
from regret_lab.theory import THEOREMS, Growth

SEEDS = 5
DOUBLINGS = 8
AT_MOST_SQRT = (Growth.CONSTANT, Growth.LOG, Growth.SQRT)


def finite(t: Rounds, regret: Array) -> str | None:
    """Refuse failed games: leaving them out would keep the seeds that went well."""
    bad = ~np.isfinite(regret)
    if not bad.any():
        return None
    failed = np.flatnonzero(bad.any(axis=1))
    first = int(t[bad.any(axis=0)][0])
    named = ", ".join(str(seed) for seed in failed[:3]) + (", ..." if len(failed) > 3 else "")
    return (
        f"{len(failed)} of {len(regret)} games failed: the regret is not a number "
        f"from T = {first} on (game {named}, counted from 0)"
    )


def enough_doublings(t: Rounds) -> str | None:
    """Ask for eight increments after the first two; ten are better."""
    count = len(used(t)) - 1
    if count >= DOUBLINGS:
        return None
    longer = int(t[-1]) * 2 ** (DOUBLINGS - max(count, 0))
    cure = f"play to T = {longer}"
    if t[doublings(t)[0]] > 1:
        cure += ", or add checkpoints at T/2, T/4, ..."
    return f"{max(count, 0)} doublings after the first {DROP}, {DOUBLINGS} are needed: {cure}"


def enough_seeds(seeds: int, stochastic: bool) -> str | None:
    """Ask for five seeds where the losses are random; twenty are better."""
    if not stochastic or seeds >= SEEDS:
        return None
    return f"{seeds} {'seed' if seeds == 1 else 'seeds'} of random losses, {SEEDS} are needed"


def schedule(decays: bool | None, anytime: bool | None, restarted: bool = False) -> str | None:
    """Ask for a step size that decays and does not know the horizon.

    With a constant step every method, gradient descent included, may have linear regret; with a
    step tuned to the horizon, one game's curve is not the growth over horizons, unless each of them
    is a game of its own (`restarted`). What is unknown (None) is let through.
    """
    if anytime is False:
        cure = "play every doubling of the horizon as a game of its own"
        return None if restarted else f"the step size depends on the horizon: {cure}"
    if decays is False:
        return "the step size does not decay: every method may then have linear regret"
    return None


def unknown(decays: bool | None, anytime: bool | None) -> str | None:
    """Say what the schedule gate had to take on trust."""
    taken = {"decays": decays, "does not know the horizon": anytime}
    trusted = [claim for claim, known in taken.items() if known is None]
    return f"taken on trust: the step size {' and '.join(trusted)}" if trusted else None


def capped(games: Games, index: int) -> str | None:
    """Ask the theory before the regret is said to outgrow the square root of the horizon.

    A curve that climbs towards its bound from far below is steeper than the bound for as long as
    it climbs. Where a theorem that is true speaks, that is all that faster growth can mean.
    """
    for name, theorem in ((name, cls()) for name, cls in THEOREMS.items()):
        true = theorem.status != "known false" and theorem.growth in AT_MOST_SQRT
        if true and not theorem.objections(games, index):
            limit = theorem.growth.value
            return f"{name} keeps the regret below a multiple of {limit}, so this cannot last"
    return None
