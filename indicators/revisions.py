"""What "p" (vorläufig) and "r" (revidiert) stand for: which were corrected, and on which day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from indicators.annual_values import YearValue
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


def marks_legend(years: Iterable[YearValue], revised: str = "") -> str:
    """The German legend of the marks that occur among these; empty if none does.

    `revised` tells more about "r" than the word.

    >>> marks_legend([YearValue(2024, None), YearValue(2025, None, provisional=True)])
    'p = vorläufig.'
    """
    shown = list(years)
    meanings = (
        "p = vorläufig" if any(one.provisional for one in shown) else "",
        (revised or "r = revidiert") if any(one.revised for one in shown) else "",
    )
    told = "; ".join(meaning for meaning in meanings if meaning)
    return f"{told}." if told else ""


def written(day: date) -> str:
    """A day as printed: "11. April 2026"."""
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"
