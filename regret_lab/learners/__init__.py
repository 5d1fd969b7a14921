"""Online algorithms, one per file; a new file registers itself."""

from typing import TYPE_CHECKING, Any

from regret_lab.learners.base import LEARNERS, Learner

if TYPE_CHECKING:
    from regret_lab.learners.adagrad import AdaGrad as AdaGrad
    from regret_lab.learners.adam import Adam as Adam
    from regret_lab.learners.amsgrad import AMSGrad as AMSGrad
    from regret_lab.learners.ogd import OGD as OGD

__all__ = ["LEARNERS", "Learner"]


def __getattr__(name: str) -> Any:
    return LEARNERS.exported(name)


def __dir__() -> list[str]:
    return [*__all__, *(cls.__name__ for cls in LEARNERS.values())]
