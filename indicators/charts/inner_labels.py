"""The labels in the plot: latest value, gap, next goal, path, first value, revised values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from indicators.annual_values import YearValue
from indicators.charts.frame import Frame, bracket
from indicators.charts.labels import Box
from indicators.charts.layouts import Layout
from indicators.charts.lettering import PADDING, Label, Obstacle, Wording, around, best
from indicators.charts.numbers import short_number
from indicators.charts.trend import TrendChart, path_end
from indicators.charts.trend_lines import TrendLines
from indicators.target_paths import path_value

REMARK = "remark"  # tone of a label
NO_VALUES = "Noch keine Werte"
# What it costs a label to cross a line, against 1 for values, path and continuation.
FORMER_WEIGHT, AXIS_WEIGHT, GRID_WEIGHT, FAN_WEIGHT = 0.2, 0.6, 0.1, 0.1


def inner_labels(
    chart: TrendChart, lines: TrendLines, frame: Frame, layout: Layout, fixed: Sequence[Label]
) -> list[Label]:
    """Latest value, gap, goals, path and first value, each where it covers nothing, else left out.

    They may reach beyond the plot where the `fixed` labels leave room.
    """
    # A label may begin a little before its point, which may lie on the left edge.
    left = frame.left - layout.dot / 2 - layout.size * PADDING
    room = Box(left, 0, layout.width, frame.bottom - 1)
    obstacles = _obstacles(chart, lines, frame, layout)
    taken = [label.box for label in fixed]
    labels: list[Label] = []
    for candidates in _inner_candidates(chart, lines, frame, layout):
        label = best(candidates, taken, obstacles, room)
        if label is not None:
            taken.append(label.box)
            labels.append(_on_shade(label, chart, frame))
    return labels


def _inner_candidates(
    chart: TrendChart, lines: TrendLines, frame: Frame, layout: Layout
) -> Iterator[Iterable[Label]]:
    """The places each label may take, the most important label first."""
    measured = chart.measured
    if not measured:
        yield _empty_candidates(frame, layout)
        return
    latest = measured[-1]
    yield _value_candidates(chart, latest, frame, layout)
    if lines.gap and lines.gap.year < chart.last_year:
        _, right, reached, wanted = bracket(lines.gap, frame, layout)
        missing = short_number(lines.gap.amount, chart.decimals)
        beside = (right - layout.dot, (reached + wanted) / 2)
        yield around(Wording(f"Lücke {missing}", "red"), beside, layout, "e se ne s n")
    for number, note in chart.remarks:
        if frame.first_year <= note.year <= frame.last_year:
            yield _remark_candidates(str(number), note.year, chart, frame, layout)
    if goal := chart.next_goal:
        wording = Wording(chart.next_goal_text(goal), "green")
        yield around(wording, frame.at(goal.year, goal.value), layout, "nw se sw ne n s")
    yield _path_candidates(chart, latest.year, frame, layout)
    if len(measured) > 1 and measured[0].value is not None:
        first = measured[0]
        text = short_number(measured[0].value, chart.decimals)
        place = frame.at(first.year, measured[0].value)
        yield around(Wording(text, "ink"), place, layout, "nl sl n s ne se")
    for entry in measured:
        if entry.revised and entry.value is not None:
            yield around(Wording("r"), frame.at(entry.year, entry.value), layout, "n s nw ne sw se")


def _remark_candidates(
    number: str, year: int, chart: TrendChart, frame: Frame, layout: Layout
) -> Iterator[Label]:
    """The number of a remark, near the value of its year or else near the lower edge.

    It stands in a circle, which takes more room than the number.
    """
    value = next((one.value for one in chart.measured if one.year == year), None)
    place = (frame.x(year), frame.bottom - layout.size) if value is None else frame.at(year, value)
    radius = circle_radius(layout)
    for label in around(Wording(number, REMARK), place, layout, "n s ne nw se sw"):
        x, y = label.centre(layout)
        yield replace(label, box=Box(x - radius, y - radius, x + radius, y + radius))


def circle_radius(layout: Layout) -> float:
    """Of the circle around the number of a remark."""
    return layout.size * 0.62


def _value_candidates(
    chart: TrendChart, latest: YearValue, frame: Frame, layout: Layout
) -> Iterator[Label]:
    if latest.value is None:
        return
    wording = Wording(
        short_number(latest.value, chart.decimals),
        "ink",
        large=True,
        note=chart.open_word if latest.provisional else "",
    )
    x, y = frame.at(latest.year, latest.value)
    yield from around(wording, (x, y), layout, "se ne nw sw s n")
    # Near an edge the middle of the label moves into the plot.
    half = wording.width(layout) / 2 + layout.size / 2
    inside = max(frame.left + half, min(x, frame.right - half))
    yield from around(wording, (inside, y), layout, "s n")


def _path_candidates(chart: TrendChart, year: int, frame: Frame, layout: Layout) -> Iterable[Label]:
    """What the path demanded in the year of the latest value, unless the target says so."""
    end = path_end(chart.path) if chart.path else None
    if chart.path is None or end is None or year >= end.year:
        return ()
    expected = path_value(chart.path, year)
    if expected is None or expected == end.value:
        return ()
    text = short_number(expected, chart.decimals)
    wording = Wording(f"Zielpfad: {text} für {year}", "green")
    if wording.width(layout) > layout.side:
        wording = Wording(f"Zielpfad {text}", "green")
    return around(wording, frame.at(year, expected), layout, "nw sw se ne n s")


def _empty_candidates(frame: Frame, layout: Layout) -> Iterator[Label]:
    """In the middle of the plot, or where the path leaves room."""
    for across, down in ((2, 2), (1, 1), (1, 3), (3, 1), (3, 3)):
        x = frame.left + (frame.right - frame.left) * across / 4
        y = frame.top + (frame.bottom - frame.top) * down / 4
        yield Wording(NO_VALUES, large=True).placed(layout, x, y, "middle")


def _on_shade(label: Label, chart: TrendChart, frame: Frame) -> Label:
    """The label, knowing on which ground it mostly stands."""
    middle = (label.box.left + label.box.right) / 2
    return replace(label, shaded=frame.x(chart.current_year) < middle < frame.right)


def _obstacles(
    chart: TrendChart, lines: TrendLines, frame: Frame, layout: Layout
) -> list[Obstacle]:
    """Every drawn line and dot, as what a label should not cover."""
    obstacles: list[Obstacle] = [
        (segment, FORMER_WEIGHT if line in lines.former else 1.0)
        for line in lines.every()
        for segment in pairwise(frame.places(line))
    ]
    if chart.fan:
        for edge in chart.fan.edges:
            obstacles += [(segment, FAN_WEIGHT) for segment in pairwise(frame.within(edge))]
    for one in chart.breaks:
        x = frame.before(one.year)
        obstacles.append((((x, frame.top), (x, frame.bottom)), 1.0))
    dot = layout.dot
    for x, y in frame.measured(chart.measured):
        obstacles.append((((x - dot, y), (x + dot, y)), 1.0))
    if lines.gap:
        left, right, reached, wanted = bracket(lines.gap, frame, layout)
        obstacles += [(((x, reached), (x, wanted)), 1.0) for x in (left, right)]
    for tick in frame.axis.ticks:
        level = frame.y(tick)
        weight = GRID_WEIGHT if tick else AXIS_WEIGHT
        obstacles.append((((frame.left, level), (frame.right, level)), weight))
    return obstacles
