"""The sentences of a proof: why a learner with a known steady state ends where it does."""

from regret_lab.falsify.arithmetic import exact_sum
from regret_lab.falsify.long_run import LongRun, constant_step
from regret_lab.falsify.steady import STEADY, UNERRING
from regret_lab.learners import Learner


def sentences(learner: Learner, gradients: tuple[float, ...], run: LongRun) -> tuple[str, ...]:
    """Return the steps of the argument, from the displacements to the limit."""
    steady = STEADY[type(learner)]
    moves = f"in the long run x moves by -α u, u = {steady.words}"
    periodic = "u repeats with the period: the drift is -(u_1 + ... + u_n)"
    caught = "wherever in it v is, the drift -(u_1 + ... + u_n) is in the interval"
    return (moves, periodic if steady.exact else caught, *_end(learner, gradients, run))


def _end(learner: Learner, gradients: tuple[float, ...], run: LongRun) -> tuple[str, ...]:
    total, alpha = exact_sum(gradients), constant_step(learner)
    if alpha is None and total == 0:
        return ("steps go to 0 and S = 0: wherever x goes, R_T/T -> 0",)
    if run.verdict == "undecided":
        return ("a drift of zero is a tie: where x ends depends on how it began",)
    end = 1 if run.drift[0] > 0.0 else -1
    if alpha is not None:
        return (
            f"with a constant step {alpha:g}, x is at {end:+d} once a period from some round on, "
            "and repeats",
            f"what its orbit loses in a period gives R_T/T -> {run.limit[0]:.12g}",
        )
    wrong = run.verdict == "fails"
    always = ("the divisor tends to one number, so the drift is -S times a positive constant",)
    return (
        *(always if isinstance(learner, UNERRING) else ()),
        f"steps go to 0 and their sum to infinity, so x -> {end:+d}, "
        f"the {'worst' if wrong else 'best'} fixed point",
        "hence R_T/T -> " + (f"2|S|/{len(gradients)} = {run.limit[0]:.12g}" if wrong else "0"),
    )
