"""The plot of a trend chart: its place in the drawing, its axes and the texts beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from indicators.annual_values import YearValue
from indicators.charts.layouts import Layout
from indicators.charts.lettering import Label, Wording
from indicators.charts.numbers import tick_texts
from indicators.charts.scales import Point, ValueAxis, polyline, unit, value_axis
from indicators.charts.trend import TrendChart
from indicators.charts.trend_lines import Gap, Line, TrendLines, trend_lines
from indicators.target_paths import PathPoint

LONGEST_YEAR = "2030"
YEAR_STEPS = (1, 2, 3, 5, 10)
FAN_ROOM = Decimal("0.5")  # of what else is drawn: how far the range of the continuation may reach


@dataclass(frozen=True, slots=True)
class Frame:
    """The way from years and values to places in the drawing."""

    left: float
    right: float
    top: float
    bottom: float
    first_year: int
    last_year: int
    axis: ValueAxis

    def x(self, year: int) -> float:
        if self.last_year == self.first_year:
            return (self.left + self.right) / 2
        share = (year - self.first_year) / (self.last_year - self.first_year)
        return self.left + share * (self.right - self.left)

    def before(self, year: int) -> float:
        """Halfway from the year before."""
        return (self.x(year - 1) + self.x(year)) / 2

    def y(self, value: Decimal) -> float:
        return self.axis.place(value, self.bottom, self.top)

    def at(self, year: int, value: Decimal) -> Point:
        return self.x(year), self.y(value)

    def places(self, line: Iterable[PathPoint]) -> list[Point]:
        return [self.at(point.year, point.value) for point in line]

    def measured(self, entries: Iterable[YearValue]) -> list[Point]:
        return [self.at(entry.year, entry.value) for entry in entries if entry.value is not None]

    def within(self, line: Sequence[PathPoint]) -> list[Point]:
        """The places of a rising or falling line; from where it leaves the plot it keeps to its
        edge."""
        places = [self.at(line[0].year, line[0].value)]
        for start, end in pairwise(line):
            edge = min(max(end.value, self.axis.low), self.axis.high)
            if edge != end.value and start.value != end.value:
                share = float((edge - start.value) / (end.value - start.value))
                left = self.x(start.year)
                places.append((left + max(share, 0) * (self.x(end.year) - left), self.y(edge)))
            places.append((self.x(end.year), self.y(edge)))
        return places

    def drawn(self, lines: Iterable[Line]) -> str:
        return "".join(polyline(self.places(line)) for line in lines)


def frame_of(chart: TrendChart, lines: TrendLines, layout: Layout, *, beside: float) -> Frame:
    """The plot that leaves room for the texts at its axes and `beside` units to its right."""
    axis = axis_of(chart, lines)
    ticks = (layout.measure(text, layout.size, False) for text in tick_texts(axis.ticks))
    half_year = layout.measure(LONGEST_YEAR, layout.size, False) / 2
    return Frame(
        left=max(max(ticks, default=0.0) + layout.size * 0.7, half_year),
        right=layout.width - max(beside, half_year, layout.dot * 2) - 1,
        top=layout.size * 1.9,
        bottom=layout.height - layout.size * 2.2,
        first_year=chart.first_year,
        last_year=chart.last_year,
        axis=axis,
    )


def axis_of(chart: TrendChart, lines: TrendLines) -> ValueAxis:
    """An axis for everything drawn; without any value one that has no ticks.

    The range of the continuation may widen it only by half on either side, so that it cannot press
    what was measured flat; a wider range is cut at the edges of the plot, see `fan_is_cut`.
    """
    values = [entry.value for entry in chart.measured if entry.value is not None]
    values += [point.value for line in lines.every() for point in line]
    values += [edge for edge in lines.corridor or () if edge is not None]
    values += chart.reaches
    if not values:
        return ValueAxis(Decimal(0), Decimal(1), ())
    if chart.fan:
        low, high = min(values), max(values)
        room = (high - low or abs(high)) * FAN_ROOM
        end = chart.fan.end
        values += [max(end.low, low - room), min(end.high, high + room)]
    return value_axis(values, decimals=chart.decimals)


def fan_is_cut(chart: TrendChart) -> bool:
    """Whether the range of the continuation reaches further than it is drawn."""
    if chart.fan is None:
        return False
    axis = axis_of(chart, trend_lines(chart))
    return chart.fan.end.low < axis.low or chart.fan.end.high > axis.high


def bracket(gap: Gap, frame: Frame, layout: Layout) -> tuple[float, float, float, float]:
    """Left, right, and the places of the value reached and the one wanted."""
    left = frame.x(gap.year) + layout.mark + layout.bracket * 0.2
    return left, left + layout.bracket, frame.y(gap.reached), frame.y(gap.wanted)


def base_and_ticks(chart: TrendChart, frame: Frame, layout: Layout) -> str:
    """Path data of the zero line, else of the lower edge, and of a tick for each written year."""
    level = frame.y(Decimal(0)) if frame.axis.has_zero else frame.bottom
    ticks = (
        f"M{unit(frame.x(year))} {unit(frame.bottom)}v{unit(layout.size * 0.35)}"
        for year in _written_years(chart, frame, layout)
    )
    return f"M{unit(frame.left)} {unit(level)}H{unit(frame.right)}" + "".join(ticks)


def grid(frame: Frame) -> str:
    """Path data of a line at each tick but zero, which has the base."""
    return "".join(
        f"M{unit(frame.left)} {unit(frame.y(tick))}H{unit(frame.right)}"
        for tick in frame.axis.ticks
        if tick != 0
    )


def axis_labels(chart: TrendChart, frame: Frame, layout: Layout) -> list[Label]:
    """The values beside the plot and the years below it."""
    x = frame.left - layout.size * 0.55
    below = frame.bottom + layout.size * 1.1
    values = zip(frame.axis.ticks, tick_texts(frame.axis.ticks), strict=True)
    return [
        *(Wording(text).placed(layout, x, frame.y(tick), "end") for tick, text in values),
        *(
            Wording(str(year)).placed(layout, frame.x(year), below, "middle")
            for year in _written_years(chart, frame, layout)
        ),
    ]


def _written_years(chart: TrendChart, frame: Frame, layout: Layout) -> list[int]:
    """The ends and the year of the latest value, then as many measured years as have room."""
    if not frame.axis.ticks:  # nothing is drawn, so no year has a meaning
        return []
    first, last = chart.first_year, chart.last_year
    room = layout.measure(LONGEST_YEAR, layout.size, False) * 1.6
    a_year = (frame.right - frame.left) / max(last - first, 1)
    step = next((step for step in YEAR_STEPS if step * a_year >= room), 20)
    latest = [entry.year for entry in chart.measured[-1:]]
    written: list[int] = []
    for year in (last, *latest, first, *range(first, min(last, chart.current_year), step)):
        if all(abs(year - other) * a_year >= room for other in written):
            written.append(year)
    return sorted(written)
