"""Where a learner fails, exactly: certificates of linear regret, and a search for the worst case.

``certify`` decides what becomes of a learner on periodic linear losses; ``search`` looks for the
losses on which it does worst.
"""

from regret_lab.falsify.certificate import Certificate, CertificateError
from regret_lab.falsify.certify import certify
from regret_lab.falsify.confirm import Confirmation
from regret_lab.falsify.finding import Attempt, Finding
from regret_lab.falsify.recheck import Check
from regret_lab.falsify.search import STRATEGIES, Strategy, search

__all__ = [
    "STRATEGIES",
    "Attempt",
    "Certificate",
    "CertificateError",
    "Check",
    "Confirmation",
    "Finding",
    "Strategy",
    "certify",
    "search",
]
