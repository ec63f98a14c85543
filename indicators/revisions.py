"""What "r" (revidiert) stands for: which values were corrected, and on which day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from indicators.named_periods import MONTHS

MANY = 3  # from so many different days on, the legend points to the list of corrections


def revision_legend(days: Mapping[str, date]) -> str:
    """The German legend of marked values, by the label of each; empty if none is marked.

    >>> revision_legend({"2024": date(2026, 4, 11)})
    'r = revidiert am 11. April 2026'
    """
    if not days:
        return ""
    different = sorted(set(days.values()))
    if len(different) == 1:
        return f"r = revidiert am {written(different[0])}"
    if len(different) >= MANY:
        first, last = written(different[0]), written(different[-1])
        return f"r = revidiert, zwischen dem {first} und dem {last}"
    each = (f"{label} am {written(day)}" for label, day in days.items())
    return f"r = revidiert: {', '.join(each)}"


def written(day: date) -> str:
    """A day as printed: "11. April 2026"."""
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"
