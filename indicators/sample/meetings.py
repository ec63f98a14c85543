"""Made-up meetings of the council: some held, some planned, whenever the sample is loaded."""

from __future__ import annotations

from datetime import date, timedelta

from strategy.models import CouncilMeeting

BODY = "Rat"
MONTHS = (2, 4, 6, 9, 10, 12)  # of a year's meetings
BUDGET_MONTH = 12
WEDNESDAY = 2


def add_meetings(last_year: int) -> None:
    """Six meetings a year, from the last complete year to the year after next.

    Days of real meetings are passed over.
    """
    taken = set(CouncilMeeting.objects.filter(body=BODY).values_list("date", flat=True))
    years = range(last_year, last_year + 3)
    days = (meeting_day(year, month) for year in years for month in MONTHS)
    CouncilMeeting.objects.bulk_create(
        CouncilMeeting(
            date=day,
            body=BODY,
            title="Haushalt" if day.month == BUDGET_MONTH else "",
            is_sample=True,
        )
        for day in days
        if day not in taken
    )


def meeting_day(year: int, month: int) -> date:
    """The second Wednesday of the month."""
    first = date(year, month, 1)
    return first + timedelta(days=(WEDNESDAY - first.weekday()) % 7 + 7)
