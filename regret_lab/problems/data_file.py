"""Streams from a file: its bytes, or one line that says why there are none."""

import bz2
import difflib
import gzip
import hashlib
import lzma
import os
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from regret_lab.arrays import Array
from regret_lab.errors import DataError, ParameterError
from regret_lab.parameters import describe
from regret_lab.problems.stream import Stream

OPENERS = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}

MOST_VALUES = 2**28
"""Two gigabytes of dense rows."""

LARGEST = 1e100
"""A feature beyond this has no square to speak of."""


@dataclass(frozen=True)
class DataFile(Stream):
    """A stream whose rows are in the file ``path``, unpacked if it ends in .gz, .bz2 or .xz."""

    path: str = ""

    needs = "a data file: path=FILE"

    def __post_init__(self) -> None:
        given = cast("object", self.path)
        if not isinstance(given, (str, os.PathLike)):
            owner = type(self).__name__
            raise ParameterError(f"{owner}: path must be the name of a file, got {describe(given)}")
        object.__setattr__(self, "path", os.fspath(cast("os.PathLike[str]", given)))
        super().__post_init__()

    @property
    def identity(self) -> dict[str, object]:
        digest = hashlib.blake2b(self.rows.tobytes(), digest_size=8).hexdigest()
        return {**self.values, "rows": digest}  # a file may change and keep its path

    def content(self) -> bytes:
        """Return what is in the file.

        Raises
        ------
        DataError
            When no path was given, or the file is not there, unreadable or empty.
        """
        if not self.path:
            raise DataError(
                f"{type(self).__name__}: no path was given: write path=FILE in Python, "
                f"problem.path=FILE on the command line"
            )
        path = Path(self.path).expanduser()
        try:
            with OPENERS.get(path.suffix, open)(path, "rb") as stream:
                content = stream.read()
        except FileNotFoundError:
            raise DataError(f"there is no file {self.path!r}{_near(path)}") from None
        except (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError) as error:
            why = getattr(error, "strerror", None) or error
            raise DataError(f"cannot read {self.path!r}: {why}") from None
        if not content.strip():
            raise DataError(f"{self.path} is empty")
        return content

    def check_size(self, rows: int, dim: int) -> None:
        """Refuse a table that does not fit: the engine plays dense rows."""
        if rows * dim > MOST_VALUES:
            raise DataError(
                f"{self.path} has {rows} rows of {dim} features: {rows * dim * 8e-9:.1f} GB as "
                f"dense rows, {MOST_VALUES * 8e-9:.1f} GB are allowed; keep fewer features or rows"
            )


def playable(features: Array) -> NDArray[np.bool_]:
    """Say which features (n, d) are numbers one can reckon with: finite and not absurdly large."""
    return np.abs(features) < LARGEST


def _near(path: Path) -> str:
    """Point at a file with a similar name, or at the folder that is missing."""
    folder = path.parent
    if not folder.is_dir():
        return f": there is no folder {str(folder)!r}"
    near = difflib.get_close_matches(path.name, sorted(os.listdir(folder)), n=1)
    return f". Did you mean {str(folder / near[0])!r}?" if near else ""
