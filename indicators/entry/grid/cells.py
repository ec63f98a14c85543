"""What the text of a cell says: a number, one letter for the reason why there is none, or nothing.

A clerk has no room for a choice of reasons in a cell, so each reason has a letter, which a legend
above the table explains. The words themselves are taken as well, for cells that were pasted.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from indicators.entry.readings import ValueRules, for_input, read_value
from indicators.enums import MissingReason
from indicators.named_periods import Period

LETTERS = {
    "N": MissingReason.NOT_COLLECTED,
    "L": MissingReason.NOT_YET_AVAILABLE,
    "G": MissingReason.CONFIDENTIAL,
    "M": MissingReason.METHOD_CHANGED,
    "A": MissingReason.OTHER,
}
LETTER_OF = {reason: letter for letter, reason in LETTERS.items()}
WORDS = {str(reason.label).casefold(): reason for reason in MissingReason}
LEAD = "kein wert:"  # as a value without number is written elsewhere
SHOWN_LENGTH = 32  # of a text quoted in a sentence

# What tables hold where a number is missing, without saying why.
SAYS_NOTHING = re.compile(
    r"[-‐‑‒–—―−/.…x]+|k\.? ?a\.?|n\.? ?[av]\.?|n/a|#(?:nv|n/a|wert!|div/0!|bezug!|ref!|value!)"
    r"|keine? (?:angaben?|werte?|daten)|unbekannt|entfällt|fehlt|leer|offen",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class CellReading:
    """What the text of a cell means; without value, reason and error it is empty."""

    value: Decimal | None = None
    missing_reason: str = ""
    error: str = ""  # German sentence
    amount: str = ""  # the number as read, with its unit
    ungrouped: str = ""  # the same without points between thousands
    other_meaning: str = ""  # what an English reader means by it; empty: not ambiguous

    @property
    def is_empty(self) -> bool:
        return self.value is None and not self.missing_reason and not self.error

    @property
    def said(self) -> dict[str, object]:
        """What the cell says about its slot."""
        if self.missing_reason:
            return {"missing_reason": self.missing_reason}
        if self.value is not None:
            return {"value": self.value}
        return {} if self.error else {"value": None, "missing_reason": "", "missing_note": ""}


def read_cell(text: str, rules: ValueRules, period: Period) -> CellReading:
    """Read what somebody typed or pasted into a cell."""
    trimmed = text.strip()
    if reason := reason_of(trimmed):
        return CellReading(missing_reason=reason)
    if SAYS_NOTHING.fullmatch(trimmed):
        return CellReading(
            error=f"„{trimmed[:SHOWN_LENGTH]}“ sagt nicht, warum es keinen Wert gibt. "
            "Tippen Sie 0, wenn es wirklich null ist, sonst den Buchstaben des Grundes, "
            "zum Beispiel N für „nicht erhoben“."
        )
    reading = read_value(text, rules, period)
    return CellReading(
        value=reading.value,
        error=reading.error,
        amount=reading.amount,
        ungrouped=reading.ungrouped,
        other_meaning=reading.other_meaning,
    )


def reason_of(text: str) -> str:
    """The reason that a letter or its words stand for; empty if the text is none."""
    if text.upper() in LETTERS:
        return LETTERS[text.upper()].value
    words = text.casefold().removeprefix(LEAD).strip()
    return WORDS[words].value if words in WORDS else ""


def cell_text(value: Decimal | None, missing_reason: str, decimals: int) -> str:
    """What a cell shows of a stored statement; reading it gives the same again."""
    if missing_reason:
        return LETTER_OF[MissingReason(missing_reason)]
    return for_input(value, decimals)


def same_text(one: str, other: str) -> bool:
    """Whether two texts of a cell differ in nothing but blanks and case."""
    return one.strip().casefold() == other.strip().casefold()


def fingerprint(readings: Mapping[str, CellReading]) -> str:
    """What a person confirms who confirms ambiguous numbers: these cells, read like this."""
    told = "\n".join(f"{name} {readings[name].amount}" for name in sorted(readings))
    return hashlib.sha256(told.encode()).hexdigest()[:16]
