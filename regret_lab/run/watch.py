"""The progress of a sweep under any launcher: it watches the store, not the jobs."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from regret_lab.run.progress import Bar
from regret_lab.store import written

EVERY = 0.5
"""Seconds between two looks."""


class Watch:
    """``with Watch(paths)`` counts which of the files have been written since, from a thread."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._left = {path: written(path) for path in paths}
        self._total = len(self._left)
        self._stop = threading.Event()
        self._bar = Bar("sweep", " results")
        self._thread = threading.Thread(target=self._look_on, daemon=True)

    def look(self) -> int:
        """Look for new files and return how many there are by now."""
        self._left = {path: old for path, old in self._left.items() if written(path) == old}
        done = self._total - len(self._left)
        self._bar(done, self._total)
        return done

    def __enter__(self) -> Self:
        self._bar.__enter__()
        self.look()
        self._thread.start()
        return self

    def __exit__(self, *failure: object) -> None:
        self._stop.set()
        self._thread.join()
        self.look()
        self._bar.__exit__(*failure)

    def _look_on(self) -> None:
        while not self._stop.wait(EVERY):
            self.look()
