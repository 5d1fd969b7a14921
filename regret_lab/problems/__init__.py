"""Generators of convex losses, one family per file; a new file registers itself."""

from typing import TYPE_CHECKING, Any

from regret_lab.problems.base import PROBLEMS, Problem

if TYPE_CHECKING:
    from regret_lab.problems.breast_cancer import BreastCancer as BreastCancer
    from regret_lab.problems.chaser import Chaser as Chaser
    from regret_lab.problems.coin import Coin as Coin
    from regret_lab.problems.csv_file import Csv as Csv
    from regret_lab.problems.digits import Digits as Digits
    from regret_lab.problems.linear import Linear as Linear
    from regret_lab.problems.logistic import Logistic as Logistic
    from regret_lab.problems.periodic import Periodic as Periodic
    from regret_lab.problems.quadratic import Quadratic as Quadratic
    from regret_lab.problems.reddi import Reddi as Reddi
    from regret_lab.problems.stochastic_reddi import StochasticReddi as StochasticReddi
    from regret_lab.problems.svmlight_file import SvmLight as SvmLight

__all__ = ["PROBLEMS", "Problem"]


def __getattr__(name: str) -> Any:
    return PROBLEMS.exported(name)


def __dir__() -> list[str]:
    return [*__all__, *(cls.__name__ for cls in PROBLEMS.values())]
