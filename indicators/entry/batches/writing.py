"""Many changes written at once, with their history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from indicators.entry.batches.changes import Change
from indicators.entry.services import Conflict, attribute, event_of, new_row, submission_note
from indicators.entry.slots import Writer
from indicators.entry.workflow import Step, state_after
from indicators.enums import EventKind
from indicators.models import ImportedFile, Measurement, MeasurementEvent
from indicators.triggers import BOUNDS_MESSAGE, COMPUTED_MESSAGE
from soest.triggers import refusal_of

WRITTEN_AT_ONCE = 500  # rows of one INSERT or UPDATE

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


def is_overtaken(added: Sequence[Measurement], error: IntegrityError) -> bool:
    """Whether the database refused rows because of what somebody else did in this very moment."""
    if refusal_of(error) in (BOUNDS_MESSAGE, COMPUTED_MESSAGE):
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
