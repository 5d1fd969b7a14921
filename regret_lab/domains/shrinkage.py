"""Shrink a point in a diagonal metric until its coordinates add up: simplex and 1-norm ball."""

from regret_lab.arrays import Array


def shrink(x: Array, w: Array, radius: float, signed: float) -> None:
    r"""Move ``x`` to the nearest point whose (absolute) coordinates add up to ``radius``.

    .. math:: x_i = \max(0, y_i - \lambda / w_i), \qquad \textstyle\sum_i x_i = r,

    on absolute values with the signs put back where ``signed`` is 1, and only from outside then.
    As no coordinate ends above r, λ is at least the largest :math:`w_i (y_i - r)`: that much is
    taken off at once, so that far-away points lose no digits. What is left is found by spreading
    the excess over the coordinates that are still positive, again and again; one that falls to 0
    stays there, so that it takes at most d rounds.

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
    floor = 1e-12 * heaviest if heaviest > 0.0 else 1.0
    first, push = 0, 0.0
    for i in range(x.size):
        pull = (w[i] if w[i] > floor else floor) * ((abs(x[i]) if signed == 1.0 else x[i]) - radius)
        first, push = (i, pull) if i == 0 or pull > push else (first, push)
    excess = (abs(x[first]) if signed == 1.0 else x[first]) - radius
    metric = w[first] if w[first] > floor else floor
    for i in range(x.size):
        ratio = metric / (w[i] if w[i] > floor else floor)
        left = (abs(x[i]) if signed == 1.0 else x[i]) - ratio * excess
        left = radius + 0.0 * excess if i == first else left  # what is infinite becomes NaN
        left = left if left > 0.0 or left != left else 0.0
        x[i] = -left if signed == 1.0 and x[i] < 0.0 else left
    for _ in range(x.size + 1):
        total, ease = -radius, 0.0
        for i in range(x.size):
            total += abs(x[i])
            ease += 1.0 / (w[i] if w[i] > floor else floor) if x[i] != 0.0 else 0.0
        if not total > 1e-16 * x.size * radius:
            return
        for i in range(x.size):
            left = abs(x[i]) - total / ease / (w[i] if w[i] > floor else floor)
            left = left if left > 0.0 else 0.0
            x[i] = -left if x[i] < 0.0 else left
