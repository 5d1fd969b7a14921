"""Regret in expectation over the losses, where their expectation is known."""

from regret_lab.arrays import Array
from regret_lab.engine import Transcript
from regret_lab.engine.rule import call
from regret_lab.problems import Problem


def pseudo_regret(problem: Problem, kept: Transcript) -> Array | None:
    r"""Return :math:`\sum_{s \le t} \bar F(x_s) - t \bar F(u^*)`, shape (L, S, K); None if unknown.

    The realised regret adds the noise of its comparator, which grows like √t by itself.
    """
    rule = problem.mean_rule
    if kept.mean_loss is None or rule is None:
        return None
    values = [
        call(rule.loss, {**problem.parameters, "x": float(x)}, rule.owner)
        for x in problem.mean_best()
    ]
    return (kept.mean_loss[0] - kept.t * sum(values)) + kept.mean_loss[1]
