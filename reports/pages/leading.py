"""Which indicator stands for a Handlungsfeld or a goal where there is room for one only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from indicators.distributions import RATED
from reports.pages.indexes import home_area
from reports.pages.indicators import CHART_VALUES
from reports.snapshot import AreaFacts, IndicatorFacts, Snapshot

Indicators = Mapping[str, IndicatorFacts]


def by_code(snapshot: Snapshot) -> Indicators:
    return {one.code: one for one in snapshot.indicators}


def area_indicators(area: AreaFacts, indicators: Indicators) -> list[IndicatorFacts]:
    """All of a Handlungsfeld: in the order of its goals, the leading one first; then the others."""
    codes = [
        code for strategic in area.goals for goal in strategic.goals for code in goal.indicators
    ]
    codes += [one.code for one in indicators.values() if home_area(one) == area.number]
    return [indicators[code] for code in dict.fromkeys(codes)]


def key_indicator(candidates: Iterable[IndicatorFacts]) -> IndicatorFacts | None:
    """The first that shows the most: a line, a rating, a target. None if none has a value."""
    valued = [one for one in candidates if one.latest is not None]
    return min(valued, key=lacking, default=None)


def lacking(indicator: IndicatorFacts) -> tuple[bool, bool, bool]:
    """What an indicator has not got; sorts the telling ones to the front."""
    return (
        len(indicator.chart.measured) < CHART_VALUES,
        indicator.status not in RATED,
        not indicator.target_text,
    )
