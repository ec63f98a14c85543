from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from indicators.disclosure.sensitivity import Rule, cases_of, is_small

D = Decimal
COUNT = Rule(min_cases=5)
PART_OF_ALL = Rule(min_cases=5, min_base=100, has_base=True)
PERCENT = Rule(min_cases=5, min_base=100, factor=100, has_base=True)


@pytest.mark.parametrize(
    ("value", "small"),
    [("0", True), ("1", True), ("4", True), ("4.9999", True), ("5", False), ("-4", True)],
)
def test_counts_below_the_least(value: str, small: bool) -> None:
    assert is_small(D(value), None, COUNT) is small


@pytest.mark.parametrize(
    ("value", "base", "small"),
    [
        ("50", "100", False),
        ("50", "99", True),  # too few people in all
        ("96", "100", True),  # four who are no case
        ("95", "100", False),
        ("100", "100", True),  # all: nobody is no case
        ("50", None, True),  # nobody knows of how many
    ],
)
def test_base_and_those_who_are_no_case(value: str, base: str | None, small: bool) -> None:
    assert is_small(D(value), D(base) if base else None, PART_OF_ALL) is small


@pytest.mark.parametrize(
    ("percent", "base", "small"),
    [
        ("2.4", "200", True),  # 4.8 cases
        ("2.5", "200", False),  # 5 cases
        ("97.6", "200", True),
        ("97.5", "200", False),
        ("50", "80", True),
        ("50", None, True),
    ],
)
def test_shares(percent: str, base: str | None, small: bool) -> None:
    assert is_small(D(percent), D(base) if base else None, PERCENT) is small


def test_none_and_all_may_be_harmless() -> None:
    harmless = Rule(min_cases=5, has_base=True, zero_is_harmless=True)
    assert not is_small(D(0), D(200), harmless)
    assert not is_small(D(200), D(200), harmless)
    assert is_small(D(1), D(200), harmless)


def test_cases_behind_a_value() -> None:
    assert cases_of(D("2.5"), D(200), 100) == 5
    assert cases_of(D("0.1"), D(1), 3) == Fraction(1, 30)
    assert cases_of(D(7), None, None) == 7
    assert cases_of(D(7), None, 100) is None
