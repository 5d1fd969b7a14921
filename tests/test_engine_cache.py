"""Compiled rules are kept by content: compiled once, never stale, found again."""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

import regret_lab as rl
from regret_lab.domains import Ball, L1Ball, Simplex
from regret_lab.engine import compiler
from regret_lab.engine.rule import absent, is_self_contained, source
from regret_lab.learners import LEARNERS
from regret_lab.problems import PROBLEMS

RULES = """
from dataclasses import dataclass
from regret_lab.learners import Learner, OGD

@dataclass(frozen=True)
class One(OGD):
    def step(x, g, eta):
        return x - {factor} * eta * g

@dataclass(frozen=True)
class Two(Learner):
    state = ("m",)
    def step(x, g, m):
        m = 0.5 * m + g
        return x - 0.01 * m, m
"""

PLAY = """
import json, sys, pathlib
import regret_lab as rl
import rules

chaser, coin = rl.problems.Chaser(), rl.problems.Coin()
games = [rl.play(problem, [rules.One(), rules.Two()], 50, 2) for problem in (coin, chaser)]
kept = {path.name: path.stat().st_mtime_ns for path in pathlib.Path(sys.argv[1]).rglob("*")
        if path.is_file()}
print(json.dumps({"x": [g.x.tobytes().hex() for g in games], "kept": kept}))
"""


def in_a_process_of_its_own(folder: Path, factor: float) -> dict[str, Any]:
    """Write the rules with a factor, play them, and tell what was computed and what is cached."""
    (folder / "rules.py").write_text(RULES.format(factor=factor))
    cache = folder / "cache"
    paths = os.pathsep.join([str(folder), str(Path(rl.__file__).parents[1])])
    done = subprocess.run(
        [sys.executable, "-c", PLAY, str(cache)],
        env=os.environ | {"REGRET_LAB_CACHE": str(cache), "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def texts(kept: dict[str, int]) -> set[str]:
    return {name for name in kept if name.startswith("rule_") and name.endswith(".py")}


def test_an_edited_rule_never_runs_stale_and_a_reverted_one_is_found_again(tmp_path: Path) -> None:
    first = in_a_process_of_its_own(tmp_path, 1.0)
    # two learners and two losses: four compilations play four kinds of game
    assert len(texts(first["kept"])) == 4
    native = rl.play(rl.problems.Coin(), rl.learners.OGD(), 50, 2, threads=1).x[0]
    assert np.frombuffer(bytes.fromhex(first["x"][0])).reshape(2, *native.shape)[0].tolist() == (
        native.tolist()
    )

    edited = in_a_process_of_its_own(tmp_path, 0.5)
    assert edited["x"] != first["x"]
    assert len(texts(edited["kept"]) - texts(first["kept"])) == 1
    assert first["kept"].items() <= edited["kept"].items(), "what was compiled was compiled again"

    reverted = in_a_process_of_its_own(tmp_path, 1.0)
    assert reverted["x"] == first["x"]
    assert reverted["kept"] == edited["kept"], "nothing had to be compiled"


def test_every_rule_of_the_house_is_determined_by_its_text() -> None:
    rules = [cls.projection for cls in (Ball, Simplex, L1Ball)]
    for cls in (*LEARNERS.values(), *PROBLEMS.values()):
        rules += [getattr(cls, name, absent) for name in ("step", "metric", "loss", "mean_loss")]
    rules = [rule for rule in rules if rule is not absent]
    assert len(rules) > 10
    for rule in rules:
        assert source(rule) is not None and is_self_contained(rule), rule


def loaded(path: Path, factor: float) -> ModuleType:
    path.write_text(RULES.format(factor=factor))
    spec = importlib.util.spec_from_file_location(f"rules_{factor}".replace(".", "_"), path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("above", ["", "\n", "# four\n# lines\n# more\n# here\n"])
def test_a_rule_is_what_was_loaded_and_not_what_the_file_says_by_now(
    tmp_path: Path, above: str
) -> None:
    path = tmp_path / "rules.py"
    learner = loaded(path, 0.75).One()
    path.write_text(above + RULES.format(factor=0.125))
    python = rl.play(rl.problems.Coin(), learner, 50, engine="python", threads=1)
    compiled = rl.play(rl.problems.Coin(), learner, 50, threads=1)
    np.testing.assert_array_equal(python.x, compiled.x)


def test_a_rule_loaded_anew_is_the_new_rule(tmp_path: Path) -> None:
    path, played = tmp_path / "rules.py", []
    for factor in (0.75, 0.25, 0.75):
        learner = loaded(path, factor).One()
        played.append(rl.play(rl.problems.Coin(), learner, 50, threads=1).x)
    assert not np.array_equal(played[0], played[1])
    np.testing.assert_array_equal(played[0], played[2])


def test_a_cache_folder_that_cannot_be_written_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("REGRET_LAB_CACHE", str(tmp_path / "file" / "cache"))
    folder = compiler.cache_folder()
    assert folder.is_dir() and os.access(folder, os.W_OK)


def test_the_cache_folder_is_where_it_is_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("REGRET_LAB_CACHE", raising=False)
    assert compiler.cache_folder() == tmp_path / "home" / "regret_lab"
    monkeypatch.setenv("REGRET_LAB_CACHE", str(tmp_path / "mine"))
    assert compiler.cache_folder() == tmp_path / "mine"
