"""``regret-lab counterexamples``: play every counterexample of ``conf/``, draw them together."""

from pathlib import Path

from omegaconf import DictConfig

from regret_lab.cli.run import converge, say
from regret_lab.run import conf
from regret_lab.run.app import launch
from regret_lab.store import Record

GROUP = "counterexample"


def main(arguments: list[str]) -> int:
    """Carry out the command and return its exit status; an experiment that fails ends it."""
    records: dict[str, Record] = {}
    roots: list[str] = []
    for name in names():

        def task(cfg: DictConfig, title: str = name.replace("_", " ")) -> None:
            roots.append(str(cfg.store.root))
            records[title] = converge(cfg)

        status = launch(task, [f"experiment={GROUP}/{name}", *arguments])
        if status or not records:  # --help and --cfg play nothing, and once is enough
            return status
    from regret_lab import figures

    for path in figures.gallery(records, roots[0], f"{GROUP}s"):
        say(f"figure  {path}")
    return 0


def names() -> list[str]:
    """Return the experiments in the order in which they are told."""
    files = Path(conf.folder(), "experiment", GROUP).glob("*.yaml")
    chapters = ("theorem", "synthetic", "stochastic", "default")

    def place(name: str) -> tuple[int, str]:
        started = [name.startswith(chapter) for chapter in chapters]
        return (started.index(True) if any(started) else len(chapters)), name

    return sorted((file.stem for file in files), key=place)
