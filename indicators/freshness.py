"""Whether an indicator's newest value is as new as it could be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from indicators.periods import check_period, first_day, month_number, months_per_period


class Freshness(StrEnum):
    """How new the newest value is, measured by what was expected until today."""

    CURRENT = "current"
    DUE = "due"
    STALE = "stale"
    EMPTY = "empty"

    @property
    def label(self) -> str:
        """Return the German word."""
        return _LABELS[self]


_LABELS = {
    Freshness.CURRENT: "aktuell",
    Freshness.DUE: "fällig",
    Freshness.STALE: "veraltet",
    Freshness.EMPTY: "ohne Wert",
}


@dataclass(frozen=True, slots=True)
class FreshnessState:
    """How new an indicator's values are on one day."""

    freshness: Freshness
    last_period: date | None  # first day of the newest period with a value, None without any
    due_since: date | None  # day the oldest missing value was expected, None if none is missing
    missing_periods: int  # expected periods since the last one; 0 without any value


def freshness(
    last_period: date | None, frequency: str, due_after_months: int, today: date
) -> FreshnessState:
    """Compare the newest period that has a value with the periods expected until today.

    The value of a period is expected `due_after_months` after the period's end: the year 2024
    with six months from 1 July 2025 on. One expected period missing is due, two or more are
    stale.

    Raises ValueError for an unknown frequency or a day that begins no period.
    """
    months = months_per_period(frequency)
    if last_period is None:
        return FreshnessState(Freshness.EMPTY, None, None, 0)
    check_period(last_period, frequency)
    first_due = month_number(last_period) + 2 * months + due_after_months
    # The first expected period falls due at first_due, another one a period's length later.
    missing = max(0, (month_number(today) - first_due) // months + 1)
    if missing == 0:
        return FreshnessState(Freshness.CURRENT, last_period, None, 0)
    state = Freshness.DUE if missing == 1 else Freshness.STALE
    return FreshnessState(state, last_period, first_day(first_due), missing)
