"""Words of a reminder: its subject, and how far away a deadline is."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from indicators.entry.reminders.rules import Capacity
from indicators.enums import ReminderStage

BEGINNINGS = {
    ReminderStage.ADVANCE: "Bis {deadline}",
    ReminderStage.SOON: "Nur noch bis {deadline}",
    ReminderStage.DEADLINE: "Frist {deadline}",
    ReminderStage.OVERDUE: "Frist vom {deadline} abgelaufen",
}
REASONS = {
    Capacity.OWNER: "",
    Capacity.SENDER: "",
    Capacity.DEPUTY: "Sie lesen das, weil Sie die Abteilung vertreten.",
    Capacity.MAILBOX: (
        "Sie lesen das im Sammelpostfach, weil für die Abteilung keine Person mit E-Mail-Adresse "
        "eingetragen ist."
    ),
    Capacity.COORDINATION: "Sie lesen das als Koordination, weil die Nachfrist vorbei ist.",
}
UNMANNED = (
    "Sie lesen das als Koordination, weil für die Abteilung weder eine Person mit E-Mail-Adresse "
    "noch ein Sammelpostfach eingetragen ist."
)


def german_date(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def days_away(day: date, today: date) -> str:
    """How far away a deadline is: "in 14 Tagen", "heute", "seit 2 Tagen abgelaufen"."""
    days = (day - today).days
    near = {1: "morgen", 0: "heute", -1: "seit gestern abgelaufen"}
    if days in near:
        return near[days]
    return f"in {days} Tagen" if days > 0 else f"seit {-days} Tagen abgelaufen"


def values(count: int) -> str:
    """How many values are missing: "1 Wert fehlt noch"."""
    return "1 Wert fehlt noch" if count == 1 else f"{count} Werte fehlen noch"


def subject(stages: Collection[ReminderStage], deadlines: Collection[date], missing: int) -> str:
    """What a reminder is about: the latest stage and the nearest deadline of all it lists."""
    order = list(ReminderStage)
    latest = max(stages, key=order.index)
    beginning = BEGINNINGS[latest].format(deadline=german_date(min(deadlines)))
    return f"{beginning}: {values(missing)}"


def why(capacity: Capacity, *, is_unmanned: bool) -> str:
    """Why this person is written to; empty for who answers anyway.

    `is_unmanned`: nobody of the department can be reached.
    """
    if capacity == Capacity.COORDINATION and is_unmanned:
        return UNMANNED
    return REASONS[capacity]
