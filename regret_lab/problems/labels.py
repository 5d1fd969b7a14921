"""Labels of any kind as signs: two values, one of which is −1 and the other +1."""

from collections.abc import Sequence

import numpy as np

from regret_lab.arrays import Array
from regret_lab.errors import DataError

SHOWN = 5


def signs(labels: Sequence[str], what: str) -> Array:
    """Return −1 for the smaller of the two values and +1 for the larger, shape (n,).

    Labels that are all numbers are compared as numbers, so that ``1`` and ``1.0`` are one value;
    anything else is compared as text: capitals before small letters, ``no`` before ``yes``.

    Raises
    ------
    DataError
        When there are not two values; ``what`` is the beginning of its line.
    """
    try:
        values = np.array([float(label) for label in labels])
    except ValueError:
        values = np.array(labels)
    kinds, which = np.unique(values, return_inverse=True)
    if len(kinds) != 2:
        first = kinds[:SHOWN].tolist()
        some = ", ".join(f"{kind:g}" if isinstance(kind, float) else kind for kind in first)
        raise DataError(
            f"{what} has {len(kinds)} {'value' if len(kinds) == 1 else 'values'}, a label has two: "
            f"{some}{', ...' if len(kinds) > SHOWN else ''}"
        )
    return 2.0 * which.astype(np.float64) - 1.0
