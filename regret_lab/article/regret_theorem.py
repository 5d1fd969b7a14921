"""The regret of Adam."""

from collections.abc import Sequence

import numpy as np

from regret_lab.arrays import Array
from regret_lab.article.base import CLAIMS, Case, Claim, Evidence, Word
from regret_lab.falsify import certify
from regret_lab.figures.chart import Curve, Panel
from regret_lab.learners import Learner
from regret_lab.learners.adam import Adam
from regret_lab.learners.amsgrad import AMSGrad
from regret_lab.learners.ogd import OGD
from regret_lab.play import play
from regret_lab.problems import Problem
from regret_lab.problems.coin import Coin
from regret_lab.problems.periodic import Periodic
from regret_lab.problems.reddi import Reddi
from regret_lab.rates import estimate
from regret_lab.regret import Curves
from regret_lab.theory import check

HORIZON, SEEDS = 10**6, 16
LONG = (204.0,) + (-1.0,) * 199
"""A period on which the defaults fail."""


@CLAIMS.register("regret_theorem")
class RegretTheorem(Claim):
    r"""The theorem is false, and so is its corollary: Adam can pay a fixed price in every round.

    On the cycle 3, −1, −1 Adam with β = (0, 0.1) walks to the wrong end of [−1, 1], and R(T)/T goes
    to 2/3; with the defaults it does so on 204 followed by 199 times −1, to 0.05, which interval
    arithmetic proves. The proof of the theorem assumes that :math:`\sqrt{\hat v_t}/\alpha_t` never
    falls. On losses without such a pattern, as of a coin, R(T)/T does go to zero; with AMSGrad and
    gradient descent it does on all of them. All this is about α/√t; with a constant step, as in an
    optimiser, R(T)/T need not go to zero for anybody.

    References
    ----------
    S. Reddi, S. Kale, S. Kumar. On the convergence of Adam and beyond. ICLR 2018. The claim: D.
    Kingma, J. Ba. Adam: a method for stochastic optimization. ICLR 2015, Theorem 4.1.
    """

    chapter = "regret"
    statement = "On convex losses Adam has regret O(sqrt(T)), so R(T)/T goes to zero."
    expected = Word.FALSE

    def experiment(self) -> Evidence:
        adam, short = Adam(lr=1.0), Adam(lr=0.3, beta1=0.0, beta2=0.1)
        slow = AMSGrad(lr=0.3, beta1=0.0, beta2=0.1)
        cycle = measured(Reddi(), [short, slow, OGD(lr=0.3)])
        spiked = measured(Periodic(LONG), [adam, AMSGrad(lr=1.0), OGD(lr=0.3)])
        coin = measured(Coin(), [adam], SEEDS)
        steady = measured(Periodic(LONG), [Adam(decay="constant")])
        proof = certify(adam, LONG)
        bound = theorem_ratio(Reddi(), short)
        words = [estimate(curves)[0].verdict for curves in (cycle, coin)]
        rates = [
            float(curves.lower[0, :, -1].mean()) / HORIZON
            for curves in (spiked, cycle, coin, steady)
        ]
        before = float(steady.lower[0, 0, steady.t == HORIZON // 8][0]) / (HORIZON // 8)
        cases = (
            Case(
                "the defaults on 204, then 199 times -1: certified lim R(T)/T",
                proof.limit,
                "0",
                proof.verdict != "fails",
                usual=True,
            ),
            Case(
                f"the same with a constant step of 0.1: R(T)/T at T = {HORIZON}",
                rates[3],
                f"< half of {before:.3g} at T / 8",
                rates[3] < 0.5 * before,
            ),
            Case(
                f"beta = (0, 0.1) on 3, -1, -1: R(T)/T at T = {HORIZON}, growth {words[0]}",
                rates[1],
                "0",
                words[0] != "linear",
            ),
            Case("the same: largest regret / bound of Theorem 4.1", bound, "<= 1", bound <= 1.0),
            Case(
                f"the defaults on a coin: R(T)/T at T = {HORIZON}, growth {words[1]}",
                rates[2],
                "0",
                words[1] != "linear",
            ),
        )
        rigour = "proved" if proof.rigorous else "not proved"
        said = (
            f"with the defaults R(T)/T -> {proof.limit:g} ({rigour}; {rates[0]:.4f} played to T = "
            f"{HORIZON}), with beta = (0, 0.1) -> {certify(short, (3.0, -1.0, -1.0)).limit:.4f}, "
            f"and its regret is up to {bound:.3g} times the bound"
        )
        panels = (
            average_panel(r"3, $-$1, $-$1, and $\beta$ = (0, 0.1)", cycle, 2.0 / 3.0),
            average_panel(r"204, 199 times $-$1, and the defaults", spiked, proof.limit),
        )
        return Evidence(cases, said, panels)


def measured(problem: Problem, learners: Sequence[Learner], seeds: int = 1) -> Curves:
    """Play and return the regret."""
    return play(problem, learners, HORIZON, seeds).regret()


def theorem_ratio(problem: Problem, learner: Learner) -> float:
    """Return how far the regret exceeds the claimed bound, as a ratio at the worst checkpoint."""
    verdicts = check(play(problem, learner, HORIZON))
    (row,) = [row for row in verdicts if row.theorem == "kingma_ba_4_1"]
    return row.worst_ratio


def average_panel(title: str, curves: Curves, limit: float) -> Panel:
    """Draw R(t)/t of Adam, AMSGrad and gradient descent with the limit of Adam's."""
    late = curves.t >= 10
    t = curves.t[late].astype(float)

    def rate(l: int) -> Array:
        mean = curves.average[l, 0, late]
        return np.where(mean > 0.0, mean, np.nan)

    lines = tuple(Curve(t, rate(l), name) for l, name in enumerate(("Adam", "AMSGrad", "OGD")))
    guide = Curve(t, np.full(len(t), limit), "certified limit", "guide")
    return Panel(title, r"round $t$", r"$R(t)/t$", (*lines, guide), ("log", "log"))
