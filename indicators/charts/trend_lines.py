"""The lines of a trend chart as years and values, before they have a place."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from indicators.charts.trend import TrendChart, points_of
from indicators.target_paths import PathPoint, TargetPathLine, distance, path_value

Line = tuple[PathPoint, ...]

Corridor = tuple[Decimal | None, Decimal | None]
"""Lower and upper edge of a band; one of them may be open."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing to the target in one year; both values in the indicator's unit."""

    year: int
    reached: Decimal
    wanted: Decimal

    @property
    def amount(self) -> Decimal:
        return abs(self.wanted - self.reached)


@dataclass(frozen=True, slots=True)
class TrendLines:
    """Everything that is drawn from left to right."""

    solid: tuple[Line, ...]  # between measured years that follow each other
    provisional: tuple[Line, ...]  # the same, leading to a provisional value
    path: Line
    former: tuple[Line, ...]  # one for each former path
    continuation: Line
    corridor: Corridor | None
    gap: Gap | None

    def every(self) -> tuple[Line, ...]:
        return (*self.solid, *self.provisional, *self.former, self.path, self.continuation)


def trend_lines(chart: TrendChart) -> TrendLines:
    solid, provisional = _measured_lines(chart)
    return TrendLines(
        solid=solid,
        provisional=provisional,
        path=path_line(chart.path, chart.first_year, chart.last_year),
        former=tuple(
            path_line(path, chart.first_year, chart.last_year) for path in chart.former_paths
        ),
        continuation=chart.shown(chart.continuation),
        corridor=_corridor(chart.path),
        gap=gap_to_target(chart),
    )


def _measured_lines(chart: TrendChart) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Solid and provisional lines; a year without value and a break interrupt both."""
    measured = chart.measured
    solid: list[list[PathPoint]] = []
    provisional: list[Line] = []
    points = [PathPoint(entry.year, entry.value) for entry in measured if entry.value is not None]
    for (start, _), (end, entry) in pairwise(zip(points, measured, strict=True)):
        if end.year != start.year + 1 or chart.is_broken(start.year, end.year):
            continue
        if entry.provisional:
            provisional.append((start, end))
        elif solid and solid[-1][-1] is start:
            solid[-1].append(end)
        else:
            solid.append([start, end])
    return tuple(tuple(line) for line in solid), tuple(provisional)


def path_line(path: TargetPathLine | None, first_year: int, last_year: int) -> Line:
    """A target path between two years: its corners only, and none for a band or a direction."""
    if path is None:
        return ()
    years = range(first_year, last_year + 1)
    line: list[PathPoint] = []
    for year in years:
        value = path_value(path, year)
        if value is None:
            continue
        if line and is_stepped(path) and line[-1].value != value:
            line.append(PathPoint(year, line[-1].value))
        line.append(PathPoint(year, value))
    named = {point.year for point in points_of(path)}
    return tuple(
        point
        for index, point in enumerate(line)
        if index in (0, len(line) - 1)
        or (_is_corner(line, index) if is_stepped(path) else point.year in named)
    )


def is_stepped(path: TargetPathLine) -> bool:
    """Whether each value holds until the next one, instead of leading there in a line."""
    return path.interpolation == "step" or path.kind in ("limit_every_year", "milestone")


def _is_corner(line: list[PathPoint], index: int) -> bool:
    """Whether a level path turns here: the point before or after it has another value."""
    value = line[index].value
    return line[index - 1].value != value or line[index + 1].value != value


def _corridor(path: TargetPathLine | None) -> Corridor | None:
    if path is None or (path.lower is None and path.upper is None):
        return None
    return path.lower, path.upper


def gap_to_target(chart: TrendChart) -> Gap | None:
    """What is missing in the target year at the same pace, or already now when it is due.

    None when nothing is missing, nothing is known or there is no number to miss.
    """
    if chart.path is None:
        return None
    if chart.continuation:
        end = chart.continuation[-1]
        return _missing(chart, chart.path, end.year, end.value)
    measured = chart.measured
    if not measured or not _is_due(chart.path, measured[-1].year):
        return None
    return _missing(chart, chart.path, measured[-1].year, measured[-1].value)


def _is_due(path: TargetPathLine, year: int) -> bool:
    """Whether the path demands something of this very year, not only of a later one."""
    if path.kind in ("limit_every_year", "band"):
        return True
    years = [point.year for point in path.points]
    return bool(years) and (year in years or year >= max(years))


def _missing(
    chart: TrendChart, path: TargetPathLine, year: int, reached: Decimal | None
) -> Gap | None:
    if reached is None or not chart.first_year <= year <= chart.last_year:
        return None
    off = distance(reached, year, path)
    if off is None or off.better:
        return None
    gap = Gap(year, reached, off.expected)
    # A difference that would be written as 0,00 is none to the reader.
    return gap if gap.amount >= Decimal(1).scaleb(-chart.decimals) / 2 else None
