"""What is said about single years of a series: breaks, and things worth knowing.

From the year of a break on, values are measured in another way, so they cannot be compared with
those before: no line, change or pace leads across it, and the window of the assessment begins with
it. A note changes nothing but what is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from indicators.enums import ChartNoteKind


@dataclass(frozen=True, slots=True)
class YearNote:
    """Something said about one year of an indicator, in German."""

    year: int
    kind: str  # of ChartNoteKind; a break is the first year of the new way of measuring
    text: str
    source: str = ""
    link: str = ""

    @property
    def words(self) -> str:
        """The text without a full stop, so that a sentence can go on or end after it."""
        return self.text.rstrip(". ")


def breaks_of(notes: Iterable[YearNote]) -> tuple[YearNote, ...]:
    """The breaks among the notes, in the order of their years."""
    return tuple(
        sorted((one for one in notes if one.kind == ChartNoteKind.BREAK), key=lambda one: one.year)
    )


def remarks_of(notes: Iterable[YearNote]) -> tuple[YearNote, ...]:
    """The notes that are no breaks, in the order of their years: the first one is number 1."""
    return tuple(
        sorted((one for one in notes if one.kind != ChartNoteKind.BREAK), key=lambda one: one.year)
    )


def series_start(notes: Iterable[YearNote], year: int) -> int | None:
    """The year of the last break up to a year: what lies before it cannot be compared with it."""
    return max((one.year for one in breaks_of(notes) if one.year <= year), default=None)


def comparable(
    points: Mapping[int, Decimal], notes: Iterable[YearNote], year: int
) -> dict[int, Decimal]:
    """The values up to a year that can be compared with that of this year."""
    start = series_start(notes, year)
    return {
        one: value
        for one, value in points.items()
        if one <= year and (start is None or one >= start)
    }
