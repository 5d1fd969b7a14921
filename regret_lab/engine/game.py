"""Play every learner on every seed: blocks of lanes, chunk by chunk, in threads."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from functools import partial

import numpy as np

from regret_lab.arrays import Rounds
from regret_lab.engine.block import Block
from regret_lab.engine.contract import PlayableLearner, PlayableProblem
from regret_lab.engine.deal import Deal, Job, jobs
from regret_lab.engine.match import Match, chunk_cuts, engine_for
from regret_lab.engine.saved import Saved
from regret_lab.engine.tally import Tally
from regret_lab.engine.transcript import Failure, Transcript

Progress = Callable[[int, int], None]
"""Called with the rounds played so far and the rounds to play, over all learners and seeds."""


def play(
    problem: PlayableProblem,
    learners: Sequence[PlayableLearner],
    seeds: Sequence[int],
    marks: Rounds,
    engine: str = "compiled",
    threads: int = 1,
    progress: Progress | None = None,
    taps: tuple[str, ...] = (),
    pseudo: bool = False,
    saved: Saved | None = None,
) -> Transcript:
    """Play each learner against each seed for ``marks[-1]`` rounds and keep what ``marks`` ask.

    With ``saved`` the game goes on where its file says it stands, and is saved as it goes; the file
    is the caller's to remove.

    Raises
    ------
    ResumeError
        When the file holds another game, or the game cannot be saved there.
    RuleError
        When a rule asks for an argument that nobody supplies. A rule that cannot be compiled is
        played in Python, with a warning.
    """
    horizon, players, domain = int(marks[-1]), list(learners), problem.domain
    pseudo = pseudo and problem.mean_rule is not None
    transcript = Transcript.blank(
        marks, (len(players), len(seeds), domain.dim), taps,
        [learner.record for learner in players], problem.tallies,
        len(players) if problem.adaptive else 1, pseudo,
    )  # fmt: skip
    counter = _Counter(horizon * len(players) * len(seeds), progress)
    engines = [engine_for(problem, domain, one, engine, taps, pseudo) for one in players]
    match = Match(
        problem, domain, players, list(seeds), horizon, taps, pseudo, engines, transcript,
        threading.Event(), counter.add,
    )  # fmt: skip
    if saved is not None:
        saved.open(match)
        counter.add(saved.done)
    for goal in match.standing.goals():
        match.standing.goal = goal
        dealt = jobs(match, max(1, threads))
        _run([partial(_play_job, match, job, saved) for job in dealt], match, threads)
    if saved is not None:
        saved.close()
    transcript.failures.sort(key=lambda failure: (failure.learner, failure.seed))
    return transcript


def _run(tasks: list[Callable[[], None]], match: Match, threads: int) -> None:
    """Run the tasks in threads; an interrupt or an error stops all of them within a chunk."""
    with ThreadPoolExecutor(max(1, threads)) as pool:
        futures = [pool.submit(task) for task in tasks]
        try:
            while wait(futures, timeout=0.2, return_when="FIRST_EXCEPTION").not_done:
                for future in futures:
                    if future.done():
                        future.result()
            for future in futures:
                future.result()
        except BaseException:
            match.stop.set()
            raise


class _Counter:
    """Counts rounds from several threads."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self.total, self.done, self.progress = total, 0, progress
        self.lock = threading.Lock()

    def add(self, rounds: int) -> None:
        with self.lock:
            self.done += rounds
            if self.progress is not None:
                self.progress(self.done, self.total)


def _play_job(match: Match, job: Job, saved: Saved | None) -> None:
    group, lanes, tallies = job
    problem, engine = match.problem, match.handler
    blocks = [match.block(block) for block in lanes]
    wanted = problem.tallies and (tallies or problem.adaptive)
    tally = Tally(match, engine, group) if wanted else None
    turn = None if saved is None else saved.turn(blocks, tally)
    deal = Deal(match, engine, group)
    behind = [part.chunk for part in (*blocks, tally) if part is not None]
    with np.errstate(all="ignore"):  # the interpreted engine follows IEEE without warnings
        for chunk in range(min(behind), match.standing.goal):
            if match.stop.is_set():  # before drawing for a group that has not begun
                return
            deal.draw(chunk)
            _play_blocks(match, blocks, deal, chunk, tally)
            if turn is not None and not match.stop.is_set():  # or a block is within a chunk
                turn.boundary()
    if turn is not None and not match.stop.is_set():
        turn.end()


def _play_blocks(
    match: Match, blocks: list[Block], deal: Deal, chunk: int, tally: Tally | None
) -> None:
    """Play a chunk in every block that has it before it."""
    start = chunk * deal.length
    count = min(deal.length, match.horizon - start)
    for block in blocks:
        if block.chunk > chunk:
            continue
        if match.stop.is_set():
            return
        _play_chunk(match, block, deal, start, count, tally)
        block.chunk += 1
        match.tick(count * len(block.lanes))
    if tally is not None and tally.chunk == chunk:
        tally.add_shared(deal.lay(tuple(deal.group)), start, count)


def _play_chunk(
    match: Match, block: Block, deal: Deal, start: int, count: int, tally: Tally | None
) -> None:
    adaptive, seats = match.problem.adaptive, tuple(seat for _, seat in block.padded)
    Z = deal.lay(seats).copy() if adaptive else deal.lay(seats)
    rates = block.rates(start, count, match.horizon)
    saved, was_ill, done = block.save(), block.ill(), 0
    for cut, k in chunk_cuts(match, start, count):
        for first in range(done, cut, block.stride):
            if match.stop.is_set():
                return
            block.play(Z, rates, first, min(block.stride, cut - first))
        done = cut
        if k >= 0:
            _keep(match, block, k)
    for lane in np.flatnonzero(block.ill() & ~was_ill):
        if lane < len(block.lanes):
            played = block.first_ill_round(
                int(lane), saved, lambda: deal.lay(seats).copy() if adaptive else Z, rates, count
            )
            _report(match, block, int(lane), start + played)
    if tally is not None and adaptive:
        config, seat = block.lanes[0]
        tally.add_own(Z, config, seat, start, count)


def _keep(match: Match, block: Block, k: int) -> None:
    """Copy the numbers of a block at a checkpoint into the transcript; an ill lane keeps none."""
    kept, games = match.transcript, len(block.lanes)
    lanes = np.flatnonzero(~block.ill()[:games])
    config, seat = np.array(block.lanes)[lanes].T
    kept.loss[:, config, seat, k] = block.acc[:2, lanes]
    if kept.mean_loss is not None:
        kept.mean_loss[:, config, seat, k] = block.acc[2:, lanes]
    kept.x[config, seat, k] = block.points()[lanes]
    for name in kept.taps:
        kept.taps[name][config, seat, k] = block.tap(name)[lanes]
    for c in block.configs:
        own = config == c
        for name, values in kept.states[c].items():
            values[seat[own], k] = block.state(name)[lanes[own]]


def _report(match: Match, block: Block, lane: int, round_played: int) -> None:
    config, seat = block.lanes[lane]
    point, loss = block.points()[lane], block.acc[:, lane]
    finite = bool(np.isfinite(point).all() and np.isfinite(loss).all())
    what = "its point left the domain" if finite else "its point or its loss is not a finite number"
    match.transcript.failures.append(Failure(config, match.seeds[seat], round_played, what))
