"""The content of a trend chart for Plotly, as data that JSON can carry.

JSON knows no decimals, so values become floats here and nowhere else; Python writes a float with
the shortest digits that stand for it, so up to 15 digits arrive as they were. Gaps are None.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from indicators.annual_values import of_year
from indicators.charts.frame import axis_of
from indicators.charts.layouts import NARROW
from indicators.charts.numbers import short_number, tick_texts
from indicators.charts.side_notes import side_notes
from indicators.charts.trend import TrendChart, TrendRow
from indicators.charts.trend_lines import Gap, Line, trend_lines
from indicators.forecast_fan import Fan
from indicators.german_numbers import format_number
from indicators.target_paths import PathPoint, TargetPathLine, path_value
from indicators.year_notes import YearNote

Content = dict[str, Any]


def plotly_content(chart: TrendChart) -> Content:
    """What `static/js/indicator-chart.js` draws: years and values, and texts in German."""
    lines = trend_lines(chart)
    axis = axis_of(chart, lines)
    measured = _measured_years(chart)
    return {
        "title": chart.title,
        "subtitle": _subtitle(chart),
        "decimals": chart.decimals,
        "alternative": chart.alternative,
        "firstYear": chart.first_year,
        "lastYear": chart.last_year,
        "currentYear": chart.current_year,
        "low": _number(axis.low),
        "high": _number(axis.high),
        "ticks": [_number(tick) for tick in axis.ticks],
        "tickTexts": tick_texts(axis.ticks),
        "years": [row.year for row in measured],
        "values": [_number(row.value) for row in measured],
        "texts": [_text(chart, row) for row in measured],
        "provisional": [row.provisional for row in measured],
        "latest": _latest(chart, measured[-1]) if measured else None,
        "solid": _joined(lines.solid),
        "dashed": _joined(lines.provisional),
        "path": _yearly(chart, chart.path) if chart.path else None,
        "former": [_yearly(chart, path) for path in chart.former_paths],
        "goals": _line(chart.shown(chart.path.points)) if chart.path else None,
        "nextGoal": _next_goal(chart),
        "continuation": _continuation(chart),
        "fan": _fan(chart, chart.fan) if chart.fan else None,
        "breaks": [{"year": one.year, "text": one.text} for one in chart.breaks],
        "remarks": [_remark(chart, number, one) for number, one in chart.remarks],
        "band": [_number(edge) for edge in lines.corridor] if lines.corridor else None,
        "missing": list(chart.missing_years),
        "gap": _gap(chart, lines.gap) if lines.gap else None,
        "notes": [
            {
                "value": _number(note.value),
                "lines": [line.text for line in note.lines],
                "tone": note.lines[0].tone,
            }
            for note in side_notes(chart, lines, NARROW)
        ],
    }


def _subtitle(chart: TrendChart) -> str:
    """Below the title of a picture: "kWp je Einwohner, 2012 bis 2030"."""
    span = f"{chart.first_year} bis {chart.last_year}"
    return f"{chart.unit}, {span}" if chart.unit else span


def _measured_years(chart: TrendChart) -> list[TrendRow]:
    """A row for each year from the first to the latest value, those without a value too."""
    years = [entry.year for entry in chart.measured]
    if not years:
        return []
    rows = {row.year: row for row in chart.rows()}
    return [rows.get(year) or TrendRow(year) for year in range(years[0], years[-1] + 1)]


def _text(chart: TrendChart, row: TrendRow) -> str:
    """What is read at a point: "0,70 kWp je Einwohner, revidiert"."""
    value = f"{format_number(row.value, chart.decimals)} {chart.unit}".rstrip()
    flags = (("vorläufig", row.provisional), ("revidiert", row.revised))
    return ", ".join([value, *(flag for flag, applies in flags if applies)])


def _latest(chart: TrendChart, row: TrendRow) -> Content:
    """The label of the latest value."""
    return {
        "year": row.year,
        "value": _number(row.value),
        "text": format_number(row.value, chart.decimals),
        "note": "vorläufig" if row.provisional else "",
    }


def _next_goal(chart: TrendChart) -> Content | None:
    """The label of a goal on the way: on the side where the continuation does not run, and there
    before or after the goal, where the path does not."""
    goal = chart.next_goal
    if goal is None or chart.path is None:
        return None
    end = path_value(chart.path, chart.last_year)
    rises = end is not None and end > goal.value
    reached = chart.continuation[-1].value if chart.continuation else None
    above = rises if reached is None else reached < goal.value
    return {
        "year": goal.year,
        "value": _number(goal.value),
        "text": chart.next_goal_text(goal),
        "above": above,
        "before": above == rises,
    }


def _yearly(chart: TrendChart, path: TargetPathLine) -> Content:
    """A path year by year, so that each can be read."""
    years = range(chart.first_year, chart.last_year + 1)
    return {
        "years": list(years),
        "values": [_number(path_value(path, year)) for year in years],
        "stepped": path.interpolation == "step",
    }


def _continuation(chart: TrendChart) -> Content:
    """Year by year from the latest value, so that each can be read."""
    rows = [row for row in chart.rows() if row.continued is not None]
    points = [
        *chart.shown(chart.continuation[:1]),
        *(PathPoint(row.year, row.continued) for row in rows if row.continued is not None),
    ]
    return _line(points)


def _fan(chart: TrendChart, fan: Fan) -> Content:
    """The range year by year from the latest value, and how it is read."""

    def text(value: Decimal) -> str:
        return format_number(value, chart.decimals)

    return {
        "years": [one.year for one in fan.years],
        "low": [_number(one.low) for one in fan.years],
        "high": [_number(one.high) for one in fan.years],
        "texts": [f"{text(one.low)} bis {text(one.high)}" for one in fan.years],
    }


def _remark(chart: TrendChart, number: int, note: YearNote) -> Content:
    """`value` is that of the year; None stands on the lower edge."""
    entry = of_year(chart.measured, note.year)
    return {
        "number": number,
        "year": note.year,
        "value": _number(entry.value if entry else None),
        "text": note.text,
    }


def _line(points: Iterable[PathPoint]) -> Content:
    line = tuple(points)
    return {
        "years": [point.year for point in line],
        "values": [_number(point.value) for point in line],
    }


def _joined(lines: Iterable[Line]) -> Content:
    """Several lines as one, with a gap between each two."""
    joined: Content = {"years": [], "values": []}
    for line in lines:
        if joined["years"]:
            joined["years"].append(None)
            joined["values"].append(None)
        for key, places in _line(line).items():
            joined[key] += places
    return joined


def _gap(chart: TrendChart, gap: Gap) -> Content:
    """`text` is "" in the last year, when the gap is named among the notes beside the plot."""
    amount = short_number(gap.amount, chart.decimals)
    return {
        "year": gap.year,
        "reached": _number(gap.reached),
        "wanted": _number(gap.wanted),
        "text": "" if gap.year == chart.last_year else f"Lücke {amount}",
    }


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
