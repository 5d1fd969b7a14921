"""The rows of a CSV file as numbers and labels, or the line and column that is neither."""

import csv
import io
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from regret_lab.arrays import Array
from regret_lab.errors import DataError
from regret_lab.problems.data_file import LARGEST, playable

SEPARATORS = ",;\t|"

MISSING = frozenset({"", "?", "na", "nan", "null", "inf", "+inf", "-inf"})
"""What a cell without a label says, in small letters."""

Row = tuple[int, list[str]]
"""The number of a line, counted from 1, and its cells."""


def rows(text: str, path: str) -> Iterator[Row]:
    """Yield the rows that are not blank; the first one says which character separates cells."""
    separator = max(SEPARATORS, key=text.lstrip().partition("\n")[0].count)
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=separator, skipinitialspace=True, strict=True)
    try:
        for cells in reader:
            if len(cells) > 1 or any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error as error:
        raise DataError(f"{path}, line {reader.line_num}: {error}") from None


@dataclass(frozen=True)
class Columns:
    """What the columns of a file are called, if they are, and which one is the label."""

    path: str
    names: tuple[str, ...] | None
    count: int
    label: int

    def title(self, column: int) -> str:
        """Name a column as the user would."""
        if self.names is None:
            return f"column {column} (counted from 0)"
        return f"column {self.names[column]!r}"

    def read(self, table: Iterable[Row]) -> tuple[Array, list[str]]:
        """Return the features (n, d) and the labels, as text.

        Raises
        ------
        DataError
            When there are no rows, or at the first cell that is missing or no sensible number.
        """
        numbers, labels, lines = array("d"), list[str](), list[int]()
        for line, cells in table:
            if len(cells) != self.count:
                raise self._refuse(line, f"{len(cells)} cells, {self.count} were expected")
            label = cells.pop(self.label).strip()
            if label.casefold() in MISSING:
                raise self._refuse(line, f"the label, {self.title(self.label)}, is {label!r}")
            try:
                numbers.extend(map(float, cells))
            except ValueError:
                raise self._wrong_cell(line, cells, not labels) from None
            labels.append(label)
            lines.append(line)
        if not labels:
            raise DataError(f"{self.path} has a header, but no rows")
        features = np.array(numbers).reshape(len(labels), self.count - 1)
        self._check_range(features, lines)
        return features, labels

    def _refuse(self, line: int, why: str) -> DataError:
        return DataError(f"{self.path}, line {line}: {why}")

    def _feature(self, index: int) -> str:
        return self.title(index + (index >= self.label))

    def _wrong_cell(self, line: int, cells: list[str], first: bool) -> DataError:
        index = next(i for i, cell in enumerate(cells) if not is_number(cell))
        cell = cells[index].strip()
        why = f"{cell!r} is not a number" if cell else "the cell is empty"
        if is_number(cell.replace(",", ".")):
            why += ", decimals are written with a point"
        hint = "; if this line is a header, write header=present"
        unnamed = first and self.names is None
        return self._refuse(line, f"{why}, in {self._feature(index)}{hint if unnamed else ''}")

    def _check_range(self, features: Array, lines: list[int]) -> None:
        bad = np.argwhere(~playable(features))
        if len(bad):
            row, index = (int(place) for place in bad[0])
            why = f"{features[row, index]:g} is not a finite number below {LARGEST:g}"
            raise self._refuse(lines[row], f"{why}, in {self._feature(index)}")


def is_number(cell: str) -> bool:
    """Say whether a cell holds a number; ``nan`` and ``inf`` are numbers here."""
    try:
        float(cell)
    except ValueError:
        return False
    return True
