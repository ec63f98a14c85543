"""The content of a trend chart: its rows and its words."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from indicators.charts.trend import TrendRow, path_end
from indicators.target_paths import TargetPathLine
from indicators.year_notes import YearNote
from tests.indicators.charts.examples import (
    BAND,
    BROKEN,
    EMPTY,
    FAN_ALONE,
    GAPS,
    LIMIT,
    NO_VALUE,
    PHOTOVOLTAICS,
    SINGLE,
    SMALL,
    path,
)

D = Decimal


def test_rows_hold_everything_that_is_drawn():
    assert SMALL.rows() == (
        TrendRow(2020, D(1), D(0), (D(2),)),
        TrendRow(2021, D(2), D(1), (D("2.5"),)),
        TrendRow(2022, None, D(2), (D(3),), missing_reason="not_collected"),
        TrendRow(2023, D(4), D(3), (D("3.5"),)),
        TrendRow(2024, D("4.6"), D(4), (D(4),), provisional=True),
        *(
            TrendRow(
                year,
                expected=D(year - 2020),
                former=(D(year - 2020) / 2 + 2,),
                continued=D("4.6") + D("3.4") * (year - 2024) / 6,
            )
            for year in range(2025, 2030)
        ),
        TrendRow(2030, None, D(10), (D(7),), D(8)),
    )


def test_rows_of_the_shown_years_only():
    assert [row.year for row in SMALL.since(2023).rows()] == list(range(2023, 2031))


def test_rows_hold_the_range_of_the_continuation():
    rows = {row.year: row for row in BROKEN.rows()}
    assert BROKEN.fan is not None
    for one in BROKEN.fan.years[1:]:
        assert (rows[one.year].low, rows[one.year].high) == (one.low, one.high)
        assert one.low < (rows[one.year].continued or D(0)) < one.high
    assert rows[2025].low is None  # the latest value itself


def test_a_noted_year_has_a_row_even_if_nothing_else_is_known():
    chart = replace(EMPTY, notes=(YearNote(2019, "note", "Pause"),))
    assert chart.rows() == (TrendRow(2019),)


def test_breaks_that_part_nothing_are_not_drawn():
    assert [one.year for one in BROKEN.breaks] == [2021]
    assert FAN_ALONE.breaks == ()
    assert BROKEN.since(2021).breaks == ()


def test_a_break_lies_between_two_years():
    assert BROKEN.is_broken(2020, 2021)
    assert BROKEN.is_broken(2018, 2025)
    assert not BROKEN.is_broken(2021, 2022)
    assert not BROKEN.is_broken(2019, 2020)


def test_remarks_are_numbered_by_year():
    assert [(number, one.year) for number, one in BROKEN.remarks] == [(1, 2016), (2, 2023)]


def test_breaks_remarks_and_range_are_told_to_those_who_do_not_see():
    assert (
        "Bruch der Zeitreihe 2021: neue Zählweise. Anmerkung zu 2016: Netzausbau. "
        "Anmerkung zu 2023: Förderprogramm der Stadt. Bei gleichem Tempo"
    ) in BROKEN.alternative
    assert BROKEN.alternative.endswith(
        "Fortschreibung, keine Vorhersage: Mit dem Tempo des langsamsten bis schnellsten Jahres "
        "seit 2020 läge der Wert 2030 zwischen 1,40 und 1,85\u00a0kWp je Einwohner."
    )


def test_rows_without_anything():
    assert EMPTY.rows() == ()


def test_rows_tell_revised_values():
    assert [row.year for row in PHOTOVOLTAICS.rows() if row.revised] == [2022]


def test_measured_leaves_years_without_value_out():
    assert [entry.year for entry in GAPS.measured] == [2014, 2016, 2019, 2020, 2022, 2023, 2025]


@pytest.mark.parametrize(
    ("chart", "words"),
    [
        (
            PHOTOVOLTAICS,
            (
                "Photovoltaikleistung, kWp je Einwohner. "
                "Von 0,21 (2012) auf 1,05 (2025, vorläufig). "
                "Ziel 2030: 2,00. Früheres Ziel 2030: 1,20. "
                "Bei gleichem Tempo wären es 2030 noch 1,59 statt 2,00."
            ),
        ),
        (
            GAPS,
            (
                "Photovoltaikleistung, kWp je Einwohner. Von 3,0 (2014) auf 7,0 (2025). "
                "Ohne Wert: 2015, 2017, 2018, 2021, 2024."
            ),
        ),
        (
            SINGLE,
            "Photovoltaikleistung, kWp je Einwohner. Ein Wert: 12,5 (2024). Ziel 2030: 20,0.",
        ),
        (
            replace(NO_VALUE, unit=""),
            "Photovoltaikleistung. Noch keine Werte. Ziel 2030: 20,00.",
        ),
        (
            BAND,
            (
                "Photovoltaikleistung, kWp je Einwohner. Von 22,0 (2014) auf 19,4 (2025). "
                "Ziel: 20,0 bis 25,0."
            ),
        ),
        (
            LIMIT,
            (
                "Photovoltaikleistung, kWp je Einwohner. Von 44 (2014) auf 42 (2025). "
                "Ziel 2030: höchstens 40."
            ),
        ),
    ],
)
def test_alternative(chart, words):
    assert chart.alternative == words


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (path((2030, "2")), "2,00"),
        (path((2030, "2"), (2025, "1")), "2,00"),  # points in any order
        (path((2030, "2"), kind="limit_every_year"), "mindestens 2,00"),
        (path((2030, "2"), kind="limit_every_year", direction="decrease"), "höchstens 2,00"),
        (path((2030, "2"), kind="limit_every_year", direction="toward"), "2,00"),
        (TargetPathLine("band", "none", (), lower=D(1), upper=D(3)), "1,00 bis 3,00"),
        (TargetPathLine("band", "none", (), lower=D(1)), "mindestens 1,00"),
        (TargetPathLine("band", "none", (), upper=D(3)), "höchstens 3,00"),
        (TargetPathLine("direction", "increase", ()), ""),
        (path((2030, "2"), kind="direction"), ""),
    ],
)
def test_target_text(line, text):
    assert EMPTY.target_text(line) == text


def test_path_end_is_the_last_year():
    line = path((2030, "2"), (2025, "1"))
    assert path_end(line) == line.points[0]
    assert path_end(path()) is None
