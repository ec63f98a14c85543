"""The drawn series: lines with gaps, marks, labels that do not overlap."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from indicators.annual_values import YearValue
from indicators.charts.explorable import PER_CAPITA, VALUES
from indicators.charts.layouts import NARROW, WIDE, Layout
from indicators.charts.series import SeriesChart, SeriesLine, series_chart
from indicators.charts.series_drawing import marks, series_drawing
from indicators.charts.series_looks import CITY as CITY_LOOK
from indicators.charts.series_looks import PLACES
from indicators.target_paths import PathPoint
from tests.indicators.charts.test_series import ALL, BROKEN, CITY, TOWN, years
from tests.indicators.charts.test_series_content import many

LAYOUTS = pytest.mark.parametrize("layout", [WIDE, NARROW], ids=["wide", "narrow"])


def alone(*entries: YearValue) -> SeriesChart:
    return SeriesChart("K", VALUES, "Werte", "", 0, (SeriesLine(CITY, entries),))


@LAYOUTS
def test_labels_do_not_overlap_and_lie_in_the_drawing(layout: Layout) -> None:
    drawing = series_drawing(series_chart(TOWN, VALUES, ALL), layout)
    labels = [*(line.label for line in drawing.lines if line.label), *drawing.labels]
    texts = {label.text for label in labels}
    assert "Zielpfad" in texts
    assert texts & {"bei gleichem Tempo", "gleiches Tempo"}
    assert {"Gesamtstadt", "Ampen"} <= texts or {"Gesamtstadt 50", "Ampen 2 (2016)"} <= texts
    boxes = [label.box for label in labels]
    assert not [1 for n, one in enumerate(boxes) for other in boxes[:n] if one.overlaps(other)]
    assert all(box.left > -0.1 and box.right <= layout.width for box in boxes)


def test_each_line_can_be_told_without_colour() -> None:
    drawn = {look.mark: marks(look.mark, [(0.0, 0.0)]) for look in (CITY_LOOK, *PLACES)}
    assert all(drawn.values())
    assert len(set(drawn.values())) == len(drawn) == 7
    assert len({look.dash for look in PLACES}) == 6


def test_a_gap_breaks_the_line_and_a_lonely_year_is_a_point() -> None:
    drawing = series_drawing(alone(*years(y2015="1", y2016="2", y2018="3")), WIDE)
    path = drawing.lines[0].line
    assert (path.count("M"), path.count("L"), path.count("h.01")) == (2, 1, 1)
    assert drawing.missing == drawing.secret == ""


@LAYOUTS
def test_a_break_parts_the_lines_and_says_what_happened(layout: Layout) -> None:
    drawing = series_drawing(series_chart(BROKEN, VALUES, ALL), layout)
    city = next(line for line in drawing.lines if line.number == CITY_LOOK.number)
    assert (city.line.count("M"), city.line.count("L"), city.line.count("h.01")) == (2, 1, 1)
    assert drawing.breaks.count("M") == 1
    [label] = [label for label in drawing.labels if label.css.startswith("t-break")]
    others = [one for one in drawing.labels if one is not label]
    others += [line.label for line in drawing.lines if line.label]
    assert not any(label.box.overlaps(one.box) for one in others)
    assert label.box.top >= 0


def test_no_value_and_secret_are_marked_apart_on_the_lower_edge() -> None:
    drawing = series_drawing(alone(*years(y2015="1", y2016=None, y2017="", y2018="2")), WIDE)
    assert drawing.missing.count("M") == 1  # one lying cross
    assert drawing.secret.count("a") == 2  # one ring


def test_provisional_values_are_open() -> None:
    last = YearValue(2016, Decimal(2), provisional=True)
    drawing = series_drawing(alone(*years(y2015="1"), last), WIDE)
    assert drawing.lines[0].marks.count("z") == drawing.lines[0].open_marks.count("z") == 1


def test_many_lines_are_quiet_below_those_that_stand_out() -> None:
    drawing = series_drawing(SeriesChart("K", VALUES, "Werte", "", 0, many(20)), WIDE)
    numbers = [line.number for line in drawing.lines]
    assert numbers == [-1] * 15 + [4, 3, 2, 1, 0]


def test_a_stepped_path_turns_at_right_angles() -> None:
    path = (PathPoint(2015, Decimal(1)), PathPoint(2016, Decimal(5)))
    chart = replace(alone(*years(y2015="1")), path=path, is_stepped=True)
    (x0, y0), (x1, y1), (x2, y2) = re.findall(
        r"([\d.]+) ([\d.]+)", series_drawing(chart, WIDE).path
    )
    assert (y0, x1) == (y1, x2)
    assert (x0, y2) != (x1, y1)


@LAYOUTS
@pytest.mark.parametrize("chart", [alone(), alone(YearValue(2020, None, "protected"))])
def test_without_values_there_is_an_axis_only(chart: SeriesChart, layout: Layout) -> None:
    drawing = series_drawing(chart, layout)
    assert (drawing.path, drawing.missing, drawing.secret, drawing.labels) == ("", "", "", ())


def test_the_years_to_come_are_shaded() -> None:
    assert series_drawing(series_chart(TOWN, VALUES, ALL), WIDE).future
    assert series_drawing(series_chart(TOWN, PER_CAPITA, ALL), WIDE).future == ""
