"""Work shared among threads, seed by seed, with progress and a way out."""

import importlib
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import AbstractContextManager
from typing import Any, TypeVar, cast

from regret_lab.engine import Progress

Task = TypeVar("Task")
Result = TypeVar("Result")


class Interrupted(BaseException):
    """Raised inside a thread whose work is no longer wanted."""


class Ticker:
    """Counts what is done; a thread asks it whether to stop."""

    def __init__(self, whole: int, progress: Progress | None) -> None:
        self.whole, self.done, self.progress = whole, 0, progress
        self.lock, self.stop = threading.Lock(), threading.Event()

    def check(self) -> None:
        """Leave the thread when its work is no longer wanted."""
        if self.stop.is_set():
            raise Interrupted

    def tick(self) -> None:
        """Count one piece of work."""
        with self.lock:
            self.done += 1
            if self.progress is not None:
                self.progress(self.done, self.whole)


def one_thread_each() -> AbstractContextManager[object]:
    """Hold the libraries of linear algebra to one thread per call."""
    untyped = cast(Any, importlib.import_module("threadpoolctl"))
    return untyped.threadpool_limits(1)


def share(
    work: Callable[[Task, Ticker], Result],
    tasks: Iterable[Task],
    threads: int,
    ticker: Ticker,
) -> list[Result]:
    """Return ``work(task, ticker)`` for every task, in order; an error or an interrupt stops all.

    The linear algebra underneath keeps to one thread each, so that the number of threads changes
    neither the last bits nor the load of the machine.
    """
    with one_thread_each(), ThreadPoolExecutor(max(1, threads)) as pool:
        futures = [pool.submit(work, task, ticker) for task in tasks]
        try:
            while wait(futures, timeout=0.2, return_when="FIRST_EXCEPTION").not_done:
                for future in futures:
                    if future.done():
                        future.result()
            return [future.result() for future in futures]
        except BaseException:
            ticker.stop.set()
            for future in futures:
                future.cancel()
            raise
