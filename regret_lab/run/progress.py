"""A progress bar on standard error, fed by anything that counts."""

import sys
from typing import NoReturn, Self

from tqdm import tqdm

TERMINAL, LOG = 0.1, 10.0
"""Seconds between two drawings: on a terminal, and in a file where each is a line."""


class Bar:
    """``with Bar("play", "round") as bar`` draws every ``bar(done, total)``, unless ``quiet``."""

    def __init__(self, what: str, unit: str, quiet: bool = False) -> None:
        self.what = what
        self.unit = unit
        self.quiet = quiet
        self._bar: tqdm[NoReturn] | None = None

    def __call__(self, done: int, total: int) -> None:
        if self.quiet:
            return
        if self._bar is None:
            self._bar = tqdm(
                desc=self.what,
                total=total,
                unit=self.unit,
                unit_scale=True,
                file=sys.stderr,
                mininterval=TERMINAL if sys.stderr.isatty() else LOG,
                dynamic_ncols=True,
            )
        self._bar.update(done - self._bar.n)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        if self._bar is not None:
            self._bar.close()
