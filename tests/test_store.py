"""A result is written whole or not at all, and comes back as it was."""

import errno
import json
import os
import zipfile

import numpy as np
import pytest

from regret_lab import store
from regret_lab.errors import RegretLabError
from regret_lab.store import FORMAT, Record, StoreError, StoreWarning, content_key
from regret_lab.store.disk import DamagedError

COIN = {"name": "coin", "slope": 1.0}


def record(learner="ogd", lr=0.1, t=(1, 2, 4), **changes):
    t = np.array(t)
    lower = np.arange(2.0 * len(t)).reshape(1, 2, len(t))
    arrays = {"t": t, "seeds": np.arange(2), "lower": lower, "upper": lower + 0.5}
    config = {"problem": COIN, "learners": {learner: {"name": learner, "lr": lr}}, "seeds": 2}
    rates = [{"learner": learner, "exponent": lr, "verdict": "linear"}]
    meta = {"config": {**config, **changes}, "learners": [learner], "ratio": float("nan")}
    return Record(arrays, {**meta, "rates": rates})


def files(root):
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*.npz"))


def test_what_is_saved_is_what_is_loaded(tmp_path):
    saved = record().with_more({"bound/ogd_any_time/ogd": np.ones((1, 3))}, {"why": "größer"})
    store.save(saved, tmp_path)
    (loaded,) = store.load(tmp_path)
    assert loaded.arrays.keys() == saved.arrays.keys()
    for name, array in saved.arrays.items():
        np.testing.assert_array_equal(loaded.arrays[name], array)
    assert loaded.config == saved.config
    assert loaded.learners == ("ogd",)
    assert loaded.meta["why"] == "größer"
    assert loaded.meta["ratio"] is None
    assert list(loaded.bounds) == [("ogd_any_time", "ogd")]


def test_the_same_result_is_the_same_bytes(tmp_path):
    first, second = store.save(record(), tmp_path / "a"), store.save(record(), tmp_path / "b")
    assert first.name == second.name
    assert first.read_bytes() == second.read_bytes()


def test_the_name_says_the_problem_the_learner_and_the_content(tmp_path):
    path = store.save(record(), tmp_path)
    assert path == tmp_path / "coin" / f"ogd-{content_key(record().config, FORMAT)}.npz"
    assert store.save(record(seeds=3), tmp_path).name != path.name
    assert len(store.load(tmp_path)) == 2


def test_what_is_not_in_the_identity_does_not_move_a_result(tmp_path):
    same = {"problem": {"name": "coin"}, "learner": {"name": "ogd", "lr": 0.1}}
    old = record().with_more({}, {"identity": same})
    config = {**old.config, "learners": {"ogd": {"name": "ogd", "lr": 0.1, "new": 0.0}}}
    new = old.with_more({}, {"config": config})
    assert store.save(old, tmp_path) == store.save(new, tmp_path)
    assert store.kept(tmp_path, new) is not None
    assert store.kept(tmp_path, record(seeds=3)) is None


def test_order_does_not_change_the_key_and_values_do():
    assert content_key({"a": 0.1, "b": 2}) == content_key({"b": 2, "a": 1e-1})
    assert content_key({"a": 0.1}) != content_key({"a": 0.10000000000000002})


def test_an_interrupted_write_leaves_the_old_result_and_no_trash(tmp_path, monkeypatch):
    path = store.save(record(), tmp_path)
    before = path.read_bytes()

    def power_cut(handle):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", power_cut)
    with pytest.raises(StoreError, match=r"cannot write .*No space left.*store\.root"):
        store.save(record().with_more({}, {"more": 1}), tmp_path)
    assert path.read_bytes() == before
    assert os.listdir(path.parent) == [path.name]


def test_a_folder_that_cannot_be_made_is_refused_before_anything_is_played(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StoreError, match="cannot write to the folder"):
        store.probe(tmp_path / "file" / "results")


def test_a_probe_leaves_nothing_behind(tmp_path):
    store.probe(tmp_path / "results")
    assert os.listdir(tmp_path / "results") == []


def truncated(path):
    path.write_bytes(path.read_bytes()[:-200])


def emptied(path):
    path.write_bytes(b"")


def turned_to_text(path):
    path.write_text("not an archive")


def stripped_of_its_description(path):
    with path.open("wb") as stream:
        np.savez(stream, t=np.arange(3))


def flipped(path):
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        offset = archive.getinfo("lower.npy").header_offset
    data[offset + 200] ^= 0xFF
    path.write_bytes(bytes(data))


@pytest.mark.parametrize(
    "damage", [truncated, emptied, turned_to_text, stripped_of_its_description, flipped]
)
def test_a_damaged_file_is_named_and_set_aside(tmp_path, damage):
    path, other = store.save(record(), tmp_path), store.save(record(seeds=3), tmp_path)
    damage(path)
    with pytest.raises(DamagedError, match=path.name) as refusal:
        store.read(path)
    assert "\n" not in str(refusal.value)
    with pytest.warns(StoreWarning, match=rf"{path.name}.*it is now"):
        assert store.kept(tmp_path, record()) is None
    assert path.with_name(path.name + ".damaged").exists()
    assert files(tmp_path) == [other.relative_to(tmp_path).as_posix()]


@pytest.mark.parametrize("damage", [truncated, emptied])
def test_loading_goes_on_without_a_damaged_file(tmp_path, damage):
    path = store.save(record(), tmp_path)
    store.save(record(seeds=3), tmp_path)
    damage(path)
    with pytest.warns(StoreWarning, match=path.name):
        assert len(store.load(tmp_path)) == 1
    assert len(store.load(tmp_path)) == 1


def test_a_result_under_a_wrong_name_is_not_taken_for_another(tmp_path):
    path = store.save(record(), tmp_path)
    path.rename(store.save(record(seeds=3), tmp_path))
    assert store.kept(tmp_path, record(seeds=3)) is None


def test_an_unknown_format_is_refused_by_name(tmp_path):
    path = store.save(record(), tmp_path)
    meta = json.dumps({"format": 99}).encode()
    with path.open("wb") as stream:
        np.savez(stream, meta=np.frombuffer(meta, dtype=np.uint8))
    with pytest.raises(StoreError, match=rf"{path.name} has format 99, .*reads format {FORMAT}"):
        store.load(tmp_path)


def test_a_missing_folder_is_refused(tmp_path):
    with pytest.raises(StoreError, match="no folder"):
        store.load(tmp_path / "nowhere")


def test_an_empty_folder_has_no_results(tmp_path):
    assert len(store.load(tmp_path)) == 0
    assert store.load(tmp_path).columns()["t"].size == 0


def test_columns_have_a_row_per_learner_seed_and_checkpoint(tmp_path):
    store.save(record(), tmp_path)
    columns = store.load(tmp_path).columns()
    assert {len(column) for column in columns.values()} == {6}
    row = (columns["seed"] == 1) & (columns["t"] == 2)
    assert columns["upper"][row] == [4.5]
    assert set(columns["learner"]) == {"ogd"}
    assert set(columns["learner.lr"]) == {0.1}
    assert set(columns["problem.slope"]) == {1.0}


def test_results_are_one_matrix_over_all_checkpoints(tmp_path):
    store.save(record(), tmp_path)
    store.save(record("adam", 0.5, t=(1, 4, 8)), tmp_path)
    results = store.load(tmp_path)
    assert results.t.tolist() == [1, 2, 4, 8]
    assert results.upper.shape == results.lower.shape == (4, 4)
    rows = results.runs["learner"] == "adam"
    np.testing.assert_array_equal(results.upper[rows][0], [0.5, np.nan, 1.5, 2.5])
    assert results.runs["horizon"].tolist() == [8, 8, 4, 4]
    assert results.runs["exponent"].tolist() == [0.5, 0.5, 0.1, 0.1]
    assert len(results.columns()["t"]) == 12


def test_a_broken_game_keeps_its_rows(tmp_path):
    kept = record()
    kept.arrays["upper"][0, 1, 1:] = np.nan
    store.save(kept, tmp_path)
    assert np.isnan(store.load(tmp_path).columns()["upper"]).sum() == 2


def test_only_what_has_changed_is_read_again(tmp_path, monkeypatch):
    for lr in (0.1, 0.2, 0.3):
        store.save(record(lr=lr), tmp_path)
    before = store.load(tmp_path)
    read, asked = store.packed.read, []
    monkeypatch.setattr(store.packed, "read", lambda path: asked.append(path.name) or read(path))
    assert len(store.load(tmp_path)) == 3
    assert asked == []
    new = [store.save(record(lr=lr), tmp_path).name for lr in (0.4, 0.5, 0.6)]
    gone = before.files[0]
    gone.unlink()
    after = store.load(tmp_path)
    assert sorted(asked) == sorted(new)
    assert sorted(set(after.runs["exponent"])) == sorted(
        {0.1, 0.2, 0.3, 0.4, 0.5, 0.6} - set(before.runs["exponent"][:2])
    )
    (tmp_path / store.packed.NAME).unlink()
    fresh = store.load(tmp_path)
    assert [path.name for path in fresh.files] == [path.name for path in after.files]
    np.testing.assert_array_equal(fresh.upper, after.upper)
    for name, column in fresh.runs.items():
        np.testing.assert_array_equal(column, after.runs[name])


@pytest.mark.parametrize("damage", [truncated, emptied, turned_to_text])
def test_a_damaged_pack_is_made_anew(tmp_path, damage):
    store.save(record(), tmp_path)
    store.load(tmp_path)
    damage(tmp_path / store.packed.NAME)
    assert len(store.load(tmp_path)) == 1


def test_what_a_killed_writer_leaves_is_swept_out_after_a_day(tmp_path):
    path = store.save(record(), tmp_path)
    old, young = path.parent / ".x-1.tmp", path.parent / ".x-2.tmp"
    for left in (old, young):
        left.write_bytes(b"half")
    os.utime(old, (0, 0))
    assert len(store.load(tmp_path)) == 1
    assert not old.exists() and young.exists()


def test_learners_of_the_same_games_are_joined(tmp_path):
    for each in (record(), record("adam"), record("adam", 0.7), record("adam", seeds=3)):
        store.save(each.with_more({f"bound/x/{each.learners[0]}": np.ones((1, 3))}, {}), tmp_path)
    first, second = sorted(store.load(tmp_path).games(), key=lambda game: -len(game.learners))
    assert first.learners == ("adam", "adam #2", "ogd")
    assert second.learners == ("adam",)
    assert first.arrays["upper"].shape == (3, 2, 3)
    assert set(first.bounds) == {("x", "adam"), ("x", "adam #2"), ("x", "ogd")}
    assert [row["learner"] for row in first.meta["rates"]] == list(first.learners)
    assert set(first.config["learners"]) == set(first.learners)


@pytest.mark.parametrize(("package", "method"), [("pandas", "to_pandas"), ("xarray", "to_xarray")])
def test_a_package_that_is_missing_is_asked_for_in_one_line(tmp_path, monkeypatch, package, method):
    monkeypatch.setitem(__import__("sys").modules, package, None)
    store.save(record(), tmp_path)
    with pytest.raises(RegretLabError, match=f"pip install {package}"):
        getattr(store.load(tmp_path), method)()


def test_the_matrix_has_names_for_its_axes(tmp_path):
    pytest.importorskip("xarray")
    store.save(record(), tmp_path)
    data = store.load(tmp_path).to_xarray()
    assert data.upper.dims == ("run", "t")
    assert float(data.upper.sel(t=4).max()) == 5.5
    assert set(data.learner.values) == {"ogd"}


def test_a_table_is_a_file_away(tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    store.save(record(), tmp_path / "results")
    path = store.load(tmp_path / "results").to_parquet(tmp_path / "tables" / "all.parquet")
    assert parquet.read_table(path).num_rows == 6


def test_a_table_is_one_line_away(tmp_path):
    pandas = pytest.importorskip("pandas")
    store.save(record(), tmp_path)
    frame = store.load(tmp_path).to_pandas()
    assert isinstance(frame, pandas.DataFrame)
    assert frame.upper.max() == 5.5


def test_a_slice_of_results_is_results(tmp_path):
    store.save(record(), tmp_path)
    assert isinstance(store.load(tmp_path)[:1], store.Results)
    assert store.load(tmp_path)[0].problem == "coin"


def test_a_file_that_the_system_does_not_give_stays_where_it_is(tmp_path, monkeypatch):
    path = store.save(record(), tmp_path)

    def no_more(self):
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))

    monkeypatch.setattr(type(path), "read_bytes", no_more)
    for look in (lambda: store.load(tmp_path), lambda: store.kept(tmp_path, record())):
        with pytest.raises(StoreError, match=r"cannot read .*Too many open files"):
            look()
    assert path.exists()


def test_a_file_that_was_made_again_meanwhile_is_not_set_aside(tmp_path, monkeypatch):
    path = store.save(record(), tmp_path)
    whole = path.read_bytes()
    truncated(path)
    read = store.disk.read

    def mended(asked):
        try:
            return read(asked)
        finally:
            path.write_bytes(whole)

    monkeypatch.setattr(store.disk, "read", mended)
    assert store.kept(tmp_path, record()) is None
    assert path.read_bytes() == whole


def test_what_is_loaded_does_not_depend_on_what_was_there_before(tmp_path):
    store.save(record(), tmp_path)
    gone = store.save(record("adam", t=(1, 4, 8), problem={"name": "coin", "other": 1.0}), tmp_path)
    assert "problem.other" in store.load(tmp_path).runs
    gone.unlink()
    later = store.load(tmp_path)
    assert later.t.tolist() == [1, 2, 4]
    assert "problem.other" not in later.runs
