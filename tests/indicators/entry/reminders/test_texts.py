from __future__ import annotations

from datetime import date

import pytest

from indicators.entry.reminders.rules import Capacity
from indicators.entry.reminders.texts import days_away, subject, why
from indicators.enums import ReminderStage

DEADLINE = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2026, 3, 17), "in 14 Tagen"),
        (date(2026, 3, 29), "in 2 Tagen"),
        (date(2026, 3, 30), "morgen"),
        (date(2026, 3, 31), "heute"),
        (date(2026, 4, 1), "seit gestern abgelaufen"),
        (date(2026, 4, 2), "seit 2 Tagen abgelaufen"),
    ],
)
def test_days_away(today: date, words: str) -> None:
    assert days_away(DEADLINE, today) == words


@pytest.mark.parametrize(
    ("stages", "missing", "words"),
    [
        ([ReminderStage.ADVANCE], 1, "Bis 31.03.2026: 1 Wert fehlt noch"),
        ([ReminderStage.SOON], 3, "Nur noch bis 31.03.2026: 3 Werte fehlen noch"),
        ([ReminderStage.DEADLINE], 3, "Frist 31.03.2026: 3 Werte fehlen noch"),
        ([ReminderStage.OVERDUE], 3, "Frist vom 31.03.2026 abgelaufen: 3 Werte fehlen noch"),
        (
            [ReminderStage.ADVANCE, ReminderStage.OVERDUE],
            4,
            "Frist vom 31.03.2026 abgelaufen: 4 Werte fehlen noch",
        ),
    ],
)
def test_subject(stages: list[ReminderStage], missing: int, words: str) -> None:
    assert subject(stages, [date(2027, 1, 1), DEADLINE], missing) == words


@pytest.mark.parametrize(
    ("capacity", "is_unmanned", "words"),
    [
        (Capacity.OWNER, False, ""),
        (Capacity.SENDER, False, ""),
        (Capacity.DEPUTY, False, "weil Sie die Abteilung vertreten"),
        (Capacity.MAILBOX, False, "im Sammelpostfach"),
        (Capacity.COORDINATION, False, "weil die Nachfrist vorbei ist"),
        (Capacity.COORDINATION, True, "noch ein Sammelpostfach eingetragen"),
    ],
)
def test_why(capacity: Capacity, is_unmanned: bool, words: str) -> None:
    said = why(capacity, is_unmanned=is_unmanned)
    assert words in said
    assert bool(said) == bool(words)
