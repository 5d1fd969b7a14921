"""Where the configuration files are: beside the package in a clone, inside it in a wheel."""

from pathlib import Path

PRIMARY = "convergence"
"""The configuration that composes all others."""


def folder() -> str:
    """Return the absolute path of ``conf/``; Hydra finds it from any working directory.

    Raises
    ------
    FileNotFoundError
        When the package was installed without its configuration.
    """
    package = Path(__file__).resolve().parents[1]
    for candidate in (package / "conf", package.parent / "conf"):
        if (candidate / f"{PRIMARY}.yaml").is_file():
            return str(candidate)
    raise FileNotFoundError(f"no conf/{PRIMARY}.yaml beside or inside {package}")
