"""The best fixed point in hindsight, with a certificate at every checkpoint.

Closed forms for linear losses and squared distances, Newton's method for ridge losses, a
first-order method for any other convex loss. Every answer says how far from the best it can be.
"""

from regret_lab.comparator.best import Best
from regret_lab.comparator.fixed import best_fixed

__all__ = ["Best", "best_fixed"]
