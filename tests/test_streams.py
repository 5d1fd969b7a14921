"""Real rows as streams: the same for the same seed, endless, and clear about what is wrong."""

import gzip
import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import dump_svmlight_file, load_breast_cancer, load_digits

from regret_lab.domains import Ball, Box
from regret_lab.engine.outcomes import chunk_length, chunks
from regret_lab.errors import DataError, ParameterError
from regret_lab.problems import PROBLEMS, BreastCancer, Csv, Digits, SvmLight
from regret_lab.problems import data_file as data_file_module
from regret_lab.problems.labels import signs
from regret_lab.problems.stream import Stream

RAW = {"features": "given", "intercept": False, "norm": 0.0}

STREAMS = [
    BreastCancer(),
    BreastCancer(order="given", shape="ball", radius=2.0),
    BreastCancer(**RAW),
    Digits(digit=3),
    Digits(features="standardised", norm=1.0, intercept=False),
]


@pytest.fixture(params=STREAMS, ids=str)
def stream(request) -> Stream:
    return request.param


@pytest.fixture
def write(tmp_path):
    """Write a text to a file and return its name."""

    def to_file(text: str, name: str = "data.csv", encoding: str = "utf-8") -> str:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return str(path)

    return to_file


def replay(stream: Stream, seed: int, horizon: int) -> np.ndarray:
    return np.concatenate(list(chunks(stream, stream.width, seed, horizon)))


def refusal(problem: Stream) -> str:
    """The line that a user sees."""
    with pytest.raises(DataError) as caught:
        problem.outcomes(0, 0, 0, 10)
    assert "\n" not in str(caught.value)
    return str(caught.value)


# What a stream is


def test_labels_are_signs_and_both_occur(stream):
    assert set(stream.rows[:, -1]) == {-1.0, 1.0}


def test_no_row_is_longer_than_declared_and_one_is_as_long(stream):
    features = stream.rows[:, :-1]
    assert np.linalg.norm(features, axis=1).max() == pytest.approx(stream.lipschitz, rel=1e-15)
    assert np.abs(features).max() == stream.lipschitz_inf
    if stream.norm:
        assert stream.lipschitz == pytest.approx(stream.norm, rel=1e-14)


def test_the_domain_has_a_coordinate_for_each_feature_and_the_intercept(stream):
    bundled = 30 if isinstance(stream, BreastCancer) else 64
    assert stream.domain.dim == bundled + stream.intercept == stream.width - 1
    assert type(stream.domain) is (Box if stream.shape == "box" else Ball)
    assert stream.domain.bounds[1][0] == stream.radius


def test_every_pass_of_a_shuffled_stream_meets_every_row_once():
    stream = BreastCancer()
    n = len(stream.rows)
    turns = stream.met(7, 0, 5 * n).reshape(5, n)
    np.testing.assert_array_equal(np.sort(turns, axis=1), np.tile(np.arange(n), (5, 1)))
    assert len({tuple(turn) for turn in turns}) == 5


def test_seeds_differ_exactly_where_the_stream_says_so():
    shuffled, given = BreastCancer(), BreastCancer(order="given")
    assert shuffled.stochastic and not given.stochastic
    assert not np.array_equal(shuffled.outcomes(0, 0, 0, 100), shuffled.outcomes(1, 0, 0, 100))
    assert np.array_equal(given.outcomes(0, 0, 0, 100), given.outcomes(1, 0, 0, 100))


def test_the_given_order_is_the_order_of_the_data_again_and_again():
    stream = BreastCancer(order="given", **RAW)
    n, (features, target) = len(stream.rows), load_breast_cancer(return_X_y=True)
    data = np.column_stack([features, 2.0 * target - 1.0])
    np.testing.assert_array_equal(stream.outcomes(0, 0, 0, 2 * n), np.tile(data, (2, 1)))
    np.testing.assert_array_equal(stream.outcomes(0, 1, 2 * n + 3, 5), data[3:8])


def test_a_digit_is_told_from_the_rest():
    pixels, digit = load_digits(return_X_y=True)
    rows = Digits(digit=8, order="given", **RAW).rows
    np.testing.assert_array_equal(rows[:, :-1], pixels)
    np.testing.assert_array_equal(rows[:, -1] == 1.0, digit == 8)


def test_a_digit_beyond_nine_is_refused():
    with pytest.raises(ParameterError, match=r"digit must be a whole number in \[0, 9\], got 10"):
        Digits(digit=10)


# The same numbers for the same seed


def test_a_chunk_asked_for_alone_is_the_chunk_of_the_whole(stream):
    length = chunk_length(stream.width)
    whole = replay(stream, 3, 3 * length)
    middle = type(stream)(**stream.values).outcomes(3, 1, length, length)
    np.testing.assert_array_equal(middle, whole[length : 2 * length])


def test_chunks_of_a_table_longer_than_a_chunk_are_pure_too(write):
    n = 30_000
    stream = Csv(write("\n".join(f"{i},{i % 2}" for i in range(n)), "long.csv"), **RAW)
    length = chunk_length(stream.width)
    assert n > 3 * length
    whole = replay(stream, 1, 5 * length)[:, 0]
    assert sorted(whole[:n]) == list(range(n))
    third = stream.outcomes(1, 3, 3 * length, length)[:, 0]
    np.testing.assert_array_equal(third, whole[3 * length : 4 * length])


@pytest.mark.parametrize("horizon", [1, 568, 569, 570, 4096, 5000])
def test_counts_are_those_of_the_replayed_rounds(horizon):
    for stream in (BreastCancer(), BreastCancer(order="given")):
        n = len(stream.rows)
        checkpoints = np.unique([1, horizon // 2 + 1, horizon])
        rows, counts = stream.counts(5, checkpoints)
        assert rows is stream.rows
        met = stream.met(5, 0, horizon)
        for t, count in zip(checkpoints, counts, strict=True):
            np.testing.assert_array_equal(count, np.bincount(met[:t], minlength=n))


def test_counted_rows_have_the_sum_of_the_outcomes(stream):
    rows, counts = stream.counts(2, np.array([3000]))
    total = replay(stream, 2, 3000).sum(axis=0)
    np.testing.assert_allclose(counts @ rows, [total], rtol=1e-12, atol=1e-8)


def test_a_problem_is_equal_hashable_and_picklable_before_and_after_reading():
    fresh, used = Digits(digit=2), Digits(digit=2)
    used.outcomes(0, 0, 0, 10)
    assert fresh == used and hash(fresh) == hash(used)
    again = pickle.loads(pickle.dumps(used))
    assert again == fresh
    np.testing.assert_array_equal(again.outcomes(1, 0, 0, 10), fresh.outcomes(1, 0, 0, 10))


def test_a_loss_rule_may_ask_for_numbers_only():
    numbers = {"norm": 3.0, "radius": 2.0, "intercept": 1.0}
    settings = {"norm": 3.0, "radius": 2.0}
    assert Csv("no such file", label="y", **settings).parameters == numbers
    assert Digits(digit=4, **settings).parameters == {**numbers, "digit": 4.0}


def test_nobody_can_write_into_the_table(stream):
    with pytest.raises(ValueError, match="read-only"):
        stream.rows[0, 0] = 1.0
    stream.outcomes(0, 0, 0, 5)[0, 0] = 1.0  # a copy


def test_the_data_library_is_not_imported_before_a_table_is_asked_for():
    code = (
        "import sys; from regret_lab.problems import PROBLEMS; "
        "[cls() for cls in PROBLEMS.values()]; print('sklearn' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


# How features are prepared


def prepared(write, text: str, **settings) -> np.ndarray:
    return Csv(write(text), **{**RAW, **settings}).rows[:, :-1]


FEATURES = "1,5,-4,no\n3,5,2,yes\n2,5,0,yes\n"


def test_standardised_columns_have_mean_zero_and_variance_one_and_constants_are_zero(write):
    rows = prepared(write, FEATURES, features="standardised")
    np.testing.assert_allclose(rows.mean(axis=0), 0.0, atol=1e-15)
    np.testing.assert_allclose(rows.std(axis=0), [1.0, 0.0, 1.0], rtol=1e-14)


def test_a_constant_that_has_no_exact_mean_is_still_constant(write):
    rows = prepared(write, "1,0.1,-4,no\n3,0.1,2,yes\n2,0.1,0,yes\n", features="standardised")
    assert (rows[:, 1] == 0.0).all()


def test_scaled_columns_keep_their_zeros_and_reach_one(write):
    rows = prepared(write, FEATURES, features="scaled")
    np.testing.assert_array_equal(np.abs(rows).max(axis=0), 1.0)
    assert rows[2, 2] == 0.0


def test_given_features_are_left_alone_and_the_intercept_is_one(write):
    rows = prepared(write, FEATURES, intercept=True)
    np.testing.assert_array_equal(rows, [[1, 5, -4, 1], [3, 5, 2, 1], [2, 5, 0, 1]])


def test_one_factor_gives_the_longest_row_its_length(write):
    rows, given = prepared(write, FEATURES, norm=2.0), prepared(write, FEATURES)
    assert np.linalg.norm(rows, axis=1).max() == pytest.approx(2.0)
    np.testing.assert_allclose(rows, rows[0, 0] / given[0, 0] * given)


# Labels


@pytest.mark.parametrize(
    ("labels", "wanted"),
    [
        (["0", "1", "0"], [-1, 1, -1]),
        (["-1", "+1", "1.0"], [-1, 1, 1]),
        (["2", "1", "2"], [1, -1, 1]),
        (["10", "9", "9"], [1, -1, -1]),
        (["spam", "ham", "spam"], [1, -1, 1]),
        (["True", "False", "True"], [1, -1, 1]),
        (["1", "one", "1"], [-1, 1, -1]),
    ],
)
def test_the_smaller_of_two_labels_is_minus_one(labels, wanted):
    np.testing.assert_array_equal(signs(labels, "y"), wanted)


@pytest.mark.parametrize(
    ("labels", "line"),
    [
        (["0", "1", "2"], "y has 3 values, a label has two: 0, 1, 2"),
        (["b", "b"], "y has 1 value, a label has two: b"),
        (list("gfedcba"), "y has 7 values, a label has two: a, b, c, d, e, ..."),
    ],
)
def test_labels_that_are_not_two_valued_are_counted_and_shown(labels, line):
    with pytest.raises(DataError) as caught:
        signs(labels, "y")
    assert str(caught.value) == line


# SVMlight files


def test_an_svmlight_file_comes_back_as_it_was_written(tmp_path):
    features, target = load_digits(return_X_y=True)
    path = tmp_path / "digits.svm"
    dump_svmlight_file(features, np.where(target < 5, 1, 2), str(path), zero_based=False)
    rows = SvmLight(path, **RAW).rows
    np.testing.assert_array_equal(rows[:, :-1], features)
    np.testing.assert_array_equal(rows[:, -1], np.where(target < 5, -1, 1))


def test_a_packed_file_is_unpacked(write, tmp_path):
    text = "-1 1:0.5\n+1 2:0.25 # a comment\n\n"
    (tmp_path / "data.gz").write_bytes(gzip.compress(text.encode()))
    packed = SvmLight(tmp_path / "data.gz", **RAW).rows
    np.testing.assert_array_equal(packed, SvmLight(write(text, "data.svm"), **RAW).rows)
    np.testing.assert_array_equal(packed, [[0.5, 0.0, -1.0], [0.0, 0.25, 1.0]])


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ("1 1:0.5 2", "'2' is not index:value"),
        ("1 a:0.5", "'a:0.5' is not index:value"),
        ("1 -3:0.5", "'-3:0.5' is not index:value"),
        ("1 1:0,5", "'1:0,5': '0,5' is not a finite number below 1e+100"),
        ("1 1:nan", "'1:nan': 'nan' is not a finite number below 1e+100"),
        ("1 1:inf", "'1:inf': 'inf' is not a finite number below 1e+100"),
        ("1 1:1e200", "'1:1e200': '1e200' is not a finite number below 1e+100"),
        ("nan 1:0.5", "the label 'nan' is not a number"),
        ("spam 1:0.5", "the label 'spam' is not a number"),
        ("1,2,3", "the label '1,2,3' is not a number; is this a CSV file? problem=csv reads those"),
        ("1 3:0.5 2:1", "index 2 stands after index 3: indices must grow"),
        ("1 3:0.5 3:1", "index 3 stands after index 3: indices must grow"),
    ],
)
def test_a_bad_svmlight_row_is_named(write, bad, why):
    path = write(f"# a comment\n-1 1:0.5\n\n1 1:2\n{bad}\n1 1:oops\n", "data.svm")
    assert refusal(SvmLight(path)) == f"{path}, line 5: {why}"


def test_an_svmlight_index_that_is_absurdly_large_is_refused(write):
    path = write("1 1:1\n-1 99999999999999999999999:1\n", "data.svm")
    assert path in refusal(SvmLight(path))
    path = write("1 1:1\n-1 999999999:1\n", "wide.svm")
    assert "has 2 rows of 999999999 features: 16.0 GB as dense rows" in refusal(SvmLight(path))


def test_an_svmlight_file_of_comments_has_no_rows(write):
    path = write("# nothing\n\n# here\n", "data.svm")
    assert refusal(SvmLight(path)) == f"{path} has no rows, only comments"


def test_an_svmlight_file_without_features_has_nothing_to_learn_from(write):
    path = write("1\n-1\n", "data.svm")
    assert refusal(SvmLight(path)).startswith(f"{path}: every feature is constant")


# CSV files


def test_a_csv_file_comes_back_as_it_was_written(write):
    features, target = load_breast_cancer(return_X_y=True)
    lines = [
        ",".join([*map(repr, row.tolist()), "good" if benign else "bad"])
        for row, benign in zip(features, target, strict=True)
    ]
    rows = Csv(write("\n".join(lines)), order="given", **RAW).rows
    np.testing.assert_array_equal(rows[:, :-1], features)
    np.testing.assert_array_equal(rows[:, -1], 2.0 * target - 1.0)  # bad before good


PLAIN = "a,class,b\n1,no,2\n3,yes,4.5\n"
ROWS = [[1.0, 2.0, -1.0], [3.0, 4.5, 1.0]]


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        PLAIN.replace(",", ";"),
        PLAIN.replace(",", "\t"),
        PLAIN.replace(",", " | "),
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\n\n"),
        "\n" + PLAIN.rstrip(),
        "\ufeff" + PLAIN,
        '"a", "class","b"\n"1","no", 2\n 3 , yes ,"4.5"\n',
    ],
)
def test_a_csv_file_may_be_written_in_many_ways(write, text):
    np.testing.assert_array_equal(Csv(write(text), "class", **RAW).rows, ROWS)
    np.testing.assert_array_equal(Csv(write(text), 1, **RAW).rows, ROWS)
    np.testing.assert_array_equal(Csv(write(text), "-2", **RAW).rows, ROWS)


def test_a_file_without_header_needs_none(write):
    np.testing.assert_array_equal(Csv(write("1,2,no\n3,4.5,yes\n"), **RAW).rows, ROWS)
    np.testing.assert_array_equal(Csv(write("no,1,2\nyes,3,4.5\n"), 0, **RAW).rows, ROWS)
    np.testing.assert_array_equal(Csv(write("1,2,0\n3,4.5,1\n"), header="absent", **RAW).rows, ROWS)


def test_a_header_of_numbers_is_a_header_when_it_is_called_one(write):
    path = write("2019,2020,y\n1,2,0\n3,4.5,1\n")
    np.testing.assert_array_equal(Csv(path, "y", **RAW).rows, ROWS)
    np.testing.assert_array_equal(Csv(path, header="present", **RAW).rows, ROWS)


@pytest.mark.parametrize(
    ("text", "settings", "line"),
    [
        ("a,Class,b\n1,0,2\n", {"label": "class"},
         " has no column called 'class'. Did you mean 'Class'? There are 3: a, Class, b."),
        ("a,b,c\n1,0,2\n", {"label": "target"},
         " has no column called 'target'. There are 3: a, b, c."),
        ("a;class;b\n1;0;2\n", {"label": "klass"},
         " has no column called 'klass'. Did you mean 'class'? There are 3: a, class, b."),
        ("1,2,no\n3,4,yes\n", {"label": "class"},
         " has no header, so no column is called 'class': line 1 is 1, 2, no, ...; write label=-1 "
         "for the last column, or header=present if these are names"),
        ("a,b,y\n1,2,0\n", {"label": 3},
         " has no column 3: there are 3, 0 to 2, and -1 is the last"),
        ("a,y,y\n1,2,0\n", {"label": "y"}, ", line 1: two columns are called 'y'"),
        (",a,y\n0,1,0\n1,2,1\n", {"label": "y"},
         ", line 1: column 0 (counted from 0) has no name; name it, or remove it if it only counts "
         "the rows"),
        ("0,1,2\n5,6,1\n7,8,2\n", {},
         ", line 1 counts 0, 1, 2, ...: write header=present if these are names, header=absent if "
         "they are data"),
        ("id,2019,y\n1,2,0\n", {},
         ", line 1: 'id' is not a number, in column 0 (counted from 0); if this line is a header, "
         "write header=present"),
        ("a b y\n1 2 0\n", {},
         ", line 1: only one column, 'a b y'; cells are separated by comma, semicolon, tab or bar"),
        ("a,b,y\n", {}, " has a header, but no rows"),
        ("a,b,y\n1,2,0\n1,2\n", {}, ", line 3: 2 cells, 3 were expected"),
        ("a,b,y\n1,2,0\n\n1,2,3,1\n", {}, ", line 4: 4 cells, 3 were expected"),
        ("a,b,y\n1,2,0\n1,red,1\n", {}, ", line 3: 'red' is not a number, in column 'b'"),
        ("a,b,y\n1,2,0\n1,,1\n", {}, ", line 3: the cell is empty, in column 'b'"),
        ("y,a,b\n0,1,2\n1,2, \n", {"label": "y"}, ", line 3: the cell is empty, in column 'b'"),
        ("a;b;y\n1;2;0\n1;2,5;1\n", {},
         ", line 3: '2,5' is not a number, decimals are written with a point, in column 'b'"),
        ("a,b,y\n1,2,0\n1,nan,1\n", {},
         ", line 3: nan is not a finite number below 1e+100, in column 'b'"),
        ("a,b,y\n1,-inf,0\n1,2,1\n", {},
         ", line 2: -inf is not a finite number below 1e+100, in column 'b'"),
        ("y,a,b\n0,1,2\n\n1,1e200,1\n", {"label": 0},
         ", line 4: 1e+200 is not a finite number below 1e+100, in column 'a'"),
        ("a,b,y\n1,2,0\n1,3,\n", {}, ", line 3: the label, column 'y', is ''"),
        ("a,b,y\n1,2,0\n1,3,NaN\n", {}, ", line 3: the label, column 'y', is 'NaN'"),
        ("a,b,y\n1,2,0\n1,3,1\n2,1,2\n", {},
         ": column 'y' has 3 values, a label has two: 0, 1, 2"),
        ("a,b,y\n1,2,0\n1,3,0\n", {}, ": column 'y' has 1 value, a label has two: 0"),
        ("1,2,5\n1,3,6\n2,2,7\n", {},
         ": column 2 (counted from 0) has 3 values, a label has two: 5, 6, 7"),
        ("a,b,y\n1,2,0\n1,2,1\n", {},
         ": every feature is constant, there is nothing to learn from"),
        ('a,b,y\n1,"2,0\n1,3,1\n', {}, ", line 3: unexpected end of data"),
    ],
)  # fmt: skip
def test_a_bad_csv_file_gets_one_clear_line(write, text, settings, line):
    path = write(text)
    assert refusal(Csv(path, **settings)) == path + line


def test_many_columns_are_not_all_listed(write):
    names = [f"pixel{i}" for i in range(784)]
    line = refusal(Csv(write(",".join(names) + "\n"), "pixels"))
    assert "Did you mean 'pixel" in line and len(line) < 300
    assert line.endswith("There are 784: " + ", ".join(names[:8]) + ", ....")


def test_a_file_in_another_encoding_is_refused(write):
    path = write("größe,y\n1,0\n2,1\n", encoding="latin-1")
    assert refusal(Csv(path)) == f"{path} is not text in UTF-8 (byte 2): save it as CSV UTF-8"


# Files of either kind

FILES = pytest.mark.parametrize("kind", [Csv, SvmLight])


@FILES
def test_a_default_problem_says_that_it_needs_a_path(kind):
    assert "path=FILE" in kind.needs
    assert "no path was given" in refusal(kind()) and "problem.path=FILE" in refusal(kind())
    with pytest.raises(DataError, match="no path was given"):
        _ = kind().domain


def test_only_files_need_something():
    assert {name for name, cls in PROBLEMS.items() if cls.needs} == {"csv", "svmlight"}


@FILES
def test_a_missing_file_is_named_with_its_neighbour(kind, write, tmp_path):
    there = write(PLAIN, "flowers.csv")
    asked = str(tmp_path / "flower.csv")
    assert refusal(kind(asked)) == f"there is no file {asked!r}. Did you mean {there!r}?"
    folder = tmp_path / "nowhere"
    asked = str(folder / "flowers.csv")
    line = f"there is no file {asked!r}: there is no folder {str(folder)!r}"
    assert refusal(kind(asked)) == line


@FILES
def test_a_folder_is_not_a_file(kind, tmp_path):
    assert refusal(kind(tmp_path)) == f"cannot read {str(tmp_path)!r}: Is a directory"


@FILES
@pytest.mark.parametrize("content", ["", "\n \n\t\n"])
def test_an_empty_file_is_called_empty(kind, write, content):
    path = write(content)
    assert refusal(kind(path)) == f"{path} is empty"


@FILES
@pytest.mark.parametrize(
    "content", [b"not packed", gzip.compress(b"1,2,3\n" * 99)[:-9]], ids=["text", "cut short"]
)
@pytest.mark.parametrize("ending", [".gz", ".bz2", ".xz"])
def test_a_damaged_archive_cannot_be_read(kind, tmp_path, content, ending):
    path = tmp_path / f"data{ending}"
    path.write_bytes(content)
    assert refusal(kind(path)).startswith(f"cannot read {str(path)!r}: ")


@FILES
def test_bytes_that_are_no_text_are_refused(kind, tmp_path):
    path = tmp_path / "data"
    path.write_bytes(bytes(range(256)) * 4)
    assert str(path) in refusal(kind(path))


@FILES
def test_a_path_that_is_no_name_is_refused_at_once(kind):
    with pytest.raises(ParameterError, match="path must be the name of a file, got 3"):
        kind(3)


def test_a_table_too_large_for_memory_is_refused_before_it_is_made(write, monkeypatch):
    monkeypatch.setattr(data_file_module, "MOST_VALUES", 3)
    assert "has 2 rows of 2 features" in refusal(Csv(write(PLAIN), "class"))


def test_a_path_is_kept_as_text_and_may_start_at_home(write, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    write(PLAIN, "flowers.csv")
    np.testing.assert_array_equal(Csv("~/flowers.csv", "class", **RAW).rows, ROWS)
    assert Csv(Path("a") / "b.csv", 3).values["path"] == "a/b.csv"
    assert Csv("a", 3) == Csv("a", "3")


def test_a_problem_made_anew_sees_the_edited_file_and_the_old_one_does_not(write):
    path = write(PLAIN)
    old = Csv(path, "class", **RAW)
    np.testing.assert_array_equal(old.rows, ROWS)
    write(PLAIN.replace("4.5", "9"))
    assert old.rows[1, 1] == 4.5
    assert Csv(path, "class", **RAW).rows[1, 1] == 9.0
