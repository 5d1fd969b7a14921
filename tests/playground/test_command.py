"""The command, the port it takes, and the settings that it shares with the framework."""

import importlib.util
import json
import shlex
import threading
from urllib.parse import quote

import pytest

from regret_lab.cli import main
from regret_lab.errors import RegretLabError
from regret_lab.playground.commands import of
from regret_lab.playground.courtesy import AbandonedError, Courtesy
from regret_lab.playground.setting import setting


def test_an_export_is_written_from_a_scenario_and_from_a_link(tmp_path, capsys):
    small = {"problem": {"name": "coin"}, "learners": [{"name": "signsgd"}], "horizon": 9}
    link = "http://127.0.0.1:8765/#t=3&q=" + quote(json.dumps(small))
    for name in ("correction", link):
        file = tmp_path / "page.html"
        assert main(["playground", "--export", str(file), "--setting", name]) == 0
        assert file.read_text("utf-8").startswith("<!doctype html>")
        assert "opens without a server" in capsys.readouterr().out


def test_a_setting_that_is_none_is_one_line(tmp_path, capsys):
    assert main(["playground", "--export", str(tmp_path / "x"), "--setting", "reddy"]) == 2
    said = capsys.readouterr().err
    assert "'reddy' is neither a link" in said and "article, reddi" in said
    assert said.count("\n") == 1


def test_a_file_that_cannot_be_written_is_one_line(tmp_path, capsys):
    assert main(["playground", "--export", str(tmp_path), "--setting", "correction"]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_without_the_extra_one_line_names_it(monkeypatch, capsys):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert main(["playground"]) == 2
    assert "pip install 'regret-lab[playground]'" in capsys.readouterr().err


def test_a_taken_port_is_refused_when_asked_for_and_replaced_when_not():
    from regret_lab.playground import serve

    with serve.listen(None) as first, serve.listen(None) as second:
        assert first.getsockname()[0] == second.getsockname()[0] == "127.0.0.1"
        assert first.getsockname()[1] != second.getsockname()[1]
        with pytest.raises(RegretLabError, match="without --port a free one is taken"):
            serve.listen(first.getsockname()[1])
    with pytest.raises(RegretLabError, match="port 99999"):
        serve.listen(99999)


QUADRATIC = {
    "problem": {"name": "quadratic", "values": {"dim": 2, "shape": "ball"}},
    "learners": [
        {"label": "Adam", "name": "adam", "values": {"lr": 0.3, "bias_correction": False}},
        {"label": "plain", "name": "ogd", "values": {"decay": "linear"}},
    ],
    "horizon": 40,
}


def test_the_python_lines_play_the_same_game(capsys):
    from regret_lab.playground.run import run

    base = setting(QUADRATIC)
    scope = {}
    exec(of(base)["python"], scope)
    shown = run(base)["learners"]
    for l, name in enumerate(scope["curves"].names):
        assert scope["curves"].upper[l, 0, -1] == shown[name]["regret"][-1]


@pytest.mark.parametrize("twice", [False, True])
def test_the_command_builds_the_same_game(twice):
    from regret_lab.run.app import launch
    from regret_lab.run.setup import build

    asked = dict(QUADRATIC)
    if twice:
        asked["learners"] = [{"label": "a", "name": "adam"}, {"label": "b", "name": "adam"}]
    base = setting(asked)
    program, word, *arguments = shlex.split(of(base)["shell"])
    assert (program, word) == ("regret-lab", "run")
    built = []
    assert launch(lambda cfg: built.append(build(cfg)), arguments) == 0
    assert built[0].problem == base.problem and built[0].horizon == 40
    assert list(built[0].learners.values()) == [learner for _, learner in base.learners]


def test_the_landscape_has_no_command_and_says_why():
    shown = of(setting({"problem": {"name": "landscape"}, "learners": [{"name": "adam"}]}))
    assert shown["shell"] is None and "not convex" in shown["note"]


def test_a_long_question_waits_for_short_ones_and_ends_when_nobody_waits_for_it():
    turns, gone = Courtesy(), threading.Event()
    turns.give_way(gone)
    passed = threading.Event()
    with turns.urgent():
        long = threading.Thread(target=lambda: (turns.give_way(gone), passed.set()))
        long.start()
        assert not passed.wait(0.05)
    assert passed.wait(5)
    long.join()
    gone.set()
    with turns.urgent(), pytest.raises(AbandonedError):
        turns.give_way(gone)
