"""What a problem is: a stream of convex losses over a domain, and claims about them."""

import inspect
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, ClassVar

import numpy as np

from regret_lab.arrays import Array, Rounds
from regret_lab.domains import Domain
from regret_lab.engine.lift import LossRule
from regret_lab.engine.outcomes import generator
from regret_lab.engine.rule import absent
from regret_lab.errors import RuleError
from regret_lab.parameters import Checked, describe
from regret_lab.registry import Registry

PROBLEMS: "Registry[Problem]" = Registry("problem", "regret_lab.problems")

TALLIES = {"linear": ("sum",), "quadratic": ("sum", "squares")}


@dataclass(frozen=True)
class Problem(Checked, ABC):
    r"""A generator of convex losses: outcomes z_t dealt in advance, and a rule f(x, z).

    ``kind`` says what ``loss`` is a rule of, its arguments matched by name:

    * ``"separable"``: one coordinate, ``loss(x, z) -> f, g``, summed over coordinates;
    * ``"ridge"``: :math:`f_t(x) = \phi(\langle a_t, x\rangle, y_t)` with ``loss(u, y) -> f, slope``
      and outcomes (a, y);
    * ``"vector"``: ``loss(x, z, g) -> f`` on arrays, filling ``g``; it may remember in ``q``
      (``memory_size`` numbers) and look at the round ``t``: an adaptive adversary. One that does
      writes the outcome it settles on into ``z``.

    Every numeric field of the dataclass is available to the rule by name.

    ``structure`` names the comparator: ``"linear"`` (losses ⟨z, x⟩), ``"quadratic"``
    (:math:`\frac\mu2\|x - z\|^2`, field ``mu``), ``"ridge"``, or ``"general"``.

    The properties ``lipschitz`` (G: an upper bound on the 2-norm of every gradient),
    ``lipschitz_inf`` (the same for the ∞-norm) and ``strong_convexity`` are claims.
    """

    name: ClassVar[str]
    kind: ClassVar[str] = "separable"
    structure: ClassVar[str] = "general"
    adaptive: ClassVar[bool] = False
    needs: ClassVar[str | None] = None
    """What a user has to bring before the defaults can be played, in words."""
    loss: ClassVar[Callable[..., Any]]
    mean_loss: ClassVar[Callable[..., Any]] = absent
    """The expected loss as a rule of one coordinate ``x``, where it is known."""

    def __init_subclass__(cls) -> None:
        for name in ("loss", "mean_loss"):
            rule = cls.__dict__.get(name)
            if inspect.isfunction(rule):  # a rule written without the decorator is a rule too
                setattr(cls, name, staticmethod(rule))

    @property
    @abstractmethod
    def domain(self) -> Domain:
        """The convex set K the learner plays in."""

    @property
    @abstractmethod
    def lipschitz(self) -> float:
        """G: no gradient on the domain is longer."""

    @property
    def lipschitz_inf(self) -> float:
        """G_inf: no coordinate of a gradient is larger."""
        return self.lipschitz

    @property
    def strong_convexity(self) -> float:
        """μ such that every loss is μ-strongly convex; 0 when there is none."""
        return 0.0

    @property
    def stochastic(self) -> bool:
        """Whether seeds differ."""
        return True

    def draw(self, rng: np.random.Generator, start: int, count: int) -> Array:
        """Return the outcomes of rounds start+1 .. start+count, shape (count, width).

        ``rng`` is the chunk's own; a problem with another source of outcomes overrides ``outcomes``
        instead.
        """
        raise RuleError(f"{type(self).__name__} deals no outcomes: write draw(rng, start, count)")

    def outcomes(self, seed: int, chunk: int, start: int, count: int) -> Array:
        """Return the outcomes of one chunk of one seed: always the same."""
        return self.draw(generator(seed, chunk), start, count)

    def counts(self, seed: int, t: Rounds) -> tuple[Array, Rounds] | None:
        """Return the n different outcomes (n, width) and how often each is among the first t.

        The multiplicities have shape (len(t), n). None where outcomes do not repeat: what a
        comparator can make shorter work of.
        """
        return None

    def mean_best(self) -> Array:
        """Return the best fixed point of the expected loss; called where ``mean_loss`` is known."""
        return self.domain.centre

    @property
    def values(self) -> dict[str, object]:
        """All fields by name."""
        return {item.name: getattr(self, item.name) for item in fields(self)}

    @property
    def identity(self) -> dict[str, object]:
        """All that decides the losses: the fields, and whatever they only point at."""
        return self.values

    @property
    def parameters(self) -> dict[str, float]:
        """The numbers a loss rule may ask for by name."""
        numbers = {k: v for k, v in self.values.items() if isinstance(v, (bool, int, float))}
        return {name: float(number) for name, number in numbers.items()}

    @property
    def width(self) -> int:
        """Numbers in one outcome: the dimension, and a label for a ridge loss."""
        return self.domain.dim + (self.kind == "ridge")

    @property
    def memory_size(self) -> int:
        """Numbers the adversary remembers."""
        return 0

    @property
    def tallies(self) -> tuple[str, ...]:
        """Sums of outcomes that the comparator needs."""
        return TALLIES.get(self.structure, ())

    @property
    def origin(self) -> Array:
        """The point about which outcomes are summed: near the targets, so that nothing cancels."""
        centre = self.domain.centre
        return np.zeros_like(centre) if self.structure == "linear" else centre

    @property
    def loss_rule(self) -> LossRule:
        """What the engine has to know of the loss."""
        cls = type(self)
        return LossRule(cls.__name__, cls.loss, self.kind, tuple(self.parameters))

    @property
    def mean_rule(self) -> LossRule | None:
        """What the engine has to know of the expected loss."""
        cls = type(self)
        if cls.mean_loss is absent:
            return None
        return LossRule(cls.__name__, cls.mean_loss, "mean", tuple(self.parameters))

    def __str__(self) -> str:
        given = ", ".join(f"{k}={describe(v)}" for k, v in self.values.items())
        return f"{type(self).__name__}({given})"
