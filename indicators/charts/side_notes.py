"""The labels to the right of the plot: target, gap, continuation and former targets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from indicators.charts.frame import Frame
from indicators.charts.labels import stacked
from indicators.charts.layouts import Layout
from indicators.charts.lettering import Label, Wording
from indicators.charts.numbers import short_number
from indicators.charts.trend import TrendChart, path_end
from indicators.charts.trend_lines import TrendLines
from indicators.target_paths import PathPoint


@dataclass(frozen=True, slots=True)
class SideNote:
    """A label to the right of the plot, at the height of a value in the last year."""

    value: Decimal
    lines: tuple[Wording, ...]

    def width(self, layout: Layout) -> float:
        return max(line.width(layout) for line in self.lines)

    def line(self, layout: Layout) -> float:
        return self.lines[0].line(layout)

    def height(self, layout: Layout) -> float:
        return self.line(layout) * len(self.lines)


def side_notes(chart: TrendChart, lines: TrendLines, layout: Layout) -> list[SideNote]:
    """Target, gap, continuation and former targets, from the highest value to the lowest."""
    notes = [
        *_target_notes(chart, lines, layout),
        *_pace_notes(chart, lines, layout),
        *_former_notes(chart, lines, layout),
    ]
    return sorted(notes, key=lambda note: note.value, reverse=True)


def _target_notes(chart: TrendChart, lines: TrendLines, layout: Layout) -> Iterator[SideNote]:
    if chart.path is None:
        return
    parts = ["Ziel", chart.target_text(chart.path)]
    if lines.corridor:
        edges = [edge for edge in lines.corridor if edge is not None]
        middle = sum(edges, Decimal(0)) / len(edges)
        yield SideNote(middle, _wrapped(parts, "green", layout, large=True))
    elif lines.path and (end := path_end(chart.path)):
        parts += _other_year(chart, end)
        yield SideNote(lines.path[-1].value, _wrapped(parts, "green", layout, large=True))


def _pace_notes(chart: TrendChart, lines: TrendLines, layout: Layout) -> Iterator[SideNote]:
    gap = lines.gap
    if gap and gap.year == chart.last_year:
        missing = short_number(gap.amount, chart.decimals)
        yield SideNote((gap.reached + gap.wanted) / 2, _wrapped(["Lücke", missing], "red", layout))
    if lines.continuation:
        end = lines.continuation[-1]
        reached = short_number(end.value, chart.decimals)
        pace = [reached, "bei gleichem", "Tempo", *_other_year(chart, end)]
        yield SideNote(end.value, _wrapped(pace, "ink", layout))
    if chart.fan:
        # Below the continuation, whose value lies within.
        edges = (chart.fan.end.low, chart.fan.end.high)
        low, high = (short_number(edge, chart.decimals) for edge in edges)
        value = lines.continuation[-1].value if lines.continuation else sum(edges, Decimal(0)) / 2
        yield SideNote(value, _wrapped(["Spanne", low, f"bis {high}"], "", layout))


def _former_notes(chart: TrendChart, lines: TrendLines, layout: Layout) -> Iterator[SideNote]:
    """The two newest former targets; older ones are in the table."""
    newest = list(zip(chart.former_paths, lines.former, strict=True))[-2:]
    for path, line in newest:
        if line:
            parts = ["früheres Ziel", chart.target_text(path)]
            yield SideNote(line[-1].value, _wrapped(parts, "", layout))


def _other_year(chart: TrendChart, point: PathPoint) -> list[str]:
    return [] if point.year == chart.last_year else [f"bis {point.year}"]


def _wrapped(
    parts: Sequence[str], tone: str, layout: Layout, *, large: bool = False
) -> tuple[Wording, ...]:
    """The parts on as few lines as the room beside the plot needs; no part is broken."""
    lines = [Wording(parts[0], tone, large)]
    for part in parts[1:]:
        longer = replace(lines[-1], text=f"{lines[-1].text} {part}")
        if longer.width(layout) <= layout.side:
            lines[-1] = longer
        else:
            lines.append(Wording(part, tone, large))
    return tuple(lines)


def room_beside(
    notes: Sequence[SideNote], chart: TrendChart, lines: TrendLines, layout: Layout
) -> float:
    """Units the notes take to the right of the plot, with their distance from it."""
    if not notes:
        return 0.0
    return _distance(chart, lines, layout) + max(note.width(layout) for note in notes)


def _distance(chart: TrendChart, lines: TrendLines, layout: Layout) -> float:
    """From the plot to the notes; they make room for a bracket in the last year."""
    has_bracket = lines.gap is not None and lines.gap.year == chart.last_year
    return layout.mark + layout.size * 0.5 + (layout.bracket * 1.6 if has_bracket else 0)


def placed_notes(
    notes: Sequence[SideNote], chart: TrendChart, lines: TrendLines, frame: Frame, layout: Layout
) -> list[Label]:
    """The notes near the height of their values, moved apart where they would overlap."""
    heights = [note.height(layout) + layout.size * 0.15 for note in notes]
    wanted = [frame.y(note.value) for note in notes]
    x = frame.right + _distance(chart, lines, layout)
    bottom = frame.bottom + layout.size * 0.5  # above the years
    labels = []
    for note, centre in zip(notes, stacked(wanted, heights, 0, bottom), strict=True):
        first = centre - (note.height(layout) - note.line(layout)) / 2
        labels += [
            line.placed(layout, x, first + note.line(layout) * index)
            for index, line in enumerate(note.lines)
        ]
    return labels
