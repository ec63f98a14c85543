"""The required pace in words."""

from __future__ import annotations

from indicators.german_numbers import format_number
from indicators.target_paths import RequiredPace


def pace_sentence(pace: RequiredPace) -> str:
    """Say how many times faster it must go than on average so far, as one German sentence.

    Empty if there is no pace to compare with, or none is needed.
    """
    if not pace.needed or not pace.mean:
        return ""
    times = pace.needed / pace.mean
    if times < 0:
        return "Ab jetzt muss sich die Richtung ändern: Bisher ging es im Mittel vom Ziel weg."
    if times <= 1:
        return "Das bisherige Tempo reicht: Nötig ist nicht mehr, als im Mittel schon gelang."
    return f"Ab jetzt muss es {format_number(times, 1)}-mal so schnell gehen wie bisher im Mittel."
