"""German words and dates of the printed report."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from indicators.distributions import LABELS

MONTHS = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni"),
    *("Juli", "August", "September", "Oktober", "November", "Dezember"),
)


SOEST = ZoneInfo("Europe/Berlin")


def local_day(moment: datetime) -> date:
    """The day a moment belongs to in Soest."""
    return moment.astimezone(SOEST).date()


def long_date(day: date) -> str:
    """ "1. März 2025" """
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


def dated(day: date, precision: str) -> str:
    """A date as exact as it is known: "1. März 2025", "März 2025" or "2025"."""
    if precision == "year":
        return str(day.year)
    return f"{MONTHS[day.month - 1]} {day.year}" if precision == "month" else long_date(day)


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text, which blank lines separate."""
    blocks = text.replace("\r\n", "\n").split("\n\n")
    return tuple(" ".join(block.split()) for block in blocks if block.strip())


def status_word(status: str) -> str:
    """The word of a status at the beginning of a sentence: "Leicht bewölkt"."""
    word = LABELS[status]
    return word[0].upper() + word[1:]


def counted(number: int, singular: str, plural: str) -> str:
    """ "1 Kennzahl", "12 Kennzahlen" """
    return f"{number} {singular if number == 1 else plural}"


def enumeration(words: Iterable[object]) -> str:
    """ "1, 2 und 3" """
    listed = [str(word) for word in words]
    return " und ".join([", ".join(listed[:-1]), listed[-1]] if len(listed) > 1 else listed)
