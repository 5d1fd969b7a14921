"""How a regret curve grows: its exponent, its uncertainty, and what it could hide."""

from dataclasses import dataclass

import numpy as np

from regret_lab.arrays import Array, Rounds
from regret_lab.errors import ParameterError
from regret_lab.rates.increments import Increments, doublings, mean_and_error
from regret_lab.rates.profile import EXPONENTS, Profile

DROP = 2  # the first doublings belong to the start of the game
WINDOW = 10  # three decades: long enough for an exponent, short enough to forget the start
RECENT = 3  # doublings pooled to ask whether the regret still grows
ROUNDING = 1e-9  # of the regret: what accumulation and the comparator may leave


@dataclass(frozen=True)
class Fit:
    r"""What the increments of one regret curve say about its growth.

    Attributes
    ----------
    exponent, coefficient
        The a and B of :math:`B T^a` that fit best; a is searched in [0.02, 1.3], and B is 0 where
        there is no growth at all.
    interval
        Union of `bootstrap` and `jackknife`.
    bootstrap
        95 % interval of the exponent over seeds; None with one seed.
    jackknife
        The extreme exponents when one doubling is left out.
    late
        The exponent of the later half of the doublings alone.
    recent, recent_error
        R(T) - R(T/8), mean over seeds, and its standard error; `recent_rate` is this per round.
    linear_rate
        Largest regret per round that the last three doublings leave possible (two standard errors).
    delta, delta_error
        The linear part of :math:`A + B\sqrt T + \delta T`, and its standard error.
    scatter
        Exponent of the spread between seeds; 1/2 for a random walk, NaN with one seed.
    seeds, doublings, horizon
        What the fit rests on: seeds, increments used, last round.
    """

    exponent: float
    coefficient: float
    interval: tuple[float, float]
    bootstrap: tuple[float, float] | None
    jackknife: tuple[float, float]
    late: float
    recent: float
    recent_error: float
    recent_rate: float
    linear_rate: float
    delta: float
    delta_error: float
    scatter: float
    seeds: int
    doublings: int
    horizon: int

    @property
    def grows(self) -> bool:
        """Whether the last three doublings add more than two standard errors."""
        return self.recent > 2 * self.recent_error


def used(t: Rounds, drop: int = DROP, window: int = WINDOW) -> Rounds:
    """Pick the doubling checkpoints that a fit rests on; indices, earliest first."""
    chain = doublings(t)
    return chain[max(drop, len(chain) - 1 - window) :]


def fit(t: Rounds, regret: Array, drop: int = DROP, window: int = WINDOW) -> Fit:
    r"""Fit a power law to the increments of the regret over doublings of the horizon.

    .. math:: d_k = R(T_{k+1}) - R(T_k) \approx B\,(T_{k+1}^a - T_k^a), \qquad B \ge 0,

    with weights 1/(seed variance of the mean + (2 %)^2). Increments forget what the start of the
    game has added once and for all, and stay defined where the regret is negative; a line through
    log R does neither. Seeds are resampled, not the points of a curve, which depend on each other.

    Parameters
    ----------
    t, regret
        Checkpoints (K,), increasing, and the regret there, (S, K); the doublings are picked out.
    drop, window
        Increments dropped at the start, and the largest number kept at the end.

    Raises
    ------
    ParameterError
        If the regret is not finite, or fewer than three increments remain.

    Examples
    --------
    >>> t = 2 ** np.arange(18)
    >>> fit(t, 5 + 2 * np.sqrt(t)[None]).exponent
    0.5
    """
    chain = used(t, drop, window)
    if len(chain) <= RECENT:
        raise ParameterError(
            f"a fit needs {RECENT + drop} doublings, the checkpoints up to T = {t[-1]} hold "
            f"{len(doublings(t)) - 1}; add checkpoints at T/2, T/4, ..."
        )
    if not np.isfinite(regret).all():
        raise ParameterError("the regret holds NaN or inf; a failed game has no growth to fit")
    horizons, curve = t[chain].astype(np.float64), regret[:, chain]
    return _fit(horizons, curve, rounding=ROUNDING * (float(np.abs(regret).max()) or 1.0))


def _fit(horizons: Array, curve: Array, rounding: float) -> Fit:
    last = float(horizons[-1])
    increments = Increments(horizons / last, np.diff(curve, axis=1), rounding)
    profile = Profile(increments)
    best = int(profile.best(increments.mean))
    exponent = float(EXPONENTS[best])
    bootstrap, jackknife = profile.bootstrap(), profile.jackknife()
    ends = (exponent, *jackknife, *(bootstrap or ()))
    recent, recent_error = mean_and_error(curve[:, -1] - curve[:, -1 - RECENT], rounding)
    rounds = float(horizons[-1] - horizons[-1 - RECENT])
    delta, delta_error = increments.linear_part()
    return Fit(
        exponent=exponent,
        coefficient=profile.coefficient(best) / last**exponent,
        interval=(min(ends), max(ends)),
        bootstrap=bootstrap,
        jackknife=jackknife,
        late=profile.late(),
        recent=recent,
        recent_error=recent_error,
        recent_rate=recent / rounds,
        linear_rate=max(0.0, recent + 2 * recent_error) / rounds,
        delta=delta / last,
        delta_error=delta_error / last,
        scatter=increments.scatter[0] if len(curve) > 1 else float("nan"),
        seeds=len(curve),
        doublings=len(horizons) - 1,
        horizon=int(last),
    )
