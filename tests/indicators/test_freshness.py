from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.freshness import Freshness, FreshnessState, freshness

LAST = date(2023, 1, 1)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2023, 1, 1), FreshnessState(Freshness.CURRENT, LAST, None, 0)),
        (date(2025, 6, 30), FreshnessState(Freshness.CURRENT, LAST, None, 0)),
        (date(2025, 7, 1), FreshnessState(Freshness.DUE, LAST, date(2025, 7, 1), 1)),
        (date(2026, 6, 30), FreshnessState(Freshness.DUE, LAST, date(2025, 7, 1), 1)),
        (date(2026, 7, 1), FreshnessState(Freshness.STALE, LAST, date(2025, 7, 1), 2)),
        (date(2030, 1, 1), FreshnessState(Freshness.STALE, LAST, date(2025, 7, 1), 5)),
    ],
)
def test_freshness_of_years_due_after_six_months(today: date, expected: FreshnessState) -> None:
    assert freshness(LAST, "year", 6, today) == expected


@pytest.mark.parametrize(
    ("frequency", "due_after_months", "due_since", "stale_since"),
    [
        # The last value is that of the period that begins in January 2024.
        ("month", 0, date(2024, 3, 1), date(2024, 4, 1)),
        ("month", 1, date(2024, 4, 1), date(2024, 5, 1)),
        ("quarter", 2, date(2024, 9, 1), date(2024, 12, 1)),
        ("half_year", 3, date(2025, 4, 1), date(2025, 10, 1)),
        ("year", 0, date(2026, 1, 1), date(2027, 1, 1)),
        ("year", 18, date(2027, 7, 1), date(2028, 7, 1)),
    ],
)
def test_freshness_turns_on_the_day(
    frequency: str, due_after_months: int, due_since: date, stale_since: date
) -> None:
    def on(day: date) -> FreshnessState:
        return freshness(date(2024, 1, 1), frequency, due_after_months, day)

    day_before = timedelta(days=1)
    assert on(due_since - day_before).freshness is Freshness.CURRENT
    assert on(due_since).freshness is Freshness.DUE
    assert on(due_since).due_since == due_since
    assert on(stale_since - day_before).freshness is Freshness.DUE
    assert on(stale_since).freshness is Freshness.STALE
    assert on(stale_since).due_since == due_since


def test_freshness_without_any_value() -> None:
    state = freshness(None, "year", 6, date(2026, 1, 1))
    assert state == FreshnessState(Freshness.EMPTY, None, None, 0)


def test_freshness_of_a_period_to_come_is_current() -> None:
    assert freshness(date(2026, 1, 1), "year", 6, date(2025, 1, 1)).missing_periods == 0


@given(
    last=st.dates(date(1990, 1, 1), date(2040, 1, 1)),
    today=st.dates(date(1990, 1, 1), date(2040, 1, 1)),
    due_after_months=st.integers(0, 36),
)
def test_freshness_of_months_counted_one_by_one(
    last: date, today: date, due_after_months: int
) -> None:
    """Walks from month to month and asks each one whether its value was expected by today."""

    def following(day: date, months: int) -> date:
        for _ in range(months):
            day = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
        return day

    last = last.replace(day=1)
    missing = 0
    period = following(last, 1)
    while following(period, 1 + due_after_months) <= today:
        missing += 1
        period = following(period, 1)
    assert freshness(last, "month", due_after_months, today).missing_periods == missing


@pytest.mark.parametrize(
    ("last_period", "frequency", "message"),
    [
        (LAST, "week", "unknown frequency: 'week'"),
        (None, "week", "unknown frequency: 'week'"),
        (date(2024, 2, 1), "quarter", "2024-02-01 is not the first day of a quarter"),
    ],
)
def test_freshness_refuses(last_period: date | None, frequency: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        freshness(last_period, frequency, 6, date(2026, 1, 1))


def test_freshness_labels() -> None:
    assert [state.label for state in Freshness] == ["aktuell", "fällig", "veraltet", "ohne Wert"]
