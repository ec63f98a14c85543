"""Classes of the tile map."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.value_classes import ValueClass, class_breaks, class_of, value_classes


def decimals(*texts: str) -> list[Decimal]:
    return [Decimal(text) for text in texts]


def test_five_classes_of_equal_size() -> None:
    values = decimals(*(str(number) for number in range(1, 11)))
    breaks = class_breaks(values, 0)
    assert breaks == tuple(decimals("3", "5", "7", "9"))
    assert [class_of(value, breaks) for value in values] == [
        "q1", "q1", "q2", "q2", "q3", "q3", "q4", "q4", "q5", "q5",
    ]  # fmt: skip


def test_skewed_counts_do_not_fall_into_one_class() -> None:
    values = decimals("0", "0", "1", "2", "3", "187")
    breaks = class_breaks(values, 0)
    assert len({class_of(value, breaks) for value in values}) > 2


@pytest.mark.parametrize("values", [[], decimals("5"), decimals("5", "5", "5")])
def test_without_two_values_there_is_one_class_and_no_legend(values: list[Decimal]) -> None:
    breaks = class_breaks(values, 1)
    assert breaks == ()
    assert value_classes(breaks, 1) == ()
    assert all(class_of(value, breaks) == "q1" for value in values)


def test_few_classes_are_spread_from_light_to_dark() -> None:
    assert value_classes(tuple(decimals("10")), 0) == (
        ValueClass("q1", "unter 10"),
        ValueClass("q5", "10 und mehr"),
    )


def test_labels() -> None:
    labels = [one.label for one in value_classes(tuple(decimals("1.5", "2", "1000")), 1)]
    assert labels == ["unter 1,5", "1,5 bis unter 2,0", "2,0 bis unter 1.000,0", "1.000,0 und mehr"]


@given(st.lists(st.decimals(-1000, 1000, places=2), min_size=1, max_size=19))
def test_more_is_never_lighter(values: list[Decimal]) -> None:
    breaks = class_breaks(values, 1)
    classes = [class_of(value, breaks) for value in sorted(values)]
    assert classes == sorted(classes)
    assert {one.name for one in value_classes(breaks, 1)} >= set(classes) or not breaks


def test_many_equal_values_leave_limits_between_the_others() -> None:
    values = decimals(*["0"] * 30, "1", "2", "3", "4", "5")
    assert class_breaks(values, 0) == tuple(decimals("1", "2", "3", "4"))
