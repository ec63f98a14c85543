"""A collection round that runs on the day the sample data is loaded."""

from __future__ import annotations

from datetime import date, timedelta

from indicators.models import CollectionRound, Indicator, RoundIndicator

BEGAN = timedelta(days=30)  # before the day of loading
DUE = timedelta(days=20)  # after it
NOTE = (
    "Beispiel: Bitte tragen Sie die Werte des letzten Jahres ein. Fragen beantwortet die "
    "Koordination."
)


def add_round(today: date) -> None:
    """Ask for last year's value of every sample indicator that is not computed.

    Not if a real round asks for that year.
    """
    year = today.year - 1
    if CollectionRound.objects.filter(year=year).exists():
        return
    added = CollectionRound.objects.create(
        year=year, opens_on=today - BEGAN, deadline=today + DUE, note=NOTE, is_sample=True
    )
    indicators = Indicator.objects.entered().filter(is_sample=True)
    RoundIndicator.objects.bulk_create(
        RoundIndicator(round=added, indicator=one, department=one.department, is_sample=True)
        for one in indicators.select_related("department").order_by("code")
        if one.department
    )
