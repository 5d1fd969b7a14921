"""Tumours: a small real stream that a linear classifier nearly separates."""

from dataclasses import dataclass

from regret_lab.arrays import Array
from regret_lab.problems.base import PROBLEMS
from regret_lab.problems.datasets import breast_cancer
from regret_lab.problems.stream import Stream


@PROBLEMS.register("breast_cancer")
@dataclass(frozen=True, kw_only=True)
class BreastCancer(Stream):
    r"""Tell benign tumours (y = 1) from malignant ones (y = −1) by logistic regression.

    .. math:: f_t(x) = \log(1 + e^{-y_t \langle a_t, x\rangle}), \qquad \|a_t\|_2 \le 10

    569 tumours, 357 of them benign, with 30 measurements of cell nuclei and an intercept. The
    settings are those of every stream: see `regret_lab.problems.stream.Stream`.

    References
    ----------
    W. Street, W. Wolberg, O. Mangasarian. Nuclear feature extraction for breast tumor diagnosis.
    Biomedical Image Processing and Biomedical Visualization, SPIE 1905, 1993. As bundled with
    scikit-learn.
    """

    def read(self) -> tuple[Array, Array]:
        features, benign = breast_cancer()
        return features, 2.0 * benign - 1.0
