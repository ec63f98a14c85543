"""The series readers switch on: views, bases, decimals, and what happens to the target."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.annual_values import NO_BASE, NO_POPULATION, PROTECTED, YearValue
from indicators.charts.explorable import (
    INDEX,
    PER_CAPITA,
    VALUES,
    Explorable,
    Place,
    PlaceSeries,
    base_year,
)
from indicators.charts.series import SeriesChart, series_chart, yearly
from indicators.enums import ChartNoteKind
from indicators.target_paths import PathPoint, TargetPathLine
from indicators.year_notes import YearNote

CITY = Place("soest", "Gesamtstadt", is_city=True)
AMPEN = Place("ampen", "Ampen")
KATROP = Place("katrop", "Katrop")
PATH = TargetPathLine("target_value", "increase", (PathPoint(2020, Decimal(70)),))


def years(**values: str | None) -> tuple[YearValue, ...]:
    """Annual values named y2020 and so on; "" is protected, None not collected."""
    return tuple(
        YearValue(int(name[1:]), Decimal(value))
        if value
        else YearValue(int(name[1:]), None, "not_collected" if value is None else PROTECTED)
        for name, value in values.items()
    )


def source(*sources: PlaceSeries, **attributes: object) -> Explorable:
    defaults = {"title": "Ladepunkte", "unit": "Anzahl", "decimals": 0, "can_divide": True}
    return Explorable(sources=sources, **{**defaults, **attributes})  # type: ignore[arg-type]


TOWN = source(
    PlaceSeries(
        CITY,
        years(y2015="20", y2016="30", y2017="50"),
        years(y2015="40000", y2016="40000", y2017="50000"),
    ),
    PlaceSeries(AMPEN, years(y2015="0", y2016="2", y2017=""), years(y2015="800", y2016="800")),
    PlaceSeries(KATROP, years(y2016="0", y2017=None)),
    path=PATH,
    continuation=(PathPoint(2017, Decimal(50)), PathPoint(2020, Decimal(62))),
)
ALL = ("soest", "ampen", "katrop")
BREAKS = (
    YearNote(2015, ChartNoteKind.BREAK, "neue Behörde."),
    YearNote(2017, ChartNoteKind.BREAK, "neue Zählweise."),
)
BROKEN = replace(TOWN, breaks=BREAKS)


def numbers(chart: SeriesChart) -> list[list[str | None]]:
    return [
        [None if cell.value is None else str(cell.value) for cell in row.cells]
        for row in chart.rows()
    ]


def test_values_are_the_values() -> None:
    chart = series_chart(TOWN, VALUES, ("katrop", "soest"))
    assert [line.name for line in chart.lines] == ["Gesamtstadt", "Katrop"]  # the city first
    assert (chart.label, chart.unit, chart.decimals) == ("Werte", "Anzahl", 0)
    assert [row.year for row in chart.rows()] == list(range(2015, 2021))
    assert [row.cells[1].value for row in chart.rows()][:3] == [None, Decimal(0), None]
    assert chart.rows()[2].cells[1].missing_reason == "not_collected"
    assert chart.rows()[0].cells[1] == YearValue(2015, None)  # nothing known is no reason


def test_each_view_keeps_zero_and_nothing_apart() -> None:
    for view in TOWN.views:
        first, second, third = series_chart(TOWN, view, ("ampen",)).lines[0].years
        assert first.value == 0
        assert second.value is not None
        assert (third.value, third.missing_reason) == (None, PROTECTED)


def test_value_per_thousand_inhabitants_of_the_same_year() -> None:
    chart = series_chart(TOWN, PER_CAPITA, ("soest", "ampen", "katrop"))
    assert (chart.unit, chart.decimals) == ("Anzahl je 1.000 Einwohner", 2)
    assert numbers(chart) == [["0.50", "0.00", None], ["0.75", "2.50", None], ["1.00", None, None]]
    assert chart.lines[2].years[0].missing_reason == NO_POPULATION


def test_no_target_without_the_population_to_come() -> None:
    chart = series_chart(TOWN, PER_CAPITA, ("soest",))
    assert (chart.path, chart.continuation) == ((), ())
    assert "Wie viele Menschen künftig in Soest leben" in chart.notes[0]
    assert series_chart(TOWN, PER_CAPITA, ("ampen",)).notes == ()


def test_index_starts_at_2015_where_it_can() -> None:
    chart = series_chart(TOWN, INDEX, ALL)
    assert (chart.label, chart.unit) == ("Index 2015 = 100", "Index 2015 = 100")
    assert [line.name for line in chart.lines] == ["Gesamtstadt", "Ampen (2016 = 100)", "Katrop"]
    assert numbers(chart)[:3] == [
        ["100.0", "0.0", None],
        ["150.0", "100.0", None],
        ["250.0", None, None],
    ]
    assert chart.lines[2].years[0].missing_reason == NO_BASE


@pytest.mark.parametrize(
    ("series", "year"),
    [
        (years(y2014="5", y2015="5", y2016="5"), 2015),
        (years(y2018="5", y2019="6"), 2018),
        (years(y2014="5", y2015="0"), 2014),
        (years(y2014="5", y2015=None), 2014),
        (years(y2015="5", y2016="-1"), None),
        (years(y2015="-5", y2016="0"), None),
        ((), None),
    ],
)
def test_base_year(series: tuple[YearValue, ...], year: int | None) -> None:
    assert base_year(series) == year


def test_what_crosses_zero_has_no_index() -> None:
    balance = PlaceSeries(CITY, years(y2015="4", y2016="-2"))
    assert source(balance).views == (VALUES,)
    chart = series_chart(source(balance, *TOWN.sources[1:]), INDEX, ("soest",))
    assert chart.reasons() == {NO_BASE: ["Gesamtstadt 2015 bis 2016"]}
    assert numbers(chart) == [[None], [None]]


def test_path_and_continuation_are_scaled_with_the_city() -> None:
    values, index = (series_chart(TOWN, view, ALL) for view in (VALUES, INDEX))
    assert [row.expected for row in values.rows()] == [None] * 5 + [Decimal(70)]
    assert [row.expected for row in index.rows()] == [None] * 5 + [Decimal("350.0")]
    assert [row.continued for row in values.rows()][3:] == [Decimal(54), Decimal(58), Decimal(62)]
    assert [row.continued for row in index.rows()][3:] == [Decimal(270), Decimal(290), Decimal(310)]
    assert index.continuation[0] == PathPoint(2017, Decimal("250.0"))  # where the line ends


def test_path_is_the_citys_alone() -> None:
    chart = series_chart(TOWN, VALUES, ("ampen", "katrop"))
    assert (chart.path, chart.continuation, list(chart.years)) == ((), (), [2015, 2016, 2017])


def test_corridor_is_said_to_be_left_out() -> None:
    band = TargetPathLine("band", "none", (), lower=Decimal(1), upper=Decimal(2))
    chart = series_chart(source(*TOWN.sources, path=band), VALUES, ("soest",))
    assert chart.notes == ("Der Zielkorridor steht nur im Verlauf der Gesamtstadt.",)


def test_views_that_give_no_number_are_not_offered() -> None:
    assert TOWN.views == (VALUES, PER_CAPITA, INDEX)
    assert source(PlaceSeries(CITY, years(y2015="0", y2016="-1"))).views == (VALUES,)
    rate = source(*TOWN.sources, can_divide=False)
    assert rate.views == (VALUES, INDEX)
    unknown = source(PlaceSeries(CITY, years(y2015="3"), years(y2016="40000")))
    assert unknown.views == (VALUES, INDEX)


def test_one_value_is_nothing_to_explore() -> None:
    assert TOWN.is_worth_it
    assert not source(PlaceSeries(CITY, years(y2015="3", y2016=None))).is_worth_it
    assert not source().is_worth_it


def test_without_any_place_there_is_nothing() -> None:
    chart = series_chart(source(), VALUES, ("soest",))
    assert (list(chart.years), chart.rows(), chart.latest_year) == ([], (), None)


def test_decimals_do_not_change_by_the_choice() -> None:
    assert series_chart(TOWN, PER_CAPITA, ("soest",)).decimals == 2
    assert series_chart(TOWN, PER_CAPITA, ("ampen",)).decimals == 2


def test_reasons_name_places_and_years() -> None:
    assert series_chart(TOWN, VALUES, ALL).reasons() == {
        PROTECTED: ["Ampen 2017"],
        "not_collected": ["Katrop 2017"],
    }


def test_yearly_points_lie_on_the_line() -> None:
    line = list(yearly((PathPoint(2017, Decimal(50)), PathPoint(2020, Decimal(62)))))
    assert [point.year for point in line] == [2017, 2018, 2019, 2020]
    assert [str(point.value) for point in line] == ["50", "54", "58", "62"]
    assert list(yearly(())) == []


@given(
    st.lists(st.decimals(0, 1000, places=2), min_size=1, max_size=8),
    st.integers(2010, 2016),
)
def test_index_by_fractions(values: list[Decimal], first: int) -> None:
    """An independent way to the same index numbers."""
    series = tuple(YearValue(first + number, value) for number, value in enumerate(values))
    line = series_chart(source(PlaceSeries(CITY, series)), INDEX, ("soest",)).lines[0]
    shown = [entry.value for entry in line.years]
    positive = {entry.year: Fraction(entry.value) for entry in series if entry.value}
    if not positive:
        assert set(shown) == {None}
        return
    base = positive.get(2015) or positive[min(positive)]
    for value, index in zip(values, shown, strict=True):
        assert index is not None
        assert abs(Fraction(value) * 100 / base - Fraction(index)) <= Fraction(1, 20)


def test_the_path_is_straight_although_its_numbers_are_rounded() -> None:
    path = TargetPathLine(
        "target_value", "increase", (PathPoint(2018, Decimal(3)),), PathPoint(2015, Decimal(2))
    )
    chart = series_chart(source(*TOWN.sources, path=path), VALUES, ("soest",))
    steps = {round(b.value - a.value, 9) for a, b in pairwise(chart.path)}
    assert steps == {round(Decimal(1) / 3, 9)}
    assert [str(row.expected) for row in chart.rows()] == ["2", "2", "3", "3"]


def test_a_break_parts_what_lies_before_it() -> None:
    chart = series_chart(BROKEN, INDEX, ALL)
    assert [one.year for one in chart.breaks] == [2017]  # nothing lies before 2015
    assert chart.broken_years == {2017}
    assert series_chart(replace(BROKEN, path=None), VALUES, ()).breaks == ()
