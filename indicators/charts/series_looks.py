"""Which of the chosen series stand out, and by what besides colour: a mark, a dash and a label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.charts.series import SeriesChart, SeriesLine

MOST_MARKED = 6
EXTREMES = 2  # of so many places with the highest and of the lowest values, when there are more


@dataclass(frozen=True, slots=True)
class Look:
    """How one line is told from the others. Colours are the style sheet's, by number."""

    number: int
    mark: str  # a symbol by its Plotly name
    dash: str  # lengths of strokes and gaps in pixels; "" is a whole line


QUIET = Look(-1, "", "")
CITY = Look(0, "circle", "")
PLACES = (
    Look(1, "square", "9 3"),
    Look(2, "triangle-up", "3 2"),
    Look(3, "triangle-down", "12 3 2 3"),
    Look(4, "triangle-right", "6 2"),
    Look(5, "triangle-left", "14 4"),
    Look(6, "star", "8 3 2 3 2 3"),
)


def looks(chart: SeriesChart) -> tuple[Look, ...]:
    """The look of each line of the chart, in their order."""
    marked = marked_slugs(chart.lines)
    free = iter(PLACES)
    return tuple(
        (CITY if line.place.is_city else next(free)) if line.place.slug in marked else QUIET
        for line in chart.lines
    )


def marked_slugs(lines: Sequence[SeriesLine]) -> frozenset[str]:
    """All lines if they are few; else the city, and the places that are highest and lowest now."""
    if len(lines) <= MOST_MARKED:
        return frozenset(line.place.slug for line in lines)
    city = [line.place.slug for line in lines if line.place.is_city]
    ranked = [line for line in by_latest_value(lines) if not line.place.is_city]
    ends = (*ranked[:EXTREMES], *ranked[-EXTREMES:])
    return frozenset((*city, *(line.place.slug for line in ends)))


def by_latest_value(lines: Sequence[SeriesLine]) -> list[SeriesLine]:
    """Lines with a value in the newest year of all, from the highest to the lowest."""
    newest = max((line.latest.year for line in lines if line.latest), default=None)
    valued = [
        (line.latest.value, line)
        for line in lines
        if line.latest and line.latest.year == newest and line.latest.value is not None
    ]
    return [line for _, line in sorted(valued, key=lambda pair: pair[0], reverse=True)]
