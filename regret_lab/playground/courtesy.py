"""Long questions wait for short ones, and end when nobody waits for them any more."""

import threading
import time
from collections.abc import Generator
from contextlib import contextmanager

from regret_lab.errors import RegretLabError

PAUSE = 0.002


class AbandonedError(RegretLabError):
    """A question whose asker has gone."""


class Courtesy:
    """Keeps the answer to a slider fast while 25 games of a sweep are played beside it.

    Both are plain Python in threads of one process and would share its one processor evenly.
    """

    def __init__(self) -> None:
        self._urgent = 0
        self._lock = threading.Lock()

    @contextmanager
    def urgent(self) -> Generator[None]:
        """Hold the long questions back while the block runs."""
        with self._lock:
            self._urgent += 1
        try:
            yield
        finally:
            with self._lock:
                self._urgent -= 1

    def give_way(self, gone: threading.Event | None) -> None:
        """Wait until nothing is urgent; called between two games.

        Raises
        ------
        AbandonedError
            When ``gone`` is set: whoever asked has left.
        """
        while self._urgent and not (gone is not None and gone.is_set()):
            time.sleep(PAUSE)
        if gone is not None and gone.is_set():
            raise AbandonedError("nobody waits for this sweep any more")


courtesy = Courtesy()
"""The one of this process."""
