"""Online algorithms, one per file; a new file registers itself."""

from typing import TYPE_CHECKING, Any

from regret_lab.learners.base import LEARNERS, Learner

if TYPE_CHECKING:
    from regret_lab.learners.adabelief import AdaBelief as AdaBelief
    from regret_lab.learners.adabound import AdaBound as AdaBound
    from regret_lab.learners.adagrad import AdaGrad as AdaGrad
    from regret_lab.learners.adam import Adam as Adam
    from regret_lab.learners.adamnc import AdamNC as AdamNC
    from regret_lab.learners.amsgrad import AMSGrad as AMSGrad
    from regret_lab.learners.lion import Lion as Lion
    from regret_lab.learners.momentum import Momentum as Momentum
    from regret_lab.learners.nadam import NAdam as NAdam
    from regret_lab.learners.ogd import OGD as OGD
    from regret_lab.learners.padam import Padam as Padam
    from regret_lab.learners.rmsprop import RMSProp as RMSProp
    from regret_lab.learners.signsgd import SignSGD as SignSGD
    from regret_lab.learners.yogi import Yogi as Yogi

__all__ = ["LEARNERS", "Learner"]


def __getattr__(name: str) -> Any:
    return LEARNERS.exported(name)


def __dir__() -> list[str]:
    return [*__all__, *(cls.__name__ for cls in LEARNERS.values())]
