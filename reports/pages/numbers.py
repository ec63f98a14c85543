"""The numbers of a frozen report, as its texts print them."""

from __future__ import annotations

from reports.snapshot import IndicatorFacts, Snapshot
from reports.tokens import CITY, Numbers, Series


def snapshot_numbers(snapshot: Snapshot) -> Numbers:
    """By code of the indicator. What is secret is so in the snapshot already."""
    return {one.code: series_of(one) for one in snapshot.indicators}


def series_of(indicator: IndicatorFacts) -> Series:
    parts = {one.district: {year.year: year for year in one.years} for one in indicator.districts}
    line = indicator.target.line if indicator.target else None
    return Series(
        unit=indicator.unit,
        decimals=indicator.decimals,
        years={CITY: {year.year: year for year in indicator.years}, **parts},
        targets={point.year: point.value for point in line.points} if line else {},
    )
