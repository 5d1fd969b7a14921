"""All that the page has to know before the first game: controls, scenarios, and the rules' text."""

import inspect
import textwrap
from typing import Any

from regret_lab.learners import Learner
from regret_lab.playground import controls, setting
from regret_lab.playground.presets import PRESETS


def schema() -> dict[str, Any]:
    """Return the registries as the page offers them."""
    return {
        "problems": {name: described(cls) for name, cls in controls.problems().items()},
        "learners": {
            name: described(cls) | {"source": source(cls)}
            for name, cls in controls.learners().items()
        },
        "presets": list(PRESETS),
        "limits": {"horizon": setting.LONGEST, "learners": setting.MOST},
    }


def described(cls: type[Any]) -> dict[str, Any]:
    """Return a class as its title, its first sentence and its controls."""
    about = (inspect.getdoc(cls) or "").partition("\n")[0]
    return {"title": cls.__name__, "about": about, "controls": controls.controls(cls)}


def source(cls: type[Learner]) -> str:
    """Return the text of the learner's own update, as it is played."""
    return textwrap.dedent(inspect.getsource(cls.step)).removeprefix("@staticmethod\n").strip()
