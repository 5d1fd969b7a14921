"""``regret-lab run``: play the configured games, judge their regret, draw it."""

import sys
from pathlib import Path

from omegaconf import DictConfig

from regret_lab.errors import RegretLabError
from regret_lab.run.app import launch
from regret_lab.store import Record


def main(arguments: list[str]) -> int:
    """Carry out the command and return its exit status."""
    return launch(converge, arguments)


def converge(cfg: DictConfig) -> Record:
    """Carry out one composed configuration and return its judged result.

    Raises
    ------
    RegretLabError
        When something went wrong; after all that was computed is shown and, if possible, kept.
    """
    # games, theorems and their compiler are loaded here: --help has no use for them
    from regret_lab.run.job import work
    from regret_lab.run.setup import build
    from regret_lab.run.table import table

    outcome = work(build(cfg), lambda record: say(f"\n{table(record)}\n"))
    complaints = [str(complaint) for complaint in outcome.complaints]
    if outcome.path is not None:
        say(f"result  {outcome.path}")
        complaints += _draw(outcome.record, outcome.path)
    if complaints:
        raise RegretLabError("; ".join(complaints))
    return outcome.record


def _draw(record: Record, path: Path) -> list[str]:
    """Draw beside the result; a figure that fails is a complaint and costs nothing else."""
    from regret_lab import figures

    try:
        for figure in figures.draw(record, path.with_suffix("")):
            say(f"figure  {figure}")
    except Exception as error:
        why = str(error).strip().partition("\n")[0]
        return [f"the figure failed ({type(error).__name__}: {why}); the result is kept in {path}"]
    return []


def say(line: str) -> None:
    """Write a line to standard output at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
