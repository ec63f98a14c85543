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
    found = [Problem("value", reading.error)] if reading.error else []
    if missing_reason and (reading.error or reading.value is not None):
        found.append(Problem("missing_reason", EITHER_OR))
    elif reading.other_meaning and confirmed != reading.spelled:
        text = f"Bitte bestätigen Sie, dass Sie {reading.amount} meinen."
        found.append(Problem("confirmed", text))
    return found


def gaps(content: Content, *, is_unclear: bool = False) -> list[Problem]:
    """What a statement lacks of all that is published with it.

    `is_unclear`: something stands there in place of a value, which is told to be wrong already.
    """
    found = []
    is_silent = content.value is None and not content.missing_reason
    if is_silent and not is_unclear:
        text = "Bitte tragen Sie den Wert ein oder wählen Sie „Kein Wert, weil …“."
        found.append(Problem("value", text))
    if (is_silent or content.value is not None) and not content.source:
        text = "Bitte nennen Sie die Quelle, zum Beispiel „Energiebericht 2025“."
        found.append(Problem("source", text))
    if content.missing_reason == MissingReason.OTHER and not content.missing_note:
        text = "Bitte erläutern Sie den Grund in wenigen Worten."
        found.append(Problem("missing_note", text))
    return found


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
