"""What stands on the map in place of a number."""

from __future__ import annotations

from decimal import Decimal

import pytest

from indicators.annual_values import INCOMPLETE, NO_POPULATION, PROTECTED, YearValue
from indicators.district_marks import (
    CONFIDENTIAL,
    MARKS,
    NO_INHABITANTS,
    NO_VALUE,
    SECRET,
    Mark,
    mark_of,
)
from indicators.enums import MissingReason


@pytest.mark.parametrize(
    ("year", "mark"),
    [
        (None, NO_VALUE),
        (YearValue(2024, Decimal(0)), None),
        (YearValue(2024, Decimal(7)), None),
        (YearValue(2024, None, "not_collected"), NO_VALUE),
        (YearValue(2024, None, INCOMPLETE), NO_VALUE),
        (YearValue(2024, None, PROTECTED), SECRET),
        (YearValue(2024, None, "confidential"), SECRET),
        (YearValue(2024, None, NO_POPULATION), NO_INHABITANTS),
    ],
)
def test_mark(year: YearValue | None, mark: Mark | None) -> None:
    assert mark_of(year) is mark


def test_marks_differ_in_every_way() -> None:
    for attribute in ("name", "word", "abbreviation", "meaning"):
        assert len({getattr(mark, attribute) for mark in MARKS}) == len(MARKS)


def test_reason_that_is_entered_has_the_code_of_the_list() -> None:
    assert CONFIDENTIAL == MissingReason.CONFIDENTIAL
