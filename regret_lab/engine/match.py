"""All that the threads of one game share: who plays what, with which pieces, into which arrays."""

import threading
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from regret_lab.domains import Domain
from regret_lab.engine.block import Block, Lane, Pieces
from regret_lab.engine.compiler import Compiler, Interpreter, compiler
from regret_lab.engine.contract import PlayableLearner, PlayableProblem
from regret_lab.engine.lanes import LANES, WIDE
from regret_lab.engine.lift import StepRule, lift_loss, lift_projection, lift_step
from regret_lab.engine.outcomes import chunk_length
from regret_lab.engine.plain import PlainLearner, PlainStep
from regret_lab.engine.rule import Function
from regret_lab.engine.standing import Standing
from regret_lab.engine.transcript import Transcript
from regret_lab.errors import RuleError


@dataclass
class Match:
    """Learners, seeds and statistics of one call, and the transcript they fill."""

    problem: PlayableProblem
    domain: Domain
    learners: list[PlayableLearner]
    seeds: list[int]
    horizon: int
    taps: tuple[str, ...]
    pseudo: bool
    engines: list[Compiler]
    transcript: Transcript
    stop: threading.Event
    tick: Callable[[int], None]
    standing: Standing = field(init=False)

    def __post_init__(self) -> None:
        sets = len(self.learners) if self.problem.adaptive else 1
        rows = len(self.learners) + (sets if self.problem.tallies else 0)
        self.standing = Standing(rows, len(self.seeds), -(-self.horizon // self.length))

    @property
    def length(self) -> int:
        """Rounds in a chunk."""
        return chunk_length(self.problem.width)

    @property
    def handler(self) -> Compiler:
        """The engine that lays out and tallies the outcomes: a compiled one, if any plays."""
        return next((e for e in self.engines if not isinstance(e, Interpreter)), self.engines[0])

    def block(self, lanes: list[Lane]) -> Block:
        """Return a block where its games stand; lanes of several configurations are padded."""
        mixed = len({config for config, _ in lanes}) > 1
        config = lanes[0][0]
        pieces = pieces_for(
            self.problem, self.domain, self.learners[config], self.engines[config], self.taps,
            LANES if mixed else 0, self.pseudo,
        )  # fmt: skip
        width = LANES if mixed else len(lanes)
        block = Block(self.problem, self.domain, self.learners, lanes, width, pieces, self.taps)
        for lane, (config, seat) in enumerate(block.padded):
            block.chunk = self.standing.take(config, seat, block.lane(lane))
        return block

    def lanes_for(self, config: int) -> int:
        """Return how many games of a learner may share a block."""
        learner = self.learners[config]
        alone = (
            self.problem.loss_rule.kind == "vector"
            or self.domain.dim >= WIDE
            or learner.rule.is_vector
            or isinstance(learner, PlainLearner)
        )
        return 1 if alone else LANES


def pieces_for(
    problem: PlayableProblem,
    domain: Domain,
    learner: PlayableLearner,
    engine: Compiler,
    taps: tuple[str, ...],
    lanes: int,
    pseudo: bool,
) -> Pieces:
    """Lift and compile what a learner and a problem need; ``lanes`` > 0 when the lanes differ."""
    settle, projection = settling(domain, learner)
    loss, mean = problem.loss_rule, problem.mean_rule if pseudo else None
    return Pieces(
        engine,
        engine.piece(lift_loss(loss), {"rule": loss.loss}),
        None if mean is None else engine.piece(lift_loss(mean), {"rule": mean.loss}),
        PlainStep(learner.player, taps, settle, domain.centre)
        if isinstance(learner, PlainLearner)
        else step_piece(learner.rule, engine, settle, taps, projection is not None, lanes),
        None if projection is None else engine.piece(
            lift_projection(type(domain).__name__, projection, tuple(domain.parameters)),
            {"rule": projection},
        ),
        settle,
    )  # fmt: skip


def step_piece(
    rule: StepRule, engine: Compiler, settle: str, taps: tuple[str, ...], weigh: bool, lanes: int
) -> Any:
    """Return the callable form of a learner's rule."""
    rules = {"rule": rule.step}
    if weigh and rule.metric is not None:
        rules["metric"] = rule.metric
    return engine.piece(lift_step(rule, settle, taps, weigh, lanes), rules)


def settling(domain: Domain, learner: PlayableLearner) -> tuple[str, Function | None]:
    """Return how iterates come to rest, and the projection rule where clipping is not enough."""
    if not learner.projected:
        return "free", None
    if domain.projection is not None:
        return "free", domain.projection
    lower, upper = domain.bounds
    uniform = bool((lower == lower[0]).all() and (upper == upper[0]).all())
    return ("interval" if uniform else "box"), None


def engine_for(
    problem: PlayableProblem,
    domain: Domain,
    learner: PlayableLearner,
    engine: str,
    taps: tuple[str, ...],
    pseudo: bool,
) -> Compiler:
    """Return the engine that can play this pair; a rule that cannot be compiled plays in Python.

    Raises
    ------
    RuleError
        When a rule asks for an argument that nobody supplies: no engine could play it.
    """
    if engine == "python" or isinstance(learner, PlainLearner):
        return compiler("python")
    pieces_for(problem, domain, learner, compiler("python"), taps, 0, pseudo)
    try:
        compiled = compiler(engine)
        pieces_for(problem, domain, learner, compiled, taps, 0, pseudo)
    except RuleError as error:
        pair = f"{learner.rule.owner} on {problem.loss_rule.owner}"
        warnings.warn(f"{pair} is played in Python, slowly: {error}", stacklevel=4)
        return compiler("python")
    return compiled


def chunk_cuts(match: Match, start: int, count: int) -> list[tuple[int, int]]:
    """Return where a chunk is cut: (rounds into the chunk, checkpoint or -1), the end included."""
    t = match.transcript.t
    low, high = (int(t.searchsorted(end, side="right")) for end in (start, start + count))
    cuts = [(int(t[k]) - start, k) for k in range(low, high)]
    return cuts if cuts and cuts[-1][0] == count else [*cuts, (count, -1)]
