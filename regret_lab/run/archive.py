"""What is in the store already, and whether it still holds."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from regret_lab import store
from regret_lab.errors import RegretLabError, unknown_name
from regret_lab.run.schema import Storage
from regret_lab.store import Record

DEFAULTS = "a default setting"

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
    accepted: Counter[str] = field(default_factory=Counter[str])

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
        parts = [] if found is None else outdated(found, blank)
        if not parts:
            return found
        what = " and ".join(parts)
        if self.stale == "keep" and parts != [DEFAULTS]:
            self.accepted.update([what])
            return found
        self.changes.update([what])
        return None

    def made(self, blank: Record, since: int) -> Record | None:
        """Return a result that was to be made; None when its file is still that of ``since``."""
        return None if self.stamp(blank) == since else self._whole(blank)

    def stamp(self, blank: Record) -> int:
        """Return when the file of a result was written, in nanoseconds; 0 when there is none."""
        return store.written(self.path(blank))

    def _whole(self, blank: Record) -> Record | None:
        found = store.kept(self.root, blank)
        return None if found is None or found.meta.get("unfinished") else found

    def path(self, blank: Record) -> Path:
        """Return the file of a result."""
        return Path(self.root) / store.place(blank)


def outdated(found: Record, blank: Record) -> list[str]:
    """Return what is not as it was when a result was made."""
    if found.config != store.plain(blank.config):
        return [DEFAULTS]  # a default has moved: other numbers under the same key
    before: Mapping[str, Any] = found.meta.get("code", {})
    now: Mapping[str, Any] = blank.meta["code"]
    return [f"the code of the {part}" for part in now if before.get(part) != now[part]]


def told(archive: Archive) -> list[str]:
    """Say which kept results no longer hold, or do all the same; a line for each reason."""
    made = [
        f"{_results(count, 'is', 'are')} made anew: {why} changed since "
        f"(store.stale=keep accepts older code)"
        for why, count in archive.changes.items()
    ]
    kept = [
        f"{_results(count, 'is', 'are')} accepted although {why} changed since"
        for why, count in archive.accepted.items()
    ]
    return made + kept


def _results(count: int, one: str, many: str) -> str:
    return f"{count} kept result {one}" if count == 1 else f"{count} kept results {many}"


def archive_of(settings: Storage) -> Archive:
    """Return the archive that the settings describe.

    Raises
    ------
    RegretLabError
        When no folder is named.
    """
    if not settings.root.strip():
        raise RegretLabError("store.root must be the name of a folder, got ''; write store.root=.")
    return Archive(settings.root, settings.stale, settings.again)
