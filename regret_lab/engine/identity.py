"""What decides every bit of a game: the same facts, the same game."""

import hashlib
import inspect
from collections.abc import Iterable, Mapping
from types import CodeType, FunctionType
from typing import cast

import numpy as np

from regret_lab.arrays import Array
from regret_lab.engine import block, deal, kernel, lift, outcomes, tally, template
from regret_lab.engine.match import Match
from regret_lab.engine.rule import Function, source

DECISIVE = (block, deal, kernel, lift, outcomes, tally, template)
"""The engine's own modules that a bit may depend on."""

SHORT = 100
"""Characters of a fact that is told in full."""

Facts = dict[str, str]


def facts(match: Match, told: Mapping[str, str]) -> Facts:
    """Return what decides the bits of a game, each under the name by which a difference is told.

    ``told`` is what the caller knows of the problem and the learners. Rules count by their text;
    outcomes and step sizes by samples of what they are, so that another version of a generator or
    a data file with other rows is noticed.
    """
    t, problem = match.transcript.t, match.problem
    rounds = np.unique(np.rint(np.geomspace(1, match.horizon, 64)))
    first = problem.outcomes(match.seeds[0], 0, 0, outcomes.chunk_length(problem.width))
    sizes = [learner.rate_table(rounds, match.horizon) for learner in match.learners]
    return {
        **told,
        "horizon": str(match.horizon),
        "seeds": " ".join(map(str, match.seeds)),
        "checkpoints": " ".join(map(str, t.tolist())),
        "running statistics": f"{match.taps}, expected losses: {match.pseudo}",
        "text of the rules": _digest(text.encode() for text in _texts(match)),
        "first outcomes": _digest([_bytes(first)]),
        "step sizes": _digest(map(_bytes, sizes)),
        "engine": _digest(inspect.getsource(module).encode() for module in DECISIVE),
    }


def difference(there: Mapping[str, str], here: Mapping[str, str]) -> str | None:
    """Name the first fact in which two games differ, in words; None when there is none."""
    for name in sorted({**here, **there}, key=lambda name: name in here and name in there):
        ours, theirs = here.get(name, "absent"), there.get(name, "absent")
        if ours != theirs:
            tell = max(len(ours), len(theirs)) <= SHORT and not ours.startswith("#")
            return f"{name}: {theirs} there, {ours} here" if tell else f"not the same {name}"
    return None


def _digest(parts: Iterable[bytes]) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        digest.update(len(part).to_bytes(8, "little") + part)
    return f"#{digest.hexdigest()}"


def _bytes(values: Array) -> bytes:
    return np.ascontiguousarray(values, dtype=float).tobytes()


def _texts(match: Match) -> list[str]:
    """Return the texts of all rules that the game calls."""
    loss, mean = match.problem.loss_rule, match.problem.mean_rule
    rules: list[Function | None] = [loss.loss, None if mean is None else mean.loss]
    for learner in match.learners:
        rules += [learner.rule.step, learner.rule.metric]
    domain = match.domain
    shape = (
        f"{type(domain).__name__} {domain.parameters} {[side.tolist() for side in domain.bounds]}"
    )
    return [shape, *("" if rule is None else _text(rule) for rule in [*rules, domain.projection])]


def _text(rule: Function) -> str:
    """Return a rule's text, or its code where it has none, and the numbers it uses from outside."""
    code = cast(FunctionType, rule).__code__
    consts = [value for value in code.co_consts if not isinstance(value, CodeType)]
    text = source(rule) or repr((code.co_code, code.co_names, code.co_varnames, consts))
    outside = inspect.getclosurevars(rule)
    numbers = {
        name: repr(cast("object", value))
        for name, value in {**outside.globals, **outside.nonlocals}.items()
        if isinstance(value, (bool, int, float, str, tuple))
    }
    defaults = cast(FunctionType, rule).__defaults__
    return f"{text} {defaults} {sorted(numbers.items())}"
