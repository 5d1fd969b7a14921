"""Scenarios in which Adam fails: by theorem, by search, and by the visitor's own hand."""

from typing import Any

from regret_lab.playground.scenario import hint, player, setting_of

SHORT_MEMORY = {"lr": 0.5, "beta1": 0.0, "beta2": 0.1}

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
    "setting": setting_of(
        "reddi",
        {"big": 3.0, "period": 3},
        600,
        player("Adam", "adam", **SHORT_MEMORY),
        player("AMSGrad", "amsgrad", **SHORT_MEMORY),
        player("OGD", "ogd", lr=0.5),
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
    "setting": setting_of(
        "periodic",
        {"gradients": [3.0, -1.0, -1.0]},
        2000,
        player("Adam", "adam", lr=0.5, beta1=0.9, beta2=0.9),
        player("AMSGrad", "amsgrad", lr=0.5, beta1=0.9, beta2=0.9),
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
    "setting": setting_of(
        "periodic",
        {"gradients": [3.0]},
        1,
        player("Adam", "adam", **SHORT_MEMORY),
        player("AMSGrad", "amsgrad", **SHORT_MEMORY),
        player("OGD", "ogd", lr=0.5),
    ),
}
