"""All results of a folder in one file: what is read in a moment where they are many.

The files stay the truth. The pack remembers the time and the size of each, reads only what has
changed, and may be deleted at any moment.
"""

import json
import os
import secrets
import time
import warnings
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from regret_lab.arrays import Rounds
from regret_lab.atomic import replacing
from regret_lab.store.disk import (
    SUFFIX,
    UNREADABLE,
    DamagedError,
    read,
    seen,
    set_aside,
)
from regret_lab.store.record import FORMAT, StoreWarning
from regret_lab.store.runs import Runs, runs_of, stacked

NAME = f".packed-{FORMAT}{SUFFIX}"
CURVES = f".curves-{FORMAT}-"
DAY = 86400.0
"""Seconds after which a temporary file belongs to nobody any more."""

Stamps = NDArray[np.int64]


@dataclass(frozen=True)
class Pack:
    """The files of a folder, and the runs of all of them.

    ``files`` are paths below the root, in order; ``stamps`` (files, 2) their times of change in
    nanoseconds and their sizes; ``runs.file`` says which file a run is from.
    """

    files: tuple[str, ...]
    stamps: Stamps
    runs: Runs


def pack(root: Path) -> Pack:
    """Return what is in a folder; files that have not changed since the last time are not read.

    A damaged file is named in a warning and set aside.

    Raises
    ------
    StoreError
        When a file is of a format that this version does not know.
    """
    files, stamps = _listing(root)
    before = _last(root / NAME)
    if before is not None and before.files == files and np.array_equal(before.stamps, stamps):
        return before
    now = _renewed(root, files, stamps, before)
    _write(now, root / NAME)
    _sweep_out(root)
    return now


def _listing(root: Path) -> tuple[tuple[str, ...], Stamps]:
    """Return the files of the results, with their stamps; two levels deep."""
    found: dict[str, tuple[int, int]] = {}
    with os.scandir(root) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.name.endswith(SUFFIX):
                found[entry.name] = _stamp(entry)
            elif entry.is_dir():
                with os.scandir(entry.path) as inner:
                    found.update(
                        (f"{entry.name}/{each.name}", _stamp(each))
                        for each in inner
                        if each.name.endswith(SUFFIX) and not each.name.startswith(".")
                    )
    files = tuple(sorted(found))
    return files, np.array([found[name] for name in files], dtype=np.int64).reshape(-1, 2)


def _stamp(entry: "os.DirEntry[str]") -> tuple[int, int]:
    seen = entry.stat()
    return seen.st_mtime_ns, seen.st_size


def _renewed(root: Path, files: tuple[str, ...], stamps: Stamps, before: Pack | None) -> Pack:
    """Read the files that are new or have changed, and take the runs of the others from before."""
    known: dict[str, list[int]] = {}
    if before is not None:
        known = dict(zip(before.files, before.stamps.tolist(), strict=True))
    same = [known.get(name) == stamp for name, stamp in zip(files, stamps.tolist(), strict=True)]
    read_now = dict(_readable(root, [n for n, old in zip(files, same, strict=True) if not old]))
    good = [old or name in read_now for name, old in zip(files, same, strict=True)]
    kept_files = tuple(name for name, fine in zip(files, good, strict=True) if fine)
    place = {name: i for i, name in enumerate(kept_files)}
    parts: list[tuple[int | Rounds, Runs]] = [(place[n], runs) for n, runs in read_now.items()]
    if before is not None and any(same):
        moved = np.array([place.get(name, -1) for name in before.files], dtype=np.int64)
        stays = np.array([name in place and name not in read_now for name in before.files])
        parts.append((moved, before.runs.of_files(stays)))
    return Pack(kept_files, stamps[np.array(good, dtype=bool)], stacked(parts))


def _readable(root: Path, names: Iterable[str]) -> Iterator[tuple[str, Runs]]:
    for name in names:
        before = seen(root / name)
        try:
            yield name, runs_of(read(root / name))
        except DamagedError as reason:
            set_aside(root / name, reason, before)


def _last(path: Path) -> Pack | None:
    """Return what was packed before; None when there is nothing of use.

    The curves are not read: they are looked up in their file when they are asked for.
    """
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
        told: dict[str, Any] = json.loads(arrays.pop("told").tobytes())
        curves = np.load(path.with_name(told["curves"]), mmap_mode="r", allow_pickle=False)
        stamps = cast("Stamps", arrays.pop("stamps"))
        runs = Runs.from_arrays({**arrays, "lower": curves[0], "upper": curves[1]})
        return Pack(tuple(told["files"]), stamps, runs)
    except (OSError, *UNREADABLE):
        return None


def _write(pack: Pack, path: Path) -> None:
    """Keep the pack for the next time, where that is allowed: first the curves, then the rest."""
    arrays: dict[str, Any] = {**pack.runs.arrays(), "stamps": pack.stamps}
    curves = np.stack([arrays.pop("lower"), arrays.pop("upper")])
    name = f"{CURVES}{secrets.token_hex(6)}.npy"
    told = json.dumps({"files": pack.files, "curves": name}).encode()
    with suppress(OSError):
        with replacing(path.with_name(name)) as stream:
            np.save(stream, curves)
        with replacing(path) as stream:
            np.savez(stream, told=np.frombuffer(told, dtype=np.uint8), **arrays)
        for other in path.parent.glob(f"{CURVES}*.npy"):
            if other.name != name:
                other.unlink()


def _sweep_out(root: Path) -> None:
    """Delete what writers that were killed have left behind."""
    for left in [*root.glob(".*.tmp"), *root.glob("*/.*.tmp")]:
        try:
            if time.time() - left.stat().st_mtime > DAY:
                left.unlink()
        except FileNotFoundError:
            continue
        except OSError as reason:
            warnings.warn(f"cannot delete {left}: {reason.strerror}", StoreWarning, stacklevel=3)
            return
