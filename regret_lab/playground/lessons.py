"""Scenarios in which learners learn: the article's curve, moving targets, rare slopes, a plane."""

from regret_lab.playground.scenario import hint, player, setting_of

WAVE = [-1.0] * 60 + [1.2] * 60

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
    "setting": setting_of(
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
    "setting": setting_of(
        "landscape",
        {"noise": 0.2},
        60,
        player("corrected", "adam", lr=0.1, decay="constant"),
        player("uncorrected", "adam", lr=0.1, decay="constant", bias_correction=False),
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
    "setting": setting_of(
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
    "setting": setting_of(
        "linear",
        {"dim": 2, "family": "sparse", "density": 0.1},
        400,
        player("Adam", "adam", lr=0.1),
        player("AdaGrad", "adagrad", lr=1.0),
        player("OGD", "ogd", lr=1.0),
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
    "setting": setting_of(
        "logistic",
        {"dim": 2},
        300,
        player("Adam", "adam", lr=0.1),
        player("AdaGrad", "adagrad", lr=0.5),
        player("OGD", "ogd", lr=0.5),
    ),
}
