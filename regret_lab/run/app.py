"""The one place that hands control to Hydra and takes it back."""

import os
import sys
import warnings
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

import hydra
from hydra.errors import HydraException
from omegaconf import DictConfig
from omegaconf.errors import OmegaConfBaseException

from regret_lab.errors import RegretLabError
from regret_lab.run import conf, grammar, schema
from regret_lab.run.refusal import refusal, unknown_flag

REFUSED = 2
INTERRUPTED = 130
RAISES = "HYDRA_FULL_ERROR"
MENDABLE = (RegretLabError, OmegaConfBaseException)
LAUNCHER = ("hydra/launcher=", "hydra.launcher.")
SWEEPS = ("-m", "--multirun", "hydra.mode=MULTIRUN")

# Hydra 1.3 asks which version to imitate, 1.4 which code a configuration may name
VERSIONED: dict[str, Any] = (
    {"version_base": "1.3"}
    if hydra.__version__.startswith("1.3")
    else {"execution_whitelist": ["regret_lab.*", "hydra_plugins.regret_lab.*"]}
)


def launch(
    task: Callable[[DictConfig], object], arguments: list[str], primary: str = conf.PRIMARY
) -> int:
    """Compose the configuration that ``arguments`` ask for, run the task, return an exit status.

    ``primary`` is the file of ``conf/`` that composes all others. With ``--multirun`` the sweeper
    runs the task, perhaps elsewhere, and the arguments may stand for several values.

    Whatever is the user's to mend is one line on standard error and status 2, unless the user asks
    for the traceback with Hydra's own ``HYDRA_FULL_ERROR=1``.
    """
    if flag := unknown_flag(arguments):
        return complain(flag)
    schema.offer()
    grammar.extend()
    arguments = [grammar.added(argument) for argument in arguments]
    if os.environ.get(RAISES) == "1":
        return _compose_and_run(task, arguments, primary)
    statuses: list[int] = []

    def guarded(cfg: DictConfig) -> None:
        # caught here, because Hydra announces an error that leaves the task in lines of its own
        statuses.append(0)
        try:
            task(cfg)
        except MENDABLE as error:
            statuses.append(complain(refusal(error)))

    many = sweeps(arguments)
    if not many and (elsewhere := [a for a in arguments if a.startswith(LAUNCHER)]):
        return complain(f"{elsewhere[0]} is for sweeps: add -m")
    try:
        with _hydra_raises(), _plain_warnings():
            _compose_and_run(task if many else guarded, arguments, primary)
    except KeyboardInterrupt:
        complain("interrupted" + ("; the same command goes on with what is missing" * many))
        return INTERRUPTED
    except Exception as error:
        if statuses or (many and not isinstance(error, (*MENDABLE, HydraException, ValueError))):
            raise  # not the configuration's fault: a defect, shown with its traceback
        return complain(refusal(error))
    return max(statuses, default=0)


def sweeps(arguments: list[str]) -> bool:
    """Say whether the arguments ask for more than one job."""
    return any(argument in SWEEPS for argument in arguments)


def complain(line: str) -> int:
    """Write one line to standard error and return the status of a refusal."""
    aside(line)
    return REFUSED


def aside(line: str) -> None:
    """Write one line to standard error."""
    sys.stderr.write(f"regret-lab: {line}\n")


def _compose_and_run(
    task: Callable[[DictConfig], object], arguments: list[str], primary: str
) -> int:
    """Let Hydra read the arguments, from where it always reads them, and call the task."""
    decorate: Any = hydra.main(config_path=conf.folder(), config_name=primary, **VERSIONED)
    program, sys.argv = sys.argv, [sys.argv[0], *arguments]
    try:
        decorate(task)()
    finally:
        sys.argv = program
    return 0


@contextmanager
def _hydra_raises() -> Generator[None]:
    """Have Hydra raise its errors; by default it prints them and leaves."""
    before = os.environ.get(RAISES)
    os.environ[RAISES] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[RAISES]
        else:
            os.environ[RAISES] = before


@contextmanager
def _plain_warnings() -> Generator[None]:
    """Write a warning as one line, without the place in the code that it comes from."""
    before = warnings.formatwarning

    def plain(message: Warning | str, *_place: object, **_line: object) -> str:
        return f"regret-lab: {message}\n"

    warnings.formatwarning = plain
    try:
        yield
    finally:
        warnings.formatwarning = before
