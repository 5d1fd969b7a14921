"""Convex decision sets: projection in any diagonal metric, linear minimisation, diameters."""

from regret_lab.domains.ball import Ball
from regret_lab.domains.base import Domain
from regret_lab.domains.box import Box
from regret_lab.domains.l1ball import L1Ball
from regret_lab.domains.simplex import Simplex

__all__ = ["Ball", "Box", "Domain", "L1Ball", "Simplex"]
