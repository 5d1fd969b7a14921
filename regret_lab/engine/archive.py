"""A file of arrays and JSON that is replaced in one step, and read with distrust."""

import io
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from regret_lab.atomic import drafts, replacing
from regret_lab.errors import ResumeError

HEAD = "saved_game"
"""The entry that makes an ``.npz`` file a saved game: its JSON."""

Contents = tuple[dict[str, Any], dict[str, NDArray[Any]]]


class DamagedError(Exception):
    """A file that was a saved game once, or may have been."""


def write(path: Path, meta: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write beside ``path``, reach the disk, and only then take its name.

    Raises
    ------
    OSError
        When the file cannot be written; an earlier one is untouched.
    """
    head = np.frombuffer(json.dumps(meta).encode(), dtype=np.uint8)
    with replacing(path) as stream:
        np.savez(stream, **cast("dict[str, Any]", {HEAD: head, **arrays}))


def read(path: Path) -> Contents | None:
    """Return what a saved game holds; None where there is no file.

    Raises
    ------
    DamagedError
        When the file is cut short or altered.
    ResumeError
        When the file cannot be opened, or is something else than a saved game.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ResumeError(f"cannot read the saved game {str(path)!r}: {error.strerror}") from None
    try:
        entries = _entries(content)
    except Exception as error:  # a bit flipped in the right place makes zipfile raise anything
        if content[:2].strip(b"PK\0"):
            raise _other(path) from None
        raise DamagedError(str(error) or type(error).__name__) from error
    if HEAD not in entries:
        raise _other(path)
    try:
        meta = json.loads(entries.pop(HEAD).tobytes())
    except ValueError as error:
        raise DamagedError(str(error)) from error
    return meta, entries


def _entries(content: bytes) -> dict[str, NDArray[Any]]:
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}


def _other(path: Path) -> ResumeError:
    return ResumeError(f"{str(path)!r} is no saved game: name another file, or move this one away")


def probe(path: Path) -> None:
    """Refuse a place that cannot be written, before hours are spent on what goes there.

    Raises
    ------
    ResumeError
        When the folder is missing or cannot be written, or ``path`` is a folder itself.
    """
    if path.is_dir():
        raise ResumeError(f"{str(path)!r} is a folder: name a file in it for the saved game")
    if not path.parent.is_dir():
        raise ResumeError(f"no folder {str(path.parent)!r} for the saved game: make it first")
    try:
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise ResumeError(
            f"cannot save a game in the folder {str(path.parent)!r}: {error.strerror}"
        ) from None


def set_aside(path: Path) -> Path:
    """Rename a damaged file, so that nothing is lost; return its new name."""
    aside = path.with_name(path.name + ".damaged")
    os.replace(path, aside)
    return aside


def remove(path: Path) -> None:
    """Remove the file, and the drafts of writers that were killed."""
    path.unlink(missing_ok=True)
    for draft in path.parent.iterdir():
        if draft.name.startswith(drafts(path)) and draft.suffix == ".tmp":
            draft.unlink(missing_ok=True)
