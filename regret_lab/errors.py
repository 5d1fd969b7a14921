"""What can go wrong, in one clear line: what was given, what is allowed, the nearest fix."""

import difflib
from collections.abc import Iterable


class RegretLabError(Exception):
    """The parent of every error that is the user's to mend; its text is one line."""


class UnknownNameError(RegretLabError, LookupError):
    """A name that nobody registered."""


class ParameterError(RegretLabError, ValueError):
    """A value of the wrong type or out of its range."""


class RuleError(RegretLabError, TypeError):
    """A rule that cannot be played: an unknown argument name, a wrong number of results."""


class DataError(RegretLabError, ValueError):
    """A data file that cannot be read as a stream of labelled rows."""


class ResumeError(RegretLabError, ValueError):
    """A saved game that cannot be gone on with, or a place where none can be saved."""


def unknown_name(noun: str, name: str, known: Iterable[str]) -> UnknownNameError:
    """Build the error for a name that is not among the known ones; names the nearest."""
    choices = sorted(known)
    near = difflib.get_close_matches(name, choices, n=1, cutoff=0.5)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    there = f"There are: {', '.join(choices)}." if choices else "There is none at all."
    return UnknownNameError(f"no {noun} is called {name!r}.{hint} {there}")
