"""Every result of a folder: as a list, as sets of games, as one matrix, as a table."""

import importlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from regret_lab.arrays import Array, Rounds
from regret_lab.errors import RegretLabError
from regret_lab.store.disk import read
from regret_lab.store.join import joined
from regret_lab.store.key import canonical
from regret_lab.store.packed import Pack, pack
from regret_lab.store.record import Record, StoreError


class Results(Sequence[Record]):
    """The results of a folder, ordered by file name; each is read when it is asked for.

    With R runs (a run is one result's game of one seed) and K checkpoints, the union of those of
    all results: ``t`` (K,), ``lower`` and ``upper`` (R, K), NaN where a game was broken or a run
    has no such checkpoint, and ``runs``, a dictionary of columns (R,): ``key, problem, learner,
    horizon, seed, verdict, exponent`` and every setting, as in ``learner.lr``, ``problem.dim``.
    """

    def __init__(self, root: Path, content: Pack, chosen: Sequence[int]) -> None:
        self.root = root
        self._content = content
        self._chosen = tuple(chosen)
        every = len(chosen) == len(content.files)
        picked = np.zeros(len(content.files), dtype=bool)
        picked[list(chosen)] = True
        self._runs = content.runs if every else content.runs.of_files(picked)

    @overload
    def __getitem__(self, index: int) -> Record: ...
    @overload
    def __getitem__(self, index: slice) -> "Results": ...
    def __getitem__(self, index: int | slice) -> "Record | Results":
        if isinstance(index, slice):
            return Results(self.root, self._content, self._chosen[index])
        return read(self.root / self._content.files[self._chosen[index]])

    def __len__(self) -> int:
        return len(self._chosen)

    def __repr__(self) -> str:
        return f"<{len(self)} results, {len(self.upper)} runs>"

    @property
    def files(self) -> list[Path]:
        """The files, in the order of the results."""
        return [self.root / self._content.files[index] for index in self._chosen]

    @property
    def t(self) -> Rounds:
        """The checkpoints of all results, shape (K,)."""
        return self._runs.t

    @property
    def lower(self) -> Array:
        """The lower end of the regret, shape (R, K)."""
        return self._runs.lower

    @property
    def upper(self) -> Array:
        """The upper end of the regret, shape (R, K)."""
        return self._runs.upper

    @property
    def runs(self) -> dict[str, NDArray[Any]]:
        """What each run is: one column per setting, shape (R,)."""
        return dict(self._runs.columns)

    def games(self) -> list[Record]:
        """Return the results that differ only in the learner, joined: ready to be compared.

        A learner that played with several settings is told apart by a number.
        """
        sets: dict[str, dict[str, Record]] = {}
        for record in self:
            if "upper" not in record.arrays:
                continue
            same = {name: value for name, value in record.config.items() if name != "learners"}
            game = sets.setdefault(canonical(same), {})
            (label,) = record.learners
            game[next(_free(label, game))] = record
        return [joined(game) for game in sets.values()]

    def columns(self) -> dict[str, NDArray[Any]]:
        """Return one row per run and checkpoint, as equally long columns.

        Those of ``runs``, and ``t``, ``lower``, ``upper``. Only results with regret curves have
        rows.
        """
        run, point = np.nonzero(self._runs.own)
        told = {name: column[run] for name, column in self.runs.items()}
        curves = {"lower": self.lower[run, point], "upper": self.upper[run, point]}
        return {**told, "t": self.t[point], **curves}

    def to_pandas(self) -> Any:
        """Return the columns as a pandas DataFrame.

        Raises
        ------
        RegretLabError
            When pandas is not installed.
        """
        return _wanted("pandas", "to_pandas()").DataFrame(self.columns())

    def to_xarray(self) -> Any:
        """Return an xarray Dataset: ``lower`` and ``upper`` over (run, t), the columns along run.

        Raises
        ------
        RegretLabError
            When xarray is not installed.
        """
        xarray = _wanted("xarray", "to_xarray()")
        along = {name: ("run", column) for name, column in self.runs.items()}
        data = {"lower": (("run", "t"), self.lower), "upper": (("run", "t"), self.upper)}
        return xarray.Dataset(data, coords={"t": self.t, **along})

    def to_parquet(self, path: str | Path) -> Path:
        """Write the columns as a Parquet file and return its path.

        Raises
        ------
        RegretLabError
            When pyarrow is not installed.
        """
        arrow = _wanted("pyarrow", "to_parquet()")
        parquet = _wanted("pyarrow.parquet", "to_parquet()")
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        parquet.write_table(arrow.table(self.columns()), path)
        return Path(path)


def load(root: str | Path = "results") -> Results:
    """Return every result in the folder ``root``.

    The first time every file is read, later only those that have changed. A damaged file is named
    in a warning and set aside.

    Raises
    ------
    StoreError
        When there is no such folder, or a file in it is of another format.
    """
    folder = Path(root)
    if not folder.is_dir():
        raise StoreError(f"there is no folder {str(root)!r} to load results from")
    content = pack(folder)
    return Results(folder, content, range(len(content.files)))


def _free(label: str, taken: dict[str, Record]) -> Iterator[str]:
    if label not in taken:
        yield label
    number = 2
    while True:
        if (name := f"{label} #{number}") not in taken:
            yield name
        number += 1


def _wanted(package: str, what: str) -> Any:
    """Return an optional package.

    Raises
    ------
    RegretLabError
        When it is not installed.
    """
    try:
        return importlib.import_module(package)
    except ModuleNotFoundError as reason:
        name = package.partition(".")[0]
        raise RegretLabError(
            f"{what} needs {name}, which is not installed: pip install {name}, or use .columns()"
        ) from reason
