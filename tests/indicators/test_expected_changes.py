from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.annual_values import PROTECTED, YearValue
from indicators.expected_changes import ExpectedChange, compare


def expect(
    lower: int | None, upper: int | None, from_year: int = 2023, until: int | None = None
) -> ExpectedChange:
    low, high = (None if side is None else Decimal(side) for side in (lower, upper))
    return ExpectedChange(low, high, from_year, until)


def series(values: Mapping[int, int | None]) -> list[YearValue]:
    return [
        YearValue(year, None, "not_collected") if value is None else YearValue(year, Decimal(value))
        for year, value in values.items()
    ]


@pytest.mark.parametrize(
    ("lower", "upper", "sign"),
    [
        (1, 2, 1),
        (0, 2, 1),
        (1, None, 1),
        (0, None, 1),
        (-2, -1, -1),
        (-2, 0, -1),
        (None, -1, -1),
        (None, 0, -1),
        (-1, 1, 0),
        (0, 0, 0),
        (None, 5, 0),
        (-5, None, 0),
    ],
)
def test_way_of_the_range(lower: int | None, upper: int | None, sign: int) -> None:
    assert expect(lower, upper).sign == sign


@pytest.mark.parametrize(
    ("expected", "change", "outcome"),
    [
        (expect(1, 2), 1, "as_expected"),
        (expect(1, 2), 2, "as_expected"),
        (expect(2, 3), 1, "weaker"),
        (expect(2, 3), 0, "weaker"),
        (expect(2, 3), 4, "stronger"),
        (expect(2, 3), -1, "opposite"),
        (expect(-3, -2), -2, "as_expected"),
        (expect(-3, -2), -1, "weaker"),
        (expect(-3, -2), -4, "stronger"),
        (expect(-3, -2), 1, "opposite"),
        (expect(2, None), 100, "as_expected"),
        (expect(None, -2), -1, "weaker"),
        (expect(0, 2), 3, "stronger"),
        (expect(0, 2), -1, "opposite"),
        (expect(-1, 1), 5, "outside"),
        (expect(None, 5), 6, "outside"),
        (expect(0, 0), 1, "outside"),
    ],
)
def test_outcome(expected: ExpectedChange, change: int, outcome: str) -> None:
    compared = compare(series({2022: 10, 2023: 10 + change}), expected, 2024)
    assert (compared.outcome, compared.change) == (outcome, Decimal(change))


@pytest.mark.parametrize(
    ("values", "outcome", "before", "after"),
    [
        ({}, "no_value_before", None, None),
        ({2023: 5, 2024: 6}, "no_value_before", None, 2024),
        ({2020: 5}, "no_value_since", 2020, None),
        ({2020: 5, 2021: None, 2022: None, 2024: 6}, "as_expected", 2020, 2024),
        ({2022: 5, 2023: None}, "no_value_since", 2022, None),
        ({2022: 5, 2023: 6, 2024: None}, "as_expected", 2022, 2023),
    ],
)
def test_gaps(
    values: Mapping[int, int | None], outcome: str, before: int | None, after: int | None
) -> None:
    compared = compare(series(values), expect(1, 2), 2025)
    assert compared.outcome == outcome
    assert (compared.before.year if compared.before else None) == before
    assert (compared.after.year if compared.after else None) == after


def test_year_that_is_not_reached_has_nothing_to_compare() -> None:
    compared = compare(series({2022: 5, 2023: 9}), expect(1, 2, from_year=2026), 2025)
    assert compared.outcome == "not_begun"
    assert compare(series({2022: 5}), expect(1, 2, from_year=2026), 2026).outcome == (
        "no_value_since"
    )


def test_values_after_the_end_do_not_count() -> None:
    compared = compare(series({2022: 5, 2023: 6, 2024: 50}), expect(1, 2, until=2023), 2025)
    assert compared.outcome == "as_expected"
    assert compared.after == YearValue(2023, Decimal(6))


def test_reason_for_no_value_is_kept_on_both_sides() -> None:
    years = [
        YearValue(2021, Decimal(5)),
        YearValue(2022, None, PROTECTED),
        YearValue(2023, Decimal(6)),
        YearValue(2024, None, "not_collected"),
    ]
    compared = compare(years, expect(1, 2), 2025)
    assert compared.blank_before == years[1]
    assert compared.blank_after == years[3]


@pytest.mark.parametrize("end", [0, 1])
def test_provisional_if_either_end_is(end: int) -> None:
    years = series({2022: 5, 2023: 6})
    assert not compare(years, expect(1, 2), 2025).is_provisional
    years[end] = YearValue(years[end].year, years[end].value, provisional=True)
    assert compare(years, expect(1, 2), 2025).is_provisional


NUMBERS = st.integers(-9, 9)


@given(lower=NUMBERS, upper=NUMBERS, start=NUMBERS, end=NUMBERS)
def test_a_world_upside_down_says_the_same(lower: int, upper: int, start: int, end: int) -> None:
    """Less of a bad thing is compared like more of a good one."""
    lower, upper = sorted((lower, upper))
    up = compare(series({2022: start, 2023: end}), expect(lower, upper), 2024)
    down = compare(series({2022: -start, 2023: -end}), expect(-upper, -lower), 2024)
    assert up.outcome == down.outcome
    assert (up.outcome == "as_expected") == (lower <= end - start <= upper)
