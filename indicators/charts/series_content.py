"""The chosen series for Plotly, as data that JSON can carry, and the same as rows of a file.

JSON knows no decimals, so values become floats here; a rounded number of up to 15 digits arrives
as it was. Gaps are None.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from indicators.annual_values import YearValue
from indicators.charts.explorable import measured
from indicators.charts.numbers import short_number, tick_texts
from indicators.charts.scales import ValueAxis, value_axis
from indicators.charts.series import SeriesChart, SeriesLine, SeriesRow
from indicators.charts.series_looks import QUIET, Look, looks
from indicators.german_numbers import format_number
from indicators.missing_reasons import SECRET, missing_words
from indicators.target_paths import PathPoint

Content = dict[str, Any]

PATH, CONTINUATION = "Zielpfad", "bei gleichem Tempo"


def series_axis(chart: SeriesChart) -> ValueAxis:
    """The one scale of drawing and plot; without any value one that has no ticks."""
    numbers = chart.numbers
    if not numbers:
        return ValueAxis(Decimal(0), Decimal(1), ())
    return value_axis(numbers, decimals=chart.decimals)


def series_content(chart: SeriesChart) -> Content:
    """What `static/js/series-chart.js` draws; `chart` has a line."""
    axis = series_axis(chart)
    years = chart.years
    return {
        "title": chart.title,
        "subtitle": subtitle(chart),
        "decimals": chart.decimals,
        "alternative": alternative(chart),
        "firstYear": years[0],
        "lastYear": years[-1],
        "currentYear": chart.latest_year,
        "low": float(axis.low),
        "high": float(axis.high),
        "ticks": [float(tick) for tick in axis.ticks],
        "tickTexts": tick_texts(axis.ticks),
        "lines": [
            _line(chart, line, look) for line, look in zip(chart.lines, looks(chart), strict=True)
        ],
        "path": _points(chart, chart.path) | {"name": PATH, "stepped": chart.is_stepped}
        if chart.path
        else None,
        "continuation": _points(chart, chart.continuation) | {"name": CONTINUATION}
        if chart.continuation
        else None,
        "breaks": [{"year": one.year, "text": one.text} for one in chart.breaks],
        "missing": [mark for row in chart.rows() for mark in _missing(chart, row)],
    }


def subtitle(chart: SeriesChart) -> str:
    """What the numbers are, each said once: "Ladepunkte je 1.000 Einwohner, 2014 bis 2025"."""
    named = () if chart.label in chart.unit else (chart.label,)
    return ", ".join(part for part in (*named, chart.unit, span(chart.years)) if part)


def _line(chart: SeriesChart, line: SeriesLine, look: Look) -> Content:
    """A line over all years from its first to its last, with gaps."""
    known = {entry.year: entry for entry in line.years}
    years = range(min(known), max(known) + 1) if known else range(0)
    entries = [known.get(year) or YearValue(year, None) for year in years]
    latest = line.latest
    return {
        "name": line.name,
        "slug": line.place.slug,
        "look": look.number,
        "mark": look.mark,
        "dash": look.dash,
        "years": list(years),
        "values": [None if entry.value is None else float(entry.value) for entry in entries],
        "texts": [cell_text(chart, entry) for entry in entries],
        "provisional": [entry.provisional for entry in entries],
        "label": "" if latest is None or look == QUIET else end_label(chart, line),
    }


def end_label(chart: SeriesChart, line: SeriesLine) -> str:
    """What stands at the end of a line: "Ampen 12,3", or "Ampen 12,3 (2022)" if it ended then."""
    latest = line.latest
    if latest is None or latest.value is None:
        return line.name
    ended = "" if latest.year == chart.latest_year else f" ({latest.year})"
    return f"{line.name} {short_number(latest.value, chart.decimals)}{ended}"


def _points(chart: SeriesChart, points: Sequence[PathPoint]) -> Content:
    return {
        "years": [point.year for point in points],
        "values": [float(point.value) for point in points],
        "texts": [format_number(point.value, chart.decimals) for point in points],
    }


def _missing(chart: SeriesChart, row: SeriesRow) -> list[Content]:
    """The marks of a year for places without a value: one for those that are secret, one else."""
    found: dict[bool, list[str]] = {}
    for line, cell in zip(chart.lines, row.cells, strict=True):
        if cell.value is None and cell.missing_reason:
            found.setdefault(cell.missing_reason in SECRET, []).append(line.place.name)
    return [
        {"year": row.year, "secret": secret, "text": f"{no_value(secret)}: {listed(places)}"}
        for secret, places in sorted(found.items())
    ]


def cell_text(chart: SeriesChart, entry: YearValue) -> str:
    """What stands in the table for a place and year: "12,3", "geheim", "kein Wert" or a dash."""
    if entry.value is None and entry.missing_reason:
        return no_value(entry.missing_reason in SECRET)
    return format_number(entry.value, chart.decimals)


def no_value(secret: bool) -> str:
    return "geheim" if secret else "kein Wert"


def listed(names: Sequence[str]) -> str:
    """Names in a sentence: "Ampen, Katrop und Ruploh"."""
    *before, last = names
    return f"{', '.join(before)} und {last}" if before else last


def span(years: range) -> str:
    """Years in words: "2014 bis 2025"; empty for none."""
    if not years:
        return ""
    return f"{years[0]} bis {years[-1]}" if len(years) > 1 else f"{years[0]}"


def status(chart: SeriesChart) -> str:
    """What is shown now: "Index 2015 = 100 für Gesamtstadt und Ampen, 2014 bis 2025"."""
    places = [line.place.name for line in chart.lines]
    many = f"{len(places)} Orte" if len(places) > 6 else listed(places) if places else "keinen Ort"
    return f"{chart.label} für {many}, {span(chart.years)}".removesuffix(", ")


def alternative(chart: SeriesChart) -> str:
    """The chart in words, for those who do not see it: each marked line by its ends."""
    parts = [f"{chart.title}: {status(chart)}."]
    for line, look in zip(chart.lines, looks(chart), strict=True):
        ends = measured(line.years)
        if look == QUIET or not ends:
            continue
        first, last = ends[0], ends[-1]
        text = f"{line.name}: {cell_text(chart, first)} ({first.year})"
        if last is not first:
            text += f", {cell_text(chart, last)} ({last.year})"
        parts.append(f"{text}.")
    return " ".join([*parts, *breaks_in_words(chart)])


def breaks_in_words(chart: SeriesChart) -> list[str]:
    """A sentence for each break."""
    return [
        f"Bruch der Zeitreihe {one.year}: {one.words}. Werte davor sind mit den späteren nicht "
        "vergleichbar."
        for one in chart.breaks
    ]


def file_head(chart: SeriesChart) -> tuple[str, ...]:
    """The columns of the file: those of the table, each with its unit, and remarks."""
    names = [with_unit(line.place.name, unit_of_line(chart, line)) for line in chart.lines]
    names += [with_unit(PATH, chart.unit)] if chart.path else []
    names += [with_unit(CONTINUATION, chart.unit)] if chart.continuation else []
    return ("Jahr", *names, "Kennzeichen")


def with_unit(name: str, unit: str) -> str:
    return f"{name} [{unit}]" if unit else name


def unit_of_line(chart: SeriesChart, line: SeriesLine) -> str:
    """The unit of the chart; of an index that has another base year its own."""
    return f"Index {line.base_year} = 100" if line.base_year else chart.unit


def file_rows(chart: SeriesChart) -> list[tuple[str | int | Decimal | None, ...]]:
    """The rows of the file: those of the table, with numbers as numbers."""
    rows: list[tuple[str | int | Decimal | None, ...]] = []
    for row in chart.rows():
        cells = [*(cell.value for cell in row.cells)]
        cells += [row.expected] if chart.path else []
        cells += [row.continued] if chart.continuation else []
        rows.append((row.year, *cells, "; ".join(remarks(chart, row))))
    return rows


def remarks(chart: SeriesChart, row: SeriesRow) -> list[str]:
    """What has to be said about a year and its cells: "Ampen: vorläufig"."""
    said = [f"Bruch der Zeitreihe: {one.words}" for one in chart.breaks if one.year == row.year]
    for line, cell in zip(chart.lines, row.cells, strict=True):
        flags = [
            *(["vorläufig"] if cell.provisional else []),
            *(["revidiert"] if cell.revised else []),
            *([missing_words(cell.missing_reason)] if cell.missing_reason else []),
        ]
        if flags:
            said.append(f"{line.place.name}: {', '.join(flags)}")
    return said
