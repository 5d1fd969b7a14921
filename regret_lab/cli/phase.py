"""``regret-lab phase``: map how much a learner loses over its two betas."""

from pathlib import Path
from typing import TYPE_CHECKING, cast

from omegaconf import DictConfig

from regret_lab.cli.run import say
from regret_lab.errors import RegretLabError, unknown_name
from regret_lab.learners import Learner
from regret_lab.run.app import launch
from regret_lab.run.progress import Bar
from regret_lab.run.schema import Chart

if TYPE_CHECKING:
    from regret_lab.run.hunt import Search


def main(arguments: list[str]) -> int:
    """Carry out the command and return its exit status."""
    return launch(task, arguments, "phase")


def task(cfg: DictConfig) -> None:
    """Draw the chosen charts; searches that are in the store already are not made again.

    Raises
    ------
    RegretLabError
        When something is out of its range, or a result cannot be written.
    """
    from regret_lab import store
    from regret_lab.run.setup import check_keys, learners_of

    check_keys(cfg, Chart)
    chart = cast("Chart", cfg)
    for name in chart.charts:
        if name not in CHARTS:
            raise unknown_name("chart", name, CHARTS)
    (learner, *others) = learners_of(chart.learners, None).values()
    if others:
        raise RegretLabError("a chart is of one learner: write learners=[adam]")
    store.probe(chart.store.root)
    for name in chart.charts:
        for path in CHARTS[name](learner, chart):
            say(f"figure  {path}")


def betas(learner: Learner, chart: Chart) -> list[Path]:
    """Draw the map over (β1, β2)."""
    from regret_lab.figures import phase as draw
    from regret_lab.run import phase

    with Bar("betas", " cells") as bar:
        cells = phase.betas(learner, list(chart.beta1), list(chart.beta2), search(chart), bar)
    found = [cell.record.meta for cell in cells if cell.record.meta["found"]]
    proved = sum(bool(meta["certificate"]["rigorous"]) for meta in found)
    say(f"betas: {learner.label} fails in {len(found)} of {len(cells)} cells, {proved} proved")
    title = f"{learner.label}, sequences of at most {chart.period} rounds"
    return draw.betas(cells, title, chart.store.root)


def spikes(learner: Learner, chart: Chart) -> list[Path]:
    """Draw the map over the period and the height of one spike."""
    from regret_lab.figures import phase as draw
    from regret_lab.run import phase

    with Bar("spikes", " periods") as bar:
        table = phase.spikes(learner, chart.spikes, bar)
    return draw.spikes(table, f"{learner.label}{betas_of(learner)}", chart.store.root)


def memory(learner: Learner, chart: Chart) -> list[Path]:
    """Draw the worst average regret against n(1 − β2)."""
    from regret_lab.figures import phase as draw
    from regret_lab.run import phase

    with Bar("memory", " cells") as bar:
        cells = phase.memory(learner, list(chart.memories), list(chart.periods), search(chart), bar)
    return draw.memory(cells, f"{learner.label}, the other settings as given", chart.store.root)


CHARTS = {"betas": betas, "spikes": spikes, "memory": memory}


def search(chart: Chart) -> "Search":
    """Return how the charts look for the worst sequence."""
    from regret_lab.run.archive import archive_of
    from regret_lab.run.hunt import Search

    return Search(chart.period, chart.budget, chart.threads, archive_of(chart.store))


def betas_of(learner: Learner) -> str:
    """Return the betas of a learner, as in a title."""
    given = [f"{key} = {value}" for key, value in learner.values.items() if key[:-1] == "beta"]
    return f" with {', '.join(given)}" if given else ""
