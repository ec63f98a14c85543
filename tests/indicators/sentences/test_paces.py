"""The required pace in words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from indicators.sentences import pace_sentence
from indicators.target_paths import RequiredPace


@pytest.mark.parametrize(
    ("needed", "mean", "expected"),
    [
        ("0.19", "0.1", "Ab jetzt muss es 1,9-mal so schnell gehen wie bisher im Mittel."),
        ("-4.6", "-1.8", "Ab jetzt muss es 2,6-mal so schnell gehen wie bisher im Mittel."),
        ("1", "1", "Das bisherige Tempo reicht: Nötig ist nicht mehr, als im Mittel schon gelang."),
        ("1", "2", "Das bisherige Tempo reicht: Nötig ist nicht mehr, als im Mittel schon gelang."),
        (
            "1",
            "-1",
            "Ab jetzt muss sich die Richtung ändern: Bisher ging es im Mittel vom Ziel weg.",
        ),
        ("1.04", "1", "Ab jetzt muss es nur ein wenig schneller gehen als bisher im Mittel."),
        (
            "1",
            "0",
            "Ab jetzt muss sich etwas bewegen: Bisher blieb es im Mittel beim Gleichen.",
        ),
        ("0", "1", ""),
        (None, "1", ""),
        ("1", None, ""),
    ],
)
def test_pace_sentence(needed: str | None, mean: str | None, expected: str) -> None:
    pace = RequiredPace(
        needed=None if needed is None else Decimal(needed),
        mean=None if mean is None else Decimal(mean),
        best=None,
        best_year=None,
        target_year=2030,
        reason="",
    )
    assert pace_sentence(pace) == expected
