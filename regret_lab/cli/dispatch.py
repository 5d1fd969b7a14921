"""One dispatcher: a command is a module with ``main(arguments) -> status``, loaded on demand."""

import importlib
import sys
from collections.abc import Sequence
from typing import NamedTuple

from regret_lab.errors import unknown_name


class Command(NamedTuple):
    """Where a command lives and what it does, so that help needs no import."""

    module: str
    about: str


COMMANDS = {
    "run": Command("regret_lab.cli.run", "play the configured games, judge their regret, draw it"),
    "falsify": Command("regret_lab.cli.falsify", "search the sequence on which a learner fails"),
    "phase": Command("regret_lab.cli.phase", "map how much Adam loses over its two betas"),
    "properties": Command(
        "regret_lab.cli.properties", "put what is said of Adam to the test, claim by claim"
    ),
    "counterexamples": Command(
        "regret_lab.cli.counterexamples", "play the sequences that defeat Adam, draw them together"
    ),
    "playground": Command("regret_lab.cli.playground", "watch learners play in the browser"),
}

REFUSED = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out the command that the arguments name and return its exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or given[0] in ("-h", "--help"):
        sys.stdout.write(_help())
        return 0
    name, *rest = given
    if name not in COMMANDS:
        sys.stderr.write(f"regret-lab: {unknown_name('command', name, COMMANDS)}\n")
        return REFUSED
    return importlib.import_module(COMMANDS[name].module).main(rest)


def _help() -> str:
    width = max(map(len, COMMANDS))
    lines = [f"  {name:{width}}  {command.about}" for name, command in COMMANDS.items()]
    return "\n".join(
        [
            "Play an online convex game, measure the regret against the best fixed point,",
            "ask the theory.",
            "",
            "usage: regret-lab COMMAND [ARGUMENTS]",
            "",
            *lines,
            "",
            "regret-lab COMMAND --help says more.",
            "",
        ]
    )
