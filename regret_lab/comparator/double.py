r"""Sums and products whose rounding errors are kept: pairs (high, low) of doubles.

A pair stands for the exact number high + low with |low| a rounding of high; an array of pairs has
them on its first axis, shape (2, ...), so that ``high, low = pair``. Nothing here overflows as long
as the numbers stay below 1e290.

References
----------
T. Ogita, S. Rump, S. Oishi. Accurate sum and dot product. SIAM J. Sci. Comput. 26, 2005,
Algorithms 3.1 (TwoSum), 3.2 (Split), 3.3 (TwoProduct) and 5.3 (Dot2).
"""

import numpy as np

from regret_lab.arrays import Array

ROUNDING = 2.0**-53
"""u: the largest relative error of one rounded operation."""

SPLITTER = 2.0**27 + 1.0


def two_sum(a: Array, b: Array) -> tuple[Array, Array]:
    """Return a + b rounded, and its rounding error exactly."""
    total = a + b
    back = total - a
    return total, (a - (total - back)) + (b - back)


def _halves(a: Array) -> tuple[Array, Array]:
    """Split into two numbers of at most 26 bits, whose products are exact (Veltkamp)."""
    wide = SPLITTER * a
    high = wide - (wide - a)
    return high, a - high


def two_product(a: Array, b: Array) -> tuple[Array, Array]:
    """Return a · b rounded, and its rounding error exactly (Dekker)."""
    product = a * b
    (a_high, a_low), (b_high, b_low) = _halves(a), _halves(b)
    error = ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low
    return product, error


def plus(a: Array, b: Array) -> Array:
    """Return the sum of two arrays of pairs."""
    high, low = two_sum(a[0], b[0])
    return np.stack(two_sum(high, low + (a[1] + b[1])))


def times(a: Array, b: Array) -> Array:
    """Return the product of two arrays of pairs."""
    high, low = two_product(a[0], b[0])
    return np.stack(two_sum(high, low + (a[0] * b[1] + a[1] * b[0])))


def exactly(a: Array) -> Array:
    """Return plain numbers as pairs whose low part is 0."""
    return np.stack([a, np.zeros_like(a)])


def total(pairs: Array) -> Array:
    r"""Add pairs up over the last axis, in a tree: shape (2, ..., n) -> (2, ...).

    The error of high + low is at most about :math:`(u \log_2 n)^2 \sum |a_i|`.
    """
    n = pairs.shape[-1]
    height = max(0, n - 1).bit_length()
    high, low = np.zeros((2, *pairs.shape[1:-1], 2**height))
    high[..., :n], low[..., :n] = pairs
    for level in reversed(range(height)):
        left, right = np.s_[..., : 2**level], np.s_[..., 2**level :]
        sums, errors = two_sum(high[left], high[right])
        high, low = sums, errors + (low[left] + low[right])
    return np.stack(two_sum(high[..., 0], low[..., 0]))


def dot(pairs: Array, x: Array) -> Array:
    """Return ⟨a, x⟩ over the last axis as a pair, for pairs a (2, ..., n) and plain x (..., n)."""
    high, low = two_product(pairs[0], x)
    return total(np.stack([high, low + pairs[1] * x]))


def difference(a: Array, b: Array) -> Array:
    """Return a − b for arrays of pairs, rounded once: what a regret is made of."""
    high, low = two_sum(a[0], -b[0])
    return high + (low + (a[1] - b[1]))
