"""What must be mended before a statement about a slot can be handed in, whichever way it came.

The form, the grid, files and links all ask here, so that none of them is laxer than another.
"""

from __future__ import annotations

from dataclasses import dataclass

from indicators.entry.readings import Reading
from indicators.entry.slots import Content
from indicators.enums import MissingReason

EITHER_OR = (
    "Entweder ein Wert oder ein Grund, warum es keinen gibt: Bitte leeren Sie das "
    "Feld „Wert“ oder wählen Sie hier „es gibt einen Wert“."
)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with one field of a statement, and what to do about it."""

    field: str  # of Content; "" for the statement as a whole
    text: str  # German sentence


def unclear(reading: Reading, *, missing_reason: str, confirmed: str) -> list[Problem]:
    """What stands against a typed value, drafts included.

    It is a possible number, not beside a reason for none, and meant as it was read: `confirmed`
    repeats the number where a point may mean something else.
    """
    if reading.error:
        return [Problem("value", reading.error)]
    if reading.value is not None and missing_reason:
        return [Problem("missing_reason", EITHER_OR)]
    if reading.other_meaning and confirmed != reading.spelled:
        text = f"Bitte bestätigen Sie, dass Sie {reading.amount} meinen."
        return [Problem("confirmed", text)]
    return []


def gaps(content: Content) -> list[Problem]:
    """What a statement lacks of all that is published with it."""
    if content.value is None and not content.missing_reason:
        text = "Bitte tragen Sie den Wert ein oder wählen Sie „Kein Wert, weil …“."
        return [Problem("value", text)]
    if content.value is not None and not content.source:
        text = "Bitte nennen Sie die Quelle, zum Beispiel „Energiebericht 2025“."
        return [Problem("source", text)]
    if content.missing_reason == MissingReason.OTHER and not content.missing_note:
        return [Problem("missing_note", "Bitte erläutern Sie den Grund in wenigen Worten.")]
    return []


def unexplained(
    content: Content, *, is_odd: bool, corrects: bool, says_the_same: bool
) -> list[Problem]:
    """An odd value and a correction need a reason, and a correction something to correct."""
    if says_the_same:
        text = "Diese Korrektur ändert nichts am freigegebenen Wert. Es ist nichts zu tun."
        return [Problem("", text)]
    if not (is_odd or corrects) or content.warning_reason:
        return []
    text = (
        "Bitte nennen Sie den Grund der Korrektur."
        if corrects
        else "Bitte nennen Sie den Grund der Abweichung oder prüfen Sie den Wert."
    )
    return [Problem("warning_reason", text)]
