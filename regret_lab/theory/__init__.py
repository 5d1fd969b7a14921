"""What is known of the regret: theorems as objects, one learner per file, asked of the games."""

from regret_lab.theory.base import THEOREMS, Status, Theorem, Witness
from regret_lab.theory.growth import Growth
from regret_lab.theory.judge import check
from regret_lab.theory.table import Verdict, Verdicts
from regret_lab.theory.trace import Trace
from regret_lab.theory.tuning import tuned

__all__ = [
    "THEOREMS",
    "Growth",
    "Status",
    "Theorem",
    "Trace",
    "Verdict",
    "Verdicts",
    "Witness",
    "check",
    "tuned",
]
