"""scikit-learn's data sets and reader with types; imported at the first table, not before."""

from importlib import import_module
from io import BytesIO
from typing import Any

import numpy as np

from regret_lab.arrays import Array


def _datasets() -> Any:
    return import_module("sklearn.datasets")


def breast_cancer() -> tuple[Array, Array]:
    """Return 569 tumours, 30 measurements each, and whether each is benign (1) or not (0)."""
    features, benign = _datasets().load_breast_cancer(return_X_y=True)
    return np.asarray(features, dtype=float), np.asarray(benign, dtype=float)


def digits() -> tuple[Array, Array]:
    """Return 1797 handwritten digits, 64 grey levels from 0 to 16 each, and which digit it is."""
    pixels, digit = _datasets().load_digits(return_X_y=True)
    return np.asarray(pixels, dtype=float), np.asarray(digit, dtype=float)


def svmlight(content: bytes) -> tuple[Any, Array]:
    """Return the sparse features (n, d) and the labels (n,) of a file in the SVMlight format.

    Raises
    ------
    ValueError
        When a row is malformed; which one is not said.
    """
    features, labels = _datasets().load_svmlight_file(BytesIO(content))
    return features, np.asarray(labels, dtype=float)
