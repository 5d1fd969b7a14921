"""Rates: how the regret grows with the horizon, how sure that is, and what one may say of it.

`estimate` does it all for a set of curves; `fit` and `judge` are its two halves for bare arrays.
"""

from regret_lab.rates.estimation import estimate as estimate
from regret_lab.rates.growth import Fit as Fit
from regret_lab.rates.growth import fit as fit
from regret_lab.rates.increments import doublings as doublings
from regret_lab.rates.journey import elapsed as elapsed
from regret_lab.rates.journey import traversal as traversal
from regret_lab.rates.table import Estimate as Estimate
from regret_lab.rates.table import Estimates as Estimates
from regret_lab.rates.verdict import Verdict as Verdict
from regret_lab.rates.verdict import judge as judge
