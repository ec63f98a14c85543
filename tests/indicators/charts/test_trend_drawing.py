"""The geometry of a trend chart."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.annual_values import YearValue
from indicators.charts.frame import axis_of, fan_is_cut
from indicators.charts.layouts import NARROW, PRINT, WIDE, Layout
from indicators.charts.numbers import short_number
from indicators.charts.trend import TrendChart
from indicators.charts.trend_drawing import TrendDrawing, trend_drawing
from indicators.charts.trend_lines import trend_lines
from indicators.forecast_fan import forecast_fan
from indicators.german_numbers import parse_number
from indicators.target_paths import PathPoint, TargetPathLine
from indicators.year_notes import YearNote
from tests.indicators.charts.examples import (
    BAND,
    BROKEN,
    EMPTY,
    FAN_ALONE,
    GAPS,
    LIMIT,
    NO_VALUE,
    ONE_YEAR,
    PHOTOVOLTAICS,
    SHAPES,
    SINGLE,
    SMALL,
    TOWARD_EARLIER_YEAR,
    TWO_BREAKS,
    TWO_FORMER,
    WIDE_FAN,
    path,
    years,
)

LAYOUTS = {"wide": WIDE, "narrow": NARROW, "print": PRINT}
MAGNITUDES = {"": 0, "Mio.": 6, "Mrd.": 9, "Bio.": 12}

# Letters of half their size make widths that can be checked by hand.
PLAIN = Layout(240, 120, 10, 10, 2, 3, 120, None, lambda text, size, _: len(text) * size / 2)

every_shape = pytest.mark.parametrize("chart", SHAPES.values(), ids=SHAPES)
every_layout = pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)


def texts(drawing: TrendDrawing) -> list[str]:
    return [f"{label.text} {label.note}".strip() for label in drawing.labels]


def test_small_drawing():
    drawing = trend_drawing(SMALL, PLAIN)
    assert drawing.view_box == "0 0 240 120"
    # "10" and 7 units at its left, "8,0 bei gleichem Tempo", a bracket and distances at its right
    # leave 17 to 111.4 for the years; 0 lies at 98 and 10 at 19.
    assert drawing.axis == "M17 98H111.4M17 98v3.5M54.8 98v3.5M111.4 98v3.5"
    assert drawing.grid == "M17 82.2H111.4M17 66.4H111.4M17 50.6H111.4M17 34.8H111.4M17 19H111.4"
    assert drawing.future == "M54.8 6h56.6v92h-56.6z"
    assert drawing.dots == "M17 90.1h.01M26.4 82.2h.01M45.3 66.4h.01"
    assert drawing.open_dots == "M52 61.7a2.8 2.8 0 1 0 5.6 0a2.8 2.8 0 1 0 -5.6 0z"
    assert drawing.line == "M17 90.1L26.4 82.2"
    assert drawing.provisional == "M45.3 66.4L54.8 61.7"
    assert drawing.path == "M17 98L111.4 19"
    assert drawing.former == "M17 82.2L111.4 42.7"
    assert drawing.goals == "M17 95.9l2.1 2.1-2.1 2.1-2.1-2.1zM111.4 16l3 3-3 3-3-3z"
    assert drawing.continuation == "M54.8 61.7L111.4 34.8"
    assert drawing.gap == "M115.6 19H121.6M118.6 19V34.8M115.6 34.8H121.6"
    assert drawing.corridor == ""


def test_wide_drawing_names_everything_directly():
    assert set(texts(trend_drawing(PHOTOVOLTAICS, WIDE))) >= {
        "Ziel 2,00",
        "Lücke 0,41",
        "1,59 bei gleichem Tempo",
        "früheres Ziel 1,20",
        "1,05 vorläufig",
        "Zielpfad: 1,20 für 2025",
        "0,21",
        "r",
        "2012",
        "2025",
        "2030",
    }


def test_narrow_drawing_begins_later_and_wraps():
    drawing = trend_drawing(PHOTOVOLTAICS, NARROW)
    assert {"2018", "2025", "2030", "Zielpfad 1,20", "0,37"} <= set(texts(drawing))
    assert {"1,59", "bei gleichem", "Tempo"} <= set(texts(drawing))
    assert "2012" not in texts(drawing)
    assert drawing.dots.count("M") == 7


def test_narrow_drawing_keeps_the_values_of_a_series_that_ended_long_ago():
    chart = replace(EMPTY, values=years(2000, "1 2 3 4 5 6 7 8"), first_year=2000)
    assert trend_drawing(chart, NARROW).dots.count("M") == 7


def test_printed_texts_need_no_anchor():
    assert {label.anchor for label in trend_drawing(PHOTOVOLTAICS, PRINT).labels} == {"start"}
    assert {label.anchor for label in trend_drawing(PHOTOVOLTAICS, WIDE).labels} >= {
        "end",
        "middle",
    }


def test_labels_say_how_they_look():
    labels = {label.text: label for label in trend_drawing(PHOTOVOLTAICS, WIDE).labels}
    assert labels["Ziel 2,00"].css == "t-green lg halo"
    assert labels["1,05"].css == "t-ink lg halo2"  # on the shaded future
    assert labels["0,21"].css == "t-ink halo"
    assert labels["2030"].css == "halo"


ON_THE_WAY = replace(
    PHOTOVOLTAICS,
    path=path((2025, "1.2"), (2027, "1.5"), (2028, "1.7"), (2030, "2"), start=(2021, "0.6")),
)


def test_next_goal_on_the_way_is_named():
    assert "Ziel 2027: 1,50" in texts(trend_drawing(ON_THE_WAY, WIDE))
    assert "Ziel 2027: 1,50" in texts(trend_drawing(ON_THE_WAY, PRINT))
    assert not [text for text in texts(trend_drawing(ON_THE_WAY, WIDE)) if "2028:" in text]


@pytest.mark.parametrize(
    "points",
    [[(2025, "1.2"), (2030, "2")], [(2030, "2")], [(2027, "2"), (2030, "2")]],
)
def test_goals_that_are_past_or_the_target_itself_are_not_named_again(points):
    chart = replace(PHOTOVOLTAICS, path=path(*points, start=(2021, "0.6")))
    assert chart.next_goal is None


@pytest.mark.parametrize(
    ("chart", "text"),
    [(LIMIT, "Lücke 2"), (BAND, "Lücke 0,6"), (TOWARD_EARLIER_YEAR, "Lücke 0,2")],
)
def test_a_gap_before_the_last_year_is_named_in_the_plot(chart, text):
    drawing = trend_drawing(chart, WIDE)
    assert text in texts(drawing)
    assert drawing.gap


def test_a_target_of_another_year_says_so():
    drawing = trend_drawing(TOWARD_EARLIER_YEAR, WIDE)
    assert {"Ziel 8,0 bis 2027", "bis 2027"} <= set(texts(drawing))


def test_a_band_is_drawn_as_an_area():
    drawing = trend_drawing(BAND, WIDE)
    assert drawing.corridor.startswith("M")
    assert drawing.path == drawing.goals == ""
    assert "Ziel 20,0 bis 25,0" in texts(drawing)


def test_a_band_with_one_edge_reaches_the_other_end_of_the_plot():
    assert BAND.path
    chart = replace(BAND, path=replace(BAND.path, upper=None))
    drawing = trend_drawing(chart, PLAIN)
    top = float(re.findall(r"M[\d.]+ ([\d.]+)", drawing.corridor)[0])
    assert top == 19
    assert "Ziel mindestens 20,0" in texts(drawing)


def test_only_the_two_newest_former_targets_are_named_but_all_are_drawn():
    older = replace(
        TWO_FORMER, former_paths=(*TWO_FORMER.former_paths[:1], *TWO_FORMER.former_paths)
    )
    drawing = trend_drawing(older, WIDE)
    assert drawing.former.count("M") == 3
    assert len([text for text in texts(drawing) if text.startswith("früheres Ziel")]) == 2


@every_layout
def test_without_values_the_target_is_drawn_and_the_lack_said(layout):
    drawing = trend_drawing(NO_VALUE, layout)
    assert drawing.dots == drawing.line == drawing.open_dots == drawing.gap == ""
    assert drawing.path
    assert {"Noch keine Werte", "Ziel 20,00"} <= set(texts(drawing))


@every_layout
def test_without_anything_there_are_no_years_and_values(layout):
    drawing = trend_drawing(EMPTY, layout)
    assert texts(drawing) == ["Noch keine Werte"]
    assert drawing.grid == drawing.future == drawing.path == ""


def test_a_single_year_lies_in_the_middle():
    drawing = trend_drawing(ONE_YEAR, PLAIN)
    left, right = map(float, re.findall(r"M([\d.]+) [\d.]+H([\d.]+)", drawing.grid)[0])
    x = float(re.findall(r"M([\d.]+)", drawing.dots)[0])
    assert x == pytest.approx((left + right) / 2, abs=0.1)


def test_values_alone_are_dots():
    drawing = trend_drawing(SINGLE, WIDE)
    assert drawing.line == drawing.provisional == ""
    assert drawing.dots.count("M") == 1
    assert trend_drawing(GAPS, WIDE).dots.count("M") == 7


@every_layout
@every_shape
def test_latest_value_is_always_named(chart, layout):
    named = [label for label in trend_drawing(chart, layout).labels if label.tone == "ink"]
    if chart.measured:
        latest = short_number(chart.measured[-1].value, chart.decimals)
        assert latest in [label.text for label in named]


# Drawn points are the rows of the table -------------------------------------------------


class Reader:
    """Reads years and values off a drawing by its written axes, as a person would."""

    def __init__(self, drawing: TrendDrawing) -> None:
        labels = drawing.labels
        below = max(label.baseline for label in labels)
        self.years = sorted(
            (int(label.text), label.left + label.width / 2)
            for label in labels
            if label.baseline == below
        )
        edge = labels[0].left + labels[0].width  # where the values at the axis end
        self.values = sorted(
            (axis_value(label.text), (label.box.top + label.box.bottom) / 2)
            for label in labels
            if label.left + label.width == pytest.approx(edge) and label.baseline < below
        )

    @property
    def half(self) -> float:
        """Half a year."""
        (first, left), (last, right) = self.years[0], self.years[-1]
        return (right - left) / max(last - first, 1) / 2

    def x(self, year: int) -> float:
        (first, left), (last, right) = self.years[0], self.years[-1]
        return left + (year - first) / max(last - first, 1) * (right - left)

    def y(self, value: Decimal) -> float:
        (low, bottom), (high, top) = self.values[0], self.values[-1]
        return bottom + float((value - low) / (high - low)) * (top - bottom)


def axis_value(text: str) -> Decimal:
    number, _, name = text.partition(" ")
    return parse_number(number).scaleb(MAGNITUDES[name])


def places(path_data: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", path_data)]


def centres_of_circles(path_data: str) -> list[tuple[float, float]]:
    found = re.findall(r"M(-?[\d.]+) (-?[\d.]+)a([\d.]+)", path_data)
    return [(float(x) + float(radius), float(y)) for x, y, radius in found]


@every_layout
@every_shape
def test_every_drawn_point_is_a_cell_of_the_table(chart, layout):
    drawing = trend_drawing(chart, layout)
    if not drawing.grid:
        return  # nothing is drawn
    reader = Reader(drawing)
    rows = chart.since(reader.years[0][0]).rows()
    cells = [(row.year, row.value, row.provisional) for row in rows if row.value is not None]
    closed = [(reader.x(year), reader.y(value)) for year, value, open_ in cells if not open_]
    still_open = [(reader.x(year), reader.y(value)) for year, value, open_ in cells if open_]
    assert places(drawing.dots) == [pytest.approx(place, abs=0.11) for place in closed]
    assert centres_of_circles(drawing.open_dots) == [
        pytest.approx(place, abs=0.16) for place in still_open
    ]
    continued = [(reader.x(row.year), reader.y(row.continued)) for row in rows if row.continued]
    if continued:
        start, end = places(drawing.continuation)
        assert end == pytest.approx(continued[-1], abs=0.11)
        slope = (end[1] - start[1]) / (end[0] - start[0])
        on_the_line = [(x, start[1] + slope * (x - start[0])) for x, _ in continued]
        assert continued == [pytest.approx(place, abs=0.25) for place in on_the_line]
    else:
        assert drawing.continuation == ""


@every_layout
@every_shape
def test_every_aim_of_the_path_is_a_cell_of_the_table(chart, layout):
    drawing = trend_drawing(chart, layout)
    if not drawing.goals:
        return
    reader = Reader(drawing)
    rows = {row.year: row for row in chart.rows()}
    aims = {point.year for point in chart.path.points}
    wanted = [
        pytest.approx((reader.x(y), reader.y(rows[y].expected)), abs=0.11) for y in sorted(aims)
    ]
    # A diamond begins at its upper corner, half its height above the middle.
    drawn = re.findall(r"M(-?[\d.]+) (-?[\d.]+)l([\d.]+)", drawing.goals)
    assert [(float(x), float(y) + float(r)) for x, y, r in drawn][-len(wanted) :] == wanted


@every_layout
@every_shape
def test_the_range_is_drawn_as_the_table_says_up_to_the_edges_of_the_plot(chart, layout):
    drawing = trend_drawing(chart, layout)
    if chart.fan is None:
        assert drawing.fan == ""
        return
    reader = Reader(drawing)
    top, bottom = layout.size * 1.9, layout.height - layout.size * 2.2
    rows = [row for row in chart.rows() if row.low is not None]
    wanted = {
        (reader.x(row.year), min(max(reader.y(edge), top), bottom))
        for row in rows
        for edge in (row.low, row.high)
    }
    drawn = [
        (float(x), float(y)) for x, y in re.findall(r"[ML]?(-?[\d.]+) (-?[\d.]+)", drawing.fan)
    ]
    for place in wanted:
        assert any(place == pytest.approx(other, abs=0.3) for other in drawn), place
    ends = [place for place in drawn if place[0] == pytest.approx(reader.x(rows[-1].year), abs=0.2)]
    last = sorted(reader.y(edge) for edge in (rows[-1].low, rows[-1].high))
    clipped = [min(max(y, top), bottom) for y in last]
    assert sorted(y for _, y in ends) == [pytest.approx(y, abs=0.3) for y in clipped]


@every_layout
@every_shape
def test_a_line_stands_before_the_year_of_each_break(chart, layout):
    drawing = trend_drawing(chart, layout)
    found = [float(x) for x in re.findall(r"M(-?[\d.]+) [\d.]+V", drawing.breaks)]
    if not drawing.grid:
        return
    reader = Reader(drawing)
    first = reader.years[0][0]
    parted = [one.year for one in chart.since(first).breaks]
    assert found == [pytest.approx(reader.x(year) - reader.half, abs=0.11) for year in parted]


# What is said of years ------------------------------------------------------------------


def test_no_line_leads_across_a_break():
    before, after = (
        places(trend_drawing(BROKEN, WIDE).line),
        places(trend_drawing(PHOTOVOLTAICS, WIDE).line),
    )
    assert len(before) == len(after) == 13
    assert trend_drawing(BROKEN, WIDE).line.count("M") == 2
    assert trend_drawing(PHOTOVOLTAICS, WIDE).line.count("M") == 1


def test_a_provisional_line_does_not_lead_across_a_break_either():
    chart = replace(PHOTOVOLTAICS, notes=(YearNote(2025, "break", "neu"),))
    assert trend_drawing(chart, WIDE).provisional == ""


def test_what_happened_stands_above_the_line_or_at_least_the_year():
    assert "neue Zählweise" in texts(trend_drawing(BROKEN, WIDE))
    labels = texts(trend_drawing(TWO_BREAKS, NARROW))
    assert [text for text in labels if text.startswith("Bruch")]


@every_layout
def test_remarks_have_their_numbers_in_circles(layout):
    drawing = trend_drawing(BROKEN, layout)
    numbers = [label for label in drawing.labels if label.tone == "remark"]
    shown = [str(n) for n, one in BROKEN.remarks if layout.years is None or one.year >= 2018]
    assert [label.text for label in numbers] == shown
    around = centres_of_circles(drawing.circles)
    assert around == [
        pytest.approx(
            (label.left + label.width / 2, (label.box.top + label.box.bottom) / 2), abs=0.2
        )
        for label in numbers
    ]


def test_the_range_is_named_beside_the_plot():
    assert "Spanne 1,40 bis 1,85" in texts(trend_drawing(BROKEN, WIDE))
    assert "Spanne 19 bis 24" in texts(trend_drawing(FAN_ALONE, WIDE))


def test_a_wide_range_does_not_press_the_values_flat():
    """It may widen the axis by half of what else is drawn, on either side."""
    without = replace(WIDE_FAN, fan=None)
    plain, fanned = axis_of(without, trend_lines(without)), axis_of(WIDE_FAN, trend_lines(WIDE_FAN))
    assert fanned.high - fanned.low <= (plain.high - plain.low) * Decimal("2.4")
    assert fan_is_cut(WIDE_FAN)
    assert not fan_is_cut(BROKEN)
    assert not fan_is_cut(EMPTY)


# Labels never cover each other ----------------------------------------------------------


def assert_legible(drawing: TrendDrawing) -> None:
    for one, other in combinations(drawing.labels, 2):
        assert not one.box.overlaps(other.box), (one.text, other.text)
    for label in drawing.labels:
        assert label.box.left >= -1, label
        assert label.left + label.width <= drawing.width, label
        assert label.box.top >= 0, label
        assert label.box.bottom <= drawing.height, label


@every_layout
@every_shape
def test_labels_of_every_shape_are_legible(chart, layout):
    assert_legible(trend_drawing(chart, layout))


NUMBERS = st.decimals(min_value=-(10**7), max_value=10**7, places=2) | st.decimals(
    min_value=0, max_value=100, places=1
)


@st.composite
def charts(draw: st.DrawFn) -> TrendChart:
    first = draw(st.integers(2005, 2024))
    numbers = draw(st.lists(st.none() | NUMBERS, max_size=18))
    values = tuple(
        YearValue(year, number, provisional=draw(st.booleans()), revised=draw(st.booleans()))
        for year, number in enumerate(numbers, first)
    )
    last_year = draw(st.integers(2025, 2045))
    measured = [(entry.year, entry.value) for entry in values if entry.value is not None]
    target_year = draw(st.integers(2020, last_year))
    ahead = measured and measured[-1][0] < target_year
    return replace(
        EMPTY,
        values=values,
        first_year=first,
        last_year=max([last_year, *(entry.year for entry in values)]),
        current_year=draw(st.integers(2005, 2045)),
        decimals=draw(st.integers(0, 2)),
        path=draw(st.none() | paths(target_year)),
        former_paths=tuple(draw(st.lists(paths(target_year), max_size=3))),
        continuation=(
            PathPoint(*measured[-1]),
            PathPoint(target_year, draw(NUMBERS)),
        )
        if ahead and draw(st.booleans())
        else (),
        notes=tuple(draw(st.lists(NOTES, max_size=4, unique_by=lambda one: one.year))),
        fan=forecast_fan(dict(measured), target_year) if draw(st.booleans()) else None,
    )


NOTES = st.builds(
    YearNote,
    year=st.integers(2004, 2046),
    kind=st.sampled_from(["break", "note"]),
    text=st.sampled_from(["neu", "neue Zählweise", "ein sehr langer Grund, der keinen Platz hat"]),
)


def paths(year: int) -> st.SearchStrategy[TargetPathLine]:
    return st.builds(
        TargetPathLine,
        kind=st.sampled_from(["target_value", "limit_every_year", "milestone", "direction"]),
        direction=st.sampled_from(["increase", "decrease", "toward", "none"]),
        points=st.builds(lambda value: (PathPoint(year, value),), NUMBERS),
        baseline=st.none() | st.builds(PathPoint, st.integers(2005, 2019), NUMBERS),
        interpolation=st.sampled_from(["linear", "step"]),
    ) | st.builds(
        lambda lower, size: TargetPathLine("band", "none", (), lower=lower, upper=lower + size),
        NUMBERS,
        st.decimals(min_value=0, max_value=50, places=1),
    )


@given(chart=charts(), layout=st.sampled_from(list(LAYOUTS.values())))
def test_labels_are_legible(chart, layout):
    assert_legible(trend_drawing(chart, layout))


# Years without a value ---------------------------------------------------------------


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_years_without_a_value_have_a_cross_on_the_lower_edge(layout: Layout) -> None:
    drawing = trend_drawing(SMALL, layout)
    assert drawing.missing.count("M") == 1
    whole = replace(SMALL, values=years(2020, "1 2 3 4 4.6"))
    assert trend_drawing(whole, layout).missing == ""


def test_a_gap_without_a_reason_has_no_cross() -> None:
    """Nothing is known of 2021: the line stops, and that is all."""
    chart = replace(SMALL, values=(YearValue(2020, Decimal(1)), YearValue(2022, Decimal(2))))
    assert trend_drawing(chart).missing == ""


def test_crosses_need_an_axis() -> None:
    reason = YearValue(2024, None, "not_collected")
    assert trend_drawing(replace(EMPTY, values=(reason,), path=None)).missing == ""


def test_reasons_after_the_last_value_are_told_to_those_who_do_not_see() -> None:
    later = (*SMALL.values, YearValue(2025, None, "not_collected"))
    assert "Ohne Wert: 2022, 2025." in replace(SMALL, values=later).alternative
