"""Charts in templates. They take the content dataclasses and give SVG, without any script."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from indicators.annual_values import YearValue
from indicators.charts.distribution import NUMBER_SIZE, bar_parts, in_words, printed_parts
from indicators.charts.distribution import unit_boxes as boxes_of
from indicators.charts.frame import fan_is_cut
from indicators.charts.layouts import NARROW, PRINT, TALL, WIDE, Layout
from indicators.charts.pace import pace_bars as bars_of
from indicators.charts.print_font import FAMILY
from indicators.charts.scales import unit
from indicators.charts.small_multiple import SmallMultiple
from indicators.charts.sparkline import FIRST_YEAR, LAST_YEAR
from indicators.charts.sparkline import sparkline as sparkline_of
from indicators.charts.trend import TrendChart
from indicators.charts.trend_drawing import trend_drawing
from indicators.sentences.fans import NOT_OFFICIAL, fan_sentence
from indicators.target_paths import PathPoint, RequiredPace
from indicators.year_notes import breaks_of

register = template.Library()

SPARK_OPEN = '<svg class="spark" viewBox="0 0 88 28" aria-hidden="true" focusable="false">'
SPARK = SPARK_OPEN + '<path class="to" d="{0}"/><path class="goal" d="{1}"/></svg>'
SPARK_WITH_VALUE = (
    SPARK.removesuffix("</svg>")
    + '<path stroke-linecap="round" d="{2}"/><circle cx="{3}" cy="{4}" r="2.6"/></svg>'
)
MULTIPLE = (
    '<svg viewBox="0 0 100 40" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
    '<path class="city" d="{}"/><path stroke-linecap="round" d="{}"/></svg>'
)


@register.inclusion_tag("indicators/charts/_trend.svg")
def trend_chart(chart: TrendChart) -> dict[str, Any]:
    """The chart for a wide and for a narrow place; the style sheet shows one of the two."""
    drawings = [("w", trend_drawing(chart, WIDE)), ("n", trend_drawing(chart, NARROW))]
    return {"chart": chart, "drawings": drawings}


@register.inclusion_tag("indicators/charts/_year_notes.html")
def year_notes(chart: TrendChart) -> dict[str, Any]:
    """What the chart says in a few signs only: the range of the continuation, breaks, remarks."""
    fan = chart.fan
    return {
        "spread": fan_sentence(fan, chart.unit, chart.decimals) if fan else "",
        "not_official": NOT_OFFICIAL,
        "is_cut": fan_is_cut(chart),
        "breaks": breaks_of(chart.notes),
        "remarks": chart.remarks,
    }


@register.inclusion_tag("indicators/charts/_trend_print.svg")
def trend_chart_print(chart: TrendChart) -> dict[str, Any]:
    """The chart for the report."""
    return printed_trend(chart, PRINT, 1)


@register.inclusion_tag("indicators/charts/_trend_print.svg")
def trend_chart_large(chart: TrendChart, scale: float = 1.5) -> dict[str, Any]:
    """The chart over the width of a page, with everything in it so many times larger."""
    return printed_trend(chart, TALL, scale)


def printed_trend(chart: TrendChart, layout: Layout, scale: float) -> dict[str, Any]:
    return {
        "chart": chart,
        "drawing": trend_drawing(chart, layout),
        # As texts, for Django writes a float in a template with a decimal comma.
        "width": unit(layout.width * scale),
        "height": unit(layout.height * scale),
        "size": unit(layout.size),
        "large": unit(layout.large),
        "dot_width": unit(layout.dot * 2),
        "font": FAMILY,
    }


@register.simple_tag
def sparkline(
    values: Sequence[YearValue],
    target: PathPoint | None = None,
    first_year: int = FIRST_YEAR,
    last_year: int = LAST_YEAR,
    breaks: Collection[int] = (),
) -> SafeString:
    """The last years in a line of text. Decoration: value and target stand beside it as words."""
    drawn = sparkline_of(values, target, first_year=first_year, last_year=last_year, breaks=breaks)
    return format_html(
        SPARK_WITH_VALUE if drawn.line else SPARK,
        drawn.way,
        drawn.goal,
        drawn.line,
        drawn.x,
        drawn.y,
    )


@register.inclusion_tag("indicators/charts/_distribution.svg")
def distribution_bar(counts: Mapping[str, int]) -> dict[str, Any]:
    """One bar for all goals or indicators, a part with its number for each status."""
    return {"parts": bar_parts(counts), "words": in_words(counts)}


@register.inclusion_tag("indicators/charts/_distribution_print.svg")
def distribution_bar_print(
    counts: Mapping[str, int], width: float = 482, height: float = 14
) -> dict[str, Any]:
    """The same bar for the report; width and height in points."""
    return {
        "parts": printed_parts(counts, width=width, height=height),
        "words": in_words(counts),
        "width": unit(width),
        "height": unit(height),
        "font": FAMILY,
        "number_size": unit(NUMBER_SIZE),
    }


@register.inclusion_tag("indicators/charts/_units.svg")
def unit_boxes(counts: Mapping[str, int]) -> dict[str, Any]:
    """One small square for each goal or indicator."""
    return {"boxes": boxes_of(counts), "words": in_words(counts)}


@register.simple_tag
def small_multiple(multiple: SmallMultiple) -> SafeString:
    """One of many small lines on a common scale. Decoration: the value stands beside it."""
    return format_html(MULTIPLE, multiple.city, multiple.own)


@register.inclusion_tag("indicators/charts/_pace.html")
def pace_bars(
    pace: RequiredPace,
    unit: str = "",
    decimals: int = 0,
    latest_year: int | None = None,
    since: int | None = None,
) -> dict[str, Any]:
    """A table of the change needed, the best and the mean one, each with its bar.

    A change a year is small, so it is shown with one of the indicator's `decimals` more.
    """
    bars = bars_of(pace, latest_year=latest_year, since=since)
    return {"bars": bars, "unit": unit, "decimals": decimals + 1}
