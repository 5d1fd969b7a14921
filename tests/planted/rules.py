"""Bugs in learners and domains."""

from tests.planted.bug import LAW, ORACLE, bug

LEARNERS = [
    bug(
        "adam without bias correction",
        ORACLE,
        ("learners/adam.py", "if not bias_correction:", "if True:"),
    ),
    bug(
        "adagrad with one scalar for all coordinates",
        ORACLE,
        ("learners/adagrad.py", 'state = ("s",)', 'state = {"s": "1"}'),
        ("learners/adagrad.py", "        s = s + g * g\n", "        s[0] += (g * g).sum()\n"),
        (
            "learners/adagrad.py",
            "        size = np.sqrt(s) + eps\n"
            "        return (x - lr * g / size if size > 0.0 else x), s\n",
            "        x -= lr * g / (np.sqrt(s[0]) + eps)\n",
        ),
        ("learners/adagrad.py", "def metric", "def no_metric"),
    ),
    bug(
        "adagrad with epsilon inside the root",
        ORACLE,
        ("learners/adagrad.py", "size = np.sqrt(s) + eps", "size = np.sqrt(s + eps)"),
    ),
    bug(
        "adagrad divides 0 by 0",
        LAW + "a_silent_adversary_moves_nobody",
        ("learners/adagrad.py", "(x - lr * g / size if size > 0.0 else x)", "x - lr * g / size"),
    ),
    bug(
        "amsgrad forgets its maximum",
        "golden::amsgrad_pays_nothing_in_the_end_on_the_three_cycle",
        ("learners/amsgrad.py", "vmax = max(v, vmax)", "vmax = v"),
    ),
    bug(
        "schedule one round late",
        ORACLE,
        (
            "engine/block.py",
            "np.arange(start + 1, start + count + 1",
            "np.arange(start + 2, start + count + 2",
        ),
    ),
    bug(
        "linear decay of the step is a root",
        ORACLE,
        ("learners/decay.py", "return lr / t\n", "return lr / np.sqrt(t)\n"),
    ),
]

DOMAINS = [
    bug(
        "ball projects without the metric",
        "domain_laws::a_projection_is_the_nearest_point",
        ("domains/ball.py", "if lightest == heaviest:", "if lightest >= 0.0:"),
    ),
    bug(
        "box does not project",
        ORACLE,
        (
            "engine/template.py",
            'CLIP = "X[j] = low if new < low else (high if new > high else new)"',
            'CLIP = "X[j] = new"',
        ),
    ),
    bug(
        "engine projects without the metric",
        ORACLE,
        ("engine/match.py", "if weigh and rule.metric is not None:", "if False:"),
        ("engine/lift.py", "if weigh and rule.metric is not None:", "if False:"),
    ),
    bug(
        "1-norm ball loses the signs",
        "domain_laws::a_projection_is_the_nearest_point",
        (
            "domains/shrinkage.py",
            "x[i] = -left if signed == 1.0 and x[i] < 0.0 else left",
            "x[i] = left",
        ),
    ),
    bug(
        "diameter is a radius",
        "domain_laws::diameters_are_attained_and_not_exceeded",
        (
            "domains/ball.py",
            "def diameter(self) -> float:\n        return 2.0 * self.radius",
            "def diameter(self) -> float:\n        return self.radius",
        ),
    ),
]
