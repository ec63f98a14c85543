"""A place beside the city and beside the mean of all."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.annual_values import PROTECTED, YearValue
from indicators.place_comparisons import Difference, difference, mean_of_all, share_of


@pytest.mark.parametrize(
    ("own", "other", "direction", "word"),
    [
        ("2", "1", "increase", "besser"),
        ("1", "2", "increase", "schlechter"),
        ("2", "1", "decrease", "schlechter"),
        ("1", "2", "decrease", "besser"),
        ("2", "1", "none", "mehr"),
        ("1", "2", "none", "weniger"),
        ("1", "1", "increase", "gleich"),
        ("-1", "-2", "increase", "besser"),
        ("4", "9", "toward", "besser"),  # towards 5
        ("9", "4", "toward", "schlechter"),
        ("4", "6", "toward", "gleich weit vom angestrebten Wert"),
    ],
)
def test_word(own: str, other: str, direction: str, word: str) -> None:
    found = difference(
        Decimal(own), Decimal(other), direction=direction, decimals=1, optimum=Decimal(5)
    )
    assert found == Difference(Decimal(own) - Decimal(other), word)


def test_difference_is_that_of_the_printed_numbers() -> None:
    found = difference(Decimal("1.249"), Decimal("1.151"), direction="increase", decimals=1)
    assert found == Difference(Decimal("0.0"), "gleich")  # 1,2 beside 1,2
    found = difference(Decimal("1.25"), Decimal("1.249"), direction="decrease", decimals=1)
    assert found == Difference(Decimal("0.1"), "schlechter")  # 1,3 beside 1,2


def year(value: int | None, reason: str = "") -> YearValue:
    return YearValue(2024, None if value is None else Decimal(value), reason)


@pytest.mark.parametrize(
    ("years", "mean"),
    [
        ([year(1), year(2), year(6)], Decimal(3)),
        ([year(0), year(0)], Decimal(0)),
        ([year(1), year(None, "not_collected")], None),
        ([year(1), year(None, PROTECTED)], None),
        ([year(1), None], None),
        ([None], None),
        ([], None),
    ],
)
def test_mean_is_that_of_all_parts_or_of_none(
    years: list[YearValue | None], mean: Decimal | None
) -> None:
    assert mean_of_all(years) == mean


@given(st.lists(st.decimals(-10_000, 10_000, places=4), min_size=1, max_size=19))
def test_mean_is_exact_to_many_digits(values: list[Decimal]) -> None:
    found = mean_of_all([YearValue(2024, value) for value in values])
    exact = sum(map(Fraction, values), Fraction(0)) / len(values)
    assert found is not None
    assert abs(Fraction(found) - exact) < Fraction(1, 10**20)


@pytest.mark.parametrize(
    ("own", "whole", "share"), [("3", "12", Decimal(25)), ("0", "12", Decimal(0)), ("0", "0", None)]
)
def test_share(own: str, whole: str, share: Decimal | None) -> None:
    assert share_of(Decimal(own), Decimal(whole)) == share
