"""The text of a CSV file as numbers and labels, or the line and column that is neither."""

import csv
import difflib
import io
import math
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from regret_lab.arrays import Array
from regret_lab.errors import DataError

SEPARATORS = ",;\t|"

MISSING = frozenset({"", "?", "na", "nan", "null", "inf", "+inf", "-inf"})
"""What stands in a cell, in small letters, when there is no label."""

NAMED = 8
"""Columns that a line of complaint lists by name."""

Row = tuple[int, list[str]]
"""The number of a line, counted from 1, and its cells."""


def rows(text: str, path: str) -> Iterator[Row]:
    """Yield the rows that are not blank; the first line says which character separates cells."""
    separator = max(SEPARATORS, key=text.lstrip().partition("\n")[0].count)
    handle = io.StringIO(text, newline="")
    reader = csv.reader(handle, delimiter=separator, skipinitialspace=True, strict=True)
    try:
        for cells in reader:
            if len(cells) > 1 or any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error as error:
        raise DataError(f"{path}, line {reader.line_num}: {error}") from None


@dataclass(frozen=True)
class Columns:
    """What the columns are called, if they are, and which one is the label."""

    path: str
    names: tuple[str, ...] | None
    count: int
    label: int

    def title(self, column: int) -> str:
        """Name a column as the user would."""
        name = f"{column} (counted from 0)" if self.names is None else repr(self.names[column])
        return f"column {name}"

    def read(self, table: Iterable[Row]) -> tuple[Array, list[str]]:
        """Return the features (n, d) and the labels as text.

        Raises
        ------
        DataError
            At the first cell that is missing, no number, or none that one can reckon with.
        """
        numbers, labels, lines = array("d"), list[str](), array("q")
        for line, cells in table:
            if len(cells) != self.count:
                raise self._complaint(line, f"{len(cells)} cells, but line 1 has {self.count}")
            label = cells.pop(self.label).strip()
            if label.casefold() in MISSING:
                what = f"the label in {self.title(self.label)} is missing, it is {label!r}"
                raise self._complaint(line, what)
            try:
                numbers.extend(map(float, cells))
            except ValueError:
                raise self._wrong_cell(line, cells) from None
            labels.append(label)
            lines.append(line)
        return np.array(numbers).reshape(len(labels), self.count - 1), labels
