"""What the pages about a file show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from indicators.entry.batches import Kind
from indicators.entry.files.comparison import Comparison, Entry, Show
from indicators.entry.files.faults import Fault
from indicators.entry.files.forms import ApplyForm
from indicators.entry.files.selection import MOST_LINES, MOST_LINES_A_SHEET, Questions
from indicators.entry.slots import Content, Slot
from indicators.enums import EventKind
from indicators.models import ImportedFile, MeasurementEvent
from soest.spreadsheets.cells import grouped

MOST_SHOWN = 300  # rows and faults of a page


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice of rows, with how many there are."""

    show: Show
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class FilePage:
    """A file that is looked at before it is taken over."""

    file: ImportedFile
    comparison: Comparison
    form: ApplyForm
    show: Show
    earlier: ImportedFile | None  # the same file, taken over before

    @classmethod
    def of(
        cls,
        file: ImportedFile,
        comparison: Comparison,
        form: ApplyForm | None,
        show: Show | None,
    ) -> FilePage:
        same = ImportedFile.objects.filter(
            sha256=file.sha256, kind=file.kind, applied_at__isnull=False
        )
        return cls(
            file,
            comparison,
            form or ApplyForm(statements=comparison.statements, comparison=comparison),
            show or usual_choice(comparison),
            same.select_related("uploaded_by").first(),
        )

    @cached_property
    def entries(self) -> list[Entry]:
        return self.comparison.shown(self.show)

    @property
    def rows(self) -> list[Entry]:
        return self.entries[:MOST_SHOWN]

    @property
    def faults(self) -> list[Fault]:
        return self.comparison.faults[:MOST_SHOWN]

    @property
    def further(self) -> str:
        """How many rows are not shown; empty if all are."""
        count = len(self.entries) - MOST_SHOWN
        return grouped(count) if count > 0 else ""

    @property
    def further_faults(self) -> str:
        count = len(self.comparison.faults) - MOST_SHOWN
        return grouped(count) if count > 0 else ""

    @property
    def lacking(self) -> list[Fault]:
        return self.comparison.lacking[:MOST_SHOWN]

    @property
    def filters(self) -> list[Filter]:
        return [
            Filter(one, count, one == self.show)
            for one in Show
            if (count := len(self.comparison.shown(one))) or one == self.show
        ]

    @property
    def new(self) -> int:
        return self.comparison.count(Kind.NEW)

    @property
    def changed(self) -> int:
        return self.comparison.count(Kind.CHANGED)

    @property
    def unchanged(self) -> int:
        return self.comparison.count(Kind.UNCHANGED)

    @property
    def refused(self) -> int:
        return self.comparison.count(Kind.REFUSED)

    @property
    def is_offered(self) -> bool:
        """There is something to do with it."""
        return self.comparison.is_writable or self.comparison.can_be_handed_in


def usual_choice(comparison: Comparison) -> Show:
    """What a person wants to see first."""
    if comparison.written:
        return Show.CHANGES
    return Show.REFUSED if comparison.batch.count(Kind.REFUSED) else Show.UNCHANGED


@dataclass(frozen=True, slots=True)
class WrittenValue:
    """What an applied file has written at a slot."""

    slot: Slot
    event: MeasurementEvent

    @property
    def words(self) -> str:
        event = self.event
        return self.slot.words(Content(event.value, event.missing_reason))


def record_of_file(file: ImportedFile) -> list[WrittenValue]:
    """The values of a file that was taken over, as it wrote them. One query."""
    events = file.events.filter(kind__in=(EventKind.CREATED, EventKind.EDITED))
    events = events.select_related("measurement__indicator", "measurement__district")
    return [
        WrittenValue(Slot.of(event.measurement), event)
        for event in events.order_by(
            "measurement__indicator__name", "measurement__district__name", "measurement__period"
        )[:MOST_SHOWN]
    ]


def too_many(sheets: Sequence[Questions]) -> str:
    """Why a file cannot be made of so many rows; empty if it can."""
    lines = [len(one.lines) for one in sheets]
    if not lines:
        return "Zu dieser Auswahl gibt es keine Kennzahlen, für die Sie Werte eingeben."
    if sum(lines) <= MOST_LINES and max(lines) <= MOST_LINES_A_SHEET:
        return ""
    return (
        f"Das wären {grouped(sum(lines))} Zeilen, mehr als eine Datei fasst. Bitte "
        "wählen Sie weniger Jahre, eine Abteilung oder nur die Gesamtstadt."
    )
