"""The command line: ``regret-lab <command> ...``."""

from regret_lab.cli.dispatch import main

__all__ = ["main"]
