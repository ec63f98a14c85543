from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.periods import check_period, first_day, month_number, months_per_period


@pytest.mark.parametrize(
    ("frequency", "months"), [("year", 12), ("half_year", 6), ("quarter", 3), ("month", 1)]
)
def test_months_per_period(frequency: str, months: int) -> None:
    assert months_per_period(frequency) == months


def test_months_per_period_unknown_frequency() -> None:
    with pytest.raises(ValueError, match="unknown frequency: 'week'"):
        months_per_period("week")


@pytest.mark.parametrize(
    ("frequency", "months"),
    [
        ("year", {1}),
        ("half_year", {1, 7}),
        ("quarter", {1, 4, 7, 10}),
        ("month", set(range(1, 13))),
    ],
)
def test_check_period_knows_the_first_months(frequency: str, months: set[int]) -> None:
    for month in range(1, 13):
        if month in months:
            check_period(date(2024, month, 1), frequency)
        else:
            with pytest.raises(ValueError, match="is not the first day of a"):
                check_period(date(2024, month, 1), frequency)


def test_check_period_refuses_another_day() -> None:
    with pytest.raises(ValueError, match="2024-01-02 is not the first day of a month"):
        check_period(date(2024, 1, 2), "month")


@given(st.dates())
def test_first_day_of_the_month_of_any_day(day: date) -> None:
    assert first_day(month_number(day)) == day.replace(day=1)


def test_month_number_counts_over_the_turn_of_the_year() -> None:
    assert month_number(date(2025, 1, 31)) - month_number(date(2024, 12, 1)) == 1
