"""The geometry of a trend chart: path data and placed texts, no colours and no markup."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.charts.break_marks import break_labels, break_lines
from indicators.charts.frame import Frame, axis_labels, base_and_ticks, bracket, frame_of, grid
from indicators.charts.inner_labels import (
    REMARK,
    circle_radius,
    inner_labels,
)
from indicators.charts.layouts import WIDE, Layout
from indicators.charts.lettering import Label
from indicators.charts.scales import (
    circles,
    crosses,
    diamonds,
    dots,
    polyline,
    rectangle,
    unit,
)
from indicators.charts.side_notes import placed_notes, room_beside, side_notes
from indicators.charts.trend import TrendChart
from indicators.charts.trend_lines import TrendLines, trend_lines


@dataclass(frozen=True, slots=True)
class TrendDrawing:
    """A drawn trend chart. Every mark is path data; "" means that there is none of its kind."""

    width: int
    height: int
    future: str  # the years after the current one, shaded
    grid: str
    axis: str  # the zero line, and a tick for each written year
    corridor: str  # the band a value should lie in
    former: str
    path: str
    goals: str  # diamonds at the points of the path
    continuation: str
    line: str
    provisional: str
    dots: str
    open_dots: str  # provisional values
    missing: str  # crosses at years with a reason for no value
    gap: str
    fan: str  # the range of the continuation
    breaks: str  # upright lines between values that cannot be compared
    circles: str  # around the numbers of remarks
    labels: tuple[Label, ...]

    @property
    def view_box(self) -> str:
        return f"0 0 {self.width} {self.height}"


def trend_drawing(chart: TrendChart, layout: Layout = WIDE) -> TrendDrawing:
    """Draw the chart in a layout; a narrow one leaves out years that are long past."""
    chart = chart.since(_first_year(chart, layout))
    lines = trend_lines(chart)
    notes = side_notes(chart, lines, layout)
    frame = frame_of(chart, lines, layout, beside=room_beside(notes, chart, lines, layout))
    labels = [
        *axis_labels(chart, frame, layout),
        *placed_notes(notes, chart, lines, frame, layout),
        *break_labels(chart.breaks, frame, layout),
    ]
    labels += inner_labels(chart, lines, frame, layout, labels)
    measured = chart.measured
    return TrendDrawing(
        width=layout.width,
        height=layout.height,
        future=_future(chart, frame, layout),
        grid=grid(frame),
        axis=base_and_ticks(chart, frame, layout),
        corridor=_corridor(lines, frame),
        former=frame.drawn(lines.former),
        path=frame.drawn((lines.path,)),
        goals=_goals(chart, frame, layout),
        continuation=frame.drawn((lines.continuation,)),
        line=frame.drawn(lines.solid),
        provisional=frame.drawn(lines.provisional),
        dots=dots(frame.measured(entry for entry in measured if not entry.provisional)),
        open_dots=circles(
            frame.measured(entry for entry in measured if entry.provisional), layout.dot * 1.4
        ),
        missing=_missing(chart, frame, layout),
        gap=_bracket(lines, frame, layout),
        fan=_fan(chart, frame),
        breaks=break_lines(chart.breaks, frame, layout),
        circles=circles(
            [label.centre(layout) for label in labels if label.tone == REMARK],
            circle_radius(layout),
        ),
        labels=tuple(labels),
    )


def _first_year(chart: TrendChart, layout: Layout) -> int:
    if layout.years is None:
        return chart.first_year
    first = chart.last_year - layout.years
    # A series that ended long ago keeps half of the room.
    if chart.measured:
        first = min(first, chart.measured[-1].year - layout.years // 2)
    return first


def _future(chart: TrendChart, frame: Frame, layout: Layout) -> str:
    if chart.current_year >= chart.last_year or not frame.axis.ticks:
        return ""
    left = frame.x(max(chart.current_year, chart.first_year))
    top = layout.size * 0.6
    return rectangle(left, top, frame.right - left, frame.bottom - top)


def _corridor(lines: TrendLines, frame: Frame) -> str:
    if lines.corridor is None:
        return ""
    lower, upper = lines.corridor
    bottom = frame.bottom if lower is None else frame.y(lower)
    top = frame.top if upper is None else frame.y(upper)
    return rectangle(frame.left, top, frame.right - frame.left, bottom - top)


def _fan(chart: TrendChart, frame: Frame) -> str:
    """From the latest value along the upper edge to the target year, and back along the lower."""
    if chart.fan is None:
        return ""
    low, high = (frame.within(edge) for edge in chart.fan.edges)
    return f"{polyline([*high, *reversed(low[1:])])}z"


def _goals(chart: TrendChart, frame: Frame, layout: Layout) -> str:
    """A diamond at each point of the path, and a smaller one where it starts."""
    if chart.path is None:
        return ""
    baseline = [chart.path.baseline] if chart.path.baseline else []
    return diamonds(frame.places(chart.shown(baseline)), layout.mark * 0.7) + diamonds(
        frame.places(chart.shown(chart.path.points)), layout.mark
    )


def _missing(chart: TrendChart, frame: Frame, layout: Layout) -> str:
    """They stand on the lower edge: no value is no zero, and lies nowhere on the scale."""
    if not frame.axis.ticks:
        return ""
    radius = layout.dot
    places = [(frame.x(year), frame.bottom - 2 * radius) for year in chart.missing_years]
    return crosses(places, radius)


def _bracket(lines: TrendLines, frame: Frame, layout: Layout) -> str:
    """What is missing in the year of the gap, from the value reached to the one wanted."""
    if lines.gap is None:
        return ""
    left, right, reached, wanted = bracket(lines.gap, frame, layout)
    foot = f"H{unit(right)}"
    return (
        f"M{unit(left)} {unit(wanted)}{foot}M{unit((left + right) / 2)} {unit(wanted)}"
        f"V{unit(reached)}M{unit(left)} {unit(reached)}{foot}"
    )
