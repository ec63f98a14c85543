"""Breaks of the series and remarks."""

from __future__ import annotations

from decimal import Decimal

import pytest

from indicators.year_notes import YearNote, breaks_of, comparable, remarks_of, series_start

NOTES = (
    YearNote(2023, "note", "Deutschlandticket."),
    YearNote(2021, "break", "neue Zählweise"),
    YearNote(2016, "break", "Zensus"),
    YearNote(2020, "note", "Pandemie"),
)
POINTS = {year: Decimal(year) for year in range(2014, 2026)}


def test_breaks_and_remarks_are_told_apart_in_the_order_of_years() -> None:
    assert [one.year for one in breaks_of(NOTES)] == [2016, 2021]
    assert [one.year for one in remarks_of(NOTES)] == [2020, 2023]


@pytest.mark.parametrize(
    ("year", "start"), [(2025, 2021), (2021, 2021), (2020, 2016), (2016, 2016), (2015, None)]
)
def test_series_start_is_the_last_break_so_far(year: int, start: int | None) -> None:
    assert series_start(NOTES, year) == start


@pytest.mark.parametrize(
    ("year", "first", "last"), [(2025, 2021, 2025), (2020, 2016, 2020), (2015, 2014, 2015)]
)
def test_comparable_values(year: int, first: int, last: int) -> None:
    assert list(comparable(POINTS, NOTES, year)) == list(range(first, last + 1))


def test_words_end_without_a_full_stop() -> None:
    assert NOTES[0].words == "Deutschlandticket"
