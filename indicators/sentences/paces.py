"""The required pace in words."""

from __future__ import annotations

from decimal import Decimal

from indicators.german_numbers import format_number
from indicators.target_paths import RequiredPace

SLIGHTLY = Decimal("1.05")  # below it "1,0-mal so schnell" would be no news


def pace_sentence(pace: RequiredPace) -> str:
    """Say how many times faster it must go than on average so far, as one German sentence.

    Empty if there is no pace to compare with, or none is needed.
    """
    if not pace.needed or pace.mean is None:
        return ""
    if not pace.mean:
        return "Ab jetzt muss sich etwas bewegen: Bisher blieb es im Mittel beim Gleichen."
    times = pace.needed / pace.mean
    if times < 0:
        return "Ab jetzt muss sich die Richtung ändern: Bisher ging es im Mittel vom Ziel weg."
    if times <= 1:
        return "Das bisherige Tempo reicht: Nötig ist nicht mehr, als im Mittel schon gelang."
    if times < SLIGHTLY:
        return "Ab jetzt muss es nur ein wenig schneller gehen als bisher im Mittel."
    return f"Ab jetzt muss es {format_number(times, 1)}-mal so schnell gehen wie bisher im Mittel."
