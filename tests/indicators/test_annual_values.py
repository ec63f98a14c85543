from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.annual_values import INCOMPLETE, Observation, YearValue, annual_values

D = Decimal


def quarters(year: int, *values: str | None) -> list[Observation]:
    return [
        Observation(
            date(year, 3 * number + 1, 1),
            None if value is None else D(value),
            "not_collected" if value is None else "",
        )
        for number, value in enumerate(values)
    ]


@pytest.mark.parametrize(("rule", "expected"), [("last", "4"), ("sum", "10.5"), ("mean", "2.625")])
def test_annual_values_of_quarters(rule: str, expected: str) -> None:
    parts = quarters(2024, "1", "2.5", "3", "4")
    assert annual_values(parts, "quarter", rule) == (YearValue(2024, D(expected)),)


@pytest.mark.parametrize("rule", ["last", "sum", "mean"])
def test_annual_values_of_years_are_the_values_themselves(rule: str) -> None:
    observations = [
        Observation(date(2023, 1, 1), None, "secret"),
        Observation(date(2024, 1, 1), D("7.4"), provisional=True),
        Observation(date(2022, 1, 1), D(0), revised=True),
    ]
    assert annual_values(observations, "year", rule) == (
        YearValue(2022, D(0), revised=True),
        YearValue(2023, None, "secret"),
        YearValue(2024, D("7.4"), provisional=True),
    )


def test_annual_values_last_takes_the_last_period_with_a_value() -> None:
    parts = quarters(2024, "1", "2", None, None)
    assert annual_values(parts, "quarter", "last") == (YearValue(2024, D(2)),)


def test_annual_values_last_without_any_value_keeps_the_reason() -> None:
    parts = quarters(2024, None, None)
    parts[0] = replace(parts[0], missing_reason="other")
    assert annual_values(parts, "quarter", "last") == (YearValue(2024, None, "not_collected"),)


@pytest.mark.parametrize("rule", ["sum", "mean"])
@pytest.mark.parametrize("values", [("1", "2", "3"), ("1", None, "3", "4"), (None,) * 4])
def test_annual_values_of_an_incomplete_year(rule: str, values: tuple[str | None, ...]) -> None:
    parts = quarters(2024, *values)
    assert annual_values(parts, "quarter", rule) == (YearValue(2024, None, INCOMPLETE),)


@pytest.mark.parametrize("rule", ["sum", "mean"])
def test_annual_values_one_provisional_part_makes_the_year_provisional(rule: str) -> None:
    parts = quarters(2024, "1", "2", "3", "4")
    parts[1] = replace(parts[1], provisional=True)
    parts[2] = replace(parts[2], revised=True)
    (year,) = annual_values(parts, "quarter", rule)
    assert (year.provisional, year.revised) == (True, True)


def test_annual_values_last_ignores_flags_of_parts_it_does_not_use() -> None:
    parts = quarters(2024, "1", "2")
    parts[0] = replace(parts[0], provisional=True, revised=True)
    assert annual_values(parts, "quarter", "last") == (YearValue(2024, D(2)),)


def test_annual_values_of_half_years_in_any_order() -> None:
    parts = [
        Observation(date(2024, 7, 1), D(3)),
        Observation(date(2023, 7, 1), D(1)),
        Observation(date(2024, 1, 1), D(2)),
    ]
    assert annual_values(parts, "half_year", "sum") == (
        YearValue(2023, None, INCOMPLETE),
        YearValue(2024, D(5)),
    )


@pytest.mark.parametrize("frequency", ["year", "half_year", "quarter", "month"])
def test_annual_values_of_nothing(frequency: str) -> None:
    assert annual_values([], frequency, "sum") == ()


@given(
    st.lists(st.decimals(min_value=-(10**9), max_value=10**9, places=4), min_size=12, max_size=12)
)
def test_annual_values_of_months(values: list[Decimal]) -> None:
    """Against exact fractions."""
    parts = [Observation(date(2024, month, 1), values[month - 1]) for month in range(1, 13)]
    exact = sum(map(Fraction, values), Fraction(0))
    (total,) = annual_values(parts, "month", "sum")
    (mean,) = annual_values(parts, "month", "mean")
    assert total.value is not None
    assert mean.value is not None
    assert Fraction(total.value) == exact
    assert abs(Fraction(mean.value) - exact / 12) < Fraction(1, 10**15)


@pytest.mark.parametrize(
    ("observations", "frequency", "rule", "message"),
    [
        ([], "week", "sum", "unknown frequency: 'week'"),
        ([], "year", "median", "unknown annual rule: 'median'"),
        (quarters(2024, "1") * 2, "quarter", "last", "two observations of 2024-01-01"),
        (quarters(2024, "1", "2"), "half_year", "sum", "2024-04-01 is not the first day"),
    ],
)
def test_annual_values_refuses(
    observations: list[Observation], frequency: str, rule: str, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        annual_values(observations, frequency, rule)
