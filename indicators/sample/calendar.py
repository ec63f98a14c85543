"""The year of the newest sample values, and the months in which it is that."""

from __future__ import annotations

from datetime import date

COLLECTED_BY_MONTH = 5  # the values of a year are released in the spring after it


def collected_year(today: date) -> int:
    """The last year whose values are collected by now: those of 2025 from May 2026 on."""
    return today.year - (1 if today.month >= COLLECTED_BY_MONTH else 2)


def loading_months(last_year: int) -> tuple[date, date]:
    """From when until when (excluded) a year is the last collected one."""
    return date(last_year + 1, COLLECTED_BY_MONTH, 1), date(last_year + 2, COLLECTED_BY_MONTH, 1)
