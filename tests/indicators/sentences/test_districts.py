"""A year of a map in one sentence."""

from __future__ import annotations

from decimal import Decimal

import pytest

from indicators.sentences.districts import year_sentence


@pytest.mark.parametrize(
    ("values", "city", "sentence"),
    [
        (
            {"Ampen": "3.25", "Bergede": "12", "Katrop": "5"},
            "34.5",
            "2024: Werte für alle 3 Teile, von 3,3 (Ampen) bis 12,0 (Bergede). Gesamtstadt: 34,5.",
        ),
        (
            {"Ampen": "0", "Bergede": "12"},
            None,
            "2024: Werte für 2 von 3 Teilen, von 0,0 (Ampen) bis 12,0 (Bergede).",
        ),
        (
            {"Ampen": "2.01", "Bergede": "2.04"},
            None,
            "2024: Werte für 2 von 3 Teilen, überall 2,0.",
        ),
        ({"Ampen": "2"}, None, "2024: Werte für 1 von 3 Teilen, 2,0 (Ampen)."),
        ({}, "7", "2024: für keinen der 3 Teile ein Wert. Gesamtstadt: 7,0."),
    ],
)
def test_sentence(values: dict[str, str], city: str | None, sentence: str) -> None:
    assert sentence == year_sentence(
        2024,
        [(name, Decimal(value)) for name, value in values.items()],
        places=3,
        city=None if city is None else Decimal(city),
        decimals=1,
    )
