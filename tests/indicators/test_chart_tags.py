"""Chart tags and number filters in templates."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.template import engines

from indicators.charts.scales import ValueAxis
from indicators.charts.small_multiple import small_multiple
from indicators.target_paths import PathPoint, RequiredPace
from tests.indicators.charts.examples import EMPTY, PHOTOVOLTAICS, SHAPES, SMALL, years

COUNTS = {"sun": 3, "cloud": 2, "not_rated": 1, "stale": 1}
AXIS = ValueAxis(Decimal(0), Decimal(5), ())
GOAL = PathPoint(2030, Decimal(20))


def rendered(tag: str, **context: Any) -> str:
    template = engines["django"].from_string("{% load charts numbers %}" + tag)
    return template.render(context).strip()


def parsed(html: str) -> ET.Element:
    """The markup as a tree; it must be well-formed."""
    return ET.fromstring(f"<div>{html}</div>")  # noqa: S314 (our own markup)


def drawings(html: str) -> list[ET.Element]:
    return list(parsed(html).iter("svg"))


LENGTHS = (
    "d",
    "x",
    "y",
    "cx",
    "cy",
    "r",
    "width",
    "height",
    "viewBox",
    "font-size",
    "stroke-width",
)


def assert_plain(html: str) -> None:
    """What the content security policy, a page without script and SVG itself ask of a drawing."""
    for element in parsed(html).iter():
        assert not any("," in element.get(name, "") for name in LENGTHS), element.attrib
    assert not re.search(r"\sstyle=|<style|<script|\son\w+=|href=|\b(None|nan|inf)\b", html)


@pytest.mark.parametrize("chart", SHAPES.values(), ids=SHAPES)
def test_trend_chart_is_a_wide_and_a_narrow_image_with_words(chart):
    html = rendered("{% trend_chart chart %}", chart=chart)
    assert_plain(html)
    wide, narrow = drawings(html)
    assert (wide.get("class"), wide.get("viewBox")) == ("chart chart--w", "0 0 940 410")
    assert (narrow.get("class"), narrow.get("viewBox")) == ("chart chart--n", "0 0 340 380")
    for svg in (wide, narrow):
        assert svg.get("role") == "img"
        assert svg.get("aria-label") == chart.alternative
        assert svg.findtext("title") == chart.title


def test_trend_chart_draws_each_kind_of_mark_once():
    wide, _ = drawings(rendered("{% trend_chart chart %}", chart=PHOTOVOLTAICS))
    assert [path.get("class") for path in wide.iter("path")] == [
        "future",
        "grid",
        "axis",
        "ghost",
        "path",
        "goal",
        "cont",
        "line",
        "line prov",
        "dots",
        "dot--p",
        "gap",
    ]


def test_trend_chart_escapes_texts():
    chart = replace(SMALL, title="<b>", sentence='" onload="x')
    wide, _ = drawings(rendered("{% trend_chart chart %}", chart=chart))
    assert wide.findtext("title") == "<b>"
    assert str(wide.get("aria-label")).endswith('" onload="x')


@pytest.mark.parametrize("chart", SHAPES.values(), ids=SHAPES)
def test_trend_chart_print_needs_no_style_sheet(chart):
    html = rendered("{% trend_chart_print chart %}", chart=chart)
    assert_plain(html)
    (svg,) = drawings(html)
    assert svg.findtext("title") == f"Liniendiagramm: {chart.alternative}"
    for mark in svg.iter("path"):
        assert mark.get("fill") or mark.get("stroke")
    for text in svg.iter("text"):
        assert text.get("fill")
    assert not re.search(r"text-anchor|opacity|mask|gradient|clip-path|url\(|var\(", html)


def test_sparkline():
    html = rendered("{% sparkline values target %}", values=years(2019, "10 12 15"), target=GOAL)
    assert html == (
        '<svg class="spark" viewBox="0 0 88 28" aria-hidden="true" focusable="false">'
        '<path class="to" d="M17.4 14.5L82.0 5.0"/><path class="goal" d="M82.0 1.0l4 4-4 4-4-4z"/>'
        '<path stroke-linecap="round" d="M3.0 24.0h0L10.2 20.2L17.4 14.5"/>'
        '<circle cx="17.4" cy="14.5" r="2.6"/></svg>'
    )


def test_sparkline_without_value_has_no_dot():
    html = rendered("{% sparkline values %}", values=())
    assert_plain(html)
    assert "circle" not in html
    drawings(html)


def test_distribution_bar():
    html = rendered("{% distribution_bar counts %}", counts=COUNTS)
    (bar,) = drawings(html)
    assert bar.get("aria-label") == "Verteilung: 3 Sonne, 2 Wolke, 1 nicht bewertet, 1 veraltet"
    assert [(part.get("class"), part.get("fill")) for part in bar.iter("rect")] == [
        ("o-sun", None),
        ("o-cloud", None),
        ("o-none", "url(#p-none)"),
        ("o-stale", "url(#p-stale)"),
    ]
    assert [text.text for text in bar.iter("text")] == ["3", "2", "1", "1"]


def test_distribution_bar_of_nothing_is_an_empty_frame():
    (bar,) = drawings(rendered("{% distribution_bar counts %}", counts={}))
    assert bar.get("aria-label") == "Verteilung: noch nichts zu bewerten"
    assert [part.get("fill") for part in bar.iter("rect")] == ["none"]


def test_distribution_bar_print():
    html = rendered("{% distribution_bar_print counts 300.5 12 %}", counts=COUNTS)
    assert_plain(html)
    (bar,) = drawings(html)
    assert (bar.get("width"), bar.get("height"), bar.get("viewBox")) == (
        "300.5pt",
        "12pt",
        "0 0 300.5 12",
    )
    assert bar.findtext("title") == "Verteilung: 3 Sonne, 2 Wolke, 1 nicht bewertet, 1 veraltet"
    assert [text.text for text in bar.iter("text")] == ["3", "2", "1", "1"]


def test_unit_boxes():
    (boxes,) = drawings(rendered("{% unit_boxes counts %}", counts=COUNTS))
    assert str(boxes.get("aria-label")).startswith("Verteilung: 3 Sonne")
    title, *groups = boxes
    assert title.text == boxes.get("aria-label")
    assert [str(group.get("d")).count("M") for group in groups] == [3, 2, 1, 1]


def test_small_multiple():
    multiple = small_multiple(
        years(2021, "5 4 0"), years(2021, "1 2 3"), axis=AXIS, first_year=2021, last_year=2023
    )
    html = rendered("{% small_multiple multiple %}", multiple=multiple)
    assert_plain(html)
    (svg,) = drawings(html)
    assert [mark.get("d") for mark in svg][-2:] == ["M2 31L50 24L98 17", "M2 3L50 10L98 38"]


def test_pace_bars():
    pace = RequiredPace(Decimal("0.19"), Decimal("0.108"), Decimal("0.16"), 2023, 2030, "")
    html = rendered(
        '{% pace_bars pace "kWp" 2 latest_year=2025 since=2020 %}',
        pace=pace,
    )
    assert_plain(html)
    table = parsed(html)
    rows = [["".join(cell.itertext()) for cell in row] for row in table.iter("tr")]
    assert rows == [
        ["Veränderung je Jahr", "kWp", "Balken"],
        ["nötig 2026 bis 2030", "+0,190", ""],
        ["bestes Jahr 2023", "+0,160", ""],
        ["Mittel 2020 bis 2025", "+0,108", ""],
    ]
    assert [bar.get("width") for bar in table.iter("rect")] == ["95.0%", "80.0%", "54.0%"]
    assert [bar.get("class") for bar in table.iter("rect")] == ["need", None, None]


def test_pace_without_numbers_is_no_table():
    pace = RequiredPace(None, None, None, None, 2030, "too_few_values")
    assert rendered("{% pace_bars pace %}", pace=pace) == ""


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("{{ value|number:2 }}", "−1.234,50"),
        ("{{ value|number }}", "−1.234,5"),
        ("{{ value|signed:1 }}", "−1.234,5"),
        ("{{ positive|signed:1 }}", "+2,0"),
        ("{{ nothing|number:2 }}", "–"),
        ("{{ nothing|signed:2 }}", "–"),
    ],
)
def test_numbers(tag, text):
    assert rendered(tag, value=Decimal("-1234.5"), positive=Decimal(2), nothing=None) == text


def test_nothing_is_drawn_for_an_empty_chart_but_its_words():
    wide, _ = drawings(rendered("{% trend_chart chart %}", chart=EMPTY))
    assert [text.text for text in wide.iter("text")] == ["Noch keine Werte"]
