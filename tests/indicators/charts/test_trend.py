"""The content of a trend chart: its rows and its words."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from indicators.charts.trend import TrendRow, path_end
from indicators.target_paths import TargetPathLine
from tests.indicators.charts.examples import (
    BAND,
    EMPTY,
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
        TrendRow(2020, D(1), D(0), (D(2),), None),
        TrendRow(2021, D(2), D(1), (D("2.5"),), None),
        TrendRow(2022, None, D(2), (D(3),), None, "not_collected"),
        TrendRow(2023, D(4), D(3), (D("3.5"),), None),
        TrendRow(2024, D("4.6"), D(4), (D(4),), None, provisional=True),
        TrendRow(2030, None, D(10), (D(7),), D(8)),
    )


def test_rows_of_the_shown_years_only():
    assert [row.year for row in SMALL.since(2023).rows()] == [2023, 2024, 2030]


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
