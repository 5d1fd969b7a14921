"""Files that are replaced in one step: a reader sees all of the old one or all of the new one."""

import os
import secrets
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any


@contextmanager
def replacing(path: Path) -> Generator[IO[Any]]:
    """Write beside ``path``, reach the disk, and only then take its name.

    Raises
    ------
    OSError
        When the file cannot be written; an earlier one is untouched, and nothing is left behind.
    """
    draft = path.with_name(f"{drafts(path)}{secrets.token_hex(6)}.tmp")
    try:
        with draft.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(draft, path)
    except BaseException:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise


def drafts(path: Path) -> str:
    """Return how the names of a file's drafts begin; those of killed writers are left over."""
    return f".{path.name}-"
