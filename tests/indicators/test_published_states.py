"""The published state of a past day."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine

from indicators.published_states import StandForm, end_of


@pytest.fixture(autouse=True)
def today():
    """In Soest 12 March has begun; in Greenwich it has not."""
    with time_machine.travel(datetime(2026, 3, 11, 23, 30, tzinfo=UTC), tick=False):
        yield


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2026, 1, 31), datetime(2026, 1, 31, 22, 59, 59, 999999, tzinfo=UTC)),  # winter
        (date(2025, 7, 31), datetime(2025, 7, 31, 21, 59, 59, 999999, tzinfo=UTC)),  # summer
        (date(2025, 3, 30), datetime(2025, 3, 30, 21, 59, 59, 999999, tzinfo=UTC)),  # 23 hours
        (date(2025, 10, 26), datetime(2025, 10, 26, 22, 59, 59, 999999, tzinfo=UTC)),  # 25 hours
    ],
)
def test_a_day_ends_at_midnight_in_soest(day: date, end: datetime) -> None:
    assert end_of(day) == end


@pytest.mark.parametrize("text", ["2025-12-31", "31.12.2025"])
def test_day_is_read(text: str) -> None:
    form = StandForm({"stand": text})
    assert form.day == date(2025, 12, 31)
    assert form.moment == end_of(date(2025, 12, 31))
    assert form.query == "?stand=2025-12-31"


@pytest.mark.parametrize("data", [{}, {"stand": ""}])
def test_no_day_is_now(data: dict[str, str]) -> None:
    form = StandForm(data)
    assert form.is_valid()
    assert form.moment is None
    assert form.query == ""


def test_today_in_soest_is_no_future() -> None:
    assert StandForm({"stand": "2026-03-12"}).is_valid()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2026-03-13", "Dieser Tag liegt in der Zukunft."),
        ("9999-12-31", "Dieser Tag liegt in der Zukunft."),
        ("1999-12-31", "Möglich sind Tage ab dem 01.01.2000."),
        ("2025-02-30", "Diesen Tag gibt es nicht."),
        ("gestern", "Diesen Tag gibt es nicht."),
        ("2025", "Diesen Tag gibt es nicht."),
        ("\x00", "Diesen Tag gibt es nicht."),
    ],
)
def test_other_texts_are_told(text: str, message: str) -> None:
    form = StandForm({"stand": text})
    assert message in form.errors["stand"][0]
    assert form.moment is None
    assert form.query == ""
