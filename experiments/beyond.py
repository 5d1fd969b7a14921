"""The search beyond the line: box and ball in the plane, and the step size as the adversary's."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # a clone that is not installed

from tabulate import tabulate

from regret_lab.domains import Ball, Box
from regret_lab.falsify.beyond import RESOLUTION, PlaneFinding, search_plane
from regret_lab.falsify.certify import certify
from regret_lab.falsify.constant_steps import StepFinding, worst_steps
from regret_lab.falsify.plane import STEPS as PLANE_STEPS
from regret_lab.learners import OGD, AdaGrad, Adam, AMSGrad, Learner, Lion, RMSProp, SignSGD

PLAYERS: dict[str, Learner] = {
    "Adam(0, 0.1)": Adam(beta1=0.0, beta2=0.1),
    "Adam(0.9, 0.99)": Adam(beta2=0.99),
    "Adam(0.9, 0.999)": Adam(),
    "RMSProp(0.9)": RMSProp(),
    "Lion(0.9, 0.99)": Lion(),
    "SignSGD": SignSGD(),
    "AMSGrad(0.9, 0.999)": AMSGrad(),
    "AdaGrad": AdaGrad(),
    "OGD": OGD(),
}
CONSTANT: dict[str, Learner] = {
    "OGD": OGD(),
    "Adam(0, 0.5)": Adam(beta1=0.0, beta2=0.5),
    "Adam(0.9, 0.999)": Adam(),
    "AMSGrad(0.9, 0.999)": AMSGrad(),
}
STEPS = (0.001, 0.01, 0.1, 1.0, 10.0, 100.0)
CASES = ((Box(2), 2), (Ball(2), 2), (Box(2), 24), (Ball(2), 24))
"""Domains and the longest period."""

HEAD = ("learner", "setting", "worst", "verdict", "each coordinate alone", "tried")


def alone(learner: Learner, finding: PlaneFinding) -> str:
    """Say what each coordinate's losses do to the learner on the line."""
    return " / ".join(certify(learner, column).verdict for column in finding.gradients.T)


def plane_row(name: str, learner: Learner, finding: PlaneFinding, setting: str) -> list[str]:
    """Return a row of the table for a search in the plane."""
    verdict, score = "none found", "0"
    if finding.found:
        verdict, score = "fails (numerical)", f"{finding.score:.4f}"
    coordinates = alone(learner, finding) if finding.found else ""
    return [name, setting, score, verdict, coordinates, str(finding.tried)]


def step_row(name: str, finding: StepFinding) -> list[str]:
    """Return a row of the table for a constant step."""
    shown, seen = f"line, constant step {finding.lr:g}", f"{finding.score:.4f}"
    return [name, shown, seen, f"numerical; played {finding.played:.4f}", "", str(finding.tried)]


def said(found: list[tuple[str, Learner, PlaneFinding]]) -> str:
    """Say in words what the searches in the plane came to."""
    failing = dict.fromkeys(name for name, _, finding in found if finding.found)
    never = [name for name in PLAYERS if name not in failing]
    spread = max([1.0 - min(f.limits) / max(f.limits) for _, _, f in found if f.found], default=0.0)
    coupled = [
        f"{name} ({finding.score:.4f}, period {len(finding.gradients)})"
        for name, learner, finding in found
        if finding.found and set(alone(learner, finding).split(" / ")) == {"converges"}
    ]
    return "\n".join(
        (
            f"With decaying steps regret grows linearly for {', '.join(failing) or 'nobody'}.",
            f"Their limits at step sizes {', '.join(f'{lr:g}' for lr in PLANE_STEPS)} differ by at "
            f"most {100.0 * spread:.1f} %.",
            f"Nothing was found for {', '.join(never) or 'nobody'}: that proves nothing, and a "
            f"score below {RESOLUTION:g} is not seen.",
            "The ball is to blame alone, each coordinate's losses being harmless on the line, for "
            f"{'; '.join(coupled) or 'nobody'}.",
        )
    )


def main() -> None:
    """Search, print the table, and say what was found."""
    found: list[tuple[str, Learner, PlaneFinding]] = []
    rows: list[list[str]] = []
    for name, learner in PLAYERS.items():
        for domain, period in CASES:
            finding = search_plane(learner, domain, period, budget=48 * (2 if period == 2 else 5))
            found.append((name, learner, finding))
            setting = f"{type(domain).__name__.lower()}, period <= {period}"
            rows.append(plane_row(name, learner, finding, setting))
    steps = {name: worst_steps(learner, STEPS) for name, learner in CONSTANT.items()}
    rows += [step_row(name, finding) for name, several in steps.items() for finding in several]
    print(tabulate(rows, HEAD, disable_numparse=True))
    print("\nworst: lim R_T/(T D G) as played or, for a constant step, on the periodic orbit\n")
    print(said(found))
    for name, several in steps.items():
        low, high = several[0], max(several, key=lambda finding: finding.score)
        print(
            f"Constant steps, {name}: {low.score:.2g} at {low.lr:g}, "
            f"at most {high.score:.4f} (first at {high.lr:g})."
        )


if __name__ == "__main__":
    main()
