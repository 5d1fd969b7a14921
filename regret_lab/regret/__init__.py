"""Regret curves: an interval [lower, upper] at every checkpoint."""

from regret_lab.regret.curves import Curves, measure

__all__ = ["Curves", "measure"]
