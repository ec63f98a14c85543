"""From the rows of a file to lines of a batch: which slot each row means, and what it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from accounts.models import User
from indicators.entry.batches import Line
from indicators.entry.checks import Problem
from indicators.entry.files.cell_values import (
    CellError,
    read_number,
    read_period,
    read_reason,
    read_text,
    read_yes_no,
)
from indicators.entry.files.faults import Fault, Spot
from indicators.entry.files.keys import RowKey, mark_of
from indicators.entry.files.layout import INPUTS, Field, folded
from indicators.entry.files.tables import Table, find_tables
from indicators.entry.slots import Seen, Slot
from indicators.models import Indicator
from indicators.named_periods import Period
from soest.garbage import collection_paused
from soest.spreadsheets.cells import Book, Cell, Kind, Row
from strategy.enums import DistrictKind
from strategy.models import District

BOTH = (
    "Hier stehen ein Wert und ein Grund, warum es keinen gibt. Bitte leeren Sie eine der beiden "
    "Zellen."
)
MOVED = (
    "Die versteckte Spalte A gehört zu einer anderen Zeile ({title}). Vielleicht wurde nur ein "
    "Teil der Tabelle sortiert: Bitte laden Sie die Vorlage neu herunter."
)
SYSTEM_1904 = (
    "Diese Arbeitsmappe zählt Datumswerte ab 1904; das Datum ist deshalb nicht sicher zu lesen. "
    "Bitte schreiben Sie den Zeitraum als Text, zum Beispiel „Juli 2025“."
)

READERS: Mapping[Field, Callable[[Cell], object]] = {
    Field.REASON: read_reason,
    Field.PROVISIONAL: read_yes_no,
    Field.NOTE: partial(read_text, longest=500),
    Field.SOURCE: partial(read_text, longest=500),
    Field.COMMENT: partial(read_text, longest=4000, lines=True),
    Field.EXPLANATION: partial(read_text, longest=500),
}


@dataclass(frozen=True, slots=True)
class Statement:
    """A row that means a slot."""

    line: Line
    table: Table
    row: int
    ambiguous: str = ""  # a number with a point that others read differently; "" if there is none
    made_for: Seen | None = None  # what stood there when the file was downloaded, if we know

    def place(self, name: str = "") -> Spot:
        """Where the row is, or its cell of this field."""
        return self.table.place(self.row, Field(name) if name in INPUTS else None)


@dataclass(frozen=True)
class Statements:
    """What a file says, row by row, and what nobody can read in it."""

    rows: Sequence[Statement] = ()
    faults: Sequence[Fault] = ()
    sheets: Sequence[str] = ()  # names, in the order of the file

    @property
    def lines(self) -> list[Line]:
        return [one.line for one in self.rows]

    @property
    def ambiguous(self) -> list[Statement]:
        return [one for one in self.rows if one.ambiguous]


@dataclass(frozen=True)
class Known:
    """What rows can be about."""

    indicators: Mapping[str, Indicator]  # by folded code
    enterable: frozenset[int]
    places: Mapping[str, District]  # by folded name or slug
    slugs: Mapping[str, Indicator] = field(default_factory=dict)

    @classmethod
    def to(cls, person: User) -> Known:
        """Three queries."""
        indicators = list(Indicator.objects.select_related("department"))
        places: dict[str, District] = {}
        for place in District.objects.all():
            places[folded(place.name)] = places[folded(place.slug)] = place
            if place.kind == DistrictKind.CITY:
                places |= dict.fromkeys(("", "gesamtstadt", "soest"), place)
        return cls(
            {folded(one.code): one for one in indicators},
            frozenset(Indicator.objects.enterable_by(person).values_list("pk", flat=True)),
            places,
            {one.slug: one for one in indicators},
        )


@collection_paused()
def read_statements(book: Book, person: User) -> Statements:
    """Everything a file says that this person may say. Three queries."""
    tables, faults = find_tables(book)
    known = Known.to(person)
    rows: list[Statement] = []
    for table in tables:
        for number, row in table.rows():
            if not table.speaks(row):
                continue
            reader = RowReader(known, table, number, row, book.counts_from_1904)
            statement = reader.read()
            if statement:
                rows.append(statement)
            faults += reader.faults
    return Statements(rows, faults, [sheet.name for sheet in book.sheets])


class RowReader:
    """Reads one row; what is wrong with it gathers in `faults` (no slot) or `problems`."""

    def __init__(
        self, known: Known, table: Table, number: int, row: Row, counts_from_1904: bool
    ) -> None:
        self.known, self.table, self.number, self.row = known, table, number, row
        self.counts_from_1904 = counts_from_1904
        self.faults: list[Fault] = []
        self.problems: list[Problem] = []
        self.ambiguous = ""

    def read(self) -> Statement | None:
        """None if the row means no slot; then the faults say why."""
        slot = self.slot()
        if slot is None:
            return None
        key = self.key()
        if key and key.place != (slot.indicator.slug, slot.district.slug, slot.period.slug):
            self.fault(Field.KEY, MOVED.format(title=self.title_of(key)))
            return None
        said = self.said(slot)
        untouched = key is not None and not self.problems and mark_of(said) == key.mark
        line = Line(
            slot,
            {} if untouched else said,
            where=self.table.place(self.number).words,
            problems=tuple(self.problems),
        )
        seen = Seen(key.version, key.revision) if key else None
        ambiguous = "" if untouched else self.ambiguous
        return Statement(line, self.table, self.number, ambiguous, None if untouched else seen)

    # Which slot -------------------------------------------------------------------

    def slot(self) -> Slot | None:
        indicator = self.indicator()
        district = self.district()
        if indicator is None or district is None:
            return None
        self.check_unit(indicator)
        period = self.period(indicator)
        return Slot(indicator, district, period) if period and not self.faults else None

    def indicator(self) -> Indicator | None:
        cell = self.cell(Field.CODE)
        if cell is None:
            self.fault(Field.CODE, "Hier fehlt die Kennung der Kennzahl.")
            return None
        found = self.known.indicators.get(folded(cell.text))
        if found is None:
            text = f"Die Kennung „{cell.text}“ gibt es nicht. Bitte prüfen Sie die Schreibweise."
            self.fault(Field.CODE, text)
        elif found.is_computed:
            text = f"„{found.name}“ wird berechnet; dafür werden keine Werte eingegeben."
            self.fault(Field.CODE, text)
            return None
        elif found.pk not in self.known.enterable:
            department = found.department or "die Koordination"
            text = f"Für „{found.name}“ können Sie keine Werte eingeben; zuständig: {department}."
            self.fault(Field.CODE, text)
            return None
        return found

    def district(self) -> District | None:
        cell = self.cell(Field.PLACE)
        name = cell.text if cell else ""
        found = self.known.places.get(folded(name))
        if found is None:
            text = f"Den Ort „{name}“ gibt es nicht. Möglich sind „Gesamtstadt“ und die Ortsteile."
            self.fault(Field.PLACE, text)
        return found

    def period(self, indicator: Indicator) -> Period | None:
        cell = self.cell(Field.PERIOD)
        if cell is None:
            self.fault(Field.PERIOD, "Hier fehlt der Zeitraum, zum Beispiel „2025“.")
            return None
        if cell.kind == Kind.DATE and self.counts_from_1904:
            self.fault(Field.PERIOD, SYSTEM_1904)
            return None
        try:
            return read_period(cell, indicator.frequency)
        except CellError as error:
            self.fault(Field.PERIOD, str(error))
            return None

    def check_unit(self, indicator: Indicator) -> None:
        """A column with another unit than ours means other numbers."""
        cell = self.cell(Field.UNIT)
        if cell and folded(cell.text) != folded(indicator.unit):
            ours = f"„{indicator.unit}“" if indicator.unit else "keine Einheit"
            text = (
                f"Die Einheit „{cell.text}“ passt nicht: Für diese Kennzahl gilt {ours}. Bitte "
                "prüfen Sie, ob der Wert umgerechnet werden muss."
            )
            self.fault(Field.UNIT, text)

    def key(self) -> RowKey | None:
        cell = self.cell(Field.KEY)
        return RowKey.parse(cell.text) if cell else None

    def title_of(self, key: RowKey) -> str:
        found = self.known.slugs.get(key.indicator)
        return f"„{found.name if found else key.indicator}“ {key.period}"

    # What it says ------------------------------------------------------------------

    def said(self, slot: Slot) -> dict[str, object]:
        """The fields that are filled in; empty cells say nothing."""
        said: dict[str, object] = {}
        for name in INPUTS:
            cell = self.cell(name)
            if cell is None:
                continue
            try:
                said[name.value] = (
                    self.number_of(cell, slot) if name == Field.VALUE else READERS[name](cell)
                )
            except CellError as error:
                self.problems.append(Problem(name.value, str(error)))
        if {"value", "missing_reason"} <= said.keys():
            self.problems.append(Problem("value", BOTH))
        return said

    def number_of(self, cell: Cell, slot: Slot) -> object:
        number = read_number(cell, slot.rules)
        self.ambiguous = number.other_meaning
        return number.value

    def cell(self, name: Field) -> Cell | None:
        return self.table.cell(self.row, name)

    def fault(self, name: Field, text: str) -> None:
        self.faults.append(Fault(self.table.place(self.number, name), text))


def with_reasons(statements: Sequence[Statement], reasons: Mapping[int, str]) -> list[Line]:
    """The lines, with the reasons that were typed on the page for some of them, by position."""
    return [
        replace(one.line, said={**one.line.said, "warning_reason": reasons[position]})
        if reasons.get(position)
        else one.line
        for position, one in enumerate(statements)
    ]
