"""Small multiples on one scale."""

from __future__ import annotations

from decimal import Decimal

from indicators.charts.scales import ValueAxis
from indicators.charts.small_multiple import SmallMultiple, common_axis, small_multiple
from tests.indicators.charts.examples import years

CITY = years(2021, "1 2 3")
AXIS = ValueAxis(Decimal(0), Decimal(5), ())


def multiple(texts: str) -> SmallMultiple:
    return small_multiple(years(2021, texts), CITY, axis=AXIS, first_year=2021, last_year=2023)


def test_own_line_and_city():
    assert multiple("5 4 0") == SmallMultiple(own="M2 3L50 10L98 38", city="M2 31L50 24L98 17")


def test_gaps_break_the_line_and_lone_values_are_dots():
    assert multiple("5 - 0").own == "M2 3h0M98 38h0"


def test_no_line_leads_across_a_break():
    drawn = small_multiple(
        years(2021, "5 4 0"), CITY, axis=AXIS, first_year=2021, last_year=2023, breaks={2022}
    )
    assert drawn == SmallMultiple(own="M2 3h0M50 10L98 38", city="M2 31h0M50 24L98 17")


def test_without_values():
    assert multiple("- - -").own == ""
    assert small_multiple((), (), axis=None, first_year=2021, last_year=2023) == SmallMultiple(
        "", ""
    )


def test_years_outside_are_left_out():
    drawn = small_multiple(years(2019, "9 9 1 2"), CITY, axis=AXIS, first_year=2021, last_year=2022)
    assert drawn.own == "M2 31L98 24"
    assert drawn.city == "M2 31L98 24"


def test_common_axis_holds_all_series():
    axis = common_axis([CITY, years(2020, "- 0.4 9")], decimals=1)
    assert axis == ValueAxis(Decimal(0), Decimal("9.54"), tuple(map(Decimal, (0, 2, 4, 6, 8))))
    assert common_axis([years(2020, "- -"), ()], decimals=1) is None
