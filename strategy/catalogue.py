"""The frame of the strategy as its catalogue file states it.

Pure: text in, frozen dataclasses out. Writing them to the database is catalogue_loading.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from strategy.toml_tables import Document, Table

# The values of strategy.enums, which a pure module cannot import; a test holds them equal.
DISTRICT_KINDS = ("city", "core", "village")
COORDINATE_PRECISIONS = ("second", "minute")
DATE_PRECISIONS = ("day", "month", "year")
MAX_AREA = 8
MAX_SDG = 17
MAX_TILE = 12

_GOAL_CODE = re.compile(r"([1-8])\.([1-9][0-9]?)")


@dataclass(frozen=True, slots=True)
class FrameEntry:
    title: str
    vision: str
    attributes: tuple[str, ...]
    way: str
    source: str


@dataclass(frozen=True, slots=True)
class CrossCuttingGoalEntry:
    position: int
    slug: str
    name: str
    description: str
    source: str


@dataclass(frozen=True, slots=True)
class AreaEntry:
    number: int
    slug: str
    name: str
    guideline: str
    guideline_confirmed: bool
    source: str


@dataclass(frozen=True, slots=True)
class StrategicGoalEntry:
    code: str  # "1.2": second goal of area 1
    title: str
    description: str
    wording_confirmed: bool  # the title is the official wording
    sdgs: tuple[int, ...]

    @property
    def area(self) -> int:
        return int(self.code.partition(".")[0])

    @property
    def position(self) -> int:
        return int(self.code.partition(".")[2])


@dataclass(frozen=True, slots=True)
class SdgEntry:
    number: int
    name: str


@dataclass(frozen=True, slots=True)
class DistrictEntry:
    """None and "" mean that no source is known."""

    slug: str
    name: str
    abbreviation: str
    kind: str
    latitude: Decimal | None
    longitude: Decimal | None
    coordinate_precision: str
    population: int | None
    population_as_of: date | None
    area_km2: Decimal | None
    tile_row: int | None  # 1 is north
    tile_column: int | None  # 1 is west
    position_confirmed: bool  # False: the place of the tile is an assumption
    source: str


@dataclass(frozen=True, slots=True)
class DepartmentEntry:
    slug: str
    name: str
    short_name: str
    email: str
    parent: str  # slug of an earlier entry; "": none
    source: str


@dataclass(frozen=True, slots=True)
class EventEntry:
    slug: str
    date: date  # the first day of what `precision` says
    precision: str
    title: str
    source: str


@dataclass(frozen=True, slots=True)
class StrategyCatalogue:
    frame: FrameEntry
    cross_cutting_goals: tuple[CrossCuttingGoalEntry, ...]
    areas: tuple[AreaEntry, ...]
    strategic_goals: tuple[StrategicGoalEntry, ...]
    sdgs: tuple[SdgEntry, ...]
    districts: tuple[DistrictEntry, ...]
    departments: tuple[DepartmentEntry, ...]
    events: tuple[EventEntry, ...]


def parse_strategy(document: Document) -> StrategyCatalogue:
    """Read the frame of the strategy; mistakes are noted in the document.

    The result is complete and of the promised types even then, but means nothing until
    `toml_tables.raise_problems` has passed the document.
    """
    areas = [_area(table) for table in document.array("areas", ["number"], [["slug"], ["name"]])]
    sdgs = [_sdg(table) for table in document.array("sdgs", ["number"])]
    catalogue = StrategyCatalogue(
        frame=_frame(document),
        cross_cutting_goals=tuple(
            _cross_cutting_goal(table)
            for table in document.array("cross_cutting_goals", ["slug"], [["name"], ["position"]])
        ),
        areas=tuple(areas),
        strategic_goals=_strategic_goals(
            document, {area.number for area in areas}, {sdg.number for sdg in sdgs}
        ),
        sdgs=tuple(sdgs),
        districts=_districts(document),
        departments=_departments(document),
        events=tuple(_event(table) for table in document.array("events", ["slug"], required=False)),
    )
    document.close()
    return catalogue


def _frame(document: Document) -> FrameEntry:
    table = document.table("frame")
    frame = FrameEntry(
        title=table.text("title", 200),
        vision=table.text("vision", 1000),
        attributes=table.texts("attributes", 60),
        way=table.text("way", 5000, required=False),
        source=table.link("source", required=False),
    )
    table.close()
    return frame


def _cross_cutting_goal(table: Table) -> CrossCuttingGoalEntry:
    goal = CrossCuttingGoalEntry(
        position=table.whole("position", 1, 20),
        slug=table.slug("slug"),
        name=table.text("name", 100),
        description=table.text("description", 5000, required=False),
        source=table.link("source", required=False),
    )
    table.close()
    return goal


def _area(table: Table) -> AreaEntry:
    area = AreaEntry(
        number=table.whole("number", 1, MAX_AREA),
        slug=table.slug("slug"),
        name=table.text("name", 100),
        guideline=table.text("guideline", 5000, required=False),
        guideline_confirmed=table.flag("guideline_confirmed"),
        source=table.link("source", required=False),
    )
    if area.guideline_confirmed and not area.guideline:
        table.complain("guideline_confirmed", "bestätigt eine Leitlinie, die fehlt.")
    table.close()
    return area


def _sdg(table: Table) -> SdgEntry:
    sdg = SdgEntry(number=table.whole("number", 1, MAX_SDG), name=table.text("name", 120))
    table.close()
    return sdg


def _strategic_goals(
    document: Document, areas: set[int], sdgs: set[int]
) -> tuple[StrategicGoalEntry, ...]:
    tables = document.array("strategic_goals", ["code"])
    return tuple(_strategic_goal(table, areas, sdgs) for table in tables)


def _strategic_goal(table: Table, areas: set[int], sdgs: set[int]) -> StrategicGoalEntry:
    goal = StrategicGoalEntry(
        code=_goal_code(table, areas),
        title=table.text("title", 300),
        description=table.text("description", 5000, required=False),
        wording_confirmed=table.flag("wording_confirmed"),
        sdgs=table.whole_numbers("sdgs", sdgs, "Das SDG"),
    )
    table.close()
    return goal


def _goal_code(table: Table, areas: set[int]) -> str:
    code = table.text("code", 8)
    match = _GOAL_CODE.fullmatch(code)
    if not match:
        if code:
            table.complain("code", f"„{code}“ ist keine Nummer wie 1.2.")
        return "1.1"
    if int(match[1]) not in areas:
        table.complain("code", f"Das Handlungsfeld {match[1]} gibt es nicht.")
    return code


def _districts(document: Document) -> tuple[DistrictEntry, ...]:
    tables = document.array("districts", ["slug"], [["name"], ["tile_row", "tile_column"]])
    districts = tuple(_district(table) for table in tables)
    for kind in ("city", "core"):
        count = sum(district.kind == kind for district in districts)
        if count != 1:
            document.complain(
                "[[districts]]", "kind", f"„{kind}“ muss genau einmal vorkommen, nicht {count}-mal."
            )
    return districts


def _district(table: Table) -> DistrictEntry:
    district = DistrictEntry(
        slug=table.slug("slug"),
        name=table.text("name", 100),
        abbreviation=table.text("abbreviation", 4, required=False),
        kind=table.choice("kind", DISTRICT_KINDS),
        latitude=table.optional_decimal("latitude", Decimal(51), Decimal(52), decimals=6),
        longitude=table.optional_decimal("longitude", Decimal(7), Decimal(9), decimals=6),
        coordinate_precision=table.choice(
            "coordinate_precision", COORDINATE_PRECISIONS, required=False
        ),
        population=table.optional_whole("population", 0, 10_000_000),
        population_as_of=table.optional_day("population_as_of"),
        area_km2=table.optional_decimal("area_km2", Decimal("0.01"), Decimal("999.99"), decimals=2),
        tile_row=table.optional_whole("tile_row", 1, MAX_TILE),
        tile_column=table.optional_whole("tile_column", 1, MAX_TILE),
        position_confirmed=table.flag("position_confirmed"),
        source=table.link("source", required=False),
    )
    _complain_about_halves(table)
    table.close()
    return district


def _complain_about_halves(table: Table) -> None:
    """Fields of a district that mean something only together."""
    coordinates = ("latitude", "longitude", "coordinate_precision")
    for fields in (coordinates, ("tile_row", "tile_column")):
        present = [field for field in fields if field in table.values]
        if present and len(present) < len(fields):
            missing = " und ".join(f"„{field}“" for field in fields if field not in present)
            table.complain(present[0], f"gehört zusammen mit {missing}.")
    for field, other in (("population_as_of", "population"), ("position_confirmed", "tile_row")):
        if field in table.values and other not in table.values:
            table.complain(field, f"gehört zusammen mit „{other}“.")


def _departments(document: Document) -> tuple[DepartmentEntry, ...]:
    tables = document.array("departments", ["slug"], [["name"]], required=False)
    departments = [_department(table) for table in tables]
    above: set[str] = set()
    # A parent stands above its units, so that no circle can be written.
    for table, department in zip(tables, departments, strict=True):
        if department.parent and department.parent not in above:
            table.complain("parent", f"„{department.parent}“ steht nicht weiter oben in der Datei.")
        above.add(department.slug)
    return tuple(departments)


def _department(table: Table) -> DepartmentEntry:
    department = DepartmentEntry(
        slug=table.slug("slug"),
        name=table.text("name", 200),
        short_name=table.text("short_name", 60, required=False),
        email=table.text("email", 254, required=False),
        parent=table.slug("parent", required=False),
        source=table.link("source", required=False),
    )
    table.close()
    return department


def _event(table: Table) -> EventEntry:
    event = EventEntry(
        slug=table.slug("slug", 120),
        date=table.day("date"),
        precision=table.choice("precision", DATE_PRECISIONS),
        title=table.text("title", 300),
        source=table.link("source"),
    )
    too_exact = (event.precision in ("month", "year") and event.date.day != 1) or (
        event.precision == "year" and event.date.month != 1
    )
    if too_exact:
        table.complain("date", "muss bei dieser Genauigkeit der erste Tag des Zeitraums sein.")
    table.close()
    return event
