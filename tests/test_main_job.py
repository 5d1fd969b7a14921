"""The command line: what a user types, what comes out, and what a mistake costs."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from omegaconf import OmegaConf

import regret_lab as rl
from regret_lab import figures, store
from regret_lab.cli import main
from regret_lab.cli.run import converge
from regret_lab.run.app import launch
from regret_lab.run.conf import folder
from regret_lab.store import StoreError

CHOICES = Path(folder()) / "experiment"
EXPERIMENTS = sorted(
    path.relative_to(CHOICES).with_suffix("").as_posix() for path in CHOICES.rglob("*.yaml")
)
ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def elsewhere(request, tmp_path, monkeypatch):
    """Run in an empty folder, and draw only where the figure is what the test is about."""
    monkeypatch.chdir(tmp_path)
    if "drawn" not in request.fixturenames:
        monkeypatch.setattr(figures, "draw", lambda record, folder: [])


@pytest.fixture
def drawn():
    """Ask for real figures."""


def run(*settings):
    return main(["run", *settings])


SMALL = ("problem=quadratic", "problem.dim=2", "horizon=256", "seeds=5")


def test_the_job_prints_a_table_and_writes_the_result_and_the_figure(drawn, capsys):
    assert run(*SMALL) == 0
    said = capsys.readouterr()
    for word in ("learner", "R(T)/T", "verdict", "adagrad is", "R/bound <=", "result", "figure"):
        assert word in said.out
    assert "play: 100%" in said.err
    (record,) = rl.load("results").games()
    assert record.learners == ("adagrad", "adam", "ogd")
    assert record.arrays["lower"].shape == record.arrays["upper"].shape
    assert {row["learner"] for row in record.meta["rates"]} == set(record.learners)
    (stem,) = Path("results").glob("quadratic-*")
    assert (stem / "regret.pdf").read_bytes()[:5] == b"%PDF-"
    assert (stem / "regret.png").read_bytes()[1:4] == b"PNG"


def test_the_job_and_the_library_agree_to_the_bit():
    assert run(*SMALL, "learners=[adam]", "learners.adam.lr=0.3") == 0
    (record,) = rl.load("results").games()
    games = rl.play(rl.problems.Quadratic(dim=2), rl.learners.Adam(lr=0.3), 256, seeds=5)
    np.testing.assert_array_equal(record.arrays["upper"], games.regret().upper)


def test_the_same_command_writes_the_same_bytes(drawn):
    def once():
        assert run(*SMALL, "threads=2") == 0
        return {p.relative_to("."): p.read_bytes() for p in Path("results").rglob("*.*")}

    assert once() == once()


def test_threads_and_the_folder_are_not_part_of_a_result():
    assert run(*SMALL, "threads=1") == 0
    assert run(*SMALL, "threads=2", "store.root=other") == 0
    first, second = (sorted(Path(root).rglob("*.npz")) for root in ("results", "other"))
    assert len(first) == 3
    assert [path.name for path in first] == [path.name for path in second]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_a_learner_takes_the_step_size_of_its_theorem(capsys):
    assert run(*SMALL, "learners=[ogd,adagrad]", "learners.ogd.lr=tuned") == 0
    (record,) = rl.load("results").games()
    problem = rl.problems.Quadratic(dim=2)
    tuned = problem.domain.diameter / problem.lipschitz
    assert record.config["learners"]["ogd"]["lr"] == pytest.approx(tuned)
    assert "ogd_any_time: respected" in capsys.readouterr().out


def test_a_learner_may_play_twice_under_two_names():
    assert run(*SMALL, "+learners@learners.slow=adam", "learners.slow.lr=0.01") == 0
    (record,) = rl.load("results").games()
    assert record.learners == ("adagrad", "adam", "adam #2", "ogd")
    assert {record.config["learners"][each]["lr"] for each in ("adam", "adam #2")} == {0.1, 0.01}


def test_a_step_size_that_knows_the_horizon_plays_every_doubling_anew():
    assert run(*SMALL, "learners=[ogd]", "learners.ogd.decay=horizon") == 0
    (record,) = rl.load("results").games()
    assert record.arrays["t"].tolist() == [2, 4, 8, 16, 32, 64, 128, 256]
    games = rl.play(rl.problems.Quadratic(dim=2), rl.learners.OGD(decay="horizon"), 64, seeds=5)
    np.testing.assert_array_equal(record.arrays["upper"][:, :, 5], games.regret().upper[:, :, -1])


def test_python_and_compiled_engines_write_the_same_numbers():
    assert run(*SMALL, "horizon=64", "engine=python", "store.root=a") == 0
    assert run(*SMALL, "horizon=64", "store.root=b") == 0
    for name in ("lower", "upper"):
        a, b = (rl.load(root).games()[0].arrays[name] for root in "ab")
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("experiment", EXPERIMENTS)
def test_every_experiment_plays(experiment):
    assert run(f"experiment={experiment}", "horizon=64", "seeds=2") == 0


@pytest.mark.slow
@pytest.mark.parametrize("experiment", EXPERIMENTS)
def test_every_claim_of_an_experiment_holds(experiment):
    file = OmegaConf.load(CHOICES / f"{experiment}.yaml")
    claims = dict(file.get("claims") or {})
    if not claims:
        pytest.skip("it claims nothing")
    records = []
    assert launch(lambda cfg: records.append(converge(cfg)), [f"experiment={experiment}"]) == 0
    (record,) = records
    verdicts = {row["learner"]: row["verdict"] for row in record.meta["rates"]}
    assert {learner: verdicts[learner] for learner in claims} == claims


def test_the_counterexamples_are_drawn_together(drawn, capsys, monkeypatch):
    monkeypatch.setattr(figures, "draw", lambda record, folder: [])
    assert main(["counterexamples", "horizon=64", "seeds=2"]) == 0
    names = [name for name in EXPERIMENTS if name.startswith("counterexample/")]
    assert len(names) >= 7 and len(rl.load("results").games()) >= 5
    assert "figure  results/counterexamples.png" in capsys.readouterr().out
    assert Path("results/counterexamples.pdf").read_bytes()[:5] == b"%PDF-"


def test_a_mistake_in_a_set_of_experiments_stops_at_the_first(capsys):
    assert main(["counterexamples", "horizon=0"]) == 2
    assert capsys.readouterr().err.count("horizon must be at least 1, got 0") == 1


MISTAKES = {
    "learners=[adm]": "no learner is called 'adm'. Did you mean 'adam'?",
    "problem=coyn": "no problem is called 'coyn'. Did you mean 'coin'?",
    "experiment=redi": "no experiment is called 'redi'. Did you mean 'reddi'?",
    "learners.adam.betta1=0.5": "Did you mean 'learners.adam.beta1'?",
    "hrizon=100": "Did you mean 'horizon'?",
    "learners.adam.lr=abc": "learners.adam.lr must be a number or the word tuned, got 'abc'",
    "learners.adam.lr=-1": "Adam: lr must be in (0, inf), got -1",
    "learners.adam.lr=0": "Adam: lr must be in (0, inf), got 0",
    "learners.adam.beta1=1": "Adam: beta1 must be in [0, 1), got 1",
    "learners.adam.beta2=-0.1": "Adam: beta2 must be in [0, 1), got -0.1",
    "learners.ogd.decay=cubic": "There are: constant, horizon, linear, sqrt.",
    "learners.adam.lr=tuned": "no theorem prescribes the lr of Adam",
    "learners=[]": "no learner was chosen",
    "learners=7": "must be a string or a list",
    "horizon=0": "horizon must be at least 1, got 0",
    "horizon=1e3": "horizon must be a whole number, got 1000.0; write 1000",
    "horizon=many": "horizon must be a whole number, got 'many'",
    "horizon": "a setting is written name=value",
    "seeds=0": "seeds must be at least 1, got 0",
    "threads=0": "threads must be at least 1, got 0",
    "engine=fast": "no engine is called 'fast'. There are: compiled, python.",
    "problem.radius=-1": "radius must be in (0, inf), got -1",
    "problem.dim=2.5": "problem.dim must be a whole number, got 2.5",
    "--horizon": "no option is called '--horizon'",
    "store.root=/proc/nowhere": "choose another with store.root=...",
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_line_and_status_two(mistake, capsys):
    assert run("problem=quadratic", "horizon=64", "seeds=2", mistake) == 2
    said = capsys.readouterr()
    (line,) = [line for line in said.err.splitlines() if "rounds/s" not in line and line]
    assert line.startswith("regret-lab: ")
    assert MISTAKES[mistake] in line
    assert not Path("results").exists() or not list(Path("results").iterdir())


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (None, "there is no file 'data.csv'"),
        ("", "data.csv"),
        ("a,b,y\n1,2,0\n1,x,1\n", "line 3"),
        ("a,b,y\n1,2,0\n2,1,1\n0,3,2\n", "label"),
    ],
)
def test_a_bad_data_file_is_one_line_and_status_two(content, complaint, capsys):
    if content is not None:
        Path("data.csv").write_text(content)
    assert run("problem=csv", "problem.path=data.csv", "problem.label=y", "horizon=64") == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert complaint in line


def test_a_data_file_of_the_users_own_plays(capsys):
    rows = [f"{a},{b},{'yes' if a > b else 'no'}" for a in range(5) for b in range(5)]
    Path("data.csv").write_text("a,b,answer\n" + "\n".join(rows) + "\n")
    data = ("problem=csv", "problem.path=data.csv", "problem.label=answer")
    assert run(*data, "horizon=100", "seeds=2") == 0
    assert "adagrad" in capsys.readouterr().out


def test_an_unknown_command_names_the_nearest(capsys):
    assert main(["rum"]) == 2
    assert "Did you mean 'run'?" in capsys.readouterr().err


def test_help_needs_no_arguments(capsys):
    assert main([]) == 0
    assert "run" in capsys.readouterr().out


def test_a_figure_that_fails_costs_nothing_else(capsys, monkeypatch):
    def broken(record, folder):
        raise RuntimeError("no pencil")

    monkeypatch.setattr(figures, "draw", broken)
    assert run(*SMALL) == 2
    said = capsys.readouterr()
    assert "the figure failed (RuntimeError: no pencil); the results are kept in" in said.err
    assert len(rl.load("results")) == 3


def test_a_disk_that_fills_up_still_shows_the_verdicts(capsys, monkeypatch):
    def full(record, root):
        raise StoreError("cannot write to the folder 'results': No space left on device")

    monkeypatch.setattr(store, "save", full)
    assert run(*SMALL) == 2
    said = capsys.readouterr()
    assert "R(T)/T" in said.out
    assert said.err.count("No space left on device") == 1


def test_a_game_that_breaks_is_named_and_the_others_are_kept(capsys, monkeypatch):
    def wild(x, g, eta):
        return x - eta * g if g < 0.99 else x / 0.0 - x / 0.0

    monkeypatch.setattr(rl.learners.OGD, "step", staticmethod(wild))
    assert run(*SMALL) == 2
    said = capsys.readouterr()
    assert "ogd failed at round" in said.err
    assert "failed in" in said.out
    (record,) = rl.load("results").games()
    assert np.isfinite(record.arrays["upper"][:2]).all() and record.learners[2] == "ogd"
    assert record.meta["failures"][0]["learner"] == "ogd"


def script(*arguments):
    command = [sys.executable, str(ROOT / "experiments" / "convergence.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


def test_the_script_offers_the_same():
    done = script(*SMALL)
    assert done.returncode == 0, done.stderr
    assert "verdict" in done.stdout


def test_help_lists_every_learner_and_problem_and_loads_no_heavy_library():
    code = (
        "import atexit, sys; from regret_lab.cli import main;"
        "heavy = {'numba', 'matplotlib', 'sklearn'};"
        "atexit.register(lambda: print(sorted(heavy & set(sys.modules)))); main(['run', '--help'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout.endswith("[]\n")
    for name in [*rl.LEARNERS, *rl.PROBLEMS]:
        assert name in done.stdout
