"""What became of each run of a task: one line each, on disk before the next run starts."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Entry:
    """The end of one run: where, whether it failed and why, and the number that it returned."""

    run: int
    node: str
    seconds: float
    failure: str | None = None
    value: float | None = None


def journal(folder: Path, task: int) -> Path:
    """Return the file in which a task of a submission writes what it has done."""
    return folder / f"task-{task}.jsonl"


def add(path: Path, entry: Entry) -> None:
    """Append an entry; when this returns, it survives the task and its node.

    Raises
    ------
    OSError
        When the file cannot be written.
    """
    with path.open("a") as stream:
        # a line that a killed task left unfinished must not swallow this one
        stream.write(f"\n{json.dumps(asdict(entry))}\n")
        stream.flush()
        os.fsync(stream.fileno())


def read(path: Path) -> dict[int, Entry]:
    """Return the last entry of every run; none of a task that wrote nothing yet."""
    entries: dict[int, Entry] = {}
    try:
        lines = path.read_text().splitlines()
    except FileNotFoundError:
        return entries
    for line in filter(None, lines):
        try:
            entry = Entry(**json.loads(line))
        except (ValueError, TypeError):
            continue  # cut short by a kill: the run has no end, and is played again
        entries[entry.run] = entry
    return entries
