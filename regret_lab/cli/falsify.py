"""``regret-lab falsify``: search the sequences on which learners fail, prove it, draw them."""

from typing import cast

from omegaconf import DictConfig

from regret_lab.cli.run import say
from regret_lab.run.app import aside, launch
from regret_lab.run.schema import Hunt


def main(arguments: list[str]) -> int:
    """Carry out the command and return its exit status."""
    return launch(task, arguments, "falsify")


def task(cfg: DictConfig) -> None:
    """Search for every chosen learner and say what was found; what was found before is shown.

    Raises
    ------
    RegretLabError
        When something is out of its range, or a result cannot be written.
    """
    from regret_lab import figures, store
    from regret_lab.run.archive import archive_of, told
    from regret_lab.run.hunt import Search
    from regret_lab.run.setup import check_keys, learners_of

    check_keys(cfg, Hunt)
    hunt = cast("Hunt", cfg)
    learners = learners_of(hunt.learners, None)
    store.probe(hunt.store.root)
    search = Search(hunt.period, hunt.budget, hunt.threads, archive_of(hunt.store))
    found = {label: search.find(learner) for label, learner in learners.items()}
    for line in told(search.archive):
        aside(line)
    for label, (record, old) in found.items():
        say(f"\n{label}: {record.meta['said']}{' (kept from before)' if old else ''}\n")
        path = search.archive.path(record)
        say(f"result  {path}")
        for figure in figures.worst_sequence(record, path.parent, path.stem):
            say(f"figure  {figure}")
