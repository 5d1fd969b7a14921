"""Shrink a point in a diagonal metric until its coordinates add up: simplex and 1-norm ball."""

from regret_lab.arrays import Array


def shrink(x: Array, w: Array, radius: float, signed: float) -> None:
    r"""Move ``x`` to the nearest point whose (absolute) coordinates add up to ``radius``.

    .. math:: x_i = \max(0, y_i - \lambda / w_i), \qquad \textstyle\sum_i x_i = r,

    on absolute values with the signs put back where ``signed`` is 1, and only from outside then.
    The sum falls with λ, convex and piecewise linear, so that Newton's iteration from the left
    drops coordinates one after the other and ends after at most d rounds.

    References
    ----------
    C. Michelot. A finite algorithm for finding the projection of a point onto the canonical simplex
    of R^n. J. Optim. Theory Appl. 50, 1986.
    """
    total, heaviest = 0.0, 0.0
    for i in range(x.size):
        total += abs(x[i])
        heaviest = w[i] if w[i] > heaviest else heaviest
    if signed == 1.0 and total <= radius:
        return
    heaviest = heaviest if heaviest > 0.0 else 1.0
    floor, shift, dropped = 1e-12 * heaviest, 0.0, -1
    for trial in range(x.size + 1):
        total, ease, out = -radius, 0.0, 0
        for i in range(x.size):
            y = abs(x[i]) if signed == 1.0 else x[i]
            reach = 1.0 / (w[i] if w[i] > floor else floor)
            if trial > 0 and y - shift * reach <= 0.0:
                out += 1
            else:
                total += y
                ease += reach
        if out == dropped or out == x.size:
            break
        dropped = out
        shift = total / ease
    total = 0.0
    for i in range(x.size):
        y = abs(x[i]) if signed == 1.0 else x[i]
        left = y - shift / (w[i] if w[i] > floor else floor)
        left = left if left > 0.0 or left != left else 0.0
        total += left
        x[i] = -left if signed == 1.0 and x[i] < 0.0 else left
    for i in range(x.size):
        x[i] = x[i] * (radius / total)
