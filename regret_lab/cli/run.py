"""``regret-lab run``: play the configured games, judge their regret, draw it."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from omegaconf import DictConfig

from regret_lab.errors import RegretLabError
from regret_lab.run.app import aside, launch, sweeps
from regret_lab.store import Record, content_key

if TYPE_CHECKING:
    from regret_lab.run.job import Outcome
    from regret_lab.run.setup import Setup

NAMED = 4
"""Files that are named one by one."""


def main(arguments: list[str]) -> int:
    """Carry out the command and return its exit status."""
    return launch(one_of_many if sweeps(arguments) else converge, arguments)


def one_of_many(cfg: DictConfig) -> float:
    """Carry out one composed configuration of a sweep: make its results, print nothing."""
    from regret_lab.run.job import play_only
    from regret_lab.run.setup import build

    return play_only(build(cfg))


def converge(cfg: DictConfig) -> Record:
    """Carry out one composed configuration and return its judged results as one.

    Raises
    ------
    RegretLabError
        When something went wrong; after all that was computed is shown and, if possible, kept.
    """
    # games, theorems and their compiler are loaded here: --help has no use for them
    from regret_lab.run.job import work
    from regret_lab.run.setup import build

    setup = build(cfg)
    outcome = work(setup, tell=aside)
    key = content_key({label: each.key for label, each in outcome.records.items()})
    folder = Path(setup.archive.root) / f"{setup.points[0].blank.problem}-{key}"
    complaints = [str(complaint) for complaint in outcome.complaints]
    complaints += _show(setup, outcome, folder)
    if complaints:
        raise RegretLabError("; ".join(complaints))
    return outcome.record


def _show(setup: "Setup", outcome: "Outcome", folder: Path) -> list[str]:
    """Print the table, name the results, draw; return what went wrong."""
    from regret_lab import figures
    from regret_lab.run.case import Case
    from regret_lab.run.summary import summary, write
    from regret_lab.run.table import table

    def drawn() -> list[Path]:
        if figures.steps_vary(case):
            return figures.sensitivity([case], folder, "sensitivity")
        return figures.draw(outcome.record, folder)

    case = Case("", outcome.records, setup.varied)
    grid = setup.has_grid
    say(f"\n{summary([case]) if grid else table(outcome.record)}\n")
    _name_files(setup, outcome)
    complaints = tabled(lambda: write([case], folder / "summary.csv")) if grid else []
    return complaints + draw(drawn, setup.archive.root)


def _name_files(setup: "Setup", outcome: "Outcome") -> None:
    """Say where the results are, and how many were there before."""
    paths = {str(setup.archive.path(record)): None for record in outcome.records.values()}
    written = [path for path in paths if Path(path).exists()]
    for path in written[:NAMED]:
        say(f"result  {path}")
    if len(written) > NAMED:
        say(f"        and {len(written) - NAMED} more")
    before = len(paths) - outcome.fresh
    if before:
        say(f"        {before} of {len(paths)} kept from before (store.again=true plays them anew)")


def draw(draws: Callable[[], list[Path]], root: str) -> list[str]:
    """Draw beside the results; a figure that fails is a complaint and costs nothing else."""
    try:
        for figure in draws():
            say(f"figure  {figure}")
    except Exception as error:
        why = str(error).strip().partition("\n")[0]
        name = type(error).__name__
        return [f"the figure failed ({name}: {why}); the results are kept in {root}"]
    return []


def tabled(writes: Callable[[], Path]) -> list[str]:
    """Write a table beside the results; where it cannot be written, that is a complaint."""
    try:
        say(f"table   {writes()}")
    except OSError as error:
        return [f"the table cannot be written: {error.strerror}"]
    return []


def say(line: str) -> None:
    """Write a line to standard output at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
