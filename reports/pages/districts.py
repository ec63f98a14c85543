"""The parts of the city: small multiples and a table of the newest values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.annual_values import PROTECTED, YearValue
from indicators.charts.print_font import printed_width
from indicators.charts.scales import unit
from indicators.charts.small_multiple import common_axis, small_multiple
from indicators.german_numbers import format_number
from indicators.year_notes import breaks_of
from reports.pages.anchors import district_anchor, has_multiples, indicator_anchor
from reports.snapshot import DistrictFacts, IndicatorFacts, Snapshot

COLUMNS = 5
PANEL, GAP, ROW = 88.0, 10.4, 43.0  # width of a panel, between two, height of a row; points
LINE_TOP, LINE_SCALE = 10.0, "0.88 0.62"  # a panel's drawing is 100 × 40 units
TYPE = 7.0
TABLE_COLUMNS = 6
SUM = "sum"  # a relation of the parts to the city
SECRET = ("confidential", PROTECTED)  # reasons for no value


@dataclass(frozen=True, slots=True)
class Panel:
    """One place: name, value, line; coordinates in points."""

    name: str
    x: str
    y: str
    transform: str
    own: str
    city: str
    value: str
    value_x: str


@dataclass(frozen=True, slots=True)
class Multiples:
    """All parts of the city for one indicator, on one scale."""

    facts: IndicatorFacts
    anchor: str
    card: str  # anchor
    title: str  # the drawing in words
    scale: str  # in words
    span: str  # "2014 bis 2025"
    year: str  # of the values written
    width: str
    height: str
    panels: tuple[Panel, ...]


@dataclass(frozen=True, slots=True)
class DistrictColumn:
    """One indicator in a table."""

    name: str
    unit: str
    anchor: str
    year: str


@dataclass(frozen=True, slots=True)
class DistrictRow:
    """One place in a table."""

    name: str
    values: tuple[str, ...]
    is_total: bool


@dataclass(frozen=True, slots=True)
class DistrictTable:
    """The newest values of a few indicators."""

    columns: tuple[DistrictColumn, ...]
    rows: tuple[DistrictRow, ...]


@dataclass(frozen=True, slots=True)
class DistrictChapter:
    """Everything printed about the parts of the city."""

    count: int  # indicators with values for parts of the city
    multiples: tuple[Multiples, ...]
    tables: tuple[DistrictTable, ...]


def district_chapter(snapshot: Snapshot) -> DistrictChapter:
    """Lay out all indicators that have values for parts of the city."""
    local = [one for one in snapshot.indicators if one.districts]
    parts = [place for place in snapshot.districts if place.kind != "city"]
    parts.sort(key=lambda place: (place.kind != "core", place.name))
    blocks = [local[start : start + TABLE_COLUMNS] for start in range(0, len(local), TABLE_COLUMNS)]
    return DistrictChapter(
        count=len(local),
        multiples=tuple(multiples(one, parts) for one in local if has_multiples(one)),
        tables=tuple(district_table(block, parts) for block in blocks),
    )


# Small multiples -------------------------------------------------------------------


def multiples(indicator: IndicatorFacts, parts: Sequence[DistrictFacts]) -> Multiples:
    """Draw one indicator for all its places, in rows of five.

    All on the city's scale, except for sums: beside the city's the lines of small places would
    lie flat on the ground, so each place has a scale of its own there.
    """
    series = {one.district: one.years for one in indicator.districts}
    shown = [place for place in parts if place.slug in series]
    years = [one.year for values in series.values() for one in values]
    span = (min(years), max(years))
    city = () if indicator.district_relation == SUM else indicator.years
    common = [*series.values(), city]
    rows = -(-len(shown) // COLUMNS)
    return Multiples(
        facts=indicator,
        anchor=district_anchor(indicator),
        card=indicator_anchor(indicator),
        title=f"{indicator.name}: kleine Liniendiagramme für {len(shown)} Teile der Stadt, "
        f"{span[0]} bis {span[1]}. Die Werte stehen in den Tabellen dieses Kapitels.",
        scale="jedes mit eigenem Maßstab" if not city else "alle im selben Maßstab",
        span=f"{span[0]} bis {span[1]}",
        year=str(table_year(indicator)),
        width=unit(COLUMNS * PANEL + (COLUMNS - 1) * GAP),
        height=unit(rows * ROW),
        panels=tuple(
            panel(number, place, indicator, common if city else [series[place.slug]], span)
            for number, place in enumerate(shown)
        ),
    )


def panel(
    number: int,
    place: DistrictFacts,
    indicator: IndicatorFacts,
    scaled: Sequence[Sequence[YearValue]],  # the series that share its scale
    span: tuple[int, int],
) -> Panel:
    """Draw one place; the city's line too if it shares the scale."""
    own = next(one.years for one in indicator.districts if one.district == place.slug)
    drawn = small_multiple(
        own,
        indicator.years if len(scaled) > 1 else (),
        axis=common_axis(scaled, decimals=indicator.decimals),
        first_year=span[0],
        last_year=span[1],
        breaks=[one.year for one in breaks_of(indicator.chart.notes)],
    )
    x, y = number % COLUMNS * (PANEL + GAP), number // COLUMNS * ROW
    value = table_value(own, table_year(indicator), indicator.decimals)
    return Panel(
        name=place.name,
        x=unit(x),
        y=unit(y + TYPE),
        transform=f"translate({unit(x)} {unit(y + LINE_TOP)}) scale({LINE_SCALE})",
        own=drawn.own,
        city=drawn.city,
        value=value,
        value_x=unit(x + PANEL - printed_width(value, TYPE, True)),
    )


# Tables ------------------------------------------------------------------------------


def district_table(
    block: Sequence[IndicatorFacts], parts: Sequence[DistrictFacts]
) -> DistrictTable:
    """The values of one year an indicator: the newest in which any part has one."""
    years = [table_year(one) for one in block]
    series = [{place.district: place.years for place in one.districts} for one in block]
    rows = [
        DistrictRow(
            place.name,
            tuple(
                table_value(values.get(place.slug, ()), year, one.decimals)
                for one, year, values in zip(block, years, series, strict=True)
            ),
            is_total=False,
        )
        for place in parts
    ]
    total = tuple(
        table_value(one.years, year, one.decimals) for one, year in zip(block, years, strict=True)
    )
    return DistrictTable(
        columns=tuple(
            DistrictColumn(one.short_name, one.unit, indicator_anchor(one), str(year))
            for one, year in zip(block, years, strict=True)
        ),
        rows=(*rows, DistrictRow("Gesamtstadt", total, is_total=True)),
    )


def table_year(indicator: IndicatorFacts) -> int:
    """The newest year in which a part has a value, or else any entry."""
    entries = [one for place in indicator.districts for one in place.years]
    valued = [one.year for one in entries if one.value is not None]
    return max(valued or [one.year for one in entries])


def table_value(years: Sequence[YearValue], year: int, decimals: int) -> str:
    entry = next((one for one in years if one.year == year), None)
    if entry is None or entry.value is None:
        return "geheim" if entry and entry.missing_reason in SECRET else "–"
    return format_number(entry.value, decimals)
