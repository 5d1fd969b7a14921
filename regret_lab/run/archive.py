"""What is in the store already, and whether it still holds."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from regret_lab import store
from regret_lab.errors import unknown_name
from regret_lab.run.schema import Storage
from regret_lab.store import Record

STALE = ("recompute", "keep")
"""What to do with a result whose code has changed since."""


@dataclass
class Archive:
    """The results under ``root`` that need not be made again.

    ``again`` makes everything anew; ``stale="keep"`` accepts results of code that has changed.

    Raises
    ------
    UnknownNameError
        When ``stale`` is another word.
    """

    root: str
    stale: str = "recompute"
    again: bool = False
    changes: Counter[str] = field(default_factory=Counter[str])

    def __post_init__(self) -> None:
        if self.stale not in STALE:
            raise unknown_name("way with stale results", self.stale, STALE)

    def find(self, blank: Record) -> Record | None:
        """Return the kept result that ``blank`` describes, or None when it has to be made.

        Raises
        ------
        StoreError
            When its file is of a format that this version does not know.
        """
        found = None if self.again else self._whole(blank)
        parts = [] if found is None else self._outdated(found, blank)
        if parts:
            self.changes.update([" and ".join(parts)])
            return None
        return found

    def made(self, blank: Record) -> Record | None:
        """Return a result after it was to be made; None when it was not."""
        found = self._whole(blank)
        return None if found is None or self._outdated(found, blank) else found

    def _whole(self, blank: Record) -> Record | None:
        found = store.kept(self.root, blank)
        return None if found is None or found.meta.get("unfinished") else found

    def _outdated(self, found: Record, blank: Record) -> list[str]:
        """Return the parts whose code is not what it was, where that matters."""
        if self.stale == "keep":
            return []
        before: Mapping[str, Any] = found.meta.get("code", {})
        return [part for part, now in blank.meta["code"].items() if before.get(part) != now]

    def path(self, blank: Record) -> Path:
        """Return the file of a result."""
        return Path(self.root) / store.place(blank)


def told(changes: Counter[str]) -> list[str]:
    """Say which kept results no longer hold, and why; a line for each reason."""
    return [
        f"{count} kept {'result is' if count == 1 else 'results are'} made anew: the code of "
        f"the {why} has changed (store.stale=keep accepts what is there)"
        for why, count in changes.items()
    ]


def archive_of(settings: Storage) -> Archive:
    """Return the archive that the settings describe."""
    return Archive(settings.root, settings.stale, settings.again)
