"""The scenarios: each a setting, a question, and what to try point by point."""

from typing import Any

from regret_lab.playground.failures import ADVERSARY, REDDI, WORST
from regret_lab.playground.lessons import ARTICLE, CORRECTION, MOVING, PLANE, SPARSE

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
