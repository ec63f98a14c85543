"""The trend chart of a scorecard."""

from __future__ import annotations

from indicators.charts.trend import TrendChart
from indicators.scorecards import Scorecard
from indicators.target_paths import PathPoint


def trend_of(card: Scorecard) -> TrendChart:
    """All measured years, the path in force, former paths, and where the mean change leads."""
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
    )


def continuation(card: Scorecard) -> tuple[PathPoint, ...]:
    """From the latest value at the mean change to the next target year; empty without either.

    A target whose year is the latest value's is judged already, so the one after it is next.
    """
    change, latest = card.assessment.mean_change, card.latest
    line = card.target.line if card.target else None
    if change is None or latest is None or latest.value is None:
        return ()
    if line is None or line.kind != "target_value":
        return ()
    coming = [point.year for point in line.points if point.year > latest.year]
    if not coming:
        return ()
    year = min(coming)
    reached = latest.value + change * (year - latest.year)
    return PathPoint(latest.year, latest.value), PathPoint(year, reached)
