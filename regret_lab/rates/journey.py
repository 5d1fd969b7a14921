"""Whether the learner could have crossed its domain, or is still on its first journey."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from regret_lab.arrays import Array, Rounds
from regret_lab.domains import Domain
from regret_lab.rates.growth import RECENT, used

STRAIGHT = 0.9  # net displacement over path length, and cosine between successive doublings
UNSLOWED = 0.5  # last pace over the pace before and over the median pace
ROOM = 0.1  # of the domain's width still ahead


Flags = NDArray[np.bool_]


def traversal(t: Rounds, x: Array, steps: Array, bounds: Domain) -> str | None:
    r"""Refuse a verdict on iterates that travel on as they did from the start.

    With steps lr / sqrt(t), a drift of v per unit of step size carries the iterate
    :math:`2 v\,\mathrm{lr} \sqrt T` far. While that is less than the way to the boundary, a
    learner that fails and one that works look alike. A journey shows in its pace, which is
    displacement per unit of step size: it leads straight on over the last three doublings, at a
    pace that has not slackened against earlier doublings, and with room ahead. What has settled or
    arrived has slowed down, and what oscillates turns. What creeps to a far optimum along a flat
    valley slows down too and is let through: its gradients are small, not its steps.

    Parameters
    ----------
    t, x
        Checkpoints (K,) and the iterates there (S, K, d).
    steps
        Sum of the step sizes up to each checkpoint (K,); see `elapsed`.
    bounds
        The domain.

    Returns
    -------
    None, or the sentence for the verdict: more than half of the games, or their mean, travel.
    """
    chain = used(t)
    if len(chain) <= RECENT:
        return None
    paths = np.concatenate([x.mean(axis=0, keepdims=True), x])
    ahead = _distance_ahead(paths[:, chain], bounds)
    travels = _straight(paths[:, chain[-1 - RECENT] :]) & _unslowed(paths[:, chain], steps[chain])
    travels &= ahead > ROOM * bounds.diameter_inf
    if not travels[0] and 2 * np.count_nonzero(travels[1:]) <= len(x):
        return None
    traveller = int(np.argmax(travels))
    need = _doublings_to_go(paths[traveller, chain], steps[chain], float(ahead[traveller]))
    share = ahead[traveller] / bounds.diameter_inf
    return (
        f"the iterate is still travelling at T = {int(t[-1])}, with {share:.0%} of the domain's "
        f"width ahead of it: {_cure(int(t[-1]), need)}"
    )


def elapsed(step_sizes: Callable[[Array], Array | None], t: Rounds) -> Array:
    """Sum the step sizes up to each checkpoint (K,), without visiting every round.

    Rounds up to 1024 are summed; beyond, the trapezoid over 64 rounds per octave with the first
    Euler-Maclaurin term. A learner that does not know its step sizes gets those of 1/sqrt(t), whose
    scale does not matter.
    """
    last = int(t[-1])
    dense = min(last, 1024)
    head = np.arange(1.0, dense + 1)
    tail = np.rint(np.geomspace(dense, last, int(64 * np.log2(last / dense)) + 1))
    rounds = np.unique(np.concatenate([head, tail, t.astype(np.float64)]))
    sizes = step_sizes(rounds)
    if sizes is None:
        sizes = 1 / np.sqrt(rounds)
    gaps = np.diff(rounds)
    # A gap of one adds its right end; a longer one, all rounds after its left end.
    pieces = gaps * (sizes[1:] + sizes[:-1]) / 2 + (sizes[1:] - sizes[:-1]) / 2
    sums = sizes[0] + np.concatenate([[0.0], np.cumsum(pieces)])
    return sums[np.searchsorted(rounds, t)]


def _straight(paths: Array) -> Flags:
    """Whether each path (n, k, d) over all its checkpoints leads straight on."""
    moves = np.diff(paths, axis=1)
    length = np.linalg.norm(moves, axis=-1).sum(axis=1)
    net = np.linalg.norm(paths[:, -1] - paths[:, 0], axis=-1)
    return (net >= STRAIGHT * length) & (length > 0)


def _unslowed(paths: Array, steps: Array) -> Flags:
    """Whether the last pace is near the one before and near the median one."""
    pace = np.linalg.norm(np.diff(paths, axis=1), axis=-1) / np.diff(steps)
    before = np.maximum(pace[:, -2], np.median(pace, axis=1))
    return (pace[:, -1] >= UNSLOWED * before) & (pace[:, -1] > 0)


def _distance_ahead(paths: Array, bounds: Domain) -> Array:
    """How far (n,) each point comes, in the maximum norm, walking on until the domain ends."""
    move = paths[:, -1] - paths[:, -2]
    size = np.abs(move).max(axis=-1, keepdims=True)
    heading = np.divide(move, size, out=np.zeros_like(move), where=size > 0)
    goal = bounds.project(paths[:, -1] + bounds.diameter_inf * heading)
    return np.abs(goal - paths[:, -1]).max(axis=-1)


def _doublings_to_go(path: Array, steps: Array, ahead: float) -> float:
    """Solve the geometric series of future displacements for the doublings needed; inf if never."""
    stride = float(np.abs(path[-1] - path[-2]).max())
    ratio = float((steps[-1] - steps[-2]) / (steps[-2] - steps[-3]))
    if abs(ratio - 1) < 1e-6:
        return ahead / stride
    reached = 1 + ahead / stride * (ratio - 1) / ratio
    return float(np.log(reached) / np.log(ratio)) if reached > 0 else float("inf")


def _cure(last: int, need: float) -> str:
    if need > 60:
        return "no horizon in reach will do, play larger steps"
    return f"play to T = {last * 2**need:.1e} at least, or larger steps"
