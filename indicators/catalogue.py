"""Indicators, published values and published targets as catalogue files state them.

Pure: text in, frozen dataclasses out. Writing them to the database is catalogue_loading.py.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from strategy.catalogue import MAX_AREA, StrategyCatalogue
from strategy.toml_tables import Document, Table

# The values of indicators.enums, which a pure module cannot import; a test holds them equal.
DIRECTIONS = ("increase", "decrease", "toward", "none")
YEARS = (1900, 2100)


@dataclass(frozen=True, slots=True)
class IndicatorEntry:
    """None and "" mean that the source says nothing."""

    code: str
    slug: str
    name: str
    short_name: str
    definition: str
    formula: str
    unit: str
    decimals: int
    direction: str
    optimum: Decimal | None  # only with the direction "toward"
    lower_bound: Decimal | None
    upper_bound: Decimal | None
    method: str
    source: str
    source_url: str
    data_basis: str
    interpretation: str
    area: int | None
    sdgs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ValueEntry:
    """A published value of the whole city for a year."""

    indicator: str  # code
    year: int
    value: Decimal
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class TargetEntry:
    """A published target of the whole city: the value to be reached by a year."""

    indicator: str  # code
    year: int
    value: Decimal
    decided_by: str
    decided_on: date | None  # None: no source gives the day
    reference: str
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class IndicatorCatalogue:
    indicators: tuple[IndicatorEntry, ...]
    values: tuple[ValueEntry, ...]
    targets: tuple[TargetEntry, ...]


def parse_indicators(
    documents: Iterable[Document], strategy: StrategyCatalogue
) -> IndicatorCatalogue:
    """Read files of indicators, each with values and targets of its own indicators.

    Areas and SDG must be those of the frame. What the table `[defaults]` states holds for every
    indicator of its file that does not state it itself. Mistakes are noted in the documents; as
    with `parse_strategy`, the result means nothing until `toml_tables.raise_problems` has passed
    them all.
    """
    taken: dict[tuple[str, str], str] = {}
    files = [_parse_file(document, strategy, taken) for document in documents]
    return IndicatorCatalogue(
        indicators=tuple(indicator for file in files for indicator in file.indicators),
        values=tuple(value for file in files for value in file.values),
        targets=tuple(target for file in files for target in file.targets),
    )


def _parse_file(
    document: Document, strategy: StrategyCatalogue, taken: dict[tuple[str, str], str]
) -> IndicatorCatalogue:
    areas = {area.number for area in strategy.areas}
    sdgs = {sdg.number for sdg in strategy.sdgs}
    defaults = _defaults(document)
    tables = document.array("indicators", ["code"], [["slug"]])
    indicators = tuple(_indicator(table, defaults, areas, sdgs) for table in tables)
    for table, indicator in zip(tables, indicators, strict=True):
        _complain_about_taken(table, indicator, taken)
    by_code = {indicator.code: indicator for indicator in indicators}
    values = document.array("values", ["indicator", "year"], required=False)
    targets = document.array("targets", ["indicator"], required=False)
    document.close()
    return IndicatorCatalogue(
        indicators=indicators,
        values=tuple(_value(table, by_code) for table in values),
        targets=tuple(_target(table, by_code) for table in targets),
    )


def _complain_about_taken(
    table: Table, indicator: IndicatorEntry, taken: dict[tuple[str, str], str]
) -> None:
    """Two files must not call different indicators by the same code or slug."""
    for field, name in (("code", indicator.code), ("slug", indicator.slug)):
        file = taken.setdefault((field, name), table.document.file)
        if name and file != table.document.file:
            table.complain(field, f"„{name}“ steht schon in {file}.")


def _defaults(document: Document) -> dict[str, str]:
    table = document.table("defaults")
    defaults = {
        "method": table.text("method", 5000, required=False),
        "source": table.text("source", 300, required=False),
        "source_url": table.link("source_url", required=False),
    }
    table.close()
    return defaults


def _indicator(
    table: Table, defaults: Mapping[str, str], areas: Collection[int], sdgs: Collection[int]
) -> IndicatorEntry:
    direction = table.choice("direction", DIRECTIONS)
    indicator = IndicatorEntry(
        code=table.text("code", 20),
        slug=table.slug("slug", 120),
        name=table.text("name", 200),
        short_name=table.text("short_name", 60, required=False),
        definition=table.text("definition", 5000, required=False),
        formula=table.text("formula", 5000, required=False),
        unit=table.text("unit", 60, required=False),
        decimals=table.whole("decimals", 0, 4),
        direction=direction,
        optimum=table.optional_decimal("optimum", required=direction == "toward"),
        lower_bound=table.optional_decimal("lower_bound"),
        upper_bound=table.optional_decimal("upper_bound"),
        method=table.text("method", 5000, required=False) or defaults["method"],
        source=table.text("source", 300, required=False) or defaults["source"],
        source_url=table.link("source_url", required=False) or defaults["source_url"],
        data_basis=table.text("data_basis", 5000, required=False),
        interpretation=table.text("interpretation", 5000, required=False),
        area=table.optional_whole("area", 1, MAX_AREA),
        sdgs=table.whole_numbers("sdgs", sdgs, "Das SDG"),
    )
    if indicator.area is not None and indicator.area not in areas:
        table.complain("area", f"Das Handlungsfeld {indicator.area} gibt es nicht.")
    if indicator.optimum is not None and direction != "toward":
        table.complain("optimum", "gehört nur zur Richtung „toward“.")
    lower, upper = indicator.lower_bound, indicator.upper_bound
    if lower is not None and upper is not None and lower >= upper:
        table.complain("upper_bound", f"{upper} muss über „lower_bound“ ({lower}) liegen.")
    table.close()
    return indicator


def _value(table: Table, indicators: Mapping[str, IndicatorEntry]) -> ValueEntry:
    value = ValueEntry(
        indicator=_known(table, indicators),
        year=table.whole("year", *YEARS),
        value=table.decimal("value"),
        note=table.text("note", 4000, required=False),
        source=table.link("source"),
    )
    _complain_about_bounds(table, value.value, indicators.get(value.indicator))
    table.close()
    return value


def _target(table: Table, indicators: Mapping[str, IndicatorEntry]) -> TargetEntry:
    target = TargetEntry(
        indicator=_known(table, indicators),
        year=table.whole("year", *YEARS),
        value=table.decimal("value"),
        decided_by=table.text("decided_by", 200),
        decided_on=table.optional_day("decided_on"),
        reference=table.text("reference", 100, required=False),
        note=table.text("note", 500, required=False),
        source=table.link("source"),
    )
    _complain_about_bounds(table, target.value, indicators.get(target.indicator))
    table.close()
    return target


def _known(table: Table, indicators: Mapping[str, IndicatorEntry]) -> str:
    code = table.text("indicator", 20)
    if code and code not in indicators:
        table.complain("indicator", f"Die Kennzahl „{code}“ steht nicht in dieser Datei.")
    return code


def _complain_about_bounds(table: Table, value: Decimal, of: IndicatorEntry | None) -> None:
    if of is None:
        return
    if of.lower_bound is not None and value < of.lower_bound:
        table.complain("value", f"{value} liegt unter der Grenze {of.lower_bound} der Kennzahl.")
    if of.upper_bound is not None and value > of.upper_bound:
        table.complain("value", f"{value} liegt über der Grenze {of.upper_bound} der Kennzahl.")
