"""The falsifier on the command line: what it prints, keeps, draws, and what a mistake costs."""

from pathlib import Path

import numpy as np
import pytest

import regret_lab as rl
from regret_lab.cli import main
from regret_lab.errors import ParameterError
from regret_lab.falsify import Certificate, certify
from regret_lab.falsify.boundary import boundary, spike
from regret_lab.figures import phase as charts
from regret_lab.learners import OGD, Adam, Lion
from regret_lab.run import hunt, phase
from regret_lab.run.archive import Archive

FEW = ("period=12", "budget=120")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def short_adam(*settings):
    return main(["falsify", *FEW, "learners.adam.beta1=0", "learners.adam.beta2=0.5", *settings])


def test_a_failure_is_printed_as_a_proof_kept_and_drawn(capsys):
    assert short_adam() == 0
    said = capsys.readouterr().out
    for words in ("found: R_T/(T D G) ->", "fails", "proved", "confirmed by a game", "tried"):
        assert words in said
    (record,) = rl.load("results")
    kept = record.meta["certificate"]
    assert record.meta["found"] and kept["rigorous"]
    again = certify(Adam(beta1=0.0, beta2=0.5), record.arrays["gradients"])
    assert again.verdict == "fails"
    assert again.limit == pytest.approx(kept["limit"])
    rates = record.arrays["played"] / record.arrays["t"]
    assert rates[-1] > 0.5 * kept["limit"]
    (drawn,) = Path("results").glob("falsify/adam-*.pdf")
    assert drawn.read_bytes()[:5] == b"%PDF-"


def test_what_was_found_is_not_searched_again(capsys, monkeypatch):
    assert short_adam() == 0
    first = capsys.readouterr().out
    monkeypatch.setattr(hunt.falsify, "search", None)
    assert short_adam() == 0
    second = capsys.readouterr().out
    assert "(kept from before)" in second and "(kept from before)" not in first
    assert len(rl.load("results")) == 1


def test_a_learner_without_a_failure_is_said_to_have_none(capsys):
    assert main(["falsify", *FEW, "learners=[ogd]"]) == 0
    assert "none found among" in capsys.readouterr().out
    (record,) = rl.load("results")
    assert not record.meta["found"]
    assert record.meta["score"] == 0.0
    assert "played" not in record.arrays


def test_a_kept_certificate_can_be_checked_again():
    import json

    assert short_adam() == 0
    (record,) = rl.load("results")
    certificate = Certificate.from_json(json.dumps(record.meta["certificate"]))
    assert certificate.check().agrees


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        (["falsify", "learners=[adm]"], "Did you mean 'adam'?"),
        (["falsify", "period=2"], "period must be at least 3"),
        (["falsify", "budget=-1"], "budget must be at least 1"),
        (["falsify", "learners.adam.lr=tuned"], "needs a problem"),
        (["falsify", "learners.adam.beta2=1"], "Adam: beta2 must be in [0, 1), got 1"),
        (["falsify", "perod=3"], "Did you mean 'period'?"),
        (["phase", "charts=[beta]"], "no chart is called 'beta'. Did you mean 'betas'?"),
        (["phase", "charts=[betas]", "learners=[ogd]"], "ogd has no beta1"),
        (["phase", "charts=[betas]", "beta1=[0.5,1.0]"], "beta1 must be in [0, 1), got 1"),
        (["phase", "learners=[adam,rmsprop]"], "a chart is of one learner"),
        (["phase", "charts=[spikes]", "spikes=2"], "spikes must be at least 3"),
    ],
)
def test_a_mistake_is_one_line_and_status_two(settings, complaint, capsys):
    assert main(settings) == 2
    lines = [line for line in capsys.readouterr().err.splitlines() if line and "%|" not in line]
    assert len(lines) == 1
    assert complaint in lines[0]
    assert not list(Path(".").rglob("*.npz"))


def test_the_phase_charts_are_drawn_and_resumed(capsys, monkeypatch):
    settings = ["beta1=[0.0,0.9]", "beta2=[0.5,0.9]", "period=12", "budget=120", "spikes=12"]
    settings += ["memories=[0.9]", "periods=[12,24]"]
    assert main(["phase", *settings]) == 0
    assert "adam fails in" in capsys.readouterr().out
    for chart in ("betas", "spikes", "memory"):
        assert Path(f"results/phase-{chart}.pdf").read_bytes()[:5] == b"%PDF-"
    found = {path: path.stat().st_mtime_ns for path in Path("results").rglob("*.npz")}
    assert len(found) >= 5
    monkeypatch.setattr(hunt.falsify, "search", None)
    assert main(["phase", *settings]) == 0
    assert {path: path.stat().st_mtime_ns for path in Path("results").rglob("*.npz")} == found


def test_an_interrupted_map_goes_on_where_it_stopped(monkeypatch):
    search, searched = hunt.falsify.search, []

    def power_cut(learner, *rest, **more):
        searched.append(learner)
        if len(searched) == 3:
            raise KeyboardInterrupt
        return search(learner, *rest, **more)

    monkeypatch.setattr(hunt.falsify, "search", power_cut)
    job = hunt.Search(12, 60, 1, Archive("results"))
    grid = ([0.0, 0.9], [0.5, 0.9])
    with pytest.raises(KeyboardInterrupt):
        phase.betas(Adam(), *grid, job, lambda done, total: None)
    cells = phase.betas(Adam(), *grid, job, lambda done, total: None)
    assert len(cells) == 4
    assert len(searched) == 5  # two before the cut, the one that was cut twice, and the fourth


@pytest.mark.parametrize(
    ("period", "critical", "digits"), [(3, 2.0000526, 7), (200, 208.304, 3), (400, 439.638, 3)]
)
def test_the_boundary_of_the_default_adam(period, critical, digits):
    assert round(boundary(Adam(), period), digits) == critical


def test_the_boundary_separates_proofs():
    adam = Adam(beta2=0.99)
    critical = boundary(adam, 20)
    assert certify(adam, spike(critical * (1 - 1e-9), 20)).verdict == "fails"
    assert certify(adam, spike(critical * (1 + 1e-9), 20)).verdict == "converges"


def test_two_rounds_have_no_boundary():
    assert np.isnan(boundary(Adam(), 2))
    assert np.isnan(boundary(OGD(), 3))


def test_the_map_of_spikes_agrees_with_its_boundary():
    table = phase.spikes(Adam(beta2=0.9), 40, lambda done, total: None)
    edge = table.critical / (table.periods - 1) - 1
    below = table.heights[:, None] < 0.99 * edge
    above = table.heights[:, None] > 1.01 * edge
    assert (table.loss[below] > 0).all()
    assert (table.loss[above] == 0).all()
    assert below.any() and above.any()


def test_betas_are_asked_of_a_learner_that_has_them():
    assert phase.with_betas(Lion(), 0.5, 0.6).beta1 == 0.5
    with pytest.raises(ParameterError, match="ogd has no beta2; it has: lr, decay"):
        phase.with_betas(OGD(), None, 0.5)


def test_a_map_without_failures_is_drawn_too(tmp_path):
    job = hunt.Search(6, 40, 1, Archive(str(tmp_path)))
    record, _ = job.find(OGD())
    cells = [phase.Cell(0.9, 0.5, record), phase.Cell(0.99, 0.5, record)]
    assert [path.suffix for path in charts.betas(cells, "none", tmp_path)] == [".pdf", ".png"]
