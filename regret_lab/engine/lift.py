"""Lift the rules of a learner, a loss and a domain to texts that play a whole block."""

from collections.abc import Mapping
from dataclasses import dataclass

from regret_lab.engine import template
from regret_lab.engine.rule import Function, arguments, bind
from regret_lab.engine.template import Text
from regret_lab.errors import RuleError, unknown_name

State = tuple[str, ...] | Mapping[str, str]
"""Names of per-coordinate numbers, or names and shapes over ``d`` for a vector rule."""


@dataclass(frozen=True)
class StepRule:
    """What the engine has to know of a learner: its rule and the names the rule may use."""

    owner: str
    step: Function
    state: State
    rates: tuple[str, ...]
    hyper: tuple[str, ...]
    metric: Function | None = None

    @property
    def is_vector(self) -> bool:
        """Whether the rule moves the whole point at once instead of coordinate by coordinate."""
        return not isinstance(self.state, tuple)


@dataclass(frozen=True)
class LossRule:
    """What the engine has to know of a loss: its rule, its kind and its parameters' names."""

    owner: str
    loss: Function
    kind: str  # "separable", "ridge", "vector" or "mean"
    parameters: tuple[str, ...]


def _own(name: str) -> str:
    """Return the local name of a number that a rule asks for: no name of the text itself."""
    return f"own_{name}"


def lift_step(
    rule: StepRule, settle: str, taps: tuple[str, ...], weigh: bool, lanes: int = 0
) -> Text:
    """Lift a learner's step; ``lanes`` > 0 gives every lane hyperparameters of its own."""
    for name in taps:
        if name not in template.TAPS:
            raise RuleError(str(unknown_name("running statistic", name, template.TAPS)))
    if rule.is_vector:
        body = _vector_step(rule, settle, taps)
    else:
        body = _loop(rule, settle, taps, weigh, lanes)
    rows = len(rule.state) if isinstance(rule.state, tuple) else 0
    width = lanes or 1
    shapes = (
        ("X", "N"),
        ("G", "N"),
        ("S", f"({max(1, rows)}, N)" if isinstance(rule.state, tuple) else "(1, K)"),
        ("taps", f"({max(1, len(taps) + ('path' in taps))}, N)"),
        ("rates", f"({max(1, len(rule.rates))}, {width})"),
        ("hyper", f"({max(1, len(rule.hyper))}, {width})"),
        ("bounds", "(2, 1)" if settle == "interval" else "(2, N)"),
        ("weight", "N"),
        ("tmp", "N"),
    )
    return Text(shapes, body)


def _loop(rule: StepRule, settle: str, taps: tuple[str, ...], weigh: bool, lanes: int) -> str:
    assert isinstance(rule.state, tuple)
    lane = ", w" if lanes else ", 0"
    scalars = {name: f"rates[{k}{lane}]" for k, name in enumerate(rule.rates)}
    scalars |= {name: f"hyper[{k}{lane}]" for k, name in enumerate(rule.hyper)}
    rows = {name: f"S[{k}, j]" for k, name in enumerate(rule.state)}
    places = {name: _own(name) for name in scalars} | rows | {"x": "x", "g": "g"}
    used = set(arguments(rule.step))
    lines: list[str] = []
    if weigh and rule.metric is not None:
        used |= set(arguments(rule.metric))
        lines.append(f"weight[j] = metric({', '.join(bind(rule.metric, places, rule.owner))})")
    indent = 8 if lanes else 4
    unpack = [f"{_own(name)} = {place}" for name, place in scalars.items() if name in used]
    prepare, settled = template.SETTLE[settle]
    return (template.MIXED_LOOP if lanes else template.UNIFORM_LOOP).format(
        lanes=lanes,
        unpack="\n".join(" " * (indent if lanes else 0) + line for line in unpack),
        taps=template.tap_lines(taps, indent),
        results=", ".join(["new", *rows.values()]),
        call=", ".join(bind(rule.step, places, rule.owner)),
        weigh="\n".join(" " * indent + line for line in lines),
        settle=" " * indent + settled,
        prepare=prepare,
    )


def _vector_step(rule: StepRule, settle: str, taps: tuple[str, ...]) -> str:
    assert not isinstance(rule.state, tuple)
    scalars = {name: f"rates[{k}, 0]" for k, name in enumerate(rule.rates)}
    scalars |= {name: f"hyper[{k}, 0]" for k, name in enumerate(rule.hyper)}
    unpack = ["d = N"] + [f"{_own(name)} = {place}" for name, place in scalars.items()]
    offset = "0"
    for name, shape in rule.state.items():
        size = "*".join(f"({side})" for side in shape.split(","))
        reshape = f".reshape(({shape}))" if "," in shape else ""
        unpack.append(f"{_own(name)} = S[0, {offset}:{offset} + {size}]{reshape}")
        offset = f"{offset} + {size}"
    places = {name: _own(name) for name in [*scalars, *rule.state]} | {"x": "X", "g": "G"}
    prepare, settled = template.SETTLE[settle]
    clip = f"{prepare}\nfor j in range(N):\n    new = X[j]\n    {settled}"
    return template.VECTOR_STEP.format(
        unpack="\n".join(unpack),
        taps=template.tap_lines(taps, 4),
        call=", ".join(bind(rule.step, places, rule.owner)),
        settle="" if settle == "free" else clip,
    )


def lift_loss(rule: LossRule) -> Text:
    """Lift a loss: separable over coordinates, a ridge function of ⟨a, x⟩, or a vector rule."""
    scalars = {name: f"par[{k}]" for k, name in enumerate(rule.parameters)}
    places = {name: _own(name) for name in scalars} | {"t": "clock[0]"}
    places |= {
        "separable": {"x": "X[j]", "z": "z[j]"},
        "mean": {"x": "X[j]"},
        "ridge": {"u": "out[w]", "y": "z[N + w]"},
        "vector": {"x": "X", "z": "z", "q": "memory", "g": "G"},
    }[rule.kind]
    unpack = "\n".join(f"{_own(name)} = {place}" for name, place in scalars.items()) or "pass"
    fill = {"unpack": unpack, "call": ", ".join(bind(rule.loss, places, rule.owner))}
    body = {
        "separable": template.SEPARABLE + template.LANE_SUM,
        "mean": template.MEAN + template.LANE_SUM,
        "ridge": template.RIDGE_INNER + template.LANE_SUM + template.RIDGE_OUTER,
        "vector": template.VECTOR_LOSS,
    }[rule.kind].format(**fill)
    sizes = ("N", "M", "N", "W", "max(N, W)", "K", str(max(1, len(scalars))), "1")
    return Text(tuple(zip(template.LOSS, sizes, strict=True)), body)


def lift_projection(owner: str, rule: Function, parameters: tuple[str, ...]) -> Text:
    """Lift a domain's projection: lanes are gathered one by one, so the rule sees plain points."""
    scalars = {name: f"par[{k}]" for k, name in enumerate(parameters)}
    names = {name: _own(name) for name in scalars}
    body = template.PROJECT.format(
        unpack="\n".join(f"{_own(name)} = {place}" for name, place in scalars.items()) or "pass",
        call=", ".join(bind(rule, names | {"x": "X", "w": "weight"}, owner)),
        lane_call=", ".join(bind(rule, names | {"x": "point", "w": "metric"}, owner)),
    )
    sizes = ("N", "N", str(max(1, len(scalars))), "2 * N")
    return Text(tuple(zip(template.PROJECTION, sizes, strict=True)), body)
