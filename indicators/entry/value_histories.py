"""All that happened at a slot, for staff: who, when, why, what it said before and after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from indicators.entry.slots import Content, Slot
from indicators.enums import EventKind, MeasurementState, Origin
from indicators.models import (
    Disclosure,
    Evidence,
    Measurement,
    MeasurementComment,
    MeasurementEvent,
    MeasurementInput,
)
from indicators.publishable import is_shown

# Such values came into the ledger released, without anybody handing them in.
TAKEN_OVER = {
    Origin.ENTRY.value: "freigegeben",
    Origin.CATALOGUE.value: "aus veröffentlichter Quelle übernommen",
    Origin.SAMPLE.value: "als Beispiel angelegt",
    Origin.COMPUTED.value: "berechnet",
}
COMING_INTO_FORCE = {EventKind.RELEASED, EventKind.COMPUTED}
SAYING = (EventKind.CREATED, EventKind.EDITED)  # they may change what the row says


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened."""

    at: datetime
    what: str  # German participle or noun: "geändert", "Kommentar"
    author: str  # empty: nobody by name
    before: str = ""  # what the slot said before, in words; empty if that did not change
    after: str = ""
    note: str = ""  # warnings with the reason, why it came back, what was said; may have lines
    file: str = ""  # name of the file it came from, or that was added
    url: str = ""  # where the file can be fetched; empty: only its name is told


@dataclass(frozen=True, slots=True)
class Revision:
    """One row of the ledger with its history, newest first."""

    row: Measurement
    slot: Slot
    entries: Sequence[Entry]

    @property
    def title(self) -> str:
        """Which one it is: "Fassung 2, gilt", "In Arbeit: Entwurf"."""
        if self.row.state != MeasurementState.RELEASED:
            return f"In Arbeit: {self.row.get_state_display()}"
        is_over = self.row.superseded_at is not None
        secret = ", öffentlich geheim" if self.is_withheld else ""
        return f"Fassung {self.row.revision}, {'abgelöst' if is_over else 'gilt'}{secret}"

    @property
    def is_withheld(self) -> bool:
        """Released, but its value is not shown, to protect a small number."""
        if self.row.state != MeasurementState.RELEASED or self.row.value is None:
            return False
        decision: Disclosure | None = getattr(self.row, "disclosure", None)
        shown_at = decision.shown_at if decision else None
        guarded = self.slot.indicator.is_guarded
        return not is_shown(decision is not None, shown_at, is_guarded=guarded)

    @property
    def words(self) -> str:
        return self.slot.words(Content.of(self.row))

    @property
    def sender(self) -> str:
        """Who sent the value without an account; empty if nobody."""
        parts = (self.row.sender_name, self.row.sender_office)
        return ", ".join(part for part in parts if part)

    @property
    def is_from_source(self) -> bool:
        """It was computed, comes from a published source or is an example: nobody handed it in."""
        return self.row.origin != Origin.ENTRY


def load_history(slot: Slot) -> list[Revision]:
    """Every row that ever stood at the slot, newest first. Five queries, whatever happened."""
    events = MeasurementEvent.objects.select_related("by", "file").order_by("at", "id")
    comments = MeasurementComment.objects.select_related("by")
    evidence = Evidence.objects.select_related("added_by")
    inputs = MeasurementInput.objects.select_related("input__indicator").order_by(
        "input__indicator__name"
    )
    rows = (
        Measurement.objects.filter(
            indicator=slot.indicator, district=slot.district, period=slot.period.first_day
        )
        .select_related("entered_by", "released_by", "disclosure")
        .prefetch_related(
            Prefetch("events", queryset=events),
            Prefetch("comments", queryset=comments),
            Prefetch("evidence", queryset=evidence),
            Prefetch("inputs", queryset=inputs),
        )
    )
    # In the order of the ledger: what is in work comes after what was released.
    in_order = sorted(rows, key=lambda row: (row.is_open, row.revision, row.pk))
    revisions: list[Revision] = []
    former = ""
    for row in in_order:
        entries = entries_of(row, slot, former)
        revisions.append(Revision(row, slot, tuple(reversed(entries))))
        former = slot.words(Content.of(row))
    return revisions[::-1]


def entries_of(row: Measurement, slot: Slot, former: str) -> list[Entry]:
    """What happened to one row, oldest first; `former` is what the row before it says."""
    entries = [
        *event_entries(row.events.all(), slot, former),
        *(Entry(one.at, "Kommentar", str(one.by), note=one.text) for one in row.comments.all()),
        *(
            Entry(
                one.added_at,
                "Beleg hinzugefügt",
                str(one.added_by),
                file=one.name,
                url=slot.address("entry-evidence-file", one.pk),
            )
            for one in row.evidence.all()
        ),
    ]
    kinds = {event.kind for event in row.events.all()}
    if row.released_at and kinds.isdisjoint(COMING_INTO_FORCE):
        entries.append(Entry(row.released_at, TAKEN_OVER[row.origin], author="", note=basis(row)))
    return sorted(entries, key=lambda entry: entry.at)


def event_entries(events: Iterable[MeasurementEvent], slot: Slot, former: str) -> list[Entry]:
    """The events of a row; each tells what it changed against the one before it."""
    entries = []
    for event in events:
        said = slot.words(Content(event.value, event.missing_reason))
        tells = event.kind in SAYING and said != former
        entries.append(
            Entry(
                at=event.at,
                what=event.get_kind_display(),
                author=event.author,
                before=former if tells else "",
                after=said if tells else "",
                note=event.note or (basis(event.measurement) if is_computing(event) else ""),
                file=event.file.name if event.file else "",
            )
        )
        former = said
    return entries


def is_computing(event: MeasurementEvent) -> bool:
    return event.kind == EventKind.COMPUTED


def basis(row: Measurement) -> str:
    """From what exactly a row was computed, one line for each value; empty if it was not."""
    links = list(row.inputs.all())
    return "\n".join(["Aus:", *(told(one.input) for one in links)]) if links else ""


def told(row: Measurement) -> str:
    """A value as the history of another names it."""
    words = Slot.of(row).words(Content.of(row))
    provisional = ", vorläufig" if row.provisional else ""
    return f"{row.indicator.name}: {words} (Fassung {row.revision}{provisional})"
