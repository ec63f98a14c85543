"""The chosen series in templates: their chart as SVG, and the cells of their table."""

from __future__ import annotations

from typing import Any

from django import template

from indicators.annual_values import YearValue
from indicators.charts.layouts import NARROW, WIDE
from indicators.charts.series import SeriesChart
from indicators.charts.series_content import alternative, cell_text
from indicators.charts.series_drawing import series_drawing

register = template.Library()


@register.inclusion_tag("indicators/charts/_series.svg")
def series_svg(chart: SeriesChart) -> dict[str, Any]:
    """The chart for a wide and for a narrow place; the style sheet shows one of the two."""
    drawings = [("w", series_drawing(chart, WIDE)), ("n", series_drawing(chart, NARROW))]
    return {"chart": chart, "drawings": drawings, "alternative": alternative(chart)}


@register.simple_tag
def cell(chart: SeriesChart, entry: YearValue) -> str:
    """A place in a year: "12,3", "geheim", "kein Wert", or a dash where nothing is known."""
    return cell_text(chart, entry)
