"""Periods of measurement: a year, half-year, quarter or month, named by its first day."""

from __future__ import annotations

from datetime import date

MONTHS_PER_PERIOD = {"year": 12, "half_year": 6, "quarter": 3, "month": 1}


def months_per_period(frequency: str) -> int:
    """Return how many months a period of this frequency lasts; ValueError if it is unknown."""
    if frequency not in MONTHS_PER_PERIOD:
        raise ValueError(f"unknown frequency: {frequency!r}")
    return MONTHS_PER_PERIOD[frequency]


def check_period(period: date, frequency: str) -> None:
    """Raise ValueError unless the day is the first day of a period of this frequency."""
    if period.day != 1 or (period.month - 1) % months_per_period(frequency):
        raise ValueError(f"{period} is not the first day of a {frequency}")


def month_number(day: date) -> int:
    """Return the number of whole months from the beginning of year 0 to the month of the day."""
    return day.year * 12 + day.month - 1


def first_day(month: int) -> date:
    """Return the first day of the month with this `month_number`."""
    return date(month // 12, month % 12 + 1, 1)
