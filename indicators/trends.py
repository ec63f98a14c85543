"""The trend chart of a scorecard."""

from __future__ import annotations

from indicators.charts.trend import TrendChart
from indicators.forecast_fan import Fan, forecast_fan
from indicators.freshness import Freshness
from indicators.scorecards import Scorecard
from indicators.target_paths import PathPoint, coming_year


def trend_of(card: Scorecard) -> TrendChart:
    """All measured years, the path in force, former paths, and where it would go on to."""
    target = card.target.line if card.target else None
    former = [one.line for one in reversed(card.targets) if one is not card.target]
    years = [year.year for year in card.years]
    lines = [line for line in (target, *former) if line is not None]
    aims = [point.year for line in lines for point in line.points]
    starts = [line.baseline.year for line in lines if line.baseline]
    latest = card.latest.year if card.latest else card.assessment.as_of_year
    return TrendChart(
        title=card.indicator.name,
        unit=card.indicator.unit,
        decimals=card.indicator.decimals,
        direction=card.indicator.direction,
        values=card.years,
        path=target,
        former_paths=tuple(former),
        first_year=min([*years, *starts, *aims], default=latest),
        last_year=max([*years, *aims], default=latest),
        current_year=latest,
        continuation=continuation(card),
        sentence=card.sentence,
        area=card.indicator.area.number if card.indicator.area else None,
        notes=card.notes,
        fan=fan_of(card),
    )


def continuation(card: Scorecard) -> tuple[PathPoint, ...]:
    """From the latest value at the mean change to the next target year; empty without either.

    Empty for stale values too: they say nothing about the years to come.
    """
    change, latest = card.assessment.mean_change, card.latest
    if change is None or latest is None or latest.value is None:
        return ()
    year = coming_year(card.target.line if card.target else None, latest.year)
    if year is None or card.freshness.freshness is Freshness.STALE:
        return ()
    reached = latest.value + change * (year - latest.year)
    return PathPoint(latest.year, latest.value), PathPoint(year, reached)


def fan_of(card: Scorecard) -> Fan | None:
    """What the value would lie between at the slowest and at the fastest pace of late.

    None when there are too few values, when they are stale, or without a target year to come.
    """
    latest = card.latest
    if latest is None or card.freshness.freshness is Freshness.STALE:
        return None
    return forecast_fan(
        card.comparable_points,
        coming_year(card.target.line if card.target else None, latest.year),
        lower=card.indicator.lower_bound,
        upper=card.indicator.upper_bound,
    )
