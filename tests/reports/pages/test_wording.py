from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from reports.pages.wording import (
    counted,
    dated,
    enumeration,
    local_day,
    long_date,
    paragraphs,
    status_word,
)


def test_long_date() -> None:
    assert long_date(date(2025, 3, 1)) == "1. März 2025"


@pytest.mark.parametrize(
    ("precision", "text"),
    [("day", "15. Dezember 2021"), ("month", "Dezember 2021"), ("year", "2021")],
)
def test_dated_is_as_exact_as_known(precision: str, text: str) -> None:
    assert dated(date(2021, 12, 15), precision) == text


def test_local_day_is_that_of_soest() -> None:
    assert local_day(datetime(2024, 12, 31, 23, 30, tzinfo=UTC)) == date(2025, 1, 1)


def test_paragraphs_are_parted_by_blank_lines() -> None:
    assert paragraphs("Liebe Leute,\r\n\r\nwir sind\nweiter.\n\n\n") == (
        "Liebe Leute,",
        "wir sind weiter.",
    )


def test_status_word_begins_a_sentence() -> None:
    assert status_word("partly_cloudy") == "Leicht bewölkt"


@pytest.mark.parametrize(("number", "text"), [(0, "0 Ziele"), (1, "1 Ziel"), (2, "2 Ziele")])
def test_counted(number: int, text: str) -> None:
    assert counted(number, "Ziel", "Ziele") == text


@pytest.mark.parametrize(
    ("words", "text"), [([], ""), ([7], "7"), ([7, 13], "7 und 13"), ([1, 2, 3], "1, 2 und 3")]
)
def test_enumeration(words: list[int], text: str) -> None:
    assert enumeration(words) == text
