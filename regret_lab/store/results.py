"""Every result of a folder, as a list or as one table."""

import importlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from regret_lab.errors import RegretLabError
from regret_lab.store.disk import SUFFIX, read
from regret_lab.store.key import content_key
from regret_lab.store.record import Record, StoreError


class Results(Sequence[Record]):
    """The results of a folder, ordered by file name."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._records = tuple(records)

    @overload
    def __getitem__(self, index: int) -> Record: ...
    @overload
    def __getitem__(self, index: slice) -> "Results": ...
    def __getitem__(self, index: int | slice) -> "Record | Results":
        if isinstance(index, slice):
            return Results(self._records[index])
        return self._records[index]

    def __len__(self) -> int:
        return len(self._records)

    def __repr__(self) -> str:
        return f"<{len(self)} results>"

    def columns(self) -> dict[str, NDArray[Any]]:
        """Return one row per (result, learner, seed, checkpoint), as equally long columns.

        Only results with regret curves have rows. Columns: ``key``, ``problem``, ``learner``,
        ``horizon``, ``seed``, ``t``, ``lower``, ``upper``.
        """
        pieces = [_columns(record) for record in self if "lower" in record.arrays]
        names = ("key", "problem", "learner", "horizon", "seed", "t", "lower", "upper")
        return {
            name: np.concatenate([piece[name] for piece in pieces]) if pieces else np.empty(0)
            for name in names
        }

    def to_pandas(self) -> Any:
        """Return the columns as a pandas DataFrame.

        Raises
        ------
        RegretLabError
            When pandas is not installed.
        """
        try:
            pandas: Any = importlib.import_module("pandas")
        except ModuleNotFoundError as reason:
            raise RegretLabError(
                "to_pandas() needs pandas, which is not installed: pip install pandas, "
                "or use .columns()"
            ) from reason
        return pandas.DataFrame(self.columns())


def load(root: str | Path = "results") -> Results:
    """Read every result in the folder ``root``.

    Raises
    ------
    StoreError
        When there is no such folder, or a file in it is damaged or of another format.
    """
    folder = Path(root)
    if not folder.is_dir():
        raise StoreError(f"there is no folder {str(root)!r} to load results from")
    return Results(read(path) for path in sorted(folder.glob(f"*{SUFFIX}")))


def _columns(record: Record) -> dict[str, NDArray[Any]]:
    lower, upper = record.arrays["lower"], record.arrays["upper"]
    learner, seed, t = np.meshgrid(
        np.array(record.learners), record.arrays["seeds"], record.arrays["t"], indexing="ij"
    )
    whole = {
        "key": content_key(record.config),
        "problem": record.problem,
        "horizon": int(record.arrays["t"][-1]),
    }
    columns = {"learner": learner, "seed": seed, "t": t, "lower": lower, "upper": upper}
    return {
        **{name: np.full(lower.size, value) for name, value in whole.items()},
        **{name: column.ravel() for name, column in columns.items()},
    }
