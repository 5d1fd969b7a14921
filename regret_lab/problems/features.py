"""Features as a learner meets them: columns of comparable size, rows of known length."""

import numpy as np

from regret_lab.arrays import Array
from regret_lab.errors import DataError

SCALINGS = ("standardised", "scaled", "given")


def prepared(features: Array, scaling: str, intercept: bool, norm: float, what: str) -> Array:
    """Return the features (n, d) scaled by column, then all by one factor.

    Columns are ``"standardised"`` to mean 0 and variance 1, ``"scaled"`` to a largest absolute
    value of 1 (zeros stay zeros), or left as ``"given"``; a constant column is standardised to 0.
    An ``intercept`` is a last column of ones. Then one factor gives the longest row the 2-norm
    ``norm``; 0 stands for no factor.

    Raises
    ------
    DataError
        When every column is constant; ``what`` is the beginning of its line.
    """
    constant = np.ptp(features, axis=0) == 0.0
    if constant.all():
        raise DataError(f"{what}: every feature is constant, there is nothing to learn from")
    if scaling != "given":
        largest = np.abs(features).max(axis=0)
        features = features / np.where(largest > 0.0, largest, 1.0)
    if scaling == "standardised":
        centred = features - features.mean(axis=0)  # exactly 0 where all were scaled to 1
        features = centred / np.where(constant, 1.0, centred.std(axis=0))
    if intercept:
        features = np.column_stack([features, np.ones(len(features))])
    if norm > 0.0:
        features = features * (norm / np.linalg.norm(features, axis=1).max())
    return features
