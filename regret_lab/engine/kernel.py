"""The rounds of one block: play, suffer, see the gradient, update. Compiled once for everything.

``suffer``, ``update`` and ``settle`` call a lifted piece; each engine binds them to its own way of
calling (see ``compiler``). The text below is the same for both.
"""

from typing import Any

from regret_lab.arrays import Array


def suffer(piece: Any, *arrays: Any) -> None:
    """Call a lifted loss directly: the interpreted engine's binding."""
    piece(*arrays)


update = suffer
settle = suffer


def rounds(
    loss: Any,
    mean: Any,
    step: Any,
    projection: Any,
    flags: Any,
    X: Array,
    G: Array,
    S: Array,
    taps: Array,
    hyper: Array,
    bounds: Array,
    weight: Array,
    memory: Array,
    par: Array,
    shape: Array,
    out: Array,
    tmp: Array,
    spare: Array,
    clock: Array,
    acc: Array,
    Z: Array,
    rates: Array,
    first: int,
    count: int,
    width: int,
) -> None:
    """Play ``count`` rounds from row ``first`` of the chunk's outcomes ``Z`` and ``rates``.

    ``acc`` rows 0 and 1 hold the running sum of the losses and its exact rounding error (TwoSum);
    rows 2 and 3 the same for the expected losses, where the problem knows them.
    """
    N, W, M, K = X.size, out.size, Z.shape[1], memory.size
    for j in range(first, first + count):
        if flags[0] != 0.0:
            suffer(mean, X, Z[j], spare, out, tmp, memory, par, clock, N, W, M, K)
            for w in range(W):
                total = acc[2, w] + out[w]
                back = total - acc[2, w]
                acc[3, w] += (acc[2, w] - (total - back)) + (out[w] - back)
                acc[2, w] = total
        suffer(loss, X, Z[j], G, out, tmp, memory, par, clock, N, W, M, K)
        for w in range(W):
            total = acc[0, w] + out[w]
            back = total - acc[0, w]
            acc[1, w] += (acc[0, w] - (total - back)) + (out[w] - back)
            acc[0, w] = total
        update(step, X, G, S, taps, rates[j], hyper, bounds, weight, tmp, N, W, M, width)
        if flags[1] != 0.0:
            settle(projection, X, weight, shape, tmp, N, W, M, K)
        clock[0] += 1.0


def tally(Z: Array, origin: Array, sums: Array, squares: Array, first: int, count: int) -> None:
    """Add rows of outcomes about an origin to compensated sums, and their squares likewise.

    ``Z`` has d × W columns and ``origin`` as many; ``sums`` and ``squares`` hold (high, low) rows;
    ``squares`` may be empty.
    """
    for j in range(first, first + count):
        for i in range(origin.size):
            value = Z[j, i] - origin[i]
            total = sums[0, i] + value
            back = total - sums[0, i]
            sums[1, i] += (sums[0, i] - (total - back)) + (value - back)
            sums[0, i] = total
            if squares.size > 0:
                value = value * value
                total = squares[0, i] + value
                back = total - squares[0, i]
                squares[1, i] += (squares[0, i] - (total - back)) + (value - back)
                squares[0, i] = total


def interleave(raw: Array, places: Any, Z: Array) -> None:
    """Lay rows side by side, lanes innermost: ``Z[j, i * W + w] = raw[places[w], j, i]``."""
    n, width, W = Z.shape[0], raw.shape[2], places.size
    for j in range(n):
        for i in range(width):
            for w in range(W):
                Z[j, i * W + w] = raw[places[w], j, i]
