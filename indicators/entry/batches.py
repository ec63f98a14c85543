"""Many values at once: what a grid, a pasted block, a file or a link says, beside what is stored.

A batch is looked at first (`read_batch`) and then written as a whole or not at all
(`write_batch`). Reading takes a fixed number of queries, whatever the number of lines; writing
too, but for the portions in which a database takes many rows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from indicators.entry.checks import Problem, gaps, unexplained
from indicators.entry.plausibility import Dated, Oddity, oddities
from indicators.entry.retries import in_one_transaction
from indicators.entry.services import (
    Conflict,
    attribute,
    event_of,
    mixing,
    new_row,
    submission_note,
)
from indicators.entry.slots import Content, Seen, Slot, SlotRows, Writer
from indicators.entry.workflow import Step, state_after
from indicators.enums import DistrictRelation, EventKind, MeasurementState
from indicators.german_numbers import NumberError
from indicators.models import ImportedFile, Measurement, MeasurementEvent
from indicators.named_periods import Period
from indicators.triggers import BOUNDS_MESSAGE

WRITTEN_AT_ONCE = 500  # rows of one INSERT or UPDATE

Place = tuple[int, int]  # indicator, district
Key = tuple[int, int, date]  # indicator, district, first day of the period


class Kind(StrEnum):
    """What a line would do to its slot."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Kind.NEW: "neu",
    Kind.CHANGED: "geändert",
    Kind.UNCHANGED: "unverändert",
    Kind.REFUSED: "abgelehnt",
}


class BatchRefused(Exception):
    """A line of the batch cannot be written, so nothing was."""

    def __init__(self, batch: Batch) -> None:
        super().__init__(f"{batch.count(Kind.REFUSED)} lines refused")
        self.batch = batch


class BatchConflict(Conflict):
    """A slot is not as the person saw it; nothing was written."""

    def __init__(self, batch: Batch, keys: frozenset[Key]) -> None:
        super().__init__(f"{len(keys)} slots changed")
        self.batch = batch  # as it stands now
        self.keys = keys  # the slots that somebody else has changed meanwhile


@dataclass(frozen=True, slots=True)
class Line:
    """What one cell, or one row of a file, says about a slot.

    `said` holds only those fields of Content that the line speaks about; the others stay as they
    are. A value takes the place of a reason for none, and the other way round.
    """

    slot: Slot
    said: Mapping[str, object]
    where: str = ""  # for people: „Blatt ‚Umwelt‘, Zeile 12“; or the name of a cell of a grid
    problems: tuple[Problem, ...] = ()  # found while reading the line
    oddities: tuple[Oddity, ...] = ()  # of its value, beside what its own series shows

    @property
    def key(self) -> Key:
        return key_of(self.slot)

    def content(self, before: Content) -> Content:
        """What the slot would say."""
        said = dict(self.said)
        if said.get("value") is not None:
            said = {"missing_reason": "", "missing_note": ""} | said
        elif said.get("missing_reason"):
            said = {"value": None} | said
        return replace(before, **said)  # type: ignore[arg-type]  # Line says what the fields are


@dataclass(frozen=True, slots=True)
class Change:
    """A line beside what is stored."""

    line: Line
    rows: SlotRows
    content: Content  # what the slot would say
    kind: Kind
    problems: tuple[Problem, ...] = ()  # why it is refused
    oddities: tuple[Oddity, ...] = ()  # what looks wrong; wants a reason to be handed in

    @property
    def slot(self) -> Slot:
        return self.line.slot

    @property
    def is_written(self) -> bool:
        return self.kind in (Kind.NEW, Kind.CHANGED)

    @property
    def corrects(self) -> bool:
        """The public sees a value of this slot already."""
        return self.rows.current is not None

    @property
    def before(self) -> str:
        """What the slot says now, in words; empty if nothing."""
        row = self.rows.open if has_words(self.rows.open) else self.rows.current
        return self.slot.words(Content.of(row)) if row else ""

    @property
    def after(self) -> str:
        """What the slot would say, in words."""
        return self.slot.words(self.content)

    @property
    def wants_reason(self) -> bool:
        """Only a reason is missing."""
        return any(one.field == "warning_reason" for one in self.problems)


@dataclass(frozen=True)
class Batch:
    """All lines beside what is stored."""

    changes: Sequence[Change] = field(default_factory=tuple)

    @cached_property
    def counts(self) -> Mapping[Kind, int]:
        return Counter(one.kind for one in self.changes)

    def count(self, kind: Kind) -> int:
        return self.counts.get(kind, 0)

    @property
    def is_writable(self) -> bool:
        """There is something to write, and nothing that prevents it."""
        return not self.count(Kind.REFUSED) and any(one.is_written for one in self.changes)

    @property
    def seen(self) -> dict[Key, Seen]:
        """What the person has seen by looking at this batch."""
        return {one.line.key: one.rows.seen for one in self.changes}

    def overtaken(self, seen: Mapping[Key, Seen]) -> frozenset[Key]:
        """The slots a line has something to say about that are not as somebody saw them."""
        return frozenset(
            one.line.key
            for one in self.changes
            if one.kind != Kind.UNCHANGED and one.rows.seen != seen.get(one.line.key, Seen())
        )


def read_batch(lines: Sequence[Line], *, by: Writer, submit: bool, lock: bool = False) -> Batch:
    """Put lines beside what is stored, and judge them as the form does.

    `submit` asks for all that is needed to hand the values in; otherwise they become drafts.
    Two queries. The caller has made sure that the person may enter these indicators.
    """
    today = timezone.localdate()
    rows = rows_of(lines, lock=lock)
    series = Series(lines, released_values(lines), today)
    times = Counter(line.key for line in lines)
    return Batch(
        tuple(
            change_of(
                line,
                rows.get(line.key, NO_ROWS),
                series,
                by=by,
                submit=submit,
                today=today,
                twice=times[line.key] > 1,
            )
            for line in lines
        )
    )


@in_one_transaction
def write_batch(
    lines: Sequence[Line],
    *,
    seen: Mapping[Key, Seen],
    by: Writer,
    submit: bool,
    file: ImportedFile | None = None,
) -> Batch:
    """Write all lines as drafts, or hand them in; returns what was done.

    Lines that change nothing are passed over, so the same batch twice changes nothing the second
    time. Raises BatchConflict if a slot that a line is about to change is not as in `seen`, else
    BatchRefused if a line cannot be written, and plain Conflict if somebody begins a slot in this
    very moment; in all cases nothing is written. A Sender leaves drafts only (ValueError).
    """
    if submit and not isinstance(by, User):
        raise ValueError("somebody without an account leaves drafts")
    batch = read_batch(lines, by=by, submit=submit, lock=True)
    overtaken = batch.overtaken(seen)
    if overtaken:
        raise BatchConflict(batch, overtaken)
    if batch.count(Kind.REFUSED):
        raise BatchRefused(batch)
    written = [one for one in batch.changes if one.is_written]
    store(written, by=by, submit=submit, file=file)
    return batch


# What the functions above are made of ---------------------------------------------

NO_ROWS = SlotRows(None, None)


def key_of(slot: Slot) -> Key:
    return slot.indicator.pk, slot.district.pk, slot.period.first_day


def has_words(row: Measurement | None) -> bool:
    return row is not None and not Content.of(row).is_blank


def rows_of(lines: Iterable[Line], *, lock: bool) -> dict[Key, SlotRows]:
    """The rows in work and in force at the slots of all lines; one query.

    It asks for every combination of their indicators, places and periods: a few rows too many,
    but an index serves it and its length does not grow with the lines.
    """
    slots = [line.slot for line in lines]
    rows = Measurement.objects.filter(
        superseded_at__isnull=True,
        indicator__in={slot.indicator.pk for slot in slots},
        district__in={slot.district.pk for slot in slots},
        period__in={slot.period.first_day for slot in slots},
    ).order_by("pk")
    if lock:
        rows = rows.select_for_update(of=("self",))
    found: defaultdict[Key, dict[bool, Measurement]] = defaultdict(dict)
    for row in rows.select_related("entered_by"):
        place = (row.indicator_id, row.district_id, row.period)
        found[place][row.state == MeasurementState.RELEASED] = row
    return {key: SlotRows(two.get(False), two.get(True)) for key, two in found.items()}


def released_values(lines: Iterable[Line]) -> dict[Place, list[Dated]]:
    """The series that the lines join, oldest first; one query."""
    slots = [line.slot for line in lines]
    frequencies = {slot.indicator.pk: slot.indicator.frequency for slot in slots}
    rows = (
        Measurement.objects.current()
        .filter(
            indicator__in=frequencies,
            district__in={slot.district.pk for slot in slots},
            value__isnull=False,
        )
        .order_by("period")
        .values_list("indicator", "district", "period", "value")
    )
    series: defaultdict[Place, list[Dated]] = defaultdict(list)
    for indicator, district, first_day, value in rows:
        series[indicator, district].append(Dated(Period(first_day, frequencies[indicator]), value))
    return dict(series)


class Series:
    """What each line is compared with: released values, and what the other lines say."""

    def __init__(
        self, lines: Iterable[Line], released: Mapping[Place, Sequence[Dated]], today: date
    ) -> None:
        self.points: defaultdict[Place, dict[date, Dated]] = defaultdict(dict)
        for place, points in released.items():
            self.points[place] = {one.period.first_day: one for one in points}
        for line in lines:
            value = line.content(Content()).value
            # A slip in one line must raise no question at its neighbours.
            if value is not None and not (line.problems or impossible(line.slot, value, today)):
                self.points[line.key[:2]][line.slot.period.first_day] = Dated(
                    line.slot.period, value
                )

    def before(self, slot: Slot) -> list[Dated]:
        """The earlier values of the slot's place, oldest first."""
        points = self.points.get((slot.indicator.pk, slot.district.pk), {})
        days = sorted(day for day in points if day < slot.period.first_day)
        return [points[day] for day in days]


def change_of(
    line: Line,
    rows: SlotRows,
    series: Series,
    *,
    by: Writer,
    submit: bool,
    today: date,
    twice: bool,
) -> Change:
    """Judge one line."""
    slot = line.slot
    before = rows.beginning(slot.indicator)
    content = line.content(before)
    odd: tuple[Oddity, ...] = ()
    problems = [*line.problems, *impossible(slot, content.value, today)]
    if content.value is not None and not problems and not is_released_already(rows, content):
        odd = oddities(content.value, slot.period, series.before(slot), slot.scale)
        odd += line.oddities
    if not odd and not rows.current:
        content = content.without_reason
    if twice:
        problems.append(Problem("", "Dieser Zeitraum steht mehrmals in der Eingabe."))
    if not problems and says_nothing_new(rows, content, submit):
        return Change(line, rows, content, Kind.UNCHANGED)
    if not problems:
        problems += obstacles(slot, rows, content, by=by, submit=submit, is_odd=bool(odd))
    kind = Kind.NEW if not (has_words(rows.open) or rows.current) else Kind.CHANGED
    return Change(line, rows, content, Kind.REFUSED if problems else kind, tuple(problems), odd)


def is_released_already(rows: SlotRows, content: Content) -> bool:
    """A number that has been released is not asked about again."""
    return rows.current is not None and rows.current.value == content.value


def impossible(slot: Slot, value: Decimal | None, today: date) -> list[Problem]:
    """Why nobody could enter this, whatever is stored."""
    indicator = slot.indicator
    if slot.period.frequency != indicator.frequency:
        turnus = indicator.get_frequency_display()
        return [Problem("", f"Der Zeitraum passt nicht: Diese Kennzahl wird {turnus} erhoben.")]
    if slot.period.first_day > today:
        return [Problem("", f"Der Zeitraum {slot.period.label} hat noch nicht begonnen.")]
    if not slot.is_city and indicator.district_relation == DistrictRelation.NONE:
        return [Problem("", "Diese Kennzahl wird nur für die Gesamtstadt geführt.")]
    if value is None:
        return []
    try:
        slot.rules.check(value)
    except NumberError as error:
        return [Problem("value", str(error))]
    return []


def says_nothing_new(rows: SlotRows, content: Content, submit: bool) -> bool:
    """The slot says this already, and stands where it should."""
    if has_words(rows.open):
        same = rows.open is not None and Content.of(rows.open) == content
        return same and (not submit or rows.state == MeasurementState.SUBMITTED)
    return rows.in_force_says(content) if rows.current else content.is_blank


def obstacles(
    slot: Slot, rows: SlotRows, content: Content, *, by: Writer, submit: bool, is_odd: bool
) -> list[Problem]:
    """Why this person cannot write this over what is stored."""
    if mixing(slot, rows, by):
        text = (
            "Beispieldaten und echte Daten bleiben getrennt: Hier kann dieses Konto nicht eingeben."
        )
        return [Problem("", text)]
    if rows.state == MeasurementState.SUBMITTED:
        text = "Hier ist schon ein Wert eingereicht. Bitte ziehen Sie ihn zuerst zurück."
        return [Problem("", text)]
    if rows.current and content.value is None and not content.missing_reason:
        text = (
            "Hier gilt ein freigegebener Wert; er lässt sich nicht leeren. "
            "Bitte geben Sie den richtigen Wert ein oder einen Grund, warum es keinen gibt."
        )
        return [Problem("value", text)]
    if not submit:
        return []
    return gaps(content) or unexplained(
        content, is_odd=is_odd, corrects=rows.current is not None, says_the_same=False
    )


def store(
    written: Sequence[Change], *, by: Writer, submit: bool, file: ImportedFile | None
) -> None:
    """Write rows and their events. Raises Conflict if somebody begins a slot in this moment."""
    now = timezone.now()
    made: list[tuple[Change, Measurement]] = [
        (one, row_of(one, by=by, submit=submit, now=now)) for one in written
    ]
    added = [row for _, row in made if row.pk is None]
    known = [row for _, row in made if row.pk is not None]
    kinds = [EventKind.CREATED if row.pk is None else EventKind.EDITED for _, row in made]
    try:
        with transaction.atomic():
            Measurement.objects.bulk_create(added, batch_size=WRITTEN_AT_ONCE)
            Measurement.objects.bulk_update(known, CHANGING, batch_size=WRITTEN_AT_ONCE)
    except IntegrityError as error:
        if is_overtaken(added, error):
            raise Conflict from error
        raise
    events: list[MeasurementEvent] = []
    for (change, row), kind in zip(made, kinds, strict=True):
        events.append(event_of(row, kind, by, now))
        if submit:
            told = [f"{odd.title}: {odd.text}" for odd in change.oddities]
            note = submission_note(told, change.content)
            events.append(event_of(row, EventKind.SUBMITTED, by, now, note))
    for event in events:
        event.file = file
    MeasurementEvent.objects.bulk_create(events, batch_size=WRITTEN_AT_ONCE)


CHANGING = [
    "value",
    "missing_reason",
    "missing_note",
    "provisional",
    "source",
    "comment",
    "evidence_link",
    "warning_reason",
    "state",
    "version",
    "entered_by",
    "entered_at",
    "submitted_at",
    "sender_name",
    "sender_office",
]


def is_overtaken(added: Sequence[Measurement], error: IntegrityError) -> bool:
    """Whether the database refused rows because of what somebody else did in this very moment."""
    if BOUNDS_MESSAGE in str(error):
        return True
    begun = Measurement.objects.open().filter(
        indicator__in={row.indicator_id for row in added},
        district__in={row.district_id for row in added},
        period__in={row.period for row in added},
    )
    ours = {(row.indicator_id, row.district_id, row.period) for row in added}
    return not ours.isdisjoint(begun.values_list("indicator", "district", "period"))


def row_of(change: Change, *, by: Writer, submit: bool, now: datetime) -> Measurement:
    """The row a change leads to, not stored yet. Raises StepRefused; see workflow.py."""
    row = change.rows.open or new_row(change.slot, by)
    row.state = state_after(change.rows.state, Step.SUBMIT if submit else Step.SAVE)
    row.version = change.rows.seen.version + 1
    attribute(row, change.content, by)
    change.content.write_to(row)
    row.entered_at = now
    row.submitted_at = now if submit else None
    return row
