"""One file per result, replaced in one step: a reader sees all of it or none of it."""

import io
import json
import os
import tempfile
import warnings
import zipfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import numpy as np

from regret_lab.atomic import replacing
from regret_lab.store.key import plain
from regret_lab.store.record import FORMAT, Record, StoreError, StoreWarning

SUFFIX = ".npz"
DAMAGED = ".damaged"

# what NumPy, zipfile and json raise on a file that is cut short, altered, or something else
UNREADABLE = (EOFError, LookupError, ValueError, AttributeError, zipfile.BadZipFile)


class DamagedError(StoreError):
    """A file that is not a whole result."""


def place(record: Record) -> Path:
    """Return where a result belongs under the root: its problem, its learners, what it is made of.

    >>> config = {"problem": {"name": "coin"}, "learners": {"ogd": {"lr": 0.1}}}
    >>> str(place(Record({}, {"config": config, "learners": ["ogd"]}))).rpartition("-")[0]
    'coin/ogd'
    """
    names = "+".join(str(each.get("name", label)) for label, each in _learners(record).items())
    return Path(record.problem, f"{names}-{record.key}{SUFFIX}")


def save(record: Record, root: str | Path) -> Path:
    """Write a result under ``root`` and return its file; an earlier one of the same name goes.

    The bytes are those of the record: the same result is the same file.

    Raises
    ------
    StoreError
        When the folder cannot be made or written, or the disk is full; nothing is left behind.
    """
    path = Path(root) / place(record)
    meta = json.dumps(plain({**record.meta, "format": FORMAT}), allow_nan=False)
    arrays = {**record.arrays, "meta": np.frombuffer(meta.encode(), dtype=np.uint8)}
    with refused(Path(root)):
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as stream:
            np.savez(stream, **cast("dict[str, Any]", arrays))
    return path


def kept(root: str | Path, wanted: Record) -> Record | None:
    """Return the result of the same identity as ``wanted`` if it is there, else None.

    A damaged file is named in a warning, set aside, and counts as absent.

    Raises
    ------
    StoreError
        When the file is of a format that this version does not know.
    """
    path = Path(root) / place(wanted)
    before = seen(path)
    if before is None:
        return None
    try:
        found = read(path)
    except DamagedError as reason:
        set_aside(path, reason, before)
        return None
    return found if found.key == wanted.key else None


def read(path: str | Path) -> Record:
    """Read one result.

    Raises
    ------
    DamagedError
        When the file is not a whole result.
    StoreError
        When it is of a format that this version does not know, or the system does not give it.
    """
    try:
        content = Path(path).read_bytes()
    except OSError as reason:  # no room for another open file, say: the result may be whole
        raise StoreError(f"cannot read {path}: {reason.strerror or first_line(reason)}") from reason
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
        meta: dict[str, Any] = json.loads(arrays.pop("meta").tobytes())
        version = meta.get("format")
    except UNREADABLE as reason:
        raise DamagedError(f"{path} is not a readable result: {first_line(reason)}") from reason
    if version != FORMAT:
        raise StoreError(
            f"{path} has format {version}, this version reads format {FORMAT}: move it elsewhere "
            f"and play the games again, or read it with the regret_lab that wrote it"
        )
    return Record(arrays, meta)


def set_aside(path: Path, reason: Exception, before: tuple[int, ...] | None) -> None:
    """Give a damaged file another name, if that is allowed, and say so in a warning.

    A file that is no longer what it was ``before`` has been made again by somebody else meanwhile.
    """
    if before != seen(path):
        return
    try:
        os.replace(path, path.with_name(path.name + DAMAGED))
        done = f"it is now {path.name}{DAMAGED}"
    except OSError:
        done = "it is left out"
    warnings.warn(f"{reason}; {done}", StoreWarning, stacklevel=3)


def seen(path: Path) -> tuple[int, ...] | None:
    """Return what tells a file from another of the same name; None when there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def written(path: Path) -> int:
    """Return when a file was written, in nanoseconds; 0 when there is none."""
    found = seen(path)
    return 0 if found is None else found[0]


def _learners(record: Record) -> Mapping[str, Mapping[str, Any]]:
    return cast("Mapping[str, Mapping[str, Any]]", record.config["learners"])


def probe(root: str | Path) -> None:
    """Refuse a folder that cannot be written, before hours are spent on what goes there.

    Raises
    ------
    StoreError
        When the folder cannot be made or a file in it cannot be written.
    """
    with refused(Path(root)):
        Path(root).mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=root) as stream:
            stream.write(b"\0")
            stream.flush()


def first_line(reason: BaseException) -> str:
    """Return what an exception says, on one line."""
    lines = str(reason).strip().splitlines()
    return lines[0].rstrip(".:") if lines else type(reason).__name__


@contextmanager
def refused(folder: Path) -> Generator[None]:
    """Turn the system's refusal into one line that names the folder and the way out."""
    try:
        yield
    except OSError as reason:
        why = reason.strerror or first_line(reason)
        raise StoreError(
            f"cannot write to the folder {str(folder)!r}: {why}; choose another with store.root=..."
        ) from reason
