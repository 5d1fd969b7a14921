"""Figures: their numbers are the record's, and equal records are equal files."""

import numpy as np
import pytest

from regret_lab import figures
from regret_lab.figures.gallery import wall
from regret_lab.figures.panels import PANELS
from regret_lab.figures.sheet import caption, sheet
from regret_lab.figures.style import COLOURS, line, paper
from regret_lab.store import Record

T = np.array([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024])


def record(seeds=8, learners=("ogd", "adam"), broken=False):
    rng = np.random.default_rng(0)
    lower = np.sqrt(T) * (1 + rng.random((len(learners), seeds, 1)))
    if broken:
        lower[0, 0, 5:] = np.nan
    arrays = {"t": T, "seeds": np.arange(seeds), "lower": lower, "upper": lower + 0.25}
    arrays[f"bound/ogd_any_time/{learners[0]}"] = 3 * np.sqrt(T)[None]
    arrays[f"bound/far/{learners[0]}"] = 1e6 * np.sqrt(T)[None]
    return Record(arrays, {"config": {"problem": {"name": "coin"}}, "learners": list(learners)})


def test_the_table_holds_means_and_the_band_holds_the_gap():
    kept = record()
    table = figures.data(kept)
    np.testing.assert_allclose(table.mean, kept.arrays["upper"].mean(axis=1))
    assert (table.low <= kept.arrays["lower"].mean(axis=1)).all()
    assert (table.high >= kept.arrays["upper"].mean(axis=1)).all()
    np.testing.assert_array_equal(table.bounds["ogd_any_time", "ogd"], 3 * np.sqrt(T))


def test_the_guide_grows_like_the_square_root():
    guide = figures.data(record()).guide
    np.testing.assert_allclose(guide / guide[-1], np.sqrt(T / T[-1]))


def test_a_failed_game_leaves_a_gap_and_not_a_better_mean():
    table = figures.data(record(broken=True))
    assert np.isnan(table.mean[0, 5:]).all()
    assert np.isfinite(table.mean[1]).all()


def test_every_panel_shows_every_learner_a_guide_and_the_near_bound():
    with paper():
        drawn = sheet(figures.data(record()))
    assert len(drawn.axes) == len(PANELS)
    for axes in drawn.axes:
        labels = [artist.get_label() for artist in axes.lines]
        assert {"ogd", "adam"} <= set(labels)
        assert any("sqrt" in label for label in labels)
        assert "bound ogd_any_time (ogd)" in labels
        assert "bound far (ogd)" not in labels


def test_the_axes_are_what_their_titles_say():
    with paper():
        regret, average, growth = sheet(figures.data(record())).axes
    assert (regret.get_xscale(), regret.get_yscale()) == ("linear", "linear")
    assert (average.get_xscale(), average.get_yscale()) == ("log", "linear")
    assert (growth.get_xscale(), growth.get_yscale()) == ("log", "log")
    assert [axes.get_ylabel() for axes in (regret, average, growth)] == [
        "$R(t)$",
        "$R(t)/t$",
        "$R(t)$",
    ]


def test_the_same_record_is_the_same_file(tmp_path):
    first, second = (figures.draw(record(), tmp_path / name) for name in "ab")
    assert [path.name for path in first] == ["regret.pdf", "regret.png"]
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize("count", [1, 9])
def test_one_learner_or_nine_are_drawn_apart(count, tmp_path):
    names = tuple(f"learner{i}" for i in range(count))
    figures.draw(record(learners=names), tmp_path)
    looks = {str(line(index)) for index in range(42)}
    assert len(looks) == 42
    assert len(set(COLOURS)) == len(COLOURS)


def test_a_learner_looks_the_same_in_every_panel_of_a_gallery():
    with paper():
        drawn = wall({"one": record(), "two": record(learners=("adam",))})
    looks = [
        {artist.get_label(): artist.get_color() for artist in axes.lines} for axes in drawn.axes
    ]
    assert looks[0]["adam"] == looks[1]["adam"] != looks[0]["ogd"]
    assert [axes.get_title(loc="left") for axes in drawn.axes] == ["one", "two"]


def test_a_gallery_shows_the_pseudo_regret_where_it_is_known():
    kept = record()
    pseudo = kept.with_more({"pseudo": 7 * kept.arrays["upper"]}, {})
    np.testing.assert_allclose(
        figures.data(pseudo, expected=True).mean, 7 * figures.data(kept).mean
    )
    np.testing.assert_array_equal(figures.data(pseudo).mean, figures.data(kept).mean)


def test_the_caption_counts_the_seeds():
    assert caption(figures.data(record())).startswith("coin, 8 seeds")
    assert caption(figures.data(record(seeds=1))) == "coin, one seed"


def test_the_surrounding_settings_are_left_alone(tmp_path):
    import matplotlib

    before = matplotlib.rcParams["font.size"]
    figures.draw(record(), tmp_path)
    assert matplotlib.rcParams["font.size"] == before
