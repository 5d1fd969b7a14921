"""A result: arrays, and everything else as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from numpy.typing import NDArray

from regret_lab.errors import RegretLabError
from regret_lab.store.key import content_key

FORMAT = 2
"""The version of the files; a reader refuses any other."""


class StoreError(RegretLabError, OSError):
    """A result that cannot be written or read."""


class StoreWarning(UserWarning):
    """A result that was left out or set aside, and why."""


@dataclass(frozen=True)
class Record:
    """What is kept of the games of learners of one problem; a file holds those of one learner.

    ``arrays``, with L learners, S seeds and K checkpoints:

    ============================== =========== =============================================
    ``t``                          (K,)        rounds of the checkpoints
    ``seeds``                      (S,)        seeds of the games
    ``lower``, ``upper``           (L, S, K)   the ends of the regret's interval
    ``pseudo``, where known        (L, S, K)   regret against the best point in expectation
    ``bound/<theorem>/<learner>``  (S or 1, K) what the theorem allows; absent where it is silent
    ============================== =========== =============================================

    ``meta`` is plain JSON; a number that is not finite is ``null``. It always has ``config``,
    the resolved configuration that decides every number, and ``learners``, the labels in order.
    ``identity``, where there is one, is what of the configuration decides the address: it leaves
    out what is at its default, so that a new setting does not orphan old results.
    """

    arrays: Mapping[str, NDArray[Any]]
    meta: Mapping[str, Any]

    @property
    def config(self) -> dict[str, Any]:
        """The resolved configuration."""
        return cast("dict[str, Any]", self.meta["config"])

    @property
    def identity(self) -> dict[str, Any]:
        """What the address of the result is made of."""
        return cast("dict[str, Any]", self.meta.get("identity", self.config))

    @property
    def key(self) -> str:
        """The content key of the result."""
        return content_key(self.identity, FORMAT)

    @property
    def learners(self) -> tuple[str, ...]:
        """The labels of the learners, in the order of the arrays' first axis."""
        return tuple(cast("list[str]", self.meta["learners"]))

    @property
    def problem(self) -> str:
        """The name of the problem."""
        return str(self.config["problem"]["name"])

    @property
    def bounds(self) -> dict[tuple[str, str], NDArray[Any]]:
        """The theorems' bounds by (theorem, learner)."""
        found: dict[tuple[str, str], NDArray[Any]] = {}
        for name, array in self.arrays.items():
            kind, *rest = name.split("/")
            if kind == "bound":
                found[rest[0], rest[1]] = array
        return found

    def with_more(self, arrays: Mapping[str, NDArray[Any]], meta: Mapping[str, Any]) -> "Record":
        """Return a record that also has these arrays and entries."""
        return replace(self, arrays={**self.arrays, **arrays}, meta={**self.meta, **meta})
