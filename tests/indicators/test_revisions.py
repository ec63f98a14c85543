"""What "r" stands for."""

from __future__ import annotations

from datetime import date

import pytest

from indicators.revisions import revision_legend

MARCH, APRIL, MAY = date(2026, 3, 2), date(2026, 4, 11), date(2026, 5, 3)


@pytest.mark.parametrize(
    ("days", "text"),
    [
        ({}, ""),
        ({"2024": APRIL}, "r = revidiert am 11. April 2026"),
        ({"2023": APRIL, "2024": APRIL}, "r = revidiert am 11. April 2026"),
        (
            {"2023": MARCH, "2024": APRIL},
            "r = revidiert: 2023 am 2. März 2026, 2024 am 11. April 2026",
        ),
        (
            {"2022": MAY, "2023": MARCH, "2024": APRIL},
            "r = revidiert, zwischen dem 2. März 2026 und dem 3. Mai 2026",
        ),
    ],
)
def test_legend(days: dict[str, date], text: str) -> None:
    assert revision_legend(days) == text
