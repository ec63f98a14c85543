"""What "p" and "r" stand for."""

from __future__ import annotations

from datetime import date

import pytest

from indicators.annual_values import YearValue
from indicators.revisions import marks_legend, revision_legend

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


PROVISIONAL = YearValue(2025, None, provisional=True)
REVISED = YearValue(2024, None, revised=True)


@pytest.mark.parametrize(
    ("years", "revised", "text"),
    [
        ([], "", ""),
        ([YearValue(2025, None)], "r = revidiert am 11. April 2026", ""),
        ([PROVISIONAL], "r = revidiert am 11. April 2026", "p = vorläufig."),
        ([REVISED], "", "r = revidiert."),
        ([REVISED], "r = revidiert am 11. April 2026", "r = revidiert am 11. April 2026."),
        ([REVISED, PROVISIONAL], "", "p = vorläufig; r = revidiert."),
    ],
)
def test_only_marks_that_occur_are_explained(
    years: list[YearValue], revised: str, text: str
) -> None:
    assert marks_legend(years, revised) == text
