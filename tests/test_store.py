"""A result is written whole or not at all, and comes back as it was."""

import errno
import json
import os
import zipfile

import numpy as np
import pytest

from regret_lab import store
from regret_lab.errors import RegretLabError
from regret_lab.store import Record, StoreError, content_key

CONFIG = {"problem": {"name": "coin", "slope": 1.0}, "learners": {"ogd": {"lr": 0.1}}, "seeds": 2}


def record(**changes):
    t = np.array([1, 2, 4])
    lower = np.arange(6.0).reshape(1, 2, 3)
    arrays = {"t": t, "seeds": np.arange(2), "lower": lower, "upper": lower + 0.5}
    meta = {"config": {**CONFIG, **changes}, "learners": ["ogd"], "ratio": float("nan")}
    return Record(arrays, meta)


def test_what_is_saved_is_what_is_loaded(tmp_path):
    saved = record().with_more({"bound/ogd_any_time/ogd": np.ones((1, 3))}, {"why": "größer"})
    (loaded,) = store.load(store.save(saved, tmp_path).parent)
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


def test_the_name_says_the_problem_and_the_content(tmp_path):
    path = store.save(record(), tmp_path)
    assert path.name == f"coin-{content_key(CONFIG)}.npz"
    assert store.save(record(seeds=3), tmp_path).name != path.name
    assert len(store.load(tmp_path)) == 2


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
    assert os.listdir(tmp_path) == [path.name]


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
def test_a_damaged_file_is_refused_by_name(tmp_path, damage):
    path = store.save(record(), tmp_path)
    damage(path)
    with pytest.raises(StoreError, match=path.name) as refusal:
        store.load(tmp_path)
    assert "\n" not in str(refusal.value)


def test_an_unknown_format_is_refused_by_name(tmp_path):
    path = store.save(record(), tmp_path)
    meta = json.dumps({"format": 99}).encode()
    with path.open("wb") as stream:
        np.savez(stream, meta=np.frombuffer(meta, dtype=np.uint8))
    with pytest.raises(StoreError, match=rf"{path.name} has format 99, .*reads format 1"):
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


def test_pandas_is_asked_for_in_one_line_where_it_is_missing(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pandas", None)
    store.save(record(), tmp_path)
    with pytest.raises(RegretLabError, match="pip install pandas"):
        store.load(tmp_path).to_pandas()


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
