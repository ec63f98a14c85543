"""Submitted values as coordination sees them before deciding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Case, Count, Prefetch, QuerySet, Value, When

from accounts.models import User
from indicators.annual_values import Observation, YearValue, annual_values
from indicators.entry.batches import key_of
from indicators.entry.conversations import Remarks, load_remarks
from indicators.entry.district_sums import DistrictSum
from indicators.entry.plausibility import Dated, change_text, year_before
from indicators.entry.queue_forms import DecisionForm
from indicators.entry.remark_forms import CommentForm
from indicators.entry.services import REASON_MARK, WRITING, mixing
from indicators.entry.slots import Content, Slot, SlotRows
from indicators.entry.stored_sums import load_sums
from indicators.enums import EventKind, MeasurementState
from indicators.formula_pages import all_computed_from
from indicators.models import Indicator, Measurement, MeasurementEvent
from indicators.named_periods import Period
from strategy.models import Department

SHOWN_YEARS = 11  # of the line beside a value, before its own
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
    years: tuple[YearValue, ...]  # the series with this value in it
    events: Sequence[MeasurementEvent]
    remarks: Remarks
    together: DistrictSum | None  # the parts beside the city; None: the city alone is asked
    person: User
    followers: Sequence[str] = ()  # names of the indicators that its release computes anew

    @property
    def token(self) -> str:
        """Row and version, as a form sends back what was looked at."""
        return f"{self.row.pk}-{self.row.version}"

    @property
    def first_year(self) -> int:
        return self.row.period.year - SHOWN_YEARS

    @property
    def last_year(self) -> int:
        return max(self.row.period.year, self.years[-1].year)

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
    def difference(self) -> str:
        """The same in the unit of the indicator; empty where `change` says it already."""
        if self.before is None or self.row.value is None:
            return ""
        told = self.slot.scale.difference(self.row.value - self.before.value)
        return "" if told == self.change else told

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

    @property
    def oddities(self) -> list[str]:
        """The warnings alone, without the reason."""
        return [line for line in self.warnings if not line.startswith(REASON_MARK)]

    @property
    def is_plain(self) -> bool:
        """Nothing looked wrong, and it is no correction of what the public sees."""
        return not self.oddities and self.former is None

    @property
    def can_come_chosen(self) -> bool:
        """Nothing about it needs a second look, and this person may release it."""
        return self.is_plain and not self.obstacle

    def words_of(self, version: int | None) -> str:
        """What an earlier version said, by the history; empty if it never was handed in."""
        return self.last_words(one for one in self.events if one.version == version)

    @property
    def returned_words(self) -> str:
        """What it said when it was returned the last time; empty if it never was."""
        return self.last_words(one for one in self.events if one.kind == EventKind.RETURNED)

    def last_words(self, events: Iterable[MeasurementEvent]) -> str:
        said = list(events)
        return self.slot.words(Content(said[-1].value, said[-1].missing_reason)) if said else ""

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
    """A submitted value with its forms."""

    waiting: Waiting
    form: DecisionForm
    changed: bool = False  # it is another version than the one the decision was about
    is_chosen: bool = False  # to be released together with others

    @property
    def comment_form(self) -> CommentForm:
        return CommentForm(name=self.waiting.slot.key, in_queue=True)

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
class Group:
    """What waits from one department."""

    department: Department | None
    waits: Sequence[Item]
    count: int  # values that wait, also those beyond the end of the page

    @property
    def count_id(self) -> str:
        return count_id(self.department)


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


def grouped(items: Iterable[Item], counts: Mapping[int | None, int]) -> list[Group]:
    """By department; the one that has waited longest comes first.

    `counts` are those of `counts_by_department`, which may have been read a moment before.
    """
    groups: defaultdict[int | None, list[Item]] = defaultdict(list)
    for item in items:
        groups[item.waiting.slot.indicator.department_id].append(item)
    return [
        Group(some[0].waiting.slot.indicator.department, some, counts.get(key, len(some)))
        for key, some in groups.items()
    ]


def counts_by_department(rows: QuerySet[Measurement]) -> dict[int | None, int]:
    """How many of these rows wait, by the key of the department. One query."""
    counted = rows.order_by().values_list("indicator__department").annotate(Count("pk"))
    return dict(counted)


def count_id(department: Department | None) -> str:
    """The id of the element that says how many values of a department wait."""
    return f"group-count-{department.pk if department else 0}"


def submitted_rows(*, first: int | None = None) -> QuerySet[Measurement]:
    """What waits; the longest waiting first, but before all the row with this key."""
    rows = Measurement.objects.filter(state=MeasurementState.SUBMITTED)
    if first is None:
        return rows.order_by("submitted_at", "pk")
    rank = Case(When(pk=first, then=Value(0)), default=Value(1))
    return rows.order_by(rank, "submitted_at", "pk")


def load_queue(person: User, rows: QuerySet[Measurement]) -> list[Waiting]:
    """Submitted rows with all that a decision needs. Ten queries at most, however many."""
    events = MeasurementEvent.objects.select_related("by").order_by("at", "id")
    found = list(
        rows.select_related("indicator__department", "district", "entered_by").prefetch_related(
            Prefetch("events", queryset=events)
        )
    )
    series = released_series(found)
    remarks = load_remarks(map(Slot.of, found))
    sums = load_sums(map(Slot.of, found))
    followers = all_computed_from([row.indicator for row in found])
    return [
        waiting(
            row,
            series.get(place(row), []),
            remarks[key_of(Slot.of(row))],
            sums.get((row.indicator_id, row.period)),
            person,
            followers[row.indicator_id],
        )
        for row in found
    ]


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


def waiting(
    row: Measurement,
    series: Sequence[Measurement],
    remarks: Remarks,
    together: DistrictSum | None,
    person: User,
    followers: Iterable[Indicator],
) -> Waiting:
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
        years=years_with(row, series),
        events=list(row.events.all()),
        remarks=remarks,
        together=together,
        person=person,
        followers=[one.name for one in followers if one.is_measured_at(row.district)],
    )


def years_with(row: Measurement, series: Sequence[Measurement]) -> tuple[YearValue, ...]:
    """The values of the years as they would be with this one released."""
    rows = [one for one in series if one.period != row.period]
    observations = [Observation(one.period, one.value) for one in [*rows, row]]
    return annual_values(observations, row.indicator.frequency, row.indicator.annual_rule)


def place(row: Measurement) -> tuple[int, int]:
    return row.indicator_id, row.district_id
