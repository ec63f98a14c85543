"""What a map of places shows where there is no number. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.annual_values import NO_POPULATION, PROTECTED, YearValue

CONFIDENTIAL = "confidential"  # a reason that is entered
SECRET_REASONS = (PROTECTED, CONFIDENTIAL)


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands on the map where no number does."""

    name: str  # class of the style sheet
    word: str  # on the tile
    abbreviation: str  # on a small tile
    meaning: str  # in the legend


NO_VALUE = Mark("qn", "–", "–", "kein Wert")
SECRET = Mark("qs", "geheim", "geh.", "geheim")
NO_INHABITANTS = Mark("qi", "EW fehlt", "EW?", "Einwohnerzahl des Jahres fehlt")
MARKS = (NO_VALUE, NO_INHABITANTS, SECRET)


def mark_of(year: YearValue | None) -> Mark | None:
    """How a place without a number is marked; None for a value, zero included."""
    if year is None:
        return NO_VALUE
    if year.value is not None:
        return None
    if year.missing_reason in SECRET_REASONS:
        return SECRET
    return NO_INHABITANTS if year.missing_reason == NO_POPULATION else NO_VALUE
