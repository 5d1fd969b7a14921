"""The published updates as slow, obvious NumPy: an oracle that shares no line with the library.

Every learner is a generator: it is sent a gradient and yields the next step y and the diagonal
metric w; ``game`` projects y onto the domain in that metric. Written from the papers:

* Zinkevich (2003), Algorithm 1
* Duchi, Hazan and Singer (2011), Figure 1, diagonal, composite mirror descent
* Kingma and Ba (2015), Algorithm 1, with step sizes α/√t
* Reddi, Kale and Kumar (2018), Algorithms 1 and 2
"""

from collections.abc import Callable, Generator

import numpy as np

Vector = np.ndarray
Step = Generator[tuple[Vector, Vector], tuple[Vector, Vector], None]
"""Sent (x, g), yields (y, w)."""


def alpha(t: int, lr: float, decay: str, horizon: int) -> float:
    return {
        "sqrt": lr / t**0.5,
        "linear": lr / t,
        "constant": lr,
        "horizon": lr / horizon**0.5,
    }[decay]


def quotient(a: Vector, b: Vector) -> Vector:
    """a/b with 0/0 = 0."""
    return np.array([p / q if q > 0 else 0.0 for p, q in zip(a, b, strict=True)])


def ogd(d: int, horizon: int, lr: float, decay: str = "sqrt") -> Step:
    x, g = yield np.zeros(d), np.ones(d)
    for t in range(1, horizon + 1):
        x, g = yield x - alpha(t, lr, decay, horizon) * g, np.ones(d)


def adagrad(d: int, horizon: int, lr: float, eps: float) -> Step:
    x, g = yield np.zeros(d), np.ones(d)
    squares = np.zeros(d)
    for _ in range(horizon):
        squares = squares + g**2
        h = np.sqrt(squares) + eps
        x, g = yield x - lr * quotient(g, h), h


def adam(
    d: int,
    horizon: int,
    lr: float,
    beta1: float,
    beta2: float,
    eps: float,
    bias_correction: bool = True,
    decay: str = "sqrt",
    beta1_decay: float = 1.0,
) -> Step:
    x, g = yield np.zeros(d), np.ones(d)
    m = v = np.zeros(d)
    for t in range(1, horizon + 1):
        b = beta1 * beta1_decay ** (t - 1)
        m = b * m + (1 - b) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat = m / (1 - beta1**t) if bias_correction else m
        v_hat = v / (1 - beta2**t) if bias_correction else v
        h = np.sqrt(v_hat) + eps
        x, g = yield x - alpha(t, lr, decay, horizon) * quotient(m_hat, h), h


def amsgrad(
    d: int,
    horizon: int,
    lr: float,
    beta1: float,
    beta2: float,
    eps: float,
    decay: str = "sqrt",
    beta1_decay: float = 1.0,
) -> Step:
    x, g = yield np.zeros(d), np.ones(d)
    m = v = v_hat = np.zeros(d)
    for t in range(1, horizon + 1):
        b = beta1 * beta1_decay ** (t - 1)
        m = b * m + (1 - b) * g
        v = beta2 * v + (1 - beta2) * g**2
        v_hat = np.maximum(v_hat, v)
        h = np.sqrt(v_hat) + eps
        x, g = yield x - alpha(t, lr, decay, horizon) * quotient(m, h), h


SIXTY_FOURTHS = np.linspace(0, 1, 65)


def root(excess: Callable[[Vector], Vector], high: float) -> float:
    """The root of a falling function on [0, high]: cut into 64 parts, ten times over."""
    low = 0.0
    for _ in range(10):
        cuts = low + (high - low) * SIXTY_FOURTHS
        above = int((excess(cuts[:, None]) > 0).sum())
        low, high = cuts[max(above - 1, 0)], cuts[min(above, 64)]
    return 0.5 * (low + high)


def onto_ball(y: Vector, w: Vector, radius: float) -> Vector:
    """x = w y/(w + λ) with the λ that brings the norm down to the radius."""
    if np.linalg.norm(y) <= radius:
        return y
    top = np.sqrt(np.sum((w * y) ** 2)) / radius
    shift = root(lambda s: np.linalg.norm(w * y / (w + s), axis=1) - radius, top)
    return w * y / (w + shift)


def onto_l1(y: Vector, w: Vector, radius: float) -> Vector:
    """|x| = (|y| − λ/w)₊ with the λ that brings the sum down to the radius."""
    size = np.abs(y)
    if size.sum() <= radius:
        return y
    shift = root(lambda s: np.maximum(size - s / w, 0).sum(axis=1) - radius, (w * size).max())
    return np.sign(y) * np.maximum(size - shift / w, 0)


def onto_simplex(y: Vector, w: Vector, radius: float = 1.0) -> Vector:
    """x = (y − λ/w)₊; a λ below 0 is looked for after lifting y by as much as it takes."""
    lift = max(0.0, float((w * (radius - y)).max()))
    lifted = y + lift / w
    shift = root(lambda s: np.maximum(lifted - s / w, 0).sum(axis=1) - radius, (w * lifted).max())
    return np.maximum(lifted - shift / w, 0)


def onto_box(y: Vector, w: Vector, radius: float) -> Vector:
    return np.clip(y, -radius, radius)


def game(
    start: Vector,
    gradient: Callable[[Vector, Vector], Vector],
    outcomes: Vector,
    step: Step,
    project: Callable[[Vector, Vector], Vector],
) -> Vector:
    """Play one round per outcome; return the point after every round, (T, d)."""
    next(step)
    x, path = start, []
    for z in outcomes:
        x = project(*step.send((x, gradient(x, z))))
        path.append(x)
    return np.array(path)
