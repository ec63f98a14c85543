"""Charts beside each other: the same years, and as index numbers the same scale."""

from __future__ import annotations

from decimal import Decimal

import pytest

from indicators.annual_values import YearValue
from indicators.charts.layouts import NARROW
from indicators.charts.side_by_side import (
    as_index,
    base_year,
    compared_years,
    over_the_same_years,
)
from indicators.charts.trend import TrendChart
from indicators.charts.trend_drawing import trend_drawing


def chart(**values: str | None) -> TrendChart:
    """A chart whose values are named y2020 and so on; None is a year without a value."""
    years = tuple(
        YearValue(int(name[1:]), None if value is None else Decimal(value))
        for name, value in values.items()
    )
    return TrendChart(
        title="Kennzahl",
        unit="t",
        decimals=0,
        direction="decrease",
        values=years,
        path=None,
        former_paths=(),
        first_year=years[0].year if years else 2020,
        last_year=years[-1].year if years else 2020,
        current_year=2025,
        continuation=(),
        sentence="Ein Urteil.",
    )


def numbers(one: TrendChart) -> dict[int, Decimal | None]:
    return {entry.year: entry.value for entry in one.values}


def test_charts_span_the_years_of_all() -> None:
    shown = over_the_same_years([chart(y2020="5", y2022="6"), chart(y2018="1", y2021="2")])
    assert {(one.first_year, one.last_year, one.sentence) for one in shown} == {(2018, 2022, "")}
    assert over_the_same_years([chart()])[0].first_year == 2020


@pytest.mark.parametrize(
    ("charts", "year"),
    [
        ([], None),
        ([chart(y2019="5", y2020="5"), chart(y2020="1", y2021="2")], 2020),
        ([chart(y2020="0", y2021="5"), chart(y2020="1", y2021="2")], 2021),
        ([chart(y2020="-5", y2021="5"), chart(y2020="1", y2021="2")], 2021),
        ([chart(y2020=None, y2021="5"), chart(y2020="1")], None),
    ],
    ids=str,
)
def test_base_is_the_first_year_with_a_value_above_zero_in_all(
    charts: list[TrendChart], year: int | None
) -> None:
    assert base_year(charts) == year


def test_index_is_in_percent_of_the_base_year() -> None:
    one, other = as_index([chart(y2019="4", y2020="5", y2021=None), chart(y2020="200")], 2020)
    assert numbers(one) == {2019: Decimal(80), 2020: Decimal(100), 2021: None}
    assert numbers(other) == {2020: Decimal(100)}
    assert (one.unit, one.decimals) == ("Index, 2020 = 100", 1)


def test_index_charts_share_one_scale() -> None:
    charts = over_the_same_years([chart(y2020="5", y2021="50"), chart(y2020="2", y2021="1")])
    drawn = [trend_drawing(one, NARROW) for one in as_index(charts, 2020)]
    assert drawn[0].grid == drawn[1].grid
    assert trend_drawing(charts[0], NARROW).grid != trend_drawing(charts[1], NARROW).grid


def test_scale_of_index_charts_covers_a_zero() -> None:
    one, other = as_index([chart(y2020="5", y2021="0"), chart(y2020="2", y2021="1")], 2020)
    assert one.reaches == other.reaches == (Decimal(0), Decimal(100))


def test_table_holds_every_measured_year() -> None:
    assert compared_years([chart(y2019="4", y2020=None), chart(y2020="1234")]) == [
        (2019, ["4", "–"]),
        (2020, ["–", "1.234"]),
    ]
