"""Judge a certificate again, with other means than it was made with."""

import math
from dataclasses import dataclass

import numpy as np

from regret_lab.falsify.arithmetic import Undecided
from regret_lab.falsify.certificate import Certificate, CertificateError
from regret_lab.falsify.late import PERIODS, drifts
from regret_lab.falsify.long_run import Interval, LongRun, long_run
from regret_lab.falsify.measure import measured
from regret_lab.falsify.scout import THRESHOLD
from regret_lab.falsify.whole import Wholes
from regret_lab.learners import Learner

BITS = 384
ROUNDS = 2**15
LONGER = 2


@dataclass(frozen=True)
class Check:
    """A second opinion: the drift and limit enclosed anew, and the drift as played."""

    agrees: bool
    drift: Interval
    limit: Interval
    played: float
    words: str

    def __bool__(self) -> bool:
        return self.agrees

    def __str__(self) -> str:
        return ("agrees: " if self.agrees else "DISAGREES: ") + self.words


def recheck(certificate: Certificate) -> Check:
    """Judge again.

    A rigorous certificate is recomputed with integers only, and the learner's own rule is played
    without walls: its drift must not have the other sign. A measured one is measured twice as long.

    Raises
    ------
    CertificateError
        When the learner is not kept with the certificate.
    """
    learner = certificate.learner
    if learner is None:
        raise CertificateError(
            f"{certificate.name} is a Python object and is not saved with its certificate: "
            "certify it again"
        )
    if not certificate.rigorous or not isinstance(learner, Learner):
        again = measured(learner, certificate.gradients, LONGER)
        return Check(
            again.verdict == certificate.verdict,
            again.drift,
            (again.limit, again.limit),
            math.fsum(again.drift) / 2.0,
            f"{again.method}: {again.verdict}, drift in [{again.drift[0]:.6g}, "
            f"{again.drift[1]:.6g}]",
        )
    try:
        with Wholes(BITS).at_work() as wholes:
            run = long_run(learner, certificate.gradients, wholes)
    except Undecided:
        nowhere = (math.nan, math.nan)
        return Check(False, nowhere, nowhere, math.nan, f"{BITS}-bit integers do not decide")
    played = _played(learner, certificate.gradients)
    return Check(
        _same(certificate, run) and _compatible(run.drift, played),
        run.drift,
        run.limit,
        played,
        f"{wholes.name}, {BITS} bits: {run.verdict}, drift in [{run.drift[0]:.17g}, "
        f"{run.drift[1]:.17g}]; played: {played:.6g}",
    )


def _played(learner: Learner, gradients: tuple[float, ...]) -> float:
    rounds = max(ROUNDS, 4 * PERIODS * len(gradients))
    (drift,), _ = drifts(learner, np.array([gradients]), rounds)
    return float(drift)


def _same(certificate: Certificate, run: LongRun) -> bool:
    """Say whether verdicts are equal and the enclosures meet."""
    meets = run.drift[0] <= certificate.drift[1] and certificate.drift[0] <= run.drift[1]
    near = math.isclose(run.limit[0], certificate.limit, rel_tol=1e-12, abs_tol=1e-12)
    return run.verdict == certificate.verdict and meets and near


def _compatible(drift: Interval, played: float) -> bool:
    """Say whether a played drift has the sign of the enclosure, or is too small to tell."""
    return not abs(played) > THRESHOLD or (played > 0) == (drift[0] > 0)
