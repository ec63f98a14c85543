from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.named_periods import Period

NAMED = [
    ("2025", "year", date(2025, 1, 1), "2025", date(2026, 1, 1)),
    ("2025-h1", "half_year", date(2025, 1, 1), "1. Halbjahr 2025", date(2025, 7, 1)),
    ("2025-h2", "half_year", date(2025, 7, 1), "2. Halbjahr 2025", date(2026, 1, 1)),
    ("2025-q3", "quarter", date(2025, 7, 1), "3. Quartal 2025", date(2025, 10, 1)),
    ("2025-03", "month", date(2025, 3, 1), "März 2025", date(2025, 4, 1)),
    ("2025-12", "month", date(2025, 12, 1), "Dezember 2025", date(2026, 1, 1)),
]
DAYS = st.dates(date(1901, 1, 1), date(2099, 12, 31))
FREQUENCIES = st.sampled_from(["year", "half_year", "quarter", "month"])


@pytest.mark.parametrize(("slug", "frequency", "first_day", "label", "end"), NAMED)
def test_slug_names_a_period(
    slug: str, frequency: str, first_day: date, label: str, end: date
) -> None:
    period = Period.parse(slug)
    assert period == Period(first_day, frequency)
    assert (period.slug, str(period), period.label, period.end) == (slug, slug, label, end)


@pytest.mark.parametrize(
    ("slug", "accusative", "when"),
    [
        ("2025", "2025", "2025"),
        ("2025-h1", "das 1. Halbjahr 2025", "im 1. Halbjahr 2025"),
        ("2025-q3", "das 3. Quartal 2025", "im 3. Quartal 2025"),
        ("2025-07", "Juli 2025", "im Juli 2025"),
    ],
)
def test_period_in_a_sentence(slug: str, accusative: str, when: str) -> None:
    period = Period.parse(slug)
    assert (period.accusative, period.when) == (accusative, when)


@pytest.mark.parametrize(
    "text",
    ["", "25", "2025-", "2025-h3", "2025-q0", "2025-q5", "2025-00", "2025-13", "2025-7"]
    + ["1899", "2101", "2999", "２０２５", "2025-H1", "2025-01-01", " 2025", "2025\n"],
)
def test_other_text_is_no_period(text: str) -> None:
    with pytest.raises(ValueError, match="not a period"):
        Period.parse(text)


def test_day_in_between_begins_no_period() -> None:
    with pytest.raises(ValueError, match="first day"):
        Period(date(2025, 2, 1), "quarter")


@given(DAYS, FREQUENCIES)
def test_day_lies_in_the_period_that_contains_it(day: date, frequency: str) -> None:
    period = Period.containing(day, frequency)
    assert period.first_day <= day < period.end
    assert Period.parse(period.slug) == period
    assert Period.of(period.first_day.year, frequency, period.part) == period


@given(DAYS, FREQUENCIES, st.integers(-40, 40))
def test_shifting_counts_periods(day: date, frequency: str, count: int) -> None:
    period = Period.containing(day, frequency)
    assert period.shifted(count).periods_since(period) == count
    assert period.shifted(count).shifted(-count) == period


@given(DAYS, FREQUENCIES)
def test_neighbours_leave_no_gap(day: date, frequency: str) -> None:
    period = Period.containing(day, frequency)
    assert Period.containing(period.first_day - timedelta(days=1), frequency).end == (
        period.first_day
    )
    assert period.shifted(1).first_day == period.end


def test_year_before_is_the_same_part() -> None:
    assert Period.parse("2025-q3").year_before() == Period.parse("2024-q3")
    assert Period.parse("2025").year_before() == Period.parse("2024")
