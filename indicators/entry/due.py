"""Which periods of an indicator are owed, until when, and how far somebody has got."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from indicators.named_periods import Period
from indicators.periods import first_day, month_number, months_per_period

MOST_SEGMENT_STEPS = 12  # widths of a segment of the progress bar (classes n1 … n12)


class Standing(StrEnum):
    """How far the value of a period is."""

    RETURNED = "returned"
    OPEN = "open"
    DRAFT = "draft"
    PARTS = "parts"  # the city's value is handed in, but not that of every Ortsteil
    SUBMITTED = "submitted"
    NO_VALUE = "no_value"  # released: there is none, and why
    DONE = "done"

    @property
    def needs_work(self) -> bool:
        """The ball is with the person who enters."""
        return self not in (Standing.SUBMITTED, Standing.NO_VALUE, Standing.DONE)

    @property
    def label(self) -> str:
        """The German word, as the heading of a column says it."""
        return _LABELS[self]


class Phase(StrEnum):
    """Where a day lies before or after a deadline."""

    IN_TIME = "in_time"
    GRACE = "grace"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Terms:
    """Until when a value is asked for."""

    deadline: date  # the last day in time
    grace_ends_on: date  # the last day of the grace period; the deadline itself without one

    @classmethod
    def usual(cls, period: Period, due_after_months: int) -> Terms:
        """What holds for a period that no round asks for."""
        deadline = last_day_in_time(period, due_after_months)
        return cls(deadline, deadline)

    @property
    def late_since(self) -> date:
        """The first day on which the value is late."""
        return self.deadline + timedelta(days=1)

    def phase(self, today: date) -> Phase:
        if today <= self.deadline:
            return Phase.IN_TIME
        return Phase.GRACE if today <= self.grace_ends_on else Phase.OVERDUE

    def still_possible_until(self, today: date) -> date | None:
        """The next date that can be kept; None if both have passed."""
        last = {Phase.IN_TIME: self.deadline, Phase.GRACE: self.grace_ends_on}
        return last.get(self.phase(today))


def expected_periods(year: int, frequency: str, today: date) -> list[Period]:
    """The periods of a round's year that have ended: nobody owes what still runs."""
    count = 12 // months_per_period(frequency)
    periods = [Period.of(year, frequency, part) for part in range(1, count + 1)]
    return [period for period in periods if period.end <= today]


def newest_complete(frequency: str, today: date) -> Period:
    """The newest period that has ended."""
    return Period.containing(today, frequency).shifted(-1)


def owed_period(
    latest: Period | None, waiting: Collection[Period], frequency: str, today: date
) -> Period | None:
    """The oldest ended period after the latest settled one that nobody has submitted yet.

    Without any settled period it is the newest ended one: nobody owes the past of an indicator
    that is new. None: nothing is owed.
    """
    newest = newest_complete(frequency, today)
    period = latest.shifted(1) if latest else newest
    while period in waiting:
        period = period.shifted(1)
    return period if period <= newest else None


def last_day_in_time(period: Period, due_after_months: int) -> date:
    """The deadline: this many months after the end of the period."""
    return first_day(month_number(period.end) + due_after_months) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the progress bar: all values that stand equally."""

    standing: Standing
    count: int
    steps: int  # relative width, 1 to 12

    @property
    def label(self) -> str:
        """The count with its German word."""
        one, many = _WORDS[self.standing]
        return f"{self.count} {one if self.count == 1 else many}"


@dataclass(frozen=True, slots=True)
class Progress:
    """How many values stand how."""

    segments: tuple[Segment, ...]

    @classmethod
    def of(cls, standings: Iterable[Standing]) -> Progress:
        counts = Counter(standings)
        total = sum(counts.values())
        return cls(
            tuple(
                Segment(standing, counts[standing], _steps(counts[standing], total))
                for standing in _ORDER
                if counts[standing]
            )
        )

    @property
    def total(self) -> int:
        return sum(segment.count for segment in self.segments)

    @property
    def needed(self) -> int:
        """How many values still wait for the person who enters."""
        return sum(one.count for one in self.segments if one.standing.needs_work)

    @property
    def figure(self) -> str:
        """The number the sentence begins with; empty if nothing is needed."""
        if not self.needed:
            return ""
        return f"{self.needed} von {self.total} {'Wert' if self.total == 1 else 'Werten'}"

    @property
    def verb(self) -> str:
        """How the sentence goes on after the figure."""
        return "steht noch aus." if self.needed == 1 else "stehen noch aus."

    @property
    def sentence(self) -> str:
        """What is left to do, in one German sentence."""
        if self.needed:
            return f"{self.figure} {self.verb}"
        if not self.total:
            return "Zurzeit gibt es hier nichts zu erfassen."
        if self.total == 1:
            return "Alles erledigt: Der Wert ist eingereicht oder freigegeben."
        return f"Alles erledigt: Alle {self.total} Werte sind eingereicht oder freigegeben."


_ORDER = (
    Standing.DONE,
    Standing.NO_VALUE,
    Standing.SUBMITTED,
    Standing.PARTS,
    Standing.DRAFT,
    Standing.RETURNED,
    Standing.OPEN,
)
_LABELS = {
    Standing.DONE: "freigegeben",
    Standing.NO_VALUE: "kein Wert, begründet",
    Standing.SUBMITTED: "eingereicht",
    Standing.PARTS: "Ortsteile fehlen",
    Standing.DRAFT: "Entwurf",
    Standing.RETURNED: "zurückgegeben",
    Standing.OPEN: "offen",
}
_WORDS = {
    Standing.DONE: ("freigegeben", "freigegeben"),
    Standing.NO_VALUE: ("ohne Wert, begründet", "ohne Wert, begründet"),
    Standing.SUBMITTED: ("eingereicht", "eingereicht"),
    Standing.PARTS: ("mit fehlenden Ortsteilen", "mit fehlenden Ortsteilen"),
    Standing.DRAFT: ("Entwurf", "Entwürfe"),
    Standing.RETURNED: ("zurückgegeben", "zurückgegeben"),
    Standing.OPEN: ("offen", "offen"),
}


def _steps(count: int, total: int) -> int:
    if total <= MOST_SEGMENT_STEPS:
        return count
    return max(1, round(count * MOST_SEGMENT_STEPS / total))
