from __future__ import annotations

from decimal import Decimal

import pytest

from indicators.sentences import distance_sentence
from indicators.target_paths import PathPoint, TargetPathLine, distance

D = Decimal


def path(kind: str, direction: str, value: str) -> TargetPathLine:
    return TargetPathLine(kind, direction, (PathPoint(2025, D(value)),))


BAND = TargetPathLine("band", "none", (), lower=D(4), upper=D(6))


@pytest.mark.parametrize(
    ("value", "line", "unit", "decimals", "expected"),
    [
        (
            "1.05",
            path("target_value", "increase", "1.20"),
            "kWp je Einwohner",
            2,
            "0,15 kWp je Einwohner unter dem Zielpfad (−12,5 %)",
        ),
        (
            "1.30",
            path("target_value", "increase", "1.20"),
            "kWp je Einwohner",
            2,
            "0,10 kWp je Einwohner über dem Zielpfad (+8,3 %)",
        ),
        (
            "18",
            path("target_value", "increase", "37"),
            "%",
            0,
            "19 Prozentpunkte unter dem Zielpfad (−51,4 %)",
        ),
        (
            "36",
            path("target_value", "increase", "37"),
            "%",
            0,
            "1 Prozentpunkt unter dem Zielpfad (−2,7 %)",
        ),
        ("5", path("target_value", "decrease", "0"), "t", 0, "5 t über dem Zielpfad"),
        (
            "-60",
            path("target_value", "decrease", "-80"),
            "EUR/EW",
            0,
            "20 EUR/EW über dem Zielpfad (+25,0 %)",
        ),
        ("1.2", path("target_value", "increase", "1.20"), "kWp", 2, "genau auf dem Zielpfad"),
        (
            "99.96",
            path("target_value", "increase", "100"),
            "",
            0,
            "0,04 unter dem Zielpfad (−0,04 %)",
        ),
        (
            "46",
            path("limit_every_year", "decrease", "40"),
            "µg/m³",
            0,
            "6 µg/m³ über der Vorgabe (+15,0 %)",
        ),
        (
            "6",
            path("limit_every_year", "increase", "5"),
            "Ladepunkte je 1.000 EW",
            0,
            "1 Ladepunkt je 1.000 EW über der Vorgabe (+20,0 %)",
        ),
        ("40", path("limit_every_year", "decrease", "40"), "µg/m³", 0, "genau auf der Vorgabe"),
        ("7.5", BAND, "%", 1, "1,5 Prozentpunkte über dem Zielkorridor (+25,0 %)"),
        ("3", BAND, "%", 1, "1,0 Prozentpunkte unter dem Zielkorridor (−25,0 %)"),
        ("4.5", BAND, "%", 1, "im Zielkorridor, 0,5 Prozentpunkte von der Grenze entfernt"),
        ("5.5", BAND, "%", 1, "im Zielkorridor, 0,5 Prozentpunkte von der Grenze entfernt"),
        ("6", BAND, "%", 1, "im Zielkorridor, genau auf der Grenze"),
        ("0", path("milestone", "none", "1"), "", 0, "Meilenstein nicht erreicht"),
        ("1", path("milestone", "none", "1"), "", 0, "Meilenstein erreicht"),
    ],
)
def test_distance_sentence(
    value: str, line: TargetPathLine, unit: str, decimals: int, expected: str
) -> None:
    found = distance(D(value), 2025, line)
    assert found is not None
    assert distance_sentence(found, unit, decimals).replace("\u00a0", " ") == expected
