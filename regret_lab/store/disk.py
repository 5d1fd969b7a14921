"""One file per result, replaced in one step: a reader sees all of it or none of it."""

import io
import json
import os
import tempfile
import zipfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, cast

import numpy as np

from regret_lab.store.key import content_key, plain
from regret_lab.store.record import FORMAT, Record, StoreError

SUFFIX = ".npz"

# what NumPy, zipfile and json raise on a file that is cut short, altered, or something else
DAMAGED = (OSError, EOFError, LookupError, ValueError, AttributeError, zipfile.BadZipFile)


def name_of(record: Record) -> str:
    """Return the name of a result: what a person looks for, then what makes it unique."""
    return f"{record.problem}-{content_key(record.config)}"


def save(record: Record, root: str | Path) -> Path:
    """Write a result under ``root`` and return its file; an earlier one of the same name goes.

    The bytes are those of the record: the same result is the same file.

    Raises
    ------
    StoreError
        When the folder cannot be made or written, or the disk is full; nothing is left behind.
    """
    path = Path(root) / f"{name_of(record)}{SUFFIX}"
    meta = json.dumps(plain({**record.meta, "format": FORMAT}), allow_nan=False)
    arrays = {**record.arrays, "meta": np.frombuffer(meta.encode(), dtype=np.uint8)}
    with _refused(path.parent), _replacing(path) as stream:
        np.savez(cast("Any", stream), **cast("dict[str, Any]", arrays))
    return path


def kept(root: str | Path, config: Mapping[str, Any]) -> Record | None:
    """Return the result of a configuration if it is there and can be read, else None."""
    path = Path(root) / f"{name_of(Record({}, {'config': config}))}{SUFFIX}"
    try:
        return read(path)
    except StoreError:
        return None


def read(path: str | Path) -> Record:
    """Read one result.

    Raises
    ------
    StoreError
        When the file is not a result, is damaged, or is of a format this version does not know.
    """
    try:
        with np.load(io.BytesIO(Path(path).read_bytes()), allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
        meta: dict[str, Any] = json.loads(arrays.pop("meta").tobytes())
        version = meta.get("format")
    except DAMAGED as reason:
        raise StoreError(f"{path} is not a readable result: {first_line(reason)}") from reason
    if version != FORMAT:
        raise StoreError(
            f"{path} has format {version}, this version reads format {FORMAT}: "
            f"read it with the regret_lab that wrote it, or play the games again"
        )
    return Record(arrays, meta)


def probe(root: str | Path) -> None:
    """Refuse a folder that cannot be written, before hours are spent on what goes there.

    Raises
    ------
    StoreError
        When the folder cannot be made or a file in it cannot be written.
    """
    with _refused(Path(root)):
        Path(root).mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=root) as stream:
            stream.write(b"\0")
            stream.flush()


def first_line(reason: BaseException) -> str:
    """Return what an exception says, on one line."""
    lines = str(reason).strip().splitlines()
    return lines[0].rstrip(".:") if lines else type(reason).__name__


@contextmanager
def _refused(folder: Path) -> Generator[None]:
    """Turn the system's refusal into one line that names the folder and the way out."""
    try:
        yield
    except OSError as reason:
        why = reason.strerror or first_line(reason)
        raise StoreError(
            f"cannot write to the folder {str(folder)!r}: {why}; choose another with store.root=..."
        ) from reason


@contextmanager
def _replacing(path: Path) -> Generator[IO[bytes]]:
    """Write beside ``path``, reach the disk, and only then take its name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(0o666 & ~_umask())
        os.replace(name, path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    """Return the permissions that new files lack; a temporary file is made private."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
