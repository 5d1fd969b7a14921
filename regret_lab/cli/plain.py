"""Commands that need no configuration: a parser of options, and what becomes of a refusal."""

import argparse
import sys
from collections.abc import Callable
from typing import NoReturn

from regret_lab.errors import ParameterError, RegretLabError

REFUSED = 2
INTERRUPTED = 130


class Parser(argparse.ArgumentParser):
    """A parser whose complaints are one line and no exit."""

    def error(self, message: str) -> NoReturn:
        raise ParameterError(f"{message}; --help lists the options")


def status(act: Callable[[], int]) -> int:
    """Carry out a command and return its exit status; what it refuses is one line."""
    try:
        return act()
    except RegretLabError as refusal:
        sys.stderr.write(f"regret-lab: {refusal}\n")
        return REFUSED
    except KeyboardInterrupt:
        sys.stderr.write("regret-lab: interrupted\n")
        return INTERRUPTED
