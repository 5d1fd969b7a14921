"""A CSV file as a stream: which line is the header, and which column the label."""

import difflib
from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass
from itertools import chain

from regret_lab.arrays import Array
from regret_lab.errors import DataError
from regret_lab.parameters import choice
from regret_lab.problems.base import PROBLEMS
from regret_lab.problems.csv_table import Columns, Row, is_number, rows
from regret_lab.problems.data_file import DataFile
from regret_lab.problems.labels import signs

NAMED = 8
"""Columns that a complaint lists by name."""


@PROBLEMS.register("csv")
@dataclass(frozen=True)
class Csv(DataFile):
    r"""Logistic regression on the CSV file ``path``.

    .. math:: f_t(x) = \log(1 + e^{-y_t \langle a_t, x\rangle})

    ``label`` is the name of the label's column or its position (0 the first, -1 the last). The
    label may be anything two-valued: as numbers or else as text, the smaller is −1, the larger +1.
    All other columns are features. Cells are separated by comma, semicolon, tab or bar, whichever
    the first line has most of. A ``header`` is found by itself where its cells are no numbers;
    ``"present"`` and ``"absent"`` overrule. The other settings are those of every stream: see
    `regret_lab.problems.stream.Stream`.

    Raises
    ------
    DataError
        When the file cannot be read as such rows; names the line and the column.
    """

    label: str = "-1"
    _: KW_ONLY
    header: str = choice("auto", "present", "absent")

    def __post_init__(self) -> None:
        object.__setattr__(self, "label", str(self.label))  # a position is welcome as a number
        super().__post_init__()

    def read(self) -> tuple[Array, Array]:
        try:
            text = self.content().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise DataError(
                f"{self.path} is not text in UTF-8 (byte {error.start}): save it as CSV UTF-8"
            ) from None
        table = rows(text, self.path)
        columns, table = self._columns(next(table), table)
        features, labels = columns.read(table)
        self.check_size(*features.shape)
        return features, signs(labels, f"{self.path}: {columns.title(columns.label)}")

    def _columns(self, first: Row, rest: Iterator[Row]) -> tuple[Columns, Iterator[Row]]:
        """Return what the first row says of the columns, and the rows of data."""
        line, cells = first[0], [cell.strip() for cell in first[1]]
        if len(cells) == 1:
            raise DataError(
                f"{self.path}, line {line}: only one column, {cells[0][:40]!r}; cells are "
                f"separated by comma, semicolon, tab or bar"
            )
        if not self._is_header(line, cells):
            columns = Columns(self.path, None, len(cells), self._position(line, cells, False))
            return columns, chain([first], rest)
        if "" in cells:
            raise DataError(
                f"{self.path}, line {line}: column {cells.index('')} (counted from 0) has no name; "
                f"name it, or remove it if it only counts the rows"
            )
        position = self._position(line, cells, True)
        return Columns(self.path, tuple(cells), len(cells), position), rest

    def _is_header(self, line: int, cells: list[str]) -> bool:
        """Say whether the first row names the columns."""
        if self.header != "auto":
            return self.header == "present"
        if self.label in cells and not is_number(self.label):
            return True
        if cells == [str(i) for i in range(len(cells))]:
            raise DataError(
                f"{self.path}, line {line} counts 0, 1, 2, ...: write header=present if these are "
                f"names, header=absent if they are data"
            )
        return not any(is_number(cell) for cell in cells)

    def _position(self, line: int, cells: list[str], named: bool) -> int:
        """Return where the label's column is."""
        if named and self.label in cells:
            if cells.count(self.label) > 1:
                raise DataError(f"{self.path}, line {line}: two columns are called {self.label!r}")
            return cells.index(self.label)
        try:
            return range(len(cells))[int(self.label)]
        except ValueError:
            raise self._no_such_name(line, cells, named) from None
        except IndexError:
            raise DataError(
                f"{self.path} has no column {self.label}: there are {len(cells)}, "
                f"0 to {len(cells) - 1}, and -1 is the last"
            ) from None

    def _no_such_name(self, line: int, cells: list[str], named: bool) -> DataError:
        if not named:
            return DataError(
                f"{self.path} has no header, so no column is called {self.label!r}: line {line} is "
                f"{', '.join(cells[:3])}, ...; write label=-1 for the last column, or "
                f"header=present if these are names"
            )
        folded = {cell.casefold(): cell for cell in cells}
        near = difflib.get_close_matches(self.label.casefold(), folded, n=3, cutoff=0.5)
        hint = f" Did you mean {' or '.join(repr(folded[name]) for name in near)}?" if near else ""
        listed = ", ".join(cells[:NAMED]) + (", ..." if len(cells) > NAMED else "")
        return DataError(
            f"{self.path} has no column called {self.label!r}.{hint} "
            f"There are {len(cells)}: {listed}."
        )
