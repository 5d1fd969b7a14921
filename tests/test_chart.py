"""Panels described by data: what is described is drawn, and equal panels are equal files."""

import numpy as np

from regret_lab.figures.chart import Curve, Map, Panel, chart, write, write_picture
from regret_lab.figures.style import COLOURS, GUIDE, paper

T = np.arange(1.0, 6.0)
PANEL = Panel(
    "growth",
    "round",
    "size",
    (
        Curve(T, T**2, "squares"),
        Curve(T, T, "", "guide"),
        Curve(T, 2 * T, "doubles"),
        Curve(T[:2], T[:2], "seen", "points"),
    ),
    ("linear", "log"),
    (0.5, 50.0),
)


def drawn(*panels):
    with paper():
        return chart(panels)


def test_a_panel_is_drawn_as_described():
    (axes,) = drawn(PANEL).axes
    assert (axes.get_title(loc="left"), axes.get_xlabel(), axes.get_ylabel()) == (
        "growth",
        "round",
        "size",
    )
    assert (axes.get_xscale(), axes.get_yscale()) == ("linear", "log")
    assert axes.get_ylim() == (0.5, 50.0)
    np.testing.assert_array_equal(axes.lines[0].get_ydata(), T**2)
    assert [text.get_text() for text in axes.get_legend().get_texts()] == [
        "squares",
        "doubles",
        "seen",
    ]


def test_guides_take_no_colour_and_points_no_line():
    squares, guide, doubles, points = drawn(PANEL).axes[0].lines
    assert guide.get_color() == GUIDE["color"]
    assert [squares.get_color(), doubles.get_color(), points.get_color()] == list(COLOURS[:3])
    assert points.get_linestyle() == "None" and points.get_marker() == "o"


def test_several_panels_have_letters_and_one_is_narrower():
    two = drawn(PANEL, PANEL)
    assert [axes.get_title(loc="left") for axes in two.axes] == ["(a) growth", "(b) growth"]
    assert drawn(PANEL).get_figwidth() < two.get_figwidth()


def test_a_map_has_its_contours():
    x = np.array([1.0, 2.0, 3.0])
    field = Map(x, x, np.outer(x, x), (2.0, 4.0, 6.0))
    (axes,) = drawn(Panel("map", "x", "y", (), map=field)).axes
    assert sorted(text.get_text() for text in axes.texts) == ["2", "4", "6"]
    assert axes.get_legend() is None


def test_equal_panels_are_equal_files(tmp_path):
    one, other = (write([PANEL], tmp_path / name, "figure") for name in "ab")
    assert [path.name for path in one] == ["figure.pdf", "figure.png"]
    for left, right in zip(one, other, strict=True):
        assert left.read_bytes() == right.read_bytes()
    small, again = (write_picture([PANEL], tmp_path / name, "picture") for name in "ab")
    assert small.read_bytes() == again.read_bytes()
    assert small.stat().st_size < one[1].stat().st_size
