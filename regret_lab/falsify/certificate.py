"""A certificate: what happens to a learner on a periodic sequence, and why."""

import json
import math
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any, cast

from regret_lab.engine import PlainLearner
from regret_lab.errors import RegretLabError
from regret_lab.falsify.arithmetic import exact_sum
from regret_lab.falsify.long_run import Interval
from regret_lab.learners import LEARNERS, Learner
from regret_lab.parameters import describe

if TYPE_CHECKING:
    from regret_lab.falsify.recheck import Check

SHOWN = 8
"""Runs of equal gradients that are printed."""


class CertificateError(RegretLabError, ValueError):
    """A certificate that cannot be read, or cannot be checked."""


@dataclass(frozen=True)
class Certificate:
    r"""The average regret of a learner on linear losses :math:`f_t(x) = g_t x` with periodic g.

    Losses are on [−1, 1]. ``verdict`` is ``"fails"`` (R_T/T has a positive limit), ``"converges"``
    (the limit is zero or less) or ``"undecided"``; ``limit`` is that limit, NaN if undecided.
    ``drift`` encloses the displacement of the unprojected iterate in a period, in steps of the
    learner, far into the game. ``rigorous`` says that the verdict is proved for the learner's
    formulas in exact arithmetic, by ``method``; otherwise it was measured.

    A certificate can be saved (``to_json``, ``from_json``), printed as a short proof, and checked
    again with other means than it was made with (``check``).
    """

    name: str
    gradients: tuple[float, ...]
    verdict: str
    limit: float
    drift: Interval
    rigorous: bool
    method: str
    reasons: tuple[str, ...]
    learner: Learner | PlainLearner | None = field(default=None, compare=False, repr=False)

    @property
    def score(self) -> float:
        """The limit of R_T/(T D G), with D = 2 and G = max|g|; 0 unless the verdict is "fails"."""
        size = max(map(abs, self.gradients))
        return self.limit / (2.0 * size) if self.verdict == "fails" else 0.0

    def check(self) -> "Check":
        """Judge again: with integers only where the verdict is rigorous, and by playing.

        Raises
        ------
        CertificateError
            When the learner is a Python object that was not saved with the certificate.
        """
        from regret_lab.falsify.recheck import recheck  # it needs this class

        return recheck(self)

    def to_json(self) -> str:
        """Return the certificate as text; numbers are kept to the last bit."""
        kept = {
            "name": self.name,
            "gradients": list(self.gradients),
            "verdict": self.verdict,
            "limit": _finite(self.limit),
            "drift": [_finite(end) for end in self.drift],
            "rigorous": self.rigorous,
            "method": self.method,
            "reasons": list(self.reasons),
            "learner": _described(self.learner),
        }
        return json.dumps(kept, indent=1)

    @classmethod
    def from_json(cls, text: str) -> "Certificate":
        """Return the certificate that was saved.

        Raises
        ------
        CertificateError
            When the text is not a certificate.
        """
        try:
            kept = cast("dict[str, Any]", json.loads(text))
            spec = cast("dict[str, Any] | None", kept.pop("learner"))
            low, high = map(_number, kept.pop("drift"))
            return cls(
                gradients=tuple(kept.pop("gradients")),
                limit=_number(kept.pop("limit")),
                drift=(low, high),
                reasons=tuple(kept.pop("reasons")),
                learner=None if spec is None else LEARNERS[spec.pop("name")](**spec),
                **kept,
            )
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise CertificateError(f"this is not a certificate: {error}") from error

    def __str__(self) -> str:
        sum_, n, ends = float(exact_sum(self.gradients)), len(self.gradients), self.drift
        status = "proved" if self.rigorous else "measured, not proved"
        limit = "" if math.isnan(self.limit) else f", R_T/T -> {self.limit:.6g}: {status}"
        steps = "unknown" if math.isnan(ends[0]) else f"[{ends[0]:.17g}, {ends[1]:.17g}] steps"
        lines = [
            f"{self.name}: {self.verdict}{limit}",
            f"  losses: g_t x on [-1, 1], period n = {n}: {runs(self.gradients)}",
            f"  S = g_1 + ... + g_n = {sum_:.12g}{_best(sum_)}",
            f"  drift of a period: {steps} ({self.method})",
        ]
        return "\n".join([*lines, *(f"  {reason}" for reason in self.reasons)])


def runs(gradients: tuple[float, ...]) -> str:
    """Write a sequence as runs of equal numbers.

    >>> runs((3.0, -1.0, -1.0))
    '3, -1 x 2'
    """
    parts = [(value, len(list(group))) for value, group in groupby(gradients)]
    texts = [describe(v) + (f" x {count}" if count > 1 else "") for v, count in parts]
    if len(texts) > SHOWN:
        texts = [*texts[: SHOWN - 2], "...", texts[-1]]
    return ", ".join(texts)


def _best(sum_: float) -> str:
    if sum_ == 0.0:
        return ": every fixed point is as good"
    return f": the best fixed point tends to {-1 if sum_ > 0 else 1:+d}"


def _described(learner: Learner | PlainLearner | None) -> dict[str, object] | None:
    """Return what a registered learner can be made from again."""
    if isinstance(learner, Learner) and type(learner) in LEARNERS.values():
        return {"name": learner.label, **learner.values}
    return None


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _number(value: Any) -> float:
    return math.nan if value is None else float(value)
