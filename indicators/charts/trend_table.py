"""The table of a trend chart: a cell for every number that is drawn, and no other numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from indicators.charts.numbers import short_number
from indicators.charts.trend import TrendChart, TrendRow
from indicators.charts.trend_lines import gap_to_target
from indicators.german_numbers import format_number
from indicators.year_notes import breaks_of

Numbers = tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class TableRow:
    """One year: its numbers in German, "–" for none, in the order of the heads."""

    row: TrendRow
    cells: tuple[str, ...]
    remarks: tuple[str, ...]  # what is marked in its year

    @property
    def year(self) -> int:
        return self.row.year


@dataclass(frozen=True, slots=True)
class TrendTable:
    """All years in which anything is drawn."""

    heads: tuple[str, ...]
    rows: tuple[TableRow, ...]


def trend_table(chart: TrendChart) -> TrendTable:
    """The table of a chart. A column that would hold no number is left out, but for the values."""
    rows = chart.rows()
    columns = [
        (head, numbers)
        for head, numbers in _columns(chart, rows)
        if head == "Wert" or any(number is not None for number in numbers)
    ]
    return TrendTable(
        heads=tuple(head for head, _ in columns),
        rows=tuple(
            TableRow(
                row=row,
                cells=tuple(format_number(numbers[at], chart.decimals) for _, numbers in columns),
                remarks=tuple(_remarks(chart, row)),
            )
            for at, row in enumerate(rows)
        ),
    )


def _columns(chart: TrendChart, rows: Iterable[TrendRow]) -> Iterator[tuple[str, Numbers]]:
    known = tuple(rows)
    yield "Wert", tuple(row.value for row in known)
    yield "Zielpfad", tuple(row.expected for row in known)
    if chart.path:
        yield "Zielkorridor von", tuple(chart.path.lower for _ in known)
        yield "Zielkorridor bis", tuple(chart.path.upper for _ in known)
    several = len(chart.former_paths) > 1
    for at in range(len(chart.former_paths)):
        head = f"{at + 1}. früherer Zielpfad" if several else "früherer Zielpfad"
        yield head, tuple(row.former[at] for row in known)
    yield "bei gleichem Tempo", tuple(row.continued for row in known)
    yield "Spanne von", tuple(row.low for row in known)
    yield "Spanne bis", tuple(row.high for row in known)


def _remarks(chart: TrendChart, row: TrendRow) -> Iterator[str]:
    """Target and gap of this year, breaks and numbered remarks."""
    if chart.path:
        if chart.path.baseline and chart.path.baseline.year == row.year:
            yield "Ausgangswert"
        if any(point.year == row.year for point in chart.path.points):
            yield "Ziel"
    gap = gap_to_target(chart)
    if gap and gap.year == row.year:
        yield f"Lücke {short_number(gap.amount, chart.decimals)}"
    for one in breaks_of(chart.notes):
        if one.year == row.year:
            yield f"Bruch der Zeitreihe: {one.text}"
    for number, one in chart.remarks:
        if one.year == row.year:
            yield f"Anmerkung {number}: {one.text}"
