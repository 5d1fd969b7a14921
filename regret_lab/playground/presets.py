"""Scenarios: a setting, a question, and what to try point by point."""

from typing import Any

SHORT_MEMORY = {"lr": 0.5, "beta1": 0.0, "beta2": 0.1}
WAVE = [-1.0] * 60 + [1.2] * 60


def player(label: str, name: str, **values: object) -> dict[str, object]:
    """Return one learner of a setting as plain data."""
    return {"label": label, "name": name, "values": values}


def hint(
    text: str,
    change: dict[str, object] | None = None,
    t: int | None = None,
    run: bool = False,
) -> dict[str, object]:
    """Return one thing to try, from the scenario as it was.

    ``change`` maps controls to values, ``t`` is a round to look at, ``run`` starts the clock there.
    """
    return {"text": text, "change": change or {}, "t": t, "run": run}


def _setting(problem: str, values: dict[str, Any], horizon: int, *players: Any) -> dict[str, Any]:
    named = {"name": problem, "values": values}
    return {"problem": named, "learners": list(players), "horizon": horizon, "seed": 0}


ARTICLE = {
    "id": "article",
    "title": "Adam against SGD",
    "question": "Both see the same noisy slopes of one curve. Who reaches the valley, and who "
    "still shakes when it is there?",
    "hints": [
        hint("Press Run: both dots walk down from the left; SGD goes on shaking.", t=1, run=True),
        hint("Step by step: Adam's first step is its learning rate, however steep the curve.", t=1),
        hint(
            "A large learning rate for SGD: it never comes to rest.", {"SGD.lr": 1.0}, t=1, run=True
        ),
        hint(
            "A large one for Adam: it passes the valley and comes back.",
            {"Adam.lr": 0.5},
            t=1,
            run=True,
        ),
        hint(
            "No momentum (β₁ = 0): Adam follows every slope.",
            {"Adam.beta1": 0.0},
            t=1,
            run=True,
        ),
        hint(
            "A short memory of squares (β₂ = 0.5): it forgets how steep the start was.",
            {"Adam.beta2": 0.5},
            t=1,
            run=True,
        ),
        hint(
            "Bias correction off: the first step is 3.16 times larger, not smaller.",
            {"Adam.bias_correction": False},
            t=1,
        ),
        hint(
            "No noise: the best fixed point is the minimum.",
            {"problem.noise": 0.0},
            t=1,
            run=True,
        ),
        hint(
            "Start on the right: both stay in the second valley, and the regret grows.",
            {"start.0": 3.5},
            t=1,
            run=True,
        ),
    ],
    "setting": _setting(
        "landscape",
        {"noise": 0.5},
        200,
        player("Adam", "adam", lr=0.1, decay="constant"),
        player("SGD", "ogd", lr=0.1, decay="constant"),
    ),
}

CORRECTION = {
    "id": "correction",
    "title": "Bias correction",
    "question": "The averages m and v start at zero. Are the first steps without correction too "
    "small, as is often said?",
    "hints": [
        hint("The first step: 0.1 with correction, 0.316 without.", t=1),
        hint("At round 6 it is 0.59: v is still far too small, and it divides.", t=6),
        hint(
            "With β₂ = 0.9 the first step without correction is smaller: it is the learning rate "
            "times (1 − β₁)/√(1 − β₂).",
            {"corrected.beta2": 0.9, "uncorrected.beta2": 0.9},
            t=1,
        ),
        hint(
            "Back to the defaults, to the end: both are in the valley.",
            t=60,
        ),
    ],
    "setting": _setting(
        "landscape",
        {"noise": 0.2},
        60,
        player("corrected", "adam", lr=0.1, decay="constant"),
        player("uncorrected", "adam", lr=0.1, decay="constant", bias_correction=False),
    ),
}

REDDI = {
    "id": "reddi",
    "title": "Adam fails",
    "question": "One slope of 3, two of −1, for ever: −1 is the best fixed point. Why does Adam "
    "walk to +1?",
    "hints": [
        hint("Press Run: Adam to +1, AMSGrad and gradient descent to −1.", t=1, run=True),
        hint(
            "The first slope is 3 and Adam's step 0.5: it divides a large slope by itself.",
            t=1,
        ),
        hint("To the end: Adam's regret has crossed the bound of its own theorem.", t=600),
        hint(
            "A longer memory (β₂ = 0.9) remembers the large slope: Adam goes to −1.",
            {"Adam.beta2": 0.9},
            t=600,
        ),
        hint(
            "A large slope of 2.2: Adam walks to +1 again, at a lower price.",
            {"problem.big": 2.2},
            t=600,
        ),
    ],
    "setting": _setting(
        "reddi",
        {"big": 3.0, "period": 3},
        600,
        player("Adam", "adam", **SHORT_MEMORY),
        player("AMSGrad", "amsgrad", **SHORT_MEMORY),
        player("OGD", "ogd", lr=0.5),
    ),
}

MOVING = {
    "id": "moving",
    "title": "The best point moves",
    "question": "The slopes change sign every 60 rounds. Can a learner do better than the best "
    "fixed point?",
    "hints": [
        hint("Press Run: the dashed line, the best fixed point so far, jumps.", t=1, run=True),
        hint(
            "To the end: OGD and AdaGrad have negative regret; Adam, whose momentum turns late, "
            "has not.",
            t=480,
        ),
        hint(
            "Steps that do not shrink follow the wave far better.",
            {"Adam.decay": "constant", "OGD.decay": "constant"},
            t=480,
        ),
        hint(
            "AdaGrad shrinks its steps by itself; a larger rate makes up for it.",
            {"AdaGrad.lr": 2.0},
            t=480,
        ),
    ],
    "setting": _setting(
        "periodic",
        {"gradients": WAVE, "radius": 1.0},
        480,
        player("Adam", "adam", lr=0.3),
        player("AdaGrad", "adagrad", lr=0.3),
        player("OGD", "ogd", lr=0.3),
    ),
}

SPARSE = {
    "id": "sparse",
    "title": "Rare gradients",
    "question": "In each coordinate a slope comes once in ten rounds. Whose steps are still large "
    "when it comes?",
    "hints": [
        hint(
            "Press Run: nothing moves until a slope comes, but Adam, by its momentum.",
            t=1,
            run=True,
        ),
        hint(
            "To the end: gradient descent's steps shrank with the rounds, AdaGrad's only with the "
            "slopes it saw.",
            t=400,
        ),
        hint("A slope in every round: the two are one algorithm.", {"problem.density": 1.0}, t=400),
    ],
    "setting": _setting(
        "linear",
        {"dim": 2, "family": "sparse", "density": 0.1},
        400,
        player("Adam", "adam", lr=0.1),
        player("AdaGrad", "adagrad", lr=1.0),
        player("OGD", "ogd", lr=1.0),
    ),
}

WORST = {
    "id": "worst",
    "title": "The worst sequence",
    "question": "Which slopes, repeated for ever, make Adam lose most in every round? The search "
    "looks for them at the betas that you choose.",
    "search": "Adam",
    "hints": [
        hint("To the end: Adam loses a quarter per round; AMSGrad, OGD next to nothing.", t=2000),
        hint("No momentum: Adam loses twice as much.", {"Adam.beta1": 0.0, "Adam.beta2": 0.5}),
        hint("A longer memory: less.", {"Adam.beta2": 0.99}),
    ],
    "setting": _setting(
        "periodic",
        {"gradients": [3.0, -1.0, -1.0]},
        2000,
        player("Adam", "adam", lr=0.5, beta1=0.9, beta2=0.9),
        player("AMSGrad", "amsgrad", lr=0.5, beta1=0.9, beta2=0.9),
        player("OGD", "ogd", lr=0.5),
    ),
}

PLANE = {
    "id": "plane",
    "title": "Two coordinates",
    "question": "Logistic regression with two weights: who takes which way to the best point?",
    "hints": [
        hint(
            "Press Run: the map is the average loss so far, the cross its lowest point.",
            t=1,
            run=True,
        ),
        hint("Start elsewhere (or drag the ring).", {"start.0": -0.6, "start.1": 0.6}, t=300),
        hint("Squared distances instead: the map becomes round.", {"problem": "quadratic"}, t=300),
    ],
    "setting": _setting(
        "logistic",
        {"dim": 2},
        300,
        player("Adam", "adam", lr=0.1),
        player("AdaGrad", "adagrad", lr=0.5),
        player("OGD", "ogd", lr=0.5),
    ),
}

ADVERSARY: dict[str, Any] = {
    "id": "adversary",
    "title": "You are the adversary",
    "question": "You deal the slopes with the arrow keys, the learners answer. Can you make Adam's "
    "regret larger than AMSGrad's?",
    "adversary": True,
    "hints": [],
    "setting": _setting(
        "periodic",
        {"gradients": [3.0]},
        1,
        player("Adam", "adam", **SHORT_MEMORY),
        player("AMSGrad", "amsgrad", **SHORT_MEMORY),
        player("OGD", "ogd", lr=0.5),
    ),
}

PRESETS: tuple[dict[str, Any], ...] = (
    ARTICLE,
    REDDI,
    MOVING,
    WORST,
    CORRECTION,
    SPARSE,
    PLANE,
    ADVERSARY,
)
"""In the order in which the page offers them; the first one opens."""
