"""Sweeps: what a grid comes to, what is done is not done again, and what a mistake costs."""

import csv
from pathlib import Path

import numpy as np
import pytest

import regret_lab as rl
from regret_lab import figures, store
from regret_lab.cli import main
from regret_lab.engine import saved
from regret_lab.errors import RegretLabError
from regret_lab.figures.sensitivity import tables
from regret_lab.run import code, job
from regret_lab.run.case import Case
from regret_lab.run.grid import points
from regret_lab.run.point import Point
from regret_lab.run.progress import Bar
from regret_lab.run.watch import Watch
from regret_lab.store import StoreError, StoreWarning

SMALL = ("problem=quadratic", "problem.dim=2", "horizon=64", "seeds=2", "threads=1")


@pytest.fixture(autouse=True)
def elsewhere(request, tmp_path, monkeypatch):
    """Run in an empty folder, and draw only where the figure is what the test is about."""
    monkeypatch.chdir(tmp_path)
    if "drawn" not in request.fixturenames:
        for name in ("draw", "gallery", "sensitivity"):
            monkeypatch.setattr(figures, name, lambda *_: [])


@pytest.fixture
def drawn():
    """Ask for real figures."""


def sweep(*settings):
    return main(["run", "-m", *SMALL, *settings])


def stamps(root="results"):
    return {path: path.stat().st_mtime_ns for path in Path(root).rglob("*.npz")}


def lines(root="results"):
    (path,) = Path(root).glob("sweep-*/summary.csv")
    with path.open() as stream:
        return list(csv.DictReader(stream))


def test_structural_choices_are_jobs_and_hyperparameters_a_grid_inside(capsys):
    chosen = ("problem.dim=2,3", "learners=[adam,ogd]")
    assert sweep(*chosen, "learners.adam.lr=logspace(-2,0,3)", "learners.ogd.lr=0.1,1.0") == 0
    said = capsys.readouterr()
    assert "2 jobs, 10 results: 0 kept, 10 to make" in said.err
    runs = rl.load("results").runs
    found = {
        (int(dim), learner, lr)
        for dim, learner, lr in zip(
            runs["problem.dim"], runs["learner"], runs["learner.lr"], strict=True
        )
    }
    steps = {"adam": (0.01, 0.1, 1.0), "ogd": (0.1, 1.0)}
    assert found == {(d, who, lr) for d in (2, 3) for who, rates in steps.items() for lr in rates}
    assert {row["settings"] for row in lines()} == {"lr=0.01", "lr=0.1", "lr=1"}


def test_a_point_of_a_grid_has_the_bits_of_a_game_of_its_own():
    assert sweep("learners=[adam]", "learners.adam.lr=0.1,0.3", "learners.adam.beta1=0.0,0.9") == 0
    alone = rl.play(rl.problems.Quadratic(dim=2), rl.learners.Adam(lr=0.3, beta1=0.0), 64, seeds=2)
    results = rl.load("results")
    row = (results.runs["learner.lr"] == 0.3) & (results.runs["learner.beta1"] == 0.0)
    np.testing.assert_array_equal(results.upper[row], alone.regret().upper[0])


def test_a_learner_without_a_setting_has_no_grid_of_it(capsys):
    assert sweep("learners=[ogd]", "learners.ogd.beta1=0.1,0.2") == 2
    assert "no setting is called 'grid.ogd.beta1'" in capsys.readouterr().err


def test_grids_are_a_union_and_equal_jobs_are_one(capsys):
    first, second = "{problem.mu: '2,3'}", "{problem.mu: '3', problem.spread: '1,0.5'}"
    grids = f"hydra.sweeper.grids=[{first}, {second}]"
    assert sweep("learners=[ogd]", grids) == 0
    assert "3 jobs, 3 results: 0 kept, 3 to make" in capsys.readouterr().err
    assert {row["case"] for row in lines()} == {
        "problem.mu=2",
        "problem.mu=3",
        "problem.mu=3 problem.spread=0.5",
    }


def test_the_same_command_makes_nothing_again(capsys):
    assert sweep("learners=[ogd]", "problem.dim=2,3") == 0
    before = stamps()
    assert sweep("learners=[ogd]", "problem.dim=2,3,4") == 0
    assert "3 jobs, 3 results: 2 kept, 1 to make" in capsys.readouterr().err
    assert {path: stamp for path, stamp in stamps().items() if path in before} == before
    assert sweep("learners=[ogd]", "problem.dim=2,3,4") == 0
    assert "3 kept, 0 to make" in capsys.readouterr().err


def test_a_single_run_and_a_sweep_share_their_results(capsys):
    assert main(["run", *SMALL, "learners=[ogd,adam]"]) == 0
    assert sweep("learners=[ogd,adam,adagrad]") == 0
    assert "3 results: 2 kept, 1 to make" in capsys.readouterr().err


def test_a_grid_needs_no_sweep(capsys):
    assert main(["run", *SMALL, "learners=[ogd]", "grid.ogd.lr=[0.1,1.0,tuned]"]) == 0
    said = capsys.readouterr().out
    assert "best at" in said and "3 " in said
    assert set(rl.load("results").runs["learner.lr"]) == {
        0.1,
        1.0,
        rl.theory.tuned(rl.problems.Quadratic(dim=2), rl.learners.OGD()).lr,
    }


def test_a_default_that_is_written_out_is_the_same_result():
    assert main(["run", *SMALL, "learners=[adam]"]) == 0
    assert main(["run", *SMALL, "learners=[adam]", "learners.adam.beta1=0.9"]) == 0
    assert len(stamps()) == 1
    assert rl.load("results")[0].config["learners"]["adam"]["beta1"] == 0.9


def test_an_identity_leaves_out_what_is_at_its_default():
    point = Point("a", rl.learners.Adam(lr=0.3), rl.problems.Coin(), 8, 1, "compiled", False)
    assert point.identity["learner"] == {"name": "adam", "lr": 0.3}
    assert point.identity["problem"] == {"name": "coin"}
    assert point.config["learners"]["adam"]["beta1"] == 0.9


@pytest.fixture
def edited(monkeypatch):
    """Edit the rule of gradient descent, as far as digests can tell."""
    of_class = code.of_class

    def after(cls):
        return "edited" if cls is rl.learners.OGD else of_class(cls)

    return lambda: monkeypatch.setattr(code, "of_class", after)


def test_only_results_of_code_that_has_changed_are_made_anew(edited, capsys):
    assert sweep("learners=[ogd,adam]") == 0
    before = stamps()
    edited()
    assert sweep("learners=[ogd,adam]") == 0
    said = capsys.readouterr().err
    assert "1 kept result is made anew: the code of the learner ogd changed since" in said
    changed = [path.name for path, stamp in stamps().items() if before[path] != stamp]
    assert [name.partition("-")[0] for name in changed] == ["ogd"]


def test_results_of_code_that_has_changed_may_be_accepted(edited, capsys):
    assert sweep("learners=[ogd]") == 0
    before = stamps()
    edited()
    assert sweep("learners=[ogd]", "store.stale=keep") == 0
    said = capsys.readouterr().err
    assert "1 kept result is accepted although the code of the learner ogd changed since" in said
    assert "1 kept, 0 to make" in said
    assert stamps() == before


def test_everything_may_be_made_anew():
    assert sweep("learners=[ogd]") == 0
    before = stamps()
    assert sweep("learners=[ogd]", "store.again=true") == 0
    assert stamps() != before


def test_a_digest_is_of_what_code_does(tmp_path):
    plain, told = tmp_path / "a.py", tmp_path / "b.py"
    plain.write_text("def f(x):\n    return x + 1\n")
    told.write_text(
        '"""Words."""\n\n\ndef f(x):  # more words\n    """Words."""\n    return x + 1\n'
    )
    assert code._meaning(plain) == code._meaning(told)
    other = tmp_path / "c.py"
    other.write_text("def f(x):\n    return x + 2\n")
    assert code._meaning(plain) != code._meaning(other)


def test_learners_of_different_files_have_different_digests():
    digests = {code.of_class(cls) for cls in rl.LEARNERS.values()}
    assert len(digests) == len(rl.LEARNERS)


def test_a_damaged_result_is_named_and_made_again(capsys):
    assert sweep("learners=[ogd]") == 0
    (path,) = stamps()
    whole = path.read_bytes()
    path.write_bytes(whole[:-100])
    with pytest.warns(StoreWarning, match="is not a readable result"):
        assert sweep("learners=[ogd]") == 0
    assert path.read_bytes() == whole
    assert path.with_name(path.name + ".damaged").exists()


def test_a_store_of_a_newer_version_is_refused_in_words(monkeypatch, capsys):
    assert sweep("learners=[ogd]") == 0
    monkeypatch.setattr(store.disk, "FORMAT", 1)
    assert sweep("learners=[ogd]") == 2
    assert "has format 2, this version reads format 1" in capsys.readouterr().err


MISTAKES = {
    "problem.dim=2,0": "dim must be a whole number in [1, inf), got 0",
    "problem.dim=2,x": "problem.dim must be a whole number, got 'x'",
    "learners.adam.lr=0.1,-1": "Adam: lr must be in (0, inf), got -1",
    "learners.adam.lr=0.1,abc": "lr must be a number or the word tuned, got 'abc'",
    "learners.adam.lr=[]": "learners.adam.lr must be a number or the word tuned",
    "grid.adam.lr=[]": "grid.adam.lr is empty: write at least one value",
    "grid.adm.lr=[0.1]": "adm is not among the chosen learners (adam, adagrad, ogd)",
    "grid.adam.betta1=[0.1]": "Did you mean 'grid.adam.beta1'?",
    "grid.adam=0.1": "grid.adam must say which settings vary, got 0.1",
    "grid.adam.lr='logspace(-3,0)'": "cannot read grid.adam.lr='logspace(-3,0)'",
    "learners.adam.lr=logspace(-3,0)": "missing a required argument: 'num'",
    "learners.adam.lr=logspace(-3,0,0)": "gives 0 values",
    "learners.adam.lr=interval(0,1)": "has no end of values",
    "horizon=range(5,5)": "horizon=range(5,5) is empty",
    "problem=quadratic,coyn": "no problem is called 'coyn'. Did you mean 'coin'?",
    "hrizon=10,20": "Did you mean 'horizon'?",
    "engine=compiled,fast": "no engine is called 'fast'",
    "learners=[adam],[adm]": "no learner is called 'adm'. Did you mean 'adam'?",
    "learners.adam.lr=0.1,,1": "a value is missing, or follows a space",
    "learners.adam.lr=logspcae(0,1,2)": "Did you mean 'logspace'?",
    "learners.adam.lr=logspace(0,400,3)": "goes beyond the largest number",
    "store.root=a,b": "store.root tells no results apart: it cannot vary in a sweep",
    "threads=1,2": "threads tells no results apart",
    "store.root=": "store.root must be the name of a folder",
    "hydra/launcher=joblob": "no hydra/launcher is called 'joblob'",
    "store.stale=drop": "no way with stale results is called 'drop'",
}


def test_a_launcher_without_a_sweep_is_refused(capsys):
    assert main(["run", *SMALL, "hydra/launcher=slurm"]) == 2
    assert capsys.readouterr().err == ("regret-lab: hydra/launcher=slurm is for sweeps: add -m\n")


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_anywhere_in_a_grid_stops_the_sweep_before_the_first_job(mistake, capsys):
    assert sweep(mistake) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("regret-lab: ")
    assert MISTAKES[mistake] in line
    assert not stamps()


def test_jobs_that_fail_are_named_with_the_command_that_makes_what_is_missing(capsys, monkeypatch):
    play = job.played

    def unlucky(problem, *rest, **more):
        if problem.dim == 3:
            raise MemoryError("no room")
        return play(problem, *rest, **more)

    monkeypatch.setattr(job, "played", unlucky)
    command = ("learners=[ogd]", "problem.dim=2,3,4")
    assert sweep(*command) == 2
    said = capsys.readouterr()
    assert "failed: problem.dim=3: no room" in said.err
    assert "1 of 3 jobs failed; 2 of 3 results are kept; the same command" in said.err
    assert "problem.dim=2,3,4" in said.err.splitlines()[-1]
    assert len(lines()) == 2 and "problem.dim=4" in said.out
    before = stamps()
    monkeypatch.setattr(job, "played", play)
    assert sweep(*command) == 0
    assert len(stamps()) == 3
    assert before.items() <= stamps().items()


def test_a_disk_that_fills_up_in_the_middle_loses_nothing_that_is_kept(capsys, monkeypatch):
    save, room = store.save, [1]

    def full(record, root):
        if not room:
            raise StoreError(f"cannot write to the folder {root!r}: No space left on device")
        room.pop()
        return save(record, root)

    monkeypatch.setattr(store, "save", full)
    assert sweep("learners=[ogd]", "problem.dim=2,3") == 2
    assert "No space left on device" in capsys.readouterr().err
    assert len(stamps()) == 1


def test_progress_counts_files_whoever_writes_them(tmp_path):
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_text("before")
    with Watch([old, new]) as watch:
        assert watch.look() == 0
        new.write_text("now")
        assert watch.look() == 1
        old.unlink()
        old.write_text("again")
        assert watch.look() == 2


def test_the_figures_of_a_sweep_are_drawn(drawn, capsys):
    assert sweep("problem.dim=2,3", "learners=[ogd]") == 0
    assert sweep("learners=[ogd,adam]", "learners.ogd.lr=logspace(-2,0,3)") == 0
    said = capsys.readouterr().out
    assert "regret.png" in said and "sensitivity.png" in said
    for name in ("regret", "sensitivity"):
        (path,) = Path("results").glob(f"sweep-*/{name}.pdf")
        assert path.read_bytes()[:5] == b"%PDF-"


def case():
    (found,) = [game for game in [rl.load("results")] if len(game)]
    records = {f"ogd(lr={record.config['learners']['ogd']['lr']})": record for record in found}
    varied = {
        label: ("ogd", {"lr": record.config["learners"]["ogd"]["lr"]})
        for label, record in records.items()
    }
    return Case("", records, varied)


def test_the_best_step_size_of_each_horizon_is_the_best_of_the_grid():
    assert sweep("learners=[ogd]", "learners.ogd.lr=0.01,0.1,1.0") == 0
    (table,) = tables(case())
    assert table.lr.tolist() == [0.01, 0.1, 1.0]
    games = rl.play(
        rl.problems.Quadratic(dim=2), [rl.learners.OGD(lr=lr) for lr in table.lr], 64, seeds=2
    )
    means = games.regret().upper.mean(axis=1)
    np.testing.assert_array_equal(table.mean, means)
    np.testing.assert_array_equal(table.best, means.argmin(axis=0))
    assert table.tuned == rl.theory.tuned(rl.problems.Quadratic(dim=2), rl.learners.OGD()).lr


def test_a_grid_that_is_too_large_is_refused():
    with pytest.raises(RegretLabError, match="1000001 points, 1000000 are allowed"):
        list(points("adam", {"seed": list(range(1_000_001))}))


@pytest.fixture
def long_games(monkeypatch):
    """Save every game at every chunk."""
    monkeypatch.setattr(job, "LONG", 1)
    monkeypatch.setattr(saved, "EVERY", 0.0)
    monkeypatch.setattr(saved, "SHARE", 1.0)


LONG = ("run", "problem=coin", "learners=[ogd,adam]", "horizon=300000", "seeds=1", "threads=1")


def bar_that(act):
    class Watched(Bar):
        def __call__(self, done, total):
            act(self.what, done, total)

    return Watched


def test_a_long_game_that_is_cut_goes_on_and_ends_with_the_same_bits(long_games, monkeypatch):
    assert main([*LONG, "store.root=whole"]) == 0

    def cut(what, done, total):
        if what == "play" and done > total / 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(job, "Bar", bar_that(cut))
    assert main([*LONG]) == 130
    (game,) = Path("results/.games").iterdir()
    seen = []
    monkeypatch.setattr(job, "Bar", bar_that(lambda what, done, total: seen.append((what, done))))
    assert main([*LONG]) == 0
    assert min(done for what, done in seen if what == "play") > 100_000
    assert not game.exists()
    for whole in Path("whole").rglob("*.npz"):
        assert Path("results", *whole.parts[1:]).read_bytes() == whole.read_bytes()


def test_a_long_game_stands_until_its_results_are_kept(long_games, monkeypatch):
    measure = job.results_of

    def power_cut(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(job, "results_of", power_cut)
    assert main([*LONG]) == 130
    monkeypatch.setattr(job, "results_of", measure)
    seen = []
    monkeypatch.setattr(job, "Bar", bar_that(lambda what, done, total: seen.append((what, done))))
    assert main([*LONG]) == 0
    assert {done for what, done in seen if what == "play"} <= {600_000}
    assert not list(Path("results/.games").iterdir())


def test_a_result_that_no_longer_holds_is_not_shown_when_it_cannot_be_made(
    edited, capsys, monkeypatch
):
    assert sweep("learners=[ogd,adam]") == 0
    edited()

    def unlucky(*_, **__):
        raise MemoryError("no room")

    monkeypatch.setattr(job, "played", unlucky)
    capsys.readouterr()
    assert sweep("learners=[ogd,adam]") == 2
    said = capsys.readouterr()
    assert "adam" in said.out and "ogd" not in said.out.partition("table")[0]
    assert "1 of 2 results are kept" in said.err


def test_a_defect_is_shown_with_its_place_after_the_others_are_done(capsys, monkeypatch):
    play = job.played

    def broken(problem, *rest, **more):
        if problem.dim == 2:
            raise IndexError("off by one")
        return play(problem, *rest, **more)

    monkeypatch.setattr(job, "played", broken)
    assert sweep("learners=[ogd]", "problem.dim=2,3") == 2
    said = capsys.readouterr()
    assert "Traceback" in said.err and "in broken" in said.err
    assert "problem.dim=3" in said.out


def test_a_batch_of_an_adaptive_problem_has_its_own_comparator(monkeypatch):
    monkeypatch.setattr(job, "BATCH", 1)
    assert main(["run", "problem=chaser", "learners=[ogd,adam]", "horizon=64", "seeds=2"]) == 0
    learners = [rl.learners.Adam(), rl.learners.OGD()]
    both = rl.play(rl.problems.Chaser(), learners, 64, seeds=2).regret()
    (record,) = rl.load("results").games()
    np.testing.assert_array_equal(record.arrays["upper"], both.upper)


def test_batches_share_the_comparator_where_nobody_adapts(monkeypatch):
    monkeypatch.setattr(job, "BATCH", 1)
    assert main(["run", *SMALL, "learners=[ogd,adam]"]) == 0
    learners = [rl.learners.Adam(), rl.learners.OGD()]
    both = rl.play(rl.problems.Quadratic(dim=2), learners, 64, seeds=2).regret()
    (record,) = rl.load("results").games()
    np.testing.assert_array_equal(record.arrays["upper"], both.upper)


def test_points_that_nearly_agree_are_all_played():
    near = ["0.1234567", "0.1234568", "0.99999999e-1"]
    assert sweep("learners=[ogd]", f"learners.ogd.lr={','.join(near)}") == 0
    assert sorted(rl.load("results").runs["learner.lr"][::2]) == sorted(map(float, near))
    assert {row["settings"] for row in lines()} == {f"lr={float(lr)!r}" for lr in near}


def test_a_result_of_another_default_is_never_kept(monkeypatch, capsys):
    assert sweep("learners=[ogd]") == 0
    (path,) = stamps()
    record = store.read(path)
    old = {**record.config, "learners": {"ogd": {"name": "ogd", "lr": 0.7, "decay": "sqrt"}}}
    store.save(record.with_more({}, {"config": old}), "results")
    assert sweep("learners=[ogd]", "store.stale=keep") == 0
    assert "1 kept result is made anew: a default setting changed since" in capsys.readouterr().err
    assert store.read(path).config == record.config


def test_a_figure_older_than_its_results_is_drawn_again(drawn):
    command = ("learners=[ogd]", "learners.ogd.lr=logspace(-2,0,3)")
    assert sweep(*command) == 0
    (figure,) = Path("results").glob("sweep-*/sensitivity.png")
    first = figure.stat().st_mtime_ns
    assert sweep(*command) == 0
    assert figure.stat().st_mtime_ns == first
    for path in stamps():
        path.touch()
    assert sweep(*command) == 0
    assert figure.stat().st_mtime_ns > first


def test_cases_that_differ_in_a_grid_alone_are_all_shown(capsys, monkeypatch):
    shown = []
    monkeypatch.setattr(figures, "gallery", lambda records, *_: shown.append(list(records)) or [])
    first, second = "{learners.ogd.decay: sqrt}", "{learners.ogd.decay: constant}"
    grids = f"hydra.sweeper.grids=[{first}, {second}]"
    assert sweep("learners=[ogd]", grids) == 0
    assert shown == [["learners.ogd.decay=sqrt", "learners.ogd.decay=constant"]]


def test_a_sweep_over_a_grid_is_the_grid(capsys):
    assert sweep("learners=[ogd]", "grid.ogd.lr=0.1,1.0") == 0
    assert "1 job, 2 results" in capsys.readouterr().err


def test_one_step_size_is_no_sensitivity(monkeypatch):
    drawn = []
    monkeypatch.setattr(figures, "gallery", lambda *_: drawn.append("gallery") or [])
    assert sweep("learners=[ogd]", "grid.ogd.lr=[0.1]") == 0
    assert drawn == ["gallery"]


def test_a_game_that_breaks_is_told_every_time_and_played_once(capsys, monkeypatch):
    def wild(x, g, eta):
        return x - eta * g if g < 0.99 else x / 0.0 - x / 0.0

    monkeypatch.setattr(rl.learners.OGD, "step", staticmethod(wild))
    for made in (1, 0):
        assert sweep("learners=[ogd]") == 2
        said = capsys.readouterr().err
        assert f"{made} to make" in said
        assert "ogd failed at round" in said and "jobs failed" not in said


def test_what_could_not_be_made_again_is_not_shown_as_made(capsys, monkeypatch):
    assert sweep("learners=[ogd]") == 0

    def unlucky(*_, **__):
        raise MemoryError("no room")

    monkeypatch.setattr(job, "played", unlucky)
    capsys.readouterr()
    assert sweep("learners=[ogd]", "store.again=true") == 2
    said = capsys.readouterr()
    assert "0 of 1 results are kept" in said.err and "R(T)" not in said.out
    assert "store.again" not in said.err.splitlines()[-1]


def test_several_values_without_a_sweep_are_refused(capsys):
    assert main(["run", "problem=coin,reddi"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith("stands for several values: add -m")
