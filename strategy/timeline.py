"""Where dates lie on the time line of an action, in percent of its width. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

MOST_LABELS = 7  # year labels that fit beside each other on a phone


@dataclass(frozen=True, slots=True)
class Mark:
    """A milestone on the line."""

    x: str  # "47.2%"
    state: str  # "reached", "planned", "late" or "dropped"


@dataclass(frozen=True, slots=True)
class Timeline:
    """The drawing of an action's time, from 1 January of its first to the end of its last year."""

    start: str  # where the action begins, in percent
    end: str
    now: str  # where today is; empty outside the line
    years: tuple[tuple[str, int], ...]  # position and label
    marks: tuple[Mark, ...]


def timeline(
    starts_on: date | None,
    ends_on: date | None,
    milestones: Iterable[tuple[date, date | None]],  # due on, reached on
    today: date,
    *,
    stopped: bool = False,
) -> Timeline | None:
    """Lay out an action's time; None for an action without any date."""
    steps = list(milestones)
    days = [day for day in (starts_on, ends_on) if day] + [due for due, _ in steps]
    days += [reached for _, reached in steps if reached]
    if not days:
        return None
    first, last = min(days).year, max(days).year + 1

    def x(day: date) -> str:
        return percent(day, date(first, 1, 1), date(last, 1, 1))

    step = -(-(last - first) // MOST_LABELS)
    return Timeline(
        start=x(starts_on or min(days)),
        end=x(ends_on or max(days)),
        now=x(today) if first <= today.year < last else "",
        years=tuple((x(date(year, 1, 1)), year) for year in range(first, last, step)),
        marks=tuple(
            Mark(x(reached or due), state(due, reached, today, stopped=stopped))
            for due, reached in steps
        ),
    )


def percent(day: date, start: date, end: date) -> str:
    """The position of a day between two days."""
    return f"{(day - start).days * 100 / (end - start).days:.1f}%"


def state(due: date, reached: date | None, today: date, *, stopped: bool = False) -> str:
    """Whether a milestone was reached, is planned, or should have been reached by now.

    What a stopped action has not reached is dropped: nobody waits for it.
    """
    if reached is not None:
        return "reached"
    if stopped:
        return "dropped"
    return "late" if due < today else "planned"
