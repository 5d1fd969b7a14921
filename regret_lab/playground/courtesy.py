"""Long questions wait for short ones, and a newer long question ends the older."""

import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from itertools import count

from regret_lab.errors import RegretLabError

PAUSE = 0.002


class OvertakenError(RegretLabError):
    """A question that nobody waits for any more."""


class Courtesy:
    """Keeps the answer to a slider fast while 25 games of a sweep are played beside it.

    Both are plain Python in threads of one process and would share its one processor evenly.
    """

    def __init__(self) -> None:
        self._urgent = 0
        self._lock = threading.Lock()
        self._numbers = count(1)
        self._newest = 0

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

    def begin(self) -> int:
        """Return the number of a new long question; the older ones are overtaken."""
        self._newest = next(self._numbers)
        return self._newest

    def give_way(self, number: int) -> None:
        """Wait until nothing is urgent; called between two games.

        Raises
        ------
        OvertakenError
            When a newer question has come.
        """
        while self._urgent and number == self._newest:
            time.sleep(PAUSE)
        if number != self._newest:
            raise OvertakenError("a newer sweep was asked for")


courtesy = Courtesy()
"""The one of this process."""
