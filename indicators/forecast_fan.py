"""Where a value gets to if each year to come is like one that was: a range, and no forecast.

It is no part of the official method. The range lies between two lines from the latest value to
the target year: one that repeats the lowest yearly change of the window of the assessment, and one
that repeats the highest. The mean change, which the official method carries on, lies between them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from indicators.assessment import FEWEST_POINTS, WINDOW
from indicators.target_paths import PathPoint


@dataclass(frozen=True, slots=True)
class FanYear:
    """What the value lies between in one year, in the indicator's unit."""

    year: int
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Fan:
    """The range, year by year: first the latest value itself, last the target year."""

    since: int  # first year of the changes it is made from
    years: tuple[FanYear, ...]

    @property
    def end(self) -> FanYear:
        """The range in the target year."""
        return self.years[-1]

    @property
    def edges(self) -> tuple[tuple[PathPoint, ...], tuple[PathPoint, ...]]:
        """The lower and the upper line."""
        low = tuple(PathPoint(one.year, one.low) for one in self.years)
        high = tuple(PathPoint(one.year, one.high) for one in self.years)
        return low, high


def forecast_fan(
    points: Mapping[int, Decimal],
    target_year: int | None,
    *,
    lower: Decimal | None = None,
    upper: Decimal | None = None,
) -> Fan | None:
    """Carry on the lowest and the highest yearly change of the last six data points.

    `points` are the values that can be compared with each other; a change across a gap counts per
    year. What the indicator cannot be (below `lower`, above `upper`) is cut off. None with fewer
    than four points, without a target year or when that is not to come.
    """
    window = sorted(points.items())[-WINDOW:]
    if target_year is None or len(window) < FEWEST_POINTS or target_year <= window[-1][0]:
        return None
    changes = [
        (value - before) / (year - year_before)
        for (year_before, before), (year, value) in pairwise(window)
    ]
    latest, start = window[-1]
    return Fan(
        since=window[0][0],
        years=tuple(
            FanYear(
                year,
                _within(start + min(changes) * (year - latest), lower, upper),
                _within(start + max(changes) * (year - latest), lower, upper),
            )
            for year in range(latest, target_year + 1)
        ),
    )


def _within(value: Decimal, lower: Decimal | None, upper: Decimal | None) -> Decimal:
    if lower is not None:
        value = max(value, lower)
    return value if upper is None else min(value, upper)
