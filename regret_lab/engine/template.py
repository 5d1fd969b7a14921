r"""The text that lifts a rule to a block of d × W numbers.

A block is flat: coordinate ``i`` of lane ``w`` is entry ``i * W + w``, so one loop without nesting
runs over all of it and the compiler may use the vector unit across lanes. Sums over coordinates are
taken in an order that depends on d only: the same bits for every W. Rows are cut out as slices, of
which the compiler knows that their indices do not count from the end.

Every text has the same body for both engines; only its head differs (see ``compiler``).
"""

from dataclasses import dataclass

from regret_lab.engine.lanes import LANES, WIDE

LEARNER = ("X", "G", "S", "taps", "rates", "hyper", "bounds", "weight", "tmp")
"""Arrays of a lifted step: iterate, gradient, state rows, running statistics, the round's rates,
hyperparameters, clipping bounds, metric of the projection, scratch."""

LOSS = ("X", "z", "G", "out", "tmp", "memory", "par", "clock")
"""Arrays of a lifted loss: iterate, outcome, gradient, loss per lane, scratch, the adversary's
memory, parameters, the round number."""

PROJECTION = ("X", "weight", "par", "tmp")
"""Arrays of a lifted projection: the point (moved in place), its metric, parameters, scratch."""

SIZES = ("N", "W", "M", "K")
"""Whole numbers every piece gets: block size d × W, lanes, outcome width × W, memory size."""


@dataclass(frozen=True)
class Text:
    """The body of a lifted piece and the shapes of its arrays; a shape is text over ``SIZES``."""

    shapes: tuple[tuple[str, str], ...]
    body: str


def _added(terms: list[str]) -> str:
    """Return the sum of the terms as a balanced tree: no addition waits for a long chain."""
    if len(terms) == 1:
        return terms[0]
    half = len(terms) // 2
    return f"({_added(terms[:half])} + {_added(terms[half:])})"


_sums = [f"sum{k}" for k in range(LANES)]
LANE_SUM = f"""\
if W == {LANES} or (W == 1 and N >= {WIDE}):
    {" = ".join(_sums)} = 0.0
    for i in range(0, N - N % {LANES}, {LANES}):
        row = tmp[i:i + {LANES}]
        {"; ".join(f"{sum_} += row[{k}]" for k, sum_ in enumerate(_sums))}
    if W == {LANES}:
        {"; ".join(f"out[{k}] = {sum_}" for k, sum_ in enumerate(_sums))}
    else:
        rest = 0.0
        for j in range(N - N % {LANES}, N):
            rest += tmp[j]
        out[0] = {_added(_sums)} + rest
elif W == 1:
    total = 0.0
    for j in range(N):
        total += tmp[j]
    out[0] = total
else:
    for w in range(W):
        out[w] = 0.0
    for i in range(0, N, W):
        row = tmp[i:i + W]
        for w in range(W):
            out[w] += row[w]
"""
"""Add up the coordinates: in their order, one lane beside the other. A wide game, alone in its
block, adds up in strands instead, so that no addition waits for the one before it."""

SEPARABLE = """\
{unpack}
for j in range(N):
    tmp[j], G[j] = rule({call})
"""

MEAN = """\
{unpack}
for j in range(N):
    tmp[j] = rule({call})
"""

RIDGE_INNER = """\
{unpack}
for j in range(N):
    tmp[j] = z[j] * X[j]
"""

RIDGE_OUTER = """\
for w in range(W):
    out[w], tmp[w] = rule({call})
if W == 1:
    slope = tmp[0]
    for j in range(N):
        G[j] = slope * z[j]
else:
    for i in range(0, N, W):
        g = G[i:i + W]
        a = z[i:i + W]
        for w in range(W):
            g[w] = tmp[w] * a[w]
"""

VECTOR_LOSS = """\
{unpack}
out[0] = rule({call})
"""

PROJECT = """\
{unpack}
if W == 1:
    rule({call})
else:
    d = N // W
    point = tmp[0:d]
    metric = tmp[d:2 * d]
    for w in range(W):
        for i in range(d):
            point[i] = X[i * W + w]
            metric[i] = weight[i * W + w]
        rule({lane_call})
        for i in range(d):
            X[i * W + w] = point[i]
"""

UNIFORM_LOOP = """\
{unpack}
{prepare}
for j in range(N):
    x = X[j]
    g = G[j]
{taps}
    {results} = rule({call})
{weigh}
{settle}
"""

# Lanes with hyperparameters of their own: the literal trip count keeps the inner loop vectorised.
MIXED_LOOP = """\
{prepare}
for i in range(N // {lanes}):
    for w in range({lanes}):
        j = i * {lanes} + w
        x = X[j]
        g = G[j]
{unpack}
{taps}
        {results} = rule({call})
{weigh}
{settle}
"""

VECTOR_STEP = """\
{unpack}
for j in range(N):
    x = X[j]
    g = G[j]
{taps}
rule({call})
{settle}
"""

TAPS = {
    "squares": "taps[{row}, j] += g * g",
    "sum": "taps[{row}, j] += x",
    "path": "taps[{row}, j] += abs(x - taps[{row} + 1, j]); taps[{row} + 1, j] = x",
    "peak": "taps[{row}, j] = max(taps[{row}, j], abs(g))",
}
"""Running statistics of the rounds seen: sums of g², sums of x, path length of x, largest |g|."""

CLIP = "X[j] = low if new < low else (high if new > high else new)"
SETTLE = {
    "free": ("", "X[j] = new"),
    "interval": ("low, high = bounds[0, 0], bounds[1, 0]", CLIP),
    "box": ("", "low, high = bounds[0, j], bounds[1, j]; " + CLIP),
}
"""How a new iterate comes to rest: unclipped, in one interval, in an interval per coordinate."""


def tap_rows(names: tuple[str, ...]) -> dict[str, int]:
    """Return the row of each running statistic; the path length keeps the last point beside it."""
    rows: dict[str, int] = {}
    row = 0
    for name in names:
        rows[name] = row
        row += 2 if name == "path" else 1
    return rows


def tap_lines(names: tuple[str, ...], indent: int) -> str:
    """Return the statements that update the running statistics of one coordinate."""
    rows = tap_rows(names)
    return "\n".join(" " * indent + TAPS[name].format(row=rows[name]) for name in names)
