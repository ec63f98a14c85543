"""Release of many submitted values at once: all of them, or none."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import NoReturn

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import User
from indicators.consequences import follow_from
from indicators.entry.batches import WRITTEN_AT_ONCE
from indicators.entry.retries import in_one_transaction
from indicators.entry.services import (
    WRITING,
    Conflict,
    FourEyes,
    OutsideBounds,
    SampleMixed,
    event_of,
    mixing,
    moment_after,
)
from indicators.entry.slots import Slot, SlotRows
from indicators.entry.workflow import Step, state_after
from indicators.enums import EventKind, MeasurementState
from indicators.models import Measurement, MeasurementEvent
from indicators.triggers import BOUNDS_MESSAGE

logger = logging.getLogger(__name__)

RELEASING = ["state", "revision", "released_by", "released_at"]


class JointConflict(Conflict):
    """Some of the values are not as the person saw them; nothing was released."""

    def __init__(self, keys: Collection[int]) -> None:
        super().__init__(f"{len(keys)} values changed")
        self.keys = frozenset(keys)


class JointlyOutside(OutsideBounds):
    """The bounds were narrowed: some of the values are not possible any more."""

    def __init__(self, keys: Collection[int]) -> None:
        super().__init__(f"{len(keys)} values outside their bounds")
        self.keys = frozenset(keys)


@in_one_transaction
def release_all(*, versions: Mapping[int, int], by: User) -> list[Measurement]:
    """Put the values with these keys in force, each in the version that was looked at.

    A value this very person has released before is passed over, so that sending twice changes
    nothing the second time. A fixed number of queries for each 500 values. Raises JointConflict
    or JointlyOutside with the keys that stand in the way, FourEyes if this person wrote any
    version of one of them, SampleMixed, and PermissionDenied without the role.
    """
    if not by.coordinates:
        logger.warning("joint release by user %s refused: not in the role", by.pk)
        raise PermissionDenied
    places = locked_places(versions)
    refuse_barred(versions, places, by)
    waiting = {rows.open.pk: rows for rows in places if rows.open}
    done = {rows.current.pk for rows in places if rows.current if is_done(rows.current, by)}
    due = [pk for pk in versions if pk not in done]
    overtaken = [pk for pk in due if not is_as_seen(waiting.get(pk), versions[pk])]
    if overtaken:
        raise JointConflict(overtaken)
    pairs = [(row, rows.current) for pk in due if (row := (rows := waiting[pk]).open)]
    refuse_outside([row for row, _ in pairs])
    released = put_in_force(pairs, by)
    follow_from(released, by=by)
    return released


# What the function above is made of -------------------------------------------------


def locked_places(versions: Mapping[int, int]) -> list[SlotRows]:
    """The rows in work and in force wherever one of these values belongs, locked.

    In the order of their keys, as every writer does.
    """
    same = Measurement.objects.filter(
        pk__in=list(versions),
        indicator=OuterRef("indicator"),
        district=OuterRef("district"),
        period=OuterRef("period"),
    )
    rows = (
        Measurement.objects.filter(Exists(same), superseded_at__isnull=True)
        .select_related("indicator", "district")
        .order_by("pk")
        .select_for_update(of=("self",))
    )
    found: defaultdict[tuple[object, ...], dict[bool, Measurement]] = defaultdict(dict)
    for row in rows:
        place = (row.indicator_id, row.district_id, row.period)
        found[place][row.state == MeasurementState.RELEASED] = row
    return [SlotRows(two.get(False), two.get(True)) for two in found.values()]


def refuse_barred(versions: Mapping[int, int], places: Collection[SlotRows], by: User) -> None:
    """Raise FourEyes or SampleMixed if one of the values is not for this person to release."""
    written = set(
        MeasurementEvent.objects.filter(
            measurement__in=list(versions), kind__in=WRITING, by=by
        ).values_list("measurement", flat=True)
    )
    for rows in places:
        for row in filter(None, (rows.open, rows.current)):
            if row.pk in versions and (row.pk in written or row.entered_by_id == by.pk):
                refuse(row, by, "own value", FourEyes())
        either = rows.open or rows.current
        if either is not None and mixing(Slot.of(either), rows, by):
            refuse(either, by, "sample and real data", SampleMixed())


def refuse(row: Measurement, by: User, why: str, error: PermissionDenied) -> NoReturn:
    logger.warning("release of measurement %s by user %s refused: %s", row.pk, by.pk, why)
    raise error


def is_done(current: Measurement, by: User) -> bool:
    """Whether this very person has released it: then the same form came twice."""
    return current.released_by_id == by.pk


def is_as_seen(rows: SlotRows | None, version: int) -> bool:
    """Whether the value still waits, in the version that was looked at."""
    row = rows.open if rows else None
    return row is not None and (row.state, row.version) == (MeasurementState.SUBMITTED, version)


def refuse_outside(rows: Collection[Measurement]) -> None:
    """Raise JointlyOutside for values that the bounds of their indicators now exclude."""
    outside = [row.pk for row in rows if is_outside(row)]
    if outside:
        raise JointlyOutside(outside)


def is_outside(row: Measurement) -> bool:
    lower, upper = row.indicator.lower_bound, row.indicator.upper_bound
    if row.value is None:
        return False
    return bool(
        (lower is not None and row.value < lower) or (upper is not None and row.value > upper)
    )


def put_in_force(
    pairs: Collection[tuple[Measurement, Measurement | None]], by: User
) -> list[Measurement]:
    """Release each row and supersede the one it corrects; the former ones first.

    All at one moment: what may be shown is decided release by release.
    """
    now, events = timezone.now(), []
    for row, former in pairs:
        row.state = state_after(row.state, Step.RELEASE)
        row.released_by, row.released_at = by, moment_after(former, now)
        if former:
            row.revision = former.revision + 1
            former.superseded_at = row.released_at
            reason = row.warning_reason
            events.append(event_of(former, EventKind.SUPERSEDED, by, row.released_at, reason))
        events.append(event_of(row, EventKind.RELEASED, by, row.released_at))
    rows = [row for row, _ in pairs]
    write([former for _, former in pairs if former], ["superseded_at"])
    write(rows, RELEASING)
    MeasurementEvent.objects.bulk_create(events, batch_size=WRITTEN_AT_ONCE)
    return rows


def write(rows: Collection[Measurement], fields: Collection[str]) -> None:
    """Raises JointlyOutside without keys if bounds were narrowed in this very moment."""
    try:
        with transaction.atomic():
            Measurement.objects.bulk_update(rows, fields, batch_size=WRITTEN_AT_ONCE)
    except IntegrityError as error:
        if BOUNDS_MESSAGE in str(error):
            raise JointlyOutside(()) from None
        raise
