"""Several trend charts to be compared: over the same years, as they are or as index numbers.

Indicators in different units have no common scale. As index numbers they have one: each value in
percent of that of a base year, the first one that all of them have a value for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from indicators.charts.trend import TrendChart
from indicators.german_numbers import NO_VALUE, format_number
from indicators.year_notes import breaks_of

BASE = Decimal(100)
INDEX_DECIMALS = 1


def over_the_same_years(charts: Sequence[TrendChart]) -> list[TrendChart]:
    """The charts from the first to the last year that any of them measured.

    Without target paths: their lines end in other years and say nothing about each other.
    """
    years = [entry.year for chart in charts for entry in chart.measured]
    if not years:
        return [plain(chart) for chart in charts]
    first, last = min(years), max(years)
    return [
        replace(plain(chart), first_year=first, last_year=last, current_year=last)
        for chart in charts
    ]


def plain(chart: TrendChart) -> TrendChart:
    """The measured values alone, and where they cannot be compared with those before."""
    return replace(
        chart,
        path=None,
        former_paths=(),
        continuation=(),
        sentence="",
        notes=breaks_of(chart.notes),
        fan=None,
    )


def base_year(charts: Sequence[TrendChart]) -> int | None:
    """The first year for which all charts have a value above zero; None without one.

    An index over a base of zero has no value, and over a negative one it would turn round.
    """
    sets = [
        {entry.year for entry in chart.measured if entry.value is not None and entry.value > 0}
        for chart in charts
    ]
    return min(set.intersection(*sets), default=None) if sets else None


def as_index(charts: Sequence[TrendChart], year: int) -> list[TrendChart]:
    """The charts as index numbers on one scale; `year` is one of `base_year`'s choice."""
    indexed = [one_index(chart, year) for chart in charts]
    values = [entry.value for chart in indexed for entry in chart.measured]
    known = [value for value in values if value is not None]
    reaches = (min(known), max(known))
    return [replace(chart, reaches=reaches) for chart in indexed]


def one_index(chart: TrendChart, year: int) -> TrendChart:
    base = next(entry.value for entry in chart.measured if entry.year == year)
    values = tuple(
        replace(entry, value=None if entry.value is None else entry.value / (base or 1) * BASE)
        for entry in chart.values
    )
    return replace(
        chart, values=values, unit=f"Index, {year} = 100", decimals=INDEX_DECIMALS, direction="none"
    )


def compared_years(charts: Sequence[TrendChart]) -> list[tuple[int, list[str]]]:
    """The table: for each year the value of each chart in German, a dash for none."""
    values = [{entry.year: entry.value for entry in chart.measured} for chart in charts]
    years = sorted({year for known in values for year in known})
    return [
        (
            year,
            [
                format_number(known[year], chart.decimals) if year in known else NO_VALUE
                for chart, known in zip(charts, values, strict=True)
            ],
        )
        for year in years
    ]
