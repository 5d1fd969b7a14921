r"""The periodic orbits of learners' moments, and the displacements they make: one function each.

A function takes a learner, one period of gradients as numbers of an arithmetic, and the arithmetic.
"""

from collections.abc import Sequence
from typing import Any

from regret_lab.falsify.arithmetic import Arithmetic, Undecided
from regret_lab.falsify.trap import trapped

Numbers = Sequence[Any]


def average(values: Numbers, beta: float, a: Arithmetic) -> list[Any]:
    r"""Return the periodic orbit of the moving average :math:`m_j = \beta m_{j-1} + (1-\beta) z_j`.

    .. math:: m_0 = m_n = \frac{1}{1 - \beta^n} \sum_{j \le n} (1-\beta) \beta^{n-j} z_j
    """
    memory = a.number(beta)
    fresh, left, m = 1 - memory, a.number(1.0), a.number(0.0)
    for value in values:
        m, left = memory * m + fresh * value, left * memory
    m, orbit = m / (1 - left), list[Any]()
    for value in values:
        m = memory * m + fresh * value
        orbit.append(m)
    return orbit


def momentum(learner: Any, g: Numbers, a: Arithmetic) -> list[Any]:
    """Return the first moment; one whose β1 decays to zero is the gradient itself."""
    decays = getattr(learner, "beta1_decay", 1.0) < 1.0
    return average(g, 0.0 if decays else learner.beta1, a)


def squares(learner: Any, g: Numbers, a: Arithmetic) -> list[Any]:
    """Return the second moment."""
    return average([z * z for z in g], learner.beta2, a)


def adam(learner: Any, g: Numbers, a: Arithmetic) -> list[Any]:
    """M / (√v + ε)."""
    return _scaled(momentum(learner, g, a), squares(learner, g, a), learner.eps, a)


def rmsprop(learner: Any, g: Numbers, a: Arithmetic) -> list[Any]:
    """G / (√v + ε)."""
    return _scaled(g, squares(learner, g, a), learner.eps, a)


def nadam(learner: Any, g: Numbers, a: Arithmetic) -> list[Any]:
    """(β1 m + (1 − β1) g) / (√v + ε)."""
    beta = a.number(learner.beta1)
    ahead = [beta * m + (1 - beta) * z for m, z in zip(momentum(learner, g, a), g, strict=True)]
    return _scaled(ahead, squares(learner, g, a), learner.eps, a)


def adabelief(learner: Any, g: Numbers, a: Arithmetic) -> list[Any]:
    """M / (√s + ε), s the moving average of (g − m)² and ε / (1 − β2)."""
    m = momentum(learner, g, a)
    belief = average([(z - y) * (z - y) for z, y in zip(g, m, strict=True)], learner.beta2, a)
    floor = a.number(learner.eps) / (1 - a.number(learner.beta2))
    return _scaled(m, [s + floor for s in belief], learner.eps, a)


def amsgrad(learner: Any, g: Numbers, a: Arithmetic) -> list[Any]:
    """M / (√V + ε), V the largest second moment: v rises to its orbit from zero, never above it."""
    top = a.largest(squares(learner, g, a))
    return _scaled(momentum(learner, g, a), [top] * len(g), learner.eps, a)


def padam(learner: Any, g: Numbers, a: Arithmetic) -> list[Any]:
    """M / V^p, V as for AMSGrad."""
    size = a.power(a.largest(squares(learner, g, a)), learner.power)
    return [a.ratio(m, size) for m in momentum(learner, g, a)]


def adamnc(learner: Any, g: Numbers, a: Arithmetic) -> list[Any]:
    """M / (√q + ε), q the mean square."""
    return _scaled(momentum(learner, g, a), [_mean_square(g)] * len(g), learner.eps, a)


def adagrad(learner: Any, g: Numbers, a: Arithmetic) -> list[Any]:
    """G / √q in steps of lr/√t: the sum of squares is t q, and ε is lost beside it."""
    return _scaled(g, [_mean_square(g)] * len(g), 0.0, a)


def adabound(learner: Any, g: Numbers, a: Arithmetic) -> list[Any]:
    """(α*/lr) m: both bounds close on α*."""
    final = a.number(learner.final_lr) / a.number(learner.lr)
    return [final * m for m in momentum(learner, g, a)]


def ogd(learner: Any, g: Numbers, a: Arithmetic) -> list[Any]:
    """G."""
    return list(g)


def signsgd(learner: Any, g: Numbers, a: Arithmetic) -> list[Any]:
    """sign(g)."""
    return [a.number(1.0) * a.sign(z) for z in g]


def lion(learner: Any, g: Numbers, a: Arithmetic) -> list[Any]:
    """sign(β1 m₋₁ + (1 − β1) g); a sum that is zero in the limit has no sign to rely on."""
    if learner.beta1 == 0.0:
        return signsgd(learner, g, a)
    m, beta = average(g, learner.beta2, a), a.number(learner.beta1)
    signs = [
        a.sign(beta * before + (1 - beta) * z)
        for before, z in zip([m[-1], *m[:-1]], g, strict=True)
    ]
    if any(isinstance(sign, int) and sign == 0 for sign in signs):
        raise Undecided
    return [a.number(1.0) * sign for sign in signs]


def yogi(learner: Any, gradients: Numbers, a: Arithmetic) -> list[Any]:
    """M / (√v + ε), v anywhere in the set that traps it; it takes the gradients as floats."""
    spans = trapped(learner.beta2, tuple(map(float, gradients)))
    if spans is None:
        raise Undecided
    m = momentum(learner, [a.number(z) for z in gradients], a)
    return _scaled(m, [a.between(*span) for span in spans], learner.eps, a)


def _mean_square(g: Numbers) -> Any:
    return sum(z * z for z in g) / len(g)


def _scaled(above: Numbers, squares: Numbers, eps: float, a: Arithmetic) -> list[Any]:
    floor = a.number(eps)
    return [a.ratio(m, a.sqrt(v) + floor) for m, v in zip(above, squares, strict=True)]
