"""Rows in the SVMlight (LIBSVM) format: a label, then index:value for what is not zero."""

import math
from dataclasses import KW_ONLY, dataclass

import numpy as np

from regret_lab.arrays import Array
from regret_lab.errors import DataError
from regret_lab.parameters import choice
from regret_lab.problems.base import PROBLEMS
from regret_lab.problems.data_file import LARGEST, DataFile, playable
from regret_lab.problems.datasets import svmlight
from regret_lab.problems.labels import signs


@PROBLEMS.register("svmlight")
@dataclass(frozen=True)
class SvmLight(DataFile):
    r"""Logistic regression on the file ``path`` in the SVMlight or LIBSVM format.

    .. math:: f_t(x) = \log(1 + e^{-y_t \langle a_t, x\rangle})

    A line is ``label index:value index:value ...``; the smaller label is −1, the larger +1. The
    other settings are those of every stream: see `regret_lab.problems.stream.Stream`.

    Raises
    ------
    DataError
        When the file cannot be read as such rows; names the line.
    """

    _: KW_ONLY
    features: str = choice("scaled", "standardised", "given")

    def read(self) -> tuple[Array, Array]:
        content = self.content()
        try:
            sparse, labels = svmlight(content)
        except (ValueError, OverflowError) as error:
            raise self._fault(content, str(error)) from None
        if not (playable(sparse.data).all() and np.isfinite(labels).all()):
            raise self._fault(content, "a number is not finite")
        if not len(labels):
            raise DataError(f"{self.path} has no rows, only comments")
        self.check_size(*sparse.shape)
        labels = signs([str(label) for label in labels], f"{self.path}: the label")
        return np.asarray(sparse.toarray(), dtype=float), labels

    def _fault(self, content: bytes, found: str) -> DataError:
        """Return the error for the first malformed line, which the reader does not name."""
        for number, line in enumerate(content.splitlines(), 1):
            why = complaint(line.decode(errors="replace"))
            if why:
                return DataError(f"{self.path}, line {number}: {why}")
        return DataError(f"{self.path}: {' '.join(found.split())}")


def complaint(line: str) -> str | None:
    """Say what is wrong with a line; None for a good one.

    >>> complaint("-1 1:0.5 3:2  # a comment"), complaint("-1 3:0.5 1:2")
    (None, 'index 1 stands after index 3: indices must grow')
    """
    words = line.partition("#")[0].split()
    if not words:
        return None
    if not _finite(words[0]):
        hint = "; is this a CSV file? problem=csv reads those" if "," in words[0] else ""
        return f"the label {words[0]!r} is not a number{hint}"
    last = -1
    for word in words[1:]:
        index, colon, value = word.partition(":")
        if index == "qid":
            continue
        if not (colon and index.isdecimal()):
            return f"{word!r} is not index:value"
        if int(index) <= last:
            return f"index {index} stands after index {last}: indices must grow"
        if not _finite(value):
            return f"{word!r}: {value!r} is not a finite number below {LARGEST:g}"
        last = int(index)
    return None


def _finite(text: str) -> bool:
    try:
        return math.isfinite(number := float(text)) and abs(number) < LARGEST
    except ValueError:
        return False
