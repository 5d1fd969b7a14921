"""The array types that the whole house speaks: float64, last axis is the decision."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Rounds = NDArray[np.int64]
"""Rounds and horizons, counted from 1."""
