"""Submitted values as coordination sees them before deciding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from accounts.models import User
from indicators.entry.forms import DecisionForm
from indicators.entry.plausibility import Dated, change_text, year_before
from indicators.entry.services import WRITING, mixing
from indicators.entry.slots import Content, Slot, SlotRows
from indicators.enums import EventKind, MeasurementState
from indicators.models import Measurement, MeasurementEvent
from indicators.named_periods import Period

OWN = (
    "Sie haben diesen Wert selbst bearbeitet. "
    "Freigeben muss ihn eine andere Person der Koordination."
)
SAMPLE = "Beispieldaten und echte Daten bleiben getrennt: Hier kann dieses Konto nicht entscheiden."


@dataclass(frozen=True, slots=True)
class Waiting:
    """One submitted value."""

    row: Measurement
    slot: Slot
    former: Measurement | None  # the released value it corrects
    before: Dated | None  # what it is compared with: a year before, else the latest earlier one
    events: Sequence[MeasurementEvent]
    person: User

    @property
    def words(self) -> str:
        return self.slot.words(Content.of(self.row))

    @property
    def former_words(self) -> str:
        return self.slot.words(Content.of(self.former)) if self.former else ""

    @property
    def before_words(self) -> str:
        return self.slot.scale.amount(self.before.value) if self.before else ""

    @property
    def change(self) -> str:
        """How far the value moved since; empty if there is nothing to compare."""
        if self.before is None or self.row.value is None:
            return ""
        return change_text(self.row.value, self.before.value, self.slot.scale)

    @property
    def change_to_former(self) -> str:
        if self.former is None or self.former.value is None or self.row.value is None:
            return ""
        return change_text(self.row.value, self.former.value, self.slot.scale)

    @property
    def warnings(self) -> list[str]:
        """The warnings it was handed in with, and the reason given."""
        notes = [one.note for one in self.events if one.kind == EventKind.SUBMITTED]
        return notes[-1].splitlines() if notes else []

    def words_of(self, version: int | None) -> str:
        """What an earlier version said, by the history; empty if it never was handed in."""
        said = [one for one in self.events if one.version == version]
        if not said:
            return ""
        return self.slot.words(Content(said[-1].value, said[-1].missing_reason))

    @property
    def writers(self) -> list[User]:
        """Who entered or changed any version, in this order, each once."""
        people = {one.by_id: one.by for one in self.events if one.by and one.kind in WRITING}
        return list(people.values())

    @property
    def is_own(self) -> bool:
        mine = self.person.pk
        return self.row.entered_by_id == mine or any(one.pk == mine for one in self.writers)

    @property
    def obstacle(self) -> str:
        """Why this person cannot decide; empty if they can."""
        if mixing(self.slot, SlotRows(self.row, self.former), self.person):
            return SAMPLE
        return OWN if self.is_own else ""


@dataclass(frozen=True, slots=True)
class Item:
    """A submitted value with its form."""

    waiting: Waiting
    form: DecisionForm
    changed: bool  # it is another version than the one the decision was about

    @property
    def version(self) -> int:
        """What the decision binds to: what is shown here."""
        if self.form.is_bound and not self.changed:
            return self.form.seen_version or self.waiting.row.version
        return self.waiting.row.version

    @property
    def seen_words(self) -> str:
        """What the version said that the decision was about; empty if it is not known."""
        return self.waiting.words_of(self.form.seen_version) if self.changed else ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a value that was in the queue."""

    slot: Slot
    row: Measurement

    @property
    def title(self) -> str:
        """The present state as a German participle."""
        if self.row.state == MeasurementState.DRAFT:
            return "Zurückgezogen"
        return self.row.get_state_display().capitalize()

    @property
    def is_public(self) -> bool:
        return self.row.state == MeasurementState.RELEASED

    @property
    def words(self) -> str:
        return self.slot.told(Content.of(self.row))


def submitted_rows() -> QuerySet[Measurement]:
    return Measurement.objects.filter(state=MeasurementState.SUBMITTED)


def load_queue(person: User, *, only: int | None = None) -> list[Waiting]:
    """All submitted values, or the one with this key; the longest waiting first.

    Three queries, however many there are.
    """
    rows = submitted_rows()
    if only is not None:
        rows = rows.filter(pk=only)
    events = MeasurementEvent.objects.select_related("by").order_by("at", "id")
    found = list(
        rows.select_related("indicator__department", "district", "entered_by")
        .prefetch_related(Prefetch("events", queryset=events))
        .order_by("submitted_at", "pk")
    )
    series = released_series(found)
    return [waiting(row, series.get(place(row), []), person) for row in found]


def released_series(rows: Iterable[Measurement]) -> dict[tuple[int, int], list[Measurement]]:
    """The released values of the same indicators and places, oldest first, in one query."""
    released = Measurement.objects.current().filter(
        indicator__in={row.indicator_id for row in rows},
        district__in={row.district_id for row in rows},
    )
    grouped: defaultdict[tuple[int, int], list[Measurement]] = defaultdict(list)
    for row in released.order_by("period"):
        grouped[place(row)].append(row)
    return dict(grouped)


def waiting(row: Measurement, series: Sequence[Measurement], person: User) -> Waiting:
    """Put a submitted row beside the released values of its place."""
    slot = Slot.of(row)
    points = [
        Dated(Period.containing(one.period, slot.period.frequency), one.value)
        for one in series
        if one.value is not None
    ]
    return Waiting(
        row=row,
        slot=slot,
        former=next((one for one in series if one.period == row.period), None),
        before=year_before(points, slot.period),
        events=list(row.events.all()),
        person=person,
    )


def place(row: Measurement) -> tuple[int, int]:
    return row.indicator_id, row.district_id
