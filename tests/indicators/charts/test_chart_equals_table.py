"""What a chart shows stands in its table, cell by cell, and the other way round.

Held for the drawings (wide, narrow, print), for the content given to Plotly and for the table of
the page, for charts of every kind: gaps, breaks, ranges, former paths, provisional values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.template import Context, Template

from indicators.charts.layouts import NARROW, PRINT, WIDE
from indicators.charts.plotly_content import plotly_content
from indicators.charts.trend import TrendChart
from indicators.charts.trend_drawing import trend_drawing
from indicators.charts.trend_table import TrendTable, trend_table
from indicators.german_numbers import NO_VALUE, format_number, parse_number
from tests.indicators.charts.examples import BAND, BROKEN, SHAPES, SMALL, TWO_FORMER, WIDE_FAN

LAYOUTS = {"wide": WIDE, "narrow": NARROW, "print": PRINT}
MAGNITUDES = {"Mio.": 6, "Mrd.": 9, "Bio.": 12}
NUMBER = r"−?\d[\d.]*(?:,\d+)?"

every_layout = pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
every_shape = pytest.mark.parametrize("chart", SHAPES.values(), ids=SHAPES)


def columns(table: TrendTable) -> dict[str, dict[int, str]]:
    """The written cells by head and year, those without a number left out."""
    return {
        head: {line.year: line.cells[at] for line in table.rows if line.cells[at] != NO_VALUE}
        for at, head in enumerate(table.heads)
    }


def numbers_of_drawing(chart: TrendChart, layout: Any) -> list[Decimal]:
    """Every number written into the drawing but the axes' own and the numbers of remarks."""
    drawing = trend_drawing(chart, layout)
    below = max(label.baseline for label in drawing.labels)
    said = [
        label.text
        for label in drawing.labels
        if label.baseline < below
        and (label.tone or not re.fullmatch(rf"{NUMBER}(?: \S+\.)?", label.text))
        and label.tone not in ("remark", "break")
    ]
    return [number for text in said for number in numbers_in(text)]


def numbers_in(text: str) -> Iterator[Decimal]:
    """The measured numbers in a label; "für 2025" and "bis 2027" name years."""
    without_years = re.sub(r"(?:für|bis) (?:19|20)\d\d$", "", text)
    for found in re.finditer(rf"({NUMBER})(?: (Mio\.|Mrd\.|Bio\.))?", without_years):
        yield parse_number(found[1]).scaleb(MAGNITUDES.get(found[2] or "", 0))


def written_numbers(table: TrendTable) -> list[Decimal]:
    """Every number in the table, those among the remarks too."""
    cells = [parse_number(cell) for line in table.rows for cell in line.cells if cell != NO_VALUE]
    remarks = [text for line in table.rows for text in line.remarks if text.startswith("Lücke")]
    return cells + [number for text in remarks for number in numbers_in(text)]


@every_layout
@every_shape
def test_every_number_in_the_drawing_is_in_the_table(chart, layout):
    written = written_numbers(trend_table(chart))
    for number in numbers_of_drawing(chart, layout):
        # Long numbers are drawn in millions and more, with two decimals.
        near = max(abs(number) / 10**3, Decimal(0)) if abs(number) >= 10**6 else Decimal(0)
        assert any(abs(number - other) <= near for other in written), number


def by_year(content: dict[str, Any] | None, key: str = "values") -> dict[int, float]:
    if content is None:
        return {}
    pairs = zip(content["years"], content[key], strict=True)
    return {year: value for year, value in pairs if year is not None and value is not None}


def shown(values: dict[int, float], chart: TrendChart) -> dict[int, str]:
    return {
        year: format_number(Decimal(str(value)), chart.decimals) for year, value in values.items()
    }


@every_shape
def test_plotly_gets_the_cells_of_the_table_and_nothing_else(chart):
    content, table = plotly_content(chart), columns(trend_table(chart))
    latest = chart.measured[-1].year if chart.measured else 0
    assert shown(by_year(content), chart) == table["Wert"]
    assert shown(by_year(content["path"]), chart) == table.get("Zielpfad", {})
    former = [cells for head, cells in table.items() if "früherer" in head]
    drawn = [shown(by_year(one), chart) for one in content["former"]]
    assert [cells for cells in drawn if cells] == former
    ahead = shown(by_year(content["continuation"]), chart)
    assert ahead.pop(latest, None) == (table["Wert"][latest] if chart.continuation else None)
    assert ahead == table.get("bei gleichem Tempo", {})
    for key, head in (("low", "Spanne von"), ("high", "Spanne bis")):
        edge = shown(by_year(content["fan"], key), chart)
        edge.pop(latest, None)
        assert edge == table.get(head, {})


@every_shape
def test_lines_goals_and_gap_of_plotly_are_cells_too(chart):
    content, table = plotly_content(chart), columns(trend_table(chart))
    for key in ("solid", "dashed"):
        for year, cell in shown(by_year(content[key]), chart).items():
            assert table["Wert"][year] == cell
    rows = {line.year: line for line in trend_table(chart).rows}
    for year, cell in shown(by_year(content["goals"]), chart).items():
        assert table["Zielpfad"][year] == cell
        assert "Ziel" in rows[year].remarks
    aims = [year for year, line in rows.items() if "Ziel" in line.remarks]
    assert aims == sorted(by_year(content["goals"]))
    gaps = [year for year, line in rows.items() if any("Lücke" in one for one in line.remarks)]
    assert gaps == ([content["gap"]["year"]] if content["gap"] else [])
    if content["band"]:
        edges = [format_number(Decimal(str(edge)), chart.decimals) for edge in content["band"]]
        assert {table["Zielkorridor von"][year] for year in rows} == {edges[0]}
        assert {table["Zielkorridor bis"][year] for year in rows} == {edges[1]}


@every_shape
def test_marks_of_the_table_are_those_of_the_chart(chart):
    content = plotly_content(chart)
    rows = trend_table(chart).rows
    assert [line.year for line in rows if line.row.missing_reason] == content["missing"]
    flags = dict(zip(content["years"], content["provisional"], strict=True))
    assert {line.year for line in rows if line.row.provisional} == {
        year for year, is_open in flags.items() if is_open
    }
    remarks = {
        (line.year, text) for line in rows for text in line.remarks if text.startswith("Anmerkung")
    }
    assert remarks == {
        (one["year"], f"Anmerkung {one['number']}: {one['text']}")
        for one in content["remarks"]
        if chart.first_year <= one["year"] <= chart.last_year
    }
    breaks = {line.year for line in rows if any("Bruch" in text for text in line.remarks)}
    assert breaks >= {one["year"] for one in content["breaks"]}


def test_heads_name_only_what_there_is():
    assert trend_table(SMALL).heads == (
        "Wert",
        "Zielpfad",
        "früherer Zielpfad",
        "bei gleichem Tempo",
    )
    assert trend_table(BAND).heads == ("Wert", "Zielkorridor von", "Zielkorridor bis")
    assert trend_table(TWO_FORMER).heads[2:4] == ("1. früherer Zielpfad", "2. früherer Zielpfad")
    assert trend_table(WIDE_FAN).heads[-2:] == ("Spanne von", "Spanne bis")


def test_rows_say_what_is_marked():
    rows = {line.year: line.remarks for line in trend_table(BROKEN).rows}
    assert rows[2021] == ("Ausgangswert", "Bruch der Zeitreihe: neue Zählweise")
    assert rows[2016] == ("Anmerkung 1: Netzausbau",)
    assert rows[2030] == ("Ziel", "Lücke 0,41")


# Words for those who do not see it ---------------------------------------------------------


@every_shape
@pytest.mark.parametrize("tag", ["trend_chart", "trend_chart_print"])
def test_every_drawing_has_a_title_and_says_what_it_shows(chart, tag):
    drawn = Template(f"{{% load charts %}}{{% {tag} chart %}}").render(Context({"chart": chart}))
    drawings = drawn.split("<svg")[1:]
    assert drawings
    words = Template("{{ words }}").render(Context({"words": chart.alternative}))
    for drawing in drawings:
        assert re.search(r"<title>[^<]+</title>", drawing)
        assert words in drawing


def test_distributions_have_a_title_too():
    for tag in ("distribution_bar", "unit_boxes", "distribution_bar_print"):
        drawn = Template(f"{{% load charts %}}{{% {tag} counts %}}").render(
            Context({"counts": {"sun": 2}})
        )
        assert "<title>Verteilung: 2 Sonne</title>" in drawn
