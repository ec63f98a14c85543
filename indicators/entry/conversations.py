"""What staff say to each other about a value: comments, and why it was returned."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from accounts.models import User
from indicators.entry.batches import Key, key_of
from indicators.entry.retries import in_one_transaction
from indicators.entry.services import NOT_HANDED_IN, SampleMixed
from indicators.entry.slots import Slot, slot_rows
from indicators.enums import EventKind
from indicators.models import Evidence, Measurement, MeasurementComment, MeasurementEvent

logger = logging.getLogger(__name__)


class NothingEntered(Exception):
    """Nothing was ever entered for the slot, so there is nothing to remark on."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """One thing that somebody said."""

    by: str
    at: datetime
    text: str
    is_return: bool  # said by returning the value


@dataclass(frozen=True, slots=True)
class Proof:
    """One file that proves the value."""

    slot: Slot
    file: Evidence
    is_removable: bool  # its value is a draft, or was returned

    @property
    def url(self) -> str:
        return self.slot.address("entry-evidence-file", self.file.pk)

    @property
    def remove_url(self) -> str:
        return self.slot.address("entry-evidence-remove", self.file.pk)


@dataclass(frozen=True, slots=True)
class Remarks:
    """All that belongs to a slot besides its values, oldest first."""

    slot: Slot
    contributions: tuple[Contribution, ...] = ()
    proofs: tuple[Proof, ...] = ()

    @property
    def comments_url(self) -> str:
        return self.slot.address("entry-comments")

    @property
    def evidence_url(self) -> str:
        return self.slot.address("entry-evidence")


def load_remarks(slots: Iterable[Slot]) -> dict[Key, Remarks]:
    """What was said about each slot, in whichever of its rows; four queries."""
    wanted = {key_of(slot): slot for slot in slots}
    returns = MeasurementEvent.objects.filter(kind=EventKind.RETURNED).select_related("by")
    rows = Measurement.objects.filter(
        indicator__in={slot.indicator.pk for slot in wanted.values()},
        district__in={slot.district.pk for slot in wanted.values()},
        period__in={slot.period.first_day for slot in wanted.values()},
    ).prefetch_related(
        Prefetch("events", returns, to_attr="returns"),
        Prefetch("comments", MeasurementComment.objects.select_related("by")),
        Prefetch("evidence", Evidence.objects.select_related("added_by")),
    )
    found: defaultdict[Key, list[Any]] = defaultdict(list)
    for row in rows.order_by("pk"):
        found[row.indicator_id, row.district_id, row.period].append(row)
    return {key: remarks_of(slot, found) for key, slot in wanted.items()}


def load_remarks_of(slot: Slot) -> Remarks:
    """The same for one slot."""
    return load_remarks([slot])[key_of(slot)]


def remarks_of(slot: Slot, rows: Mapping[Key, list[Any]]) -> Remarks:
    here = rows.get(key_of(slot), [])
    said = [
        *(Contribution(one.author, one.at, one.note, True) for row in here for one in row.returns),
        *(
            Contribution(str(one.by), one.at, one.text, False)
            for row in here
            for one in row.comments.all()
        ),
    ]
    return Remarks(
        slot,
        tuple(sorted(said, key=lambda one: one.at)),
        tuple(
            Proof(slot, one, is_removable=row.state in NOT_HANDED_IN)
            for row in here
            for one in row.evidence.all()
        ),
    )


@in_one_transaction
def add_comment(*, slot: Slot, text: str, by: User) -> MeasurementComment:
    """Add to the conversation about a slot; the value and its version stay as they are.

    It hangs on the row in work, else on the released one. The same text sent twice in a row is
    said once. Raises NothingEntered, or SampleMixed for a sample account and a real value.
    """
    row = remarked_row(slot, by)
    last = row.comments.last()
    if last is not None and (last.by_id, last.text) == (by.pk, text):
        return last
    return row.comments.create(by=by, at=timezone.now(), text=text, is_sample=row.is_sample)


def remarked_row(slot: Slot, by: User) -> Measurement:
    """Lock the row that remarks of this person about the slot hang on."""
    rows = slot_rows(slot, lock=True)
    row = rows.open or rows.current
    if row is None:
        raise NothingEntered
    if by.is_sample and not row.is_sample:
        logger.warning("user %s refused at %s: sample account, real value", by.pk, slot.url)
        raise SampleMixed
    return row
