"""The content for Plotly: JSON without NaN, gaps as null."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal, InvalidOperation

import pytest

from indicators.charts.plotly_content import plotly_content
from tests.indicators.charts.examples import (
    BAND,
    BROKEN,
    EMPTY,
    FAN_ALONE,
    HUGE,
    LIMIT,
    PHOTOVOLTAICS,
    SHAPES,
    SMALL,
    WIDE_FAN,
    path,
    points,
    years,
)

D = Decimal


def test_content_of_a_small_chart():
    assert plotly_content(SMALL) == {
        "title": "Photovoltaikleistung",
        "subtitle": "kWp je Einwohner, 2020 bis 2030",
        "decimals": 1,
        "alternative": SMALL.alternative,
        "firstYear": 2020,
        "lastYear": 2030,
        "currentYear": 2024,
        "low": 0.0,
        "high": 10.0,
        "ticks": [0.0, 2.0, 4.0, 6.0, 8.0, 10.0],
        "tickTexts": ["0", "2", "4", "6", "8", "10"],
        "years": [2020, 2021, 2022, 2023, 2024],
        "values": [1.0, 2.0, None, 4.0, 4.6],
        "texts": [
            "1,0 kWp je Einwohner",
            "2,0 kWp je Einwohner",
            "– kWp je Einwohner",
            "4,0 kWp je Einwohner",
            "4,6 kWp je Einwohner, vorläufig",
        ],
        "provisional": [False, False, False, False, True],
        "latest": {"year": 2024, "value": 4.6, "text": "4,6", "note": "vorläufig"},
        "solid": {"years": [2020, 2021], "values": [1.0, 2.0]},
        "dashed": {"years": [2023, 2024], "values": [4.0, 4.6]},
        "path": {
            "years": list(range(2020, 2031)),
            "values": [float(value) for value in range(11)],
            "stepped": False,
        },
        "former": [
            {
                "years": list(range(2020, 2031)),
                "values": [2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0, 5.5, 6.0, 6.5, 7.0],
                "stepped": False,
            }
        ],
        "goals": {"years": [2030], "values": [10.0]},
        "nextGoal": None,
        "continuation": {
            "years": list(range(2024, 2031)),
            "values": [4.6, *(float(D("4.6") + D("3.4") * n / 6) for n in range(1, 6)), 8.0],
        },
        "fan": None,
        "breaks": [],
        "remarks": [],
        "band": None,
        "missing": [2022],
        "gap": {"year": 2030, "reached": 8.0, "wanted": 10.0, "text": ""},
        "notes": [
            {"value": 10.0, "lines": ["Ziel 10,0"], "tone": "green"},
            {"value": 9.0, "lines": ["Lücke 2,0"], "tone": "red"},
            {"value": 8.0, "lines": ["8,0", "bei gleichem", "Tempo"], "tone": "ink"},
            {"value": 7.0, "lines": ["früheres Ziel", "7,0"], "tone": ""},
        ],
    }


@pytest.mark.parametrize("chart", SHAPES.values(), ids=SHAPES)
def test_every_shape_is_strict_json_and_holds_the_rows(chart):
    content = json.loads(json.dumps(plotly_content(chart), allow_nan=False))
    drawn = dict(zip(content["years"], content["values"], strict=True))
    for row in chart.rows():
        if row.value is not None:
            assert Decimal(str(drawn[row.year])) == row.value
    assert len(content["years"]) == len(content["texts"]) == len(content["provisional"])


def test_breaks_and_remarks():
    content = plotly_content(BROKEN)
    assert content["breaks"] == [{"year": 2021, "text": "neue Zählweise"}]
    assert content["remarks"] == [
        {"number": 1, "year": 2016, "value": 0.3, "text": "Netzausbau"},
        {"number": 2, "year": 2023, "value": 0.86, "text": "Förderprogramm der Stadt."},
    ]
    assert plotly_content(WIDE_FAN)["remarks"][0]["value"] is None
    assert content["solid"]["years"][8:11] == [2020, None, 2021]


def test_the_range_can_be_read_year_by_year():
    fan = plotly_content(FAN_ALONE)["fan"]
    assert fan == {
        "years": [2025, 2026, 2027, 2028, 2029, 2030],
        "low": [14.0, 15.0, 16.0, 17.0, 18.0, 19.0],
        "high": [14.0, 16.0, 18.0, 20.0, 22.0, 24.0],
        "texts": [
            "14 bis 14",
            "15 bis 16",
            "16 bis 18",
            "17 bis 20",
            "18 bis 22",
            "19 bis 24",
        ],
    }


def test_lines_are_parted_by_a_gap():
    chart = replace(EMPTY, values=years(2020, "1 2 - 3 4"))
    assert plotly_content(chart)["solid"] == {
        "years": [2020, 2021, None, 2023, 2024],
        "values": [1.0, 2.0, None, 3.0, 4.0],
    }


def test_revised_values_say_so():
    content = plotly_content(PHOTOVOLTAICS)
    texts = dict(zip(content["years"], content["texts"], strict=True))
    assert texts[2022] == "0,70 kWp je Einwohner, revidiert"


def test_fifteen_digits_arrive_unchanged():
    chart = replace(HUGE, values=years(2024, "123456789012.345"), decimals=3)
    assert json.dumps(plotly_content(chart)["values"]) == "[123456789012.345]"


def test_a_band_and_a_gap_of_this_year():
    content = plotly_content(BAND)
    assert content["band"] == [20.0, 25.0]
    assert content["path"] == {
        "years": list(range(2012, 2031)),
        "values": [None] * 19,
        "stepped": False,
    }
    assert content["gap"] == {"year": 2025, "reached": 19.4, "wanted": 20.0, "text": "Lücke 0,6"}
    assert plotly_content(LIMIT)["gap"]["text"] == "Lücke 2"


def test_a_value_that_is_no_number_never_becomes_json():
    entry = replace(years(2024, "1")[0], value=Decimal("NaN"))
    with pytest.raises(InvalidOperation):
        plotly_content(replace(EMPTY, values=(*years(2022, "1 2"), entry)))


@pytest.mark.parametrize(
    ("end", "reached", "above", "before"),
    [
        ("12", None, True, True),
        ("12", "6", True, True),
        ("12", "8", False, False),
        ("4", None, False, True),
        ("4", "6", True, False),
        ("4", "8", False, True),
    ],
)
def test_next_goal_stands_where_the_lines_leave_room(
    end: str, reached: str | None, above: bool, before: bool
) -> None:
    continuation = points((2024, "4.6"), (2027, reached)) if reached else ()
    chart = replace(SMALL, path=path((2027, "7"), (2030, end)), continuation=continuation)
    assert plotly_content(chart)["nextGoal"] == {
        "year": 2027,
        "value": 7.0,
        "text": "Ziel 2027: 7,0",
        "above": above,
        "before": before,
    }
