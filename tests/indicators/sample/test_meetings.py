"""Made-up meetings of the council."""

from __future__ import annotations

from datetime import date

import pytest

from indicators.sample.meetings import add_meetings, meeting_day
from strategy.models import CouncilMeeting
from tests.factories import CouncilMeetingFactory


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(2026, 2, date(2026, 2, 11)), (2026, 4, date(2026, 4, 8)), (2027, 9, date(2027, 9, 8))],
)
def test_they_are_on_the_second_wednesday(year: int, month: int, day: date) -> None:
    assert meeting_day(year, month) == day


@pytest.mark.django_db
@pytest.mark.parametrize("today", [date(2026, 5, 1), date(2027, 4, 30)])
def test_some_are_held_and_some_planned_as_long_as_the_year_counts(today: date) -> None:
    add_meetings(2025)
    assert CouncilMeeting.objects.until(today).count() >= 3
    assert CouncilMeeting.objects.filter(date__gt=today).exists()
    assert all(CouncilMeeting.objects.values_list("is_sample", flat=True))


@pytest.mark.django_db
def test_real_meetings_stay() -> None:
    CouncilMeetingFactory(date=date(2026, 2, 11), title="echt")
    add_meetings(2025)
    kept = CouncilMeeting.objects.get(date=date(2026, 2, 11))
    assert (kept.title, kept.is_sample) == ("echt", False)
