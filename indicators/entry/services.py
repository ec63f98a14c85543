"""Writes of one measurement. Each function is one transaction and leaves its trace as events.

All follow one rule: lock the rows of the slot, compare them with what the person saw, ask the
table of workflow.py, then write. Sending the same form twice changes nothing the second time.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import NoReturn

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from indicators.consequences import follow_from
from indicators.entry.retries import in_one_transaction
from indicators.entry.return_notices import tell_author
from indicators.entry.slots import (
    Content,
    Seen,
    Slot,
    SlotRows,
    Writer,
    bears_sample_mark,
    slot_rows,
)
from indicators.entry.workflow import Step, state_after
from indicators.enums import EventKind, MeasurementState, Origin
from indicators.models import Measurement, MeasurementEvent
from indicators.triggers import BOUNDS_MESSAGE, COMPUTED_MESSAGE
from soest.triggers import refusal_of

logger = logging.getLogger(__name__)

# Who did one of these to a row has written it, and does not release it.
WRITING = (EventKind.CREATED, EventKind.EDITED, EventKind.SUBMITTED)

HANDED_IN = (MeasurementState.SUBMITTED, MeasurementState.RELEASED)
NOT_HANDED_IN = (MeasurementState.DRAFT, MeasurementState.RETURNED)
REASON_MARK = "Begründung: "  # before the reason, in the note of a submission


class Conflict(Exception):
    """The slot is not as the person saw it; nothing was written."""


class OutsideBounds(Exception):
    """The bounds of the indicator have changed: this value is not possible any more."""


class SampleMixed(PermissionDenied):
    """A sample account met a real value, or a real person a sample value; nothing was written."""


class FourEyes(PermissionDenied):
    """Who wrote a value wanted to release it; nothing was written."""


@in_one_transaction
def save(
    *,
    slot: Slot,
    content: Content,
    seen: Seen,
    by: User,
    submit: bool = False,
    oddities: Sequence[str] = (),
) -> Measurement:
    """Write what a person says about a slot as draft, or hand it in for release.

    `oddities` are the warnings the person was shown; they are kept with the reason given.

    Raises Conflict, also for a value that the bounds now exclude, StepRefused (a submitted value
    is withdrawn first) or SampleMixed.
    """
    rows = slot_rows(slot, lock=True)
    refuse_mixing(slot, rows, by)
    if rows.seen != seen:
        return repeated(rows, content, submit, by)
    state = state_after(rows.state, Step.SUBMIT if submit else Step.SAVE)
    row = rows.open or new_row(slot, by)
    is_new, changed = row.pk is None, Content.of(row) != content
    now = timezone.now()
    attribute(row, content, by)
    content.write_to(row)
    row.state, row.entered_at = state, now
    row.submitted_at = now if submit else None
    row.version = seen.version + 1
    if not stored(row):
        return repeated(slot_rows(slot, lock=True), content, submit, by)
    if is_new or changed:
        record(row, EventKind.CREATED if is_new else EventKind.EDITED, by, now)
    if submit:
        record(row, EventKind.SUBMITTED, by, now, note=submission_note(oddities, content))
    return row


@in_one_transaction
def discard(*, slot: Slot, seen: Seen, by: User) -> Measurement:
    """Empty a draft or returned row, so that nothing is in work here any more.

    The row itself stays, because its history does.
    """
    row = row_in_work(slot, seen, Step.DISCARD, by)
    Content().write_to(row)
    row.sender_name = row.sender_office = ""
    row.submitted_at = None
    return advance(row, Step.DISCARD, EventKind.EDITED, by, note="Entwurf verworfen")


@in_one_transaction
def withdraw(*, slot: Slot, seen: Seen, by: User) -> Measurement:
    """Take a submitted value back to draft. Only who handed it in may do so."""
    row = row_in_work(slot, seen, Step.WITHDRAW, by)
    if row.entered_by_id != by.pk:
        refuse(row, by, "withdrawn by somebody else than its author")
    row.submitted_at = None
    return advance(row, Step.WITHDRAW, EventKind.WITHDRAWN, by)


@in_one_transaction
def send_back(*, row: Measurement, version: int, comment: str, by: User) -> Measurement:
    """Return a submitted value with a comment that says what to change; its author gets a mail."""
    rows = decidable(row, by)
    if rows.open and is_returned_so(rows.open, version, comment):
        return rows.open
    found = seen_row(rows, row, version)
    state_after(found.state, Step.RETURN)
    found.return_comment = comment
    returned = advance(found, Step.RETURN, EventKind.RETURNED, by, note=comment)
    tell_author(row=returned, comment=comment, by=by)
    return returned


@in_one_transaction
def release(*, row: Measurement, version: int, by: User) -> Measurement:
    """Put a submitted value in force; a value it corrects is superseded in the same moment.

    What is computed from it is computed anew.

    Raises Conflict if the row has changed since `version`, StepRefused if it is not submitted,
    OutsideBounds, FourEyes if this person wrote any version of it, PermissionDenied without the
    role.
    """
    rows = decidable(row, by)
    if wrote(row, by):
        logger.warning("release of measurement %s by user %s refused: own value", row.pk, by.pk)
        raise FourEyes
    if rows.current and rows.current.pk == row.pk and rows.current.released_by_id == by.pk:
        return rows.current
    found = seen_row(rows, row, version)
    found.state = state_after(found.state, Step.RELEASE)
    found.released_by, found.released_at = by, moment_after(rows.current, timezone.now())
    if rows.current:
        found.revision = rows.current.revision + 1
        supersede(rows.current, found.released_at, by, reason=found.warning_reason)
    put_in_force(found)
    record(found, EventKind.RELEASED, by, found.released_at)
    follow_from([found], by=by)
    return found


# What the functions above are made of ---------------------------------------------


def attribute(row: Measurement, content: Content, by: Writer) -> None:
    """Note who writes `content` into the row, before it is written.

    Who sent a value without an account stays named as long as what they sent stands.
    """
    if isinstance(by, User):
        row.entered_by = by
        if (row.value, row.missing_reason) != (content.value, content.missing_reason):
            row.sender_name = row.sender_office = ""
    else:
        row.entered_by = None
        row.sender_name, row.sender_office = by.name, by.office


def new_row(slot: Slot, by: Writer) -> Measurement:
    return Measurement(
        indicator=slot.indicator,
        district=slot.district,
        period=slot.period.first_day,
        origin=Origin.ENTRY,
        is_sample=bears_sample_mark(slot.indicator, by),
    )


def stored(row: Measurement) -> bool:
    """Save; False if somebody else has begun the same slot in this very moment.

    Raises Conflict if the bounds were narrowed in it, or the indicator is computed since: looked
    at anew, the value is refused.
    """
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if refusal_of(error) in (BOUNDS_MESSAGE, COMPUTED_MESSAGE):
            raise Conflict from None
        if row.pk is None and open_row_exists(row):
            return False
        raise
    return True


def open_row_exists(row: Measurement) -> bool:
    same = {"indicator": row.indicator, "district": row.district, "period": row.period}
    return Measurement.objects.open().filter(**same).exists()


def repeated(rows: SlotRows, content: Content, submit: bool, by: User) -> Measurement:
    """The row that this very input has already led to. Raises Conflict if it is another's."""
    reached = HANDED_IN if submit else NOT_HANDED_IN
    for row in (rows.open, rows.current):
        mine = row is not None and row.entered_by_id == by.pk and row.state in reached
        if row is not None and mine and Content.of(row) == content:
            return row
    raise Conflict


def row_in_work(slot: Slot, seen: Seen, step: Step, by: User) -> Measurement:
    """The open row, if it is as seen and the step leads on from it."""
    rows = slot_rows(slot, lock=True)
    refuse_mixing(slot, rows, by)
    if rows.open is None or rows.seen != seen:
        raise Conflict
    state_after(rows.state, step)
    return rows.open


def decidable(row: Measurement, by: User) -> SlotRows:
    """Lock the rows around a value that coordination decides about."""
    if not by.coordinates:
        refuse(row, by, "decided without the role")
    slot = Slot.of(row)
    rows = slot_rows(slot, lock=True)
    refuse_mixing(slot, rows, by)
    return rows


def seen_row(rows: SlotRows, row: Measurement, version: int) -> Measurement:
    """The row in work, if it is the one that was looked at, in the version looked at."""
    if rows.open is None or rows.open.pk != row.pk or rows.open.version != version:
        raise Conflict
    return rows.open


def is_returned_so(row: Measurement, version: int, comment: str) -> bool:
    """Whether a row was returned by sending this same form before."""
    returned = row.state == MeasurementState.RETURNED
    return returned and row.version == version + 1 and row.return_comment == comment


def advance(row: Measurement, step: Step, kind: EventKind, by: User, note: str = "") -> Measurement:
    """Take a step that leaves the row in work."""
    row.state = state_after(row.state, step)
    row.version += 1
    row.save()
    record(row, kind, by, timezone.now(), note)
    return row


def put_in_force(row: Measurement) -> None:
    """Save a released row, unless the bounds have been narrowed since it was entered."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if BOUNDS_MESSAGE in str(error):
            raise OutsideBounds from None
        raise


def moment_after(former: Measurement | None, now: datetime) -> datetime:
    """Now; but a clock that was set back must not release a value before the one it follows."""
    return max(now, former.released_at or now) if former else now


def supersede(row: Measurement, at: datetime, by: User, reason: str) -> None:
    """Take a released row out of force; nothing else of it changes."""
    row.superseded_at = at
    row.save(update_fields=["superseded_at"])
    record(row, EventKind.SUPERSEDED, by, at, note=reason)


def record(row: Measurement, kind: EventKind, by: Writer, at: datetime, note: str = "") -> None:
    """Add what happened to the row's history, with what the row says now."""
    event_of(row, kind, by, at, note).save()


def event_of(
    row: Measurement, kind: EventKind, by: Writer, at: datetime, note: str = ""
) -> MeasurementEvent:
    """What happened to a row, with what the row says now; not stored yet."""
    return MeasurementEvent(
        measurement=row,
        kind=kind,
        by=by if isinstance(by, User) else None,
        sender="" if isinstance(by, User) else str(by),
        at=at,
        version=row.version,
        value=row.value,
        missing_reason=row.missing_reason,
        note=note,
    )


def submission_note(oddities: Sequence[str], content: Content) -> str:
    """The warnings a value was handed in with, and why it is right all the same."""
    reason = f"{REASON_MARK}{content.warning_reason}" if content.warning_reason else ""
    return "\n".join(part for part in (*oddities, reason) if part)


def wrote(row: Measurement, by: User) -> bool:
    """Whether this person entered any version of the row."""
    written = row.events.filter(kind__in=WRITING, by=by).exists()
    return written or row.entered_by_id == by.pk


def refuse_mixing(slot: Slot, rows: SlotRows, by: User) -> None:
    """Keep sample data and real data apart, so that removing the one leaves the other whole."""
    if mixing(slot, rows, by):
        logger.warning("user %s refused at %s: sample and real data", by.pk, slot.url)
        raise SampleMixed


def mixing(slot: Slot, rows: SlotRows, by: Writer) -> bool:
    """Whether a write of this person would tie real rows to sample ones.

    A sample row in work is for sample accounts. A real released row is not superseded by a
    sample one; the other way round nothing is lost.
    """
    sample = bears_sample_mark(slot.indicator, by)
    if rows.open and rows.open.is_sample != sample:
        return True
    return bool(sample and rows.current and not rows.current.is_sample)


def refuse(row: Measurement, by: User, what: str) -> NoReturn:
    logger.warning("measurement %s %s: user %s refused", row.pk, what, by.pk)
    raise PermissionDenied
