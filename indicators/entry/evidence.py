"""Files that prove a value: added while somebody works on it, and kept for ever once it counts."""

from __future__ import annotations

import hashlib
import logging
from functools import partial

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from indicators.entry.conversations import remarked_row
from indicators.entry.evidence_files import FileType
from indicators.entry.retries import in_one_transaction
from indicators.entry.services import NOT_HANDED_IN
from indicators.entry.slots import Slot
from indicators.models import Evidence

logger = logging.getLogger(__name__)

MOST_FILES = 20  # of one row


class TooManyFiles(Exception):
    """The value has as many files as it may have."""


class EvidenceKept(Exception):
    """The file belongs to a value that is handed in or released; it stays."""


def add_evidence(*, slot: Slot, name: str, kind: FileType, content: bytes, by: User) -> Evidence:
    """Keep a checked file with the row in work, else with the released one.

    The same file twice is kept once. The file is written before its row, so that no row is ever
    without its file; it goes again unless the row is committed. Raises NothingEntered,
    SampleMixed or TooManyFiles.
    """
    added = Evidence(
        name=name,
        content_type=kind.content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        added_by=by,
    )
    added.file.save(f"beleg.{kind.ending}", ContentFile(content), save=False)
    kept = None
    try:
        kept = stored_evidence(added, slot, by)
    finally:
        if kept is not added:
            delete_file(added)
    return kept


@in_one_transaction
def stored_evidence(added: Evidence, slot: Slot, by: User) -> Evidence:
    """Write the row of a file; returns the row that is there already if it is the same file."""
    row = remarked_row(slot, by)
    known = row.evidence.filter(sha256=added.sha256).first()
    if known is not None:
        return known
    if row.evidence.count() >= MOST_FILES:
        raise TooManyFiles
    added.pk = None  # a try before this one may have been undone
    added.measurement, added.is_sample = row, row.is_sample
    added.added_at = timezone.now()
    added.save(force_insert=True)
    return added


@in_one_transaction
def remove_evidence(*, slot: Slot, pk: int, by: User) -> str:
    """Take a file away from a draft or a returned value; returns its name, "" if it is gone.

    Raises EvidenceKept once the value is handed in, NothingEntered or SampleMixed.
    """
    row = remarked_row(slot, by)
    file = Evidence.objects.filter(
        pk=pk,
        measurement__indicator=slot.indicator,
        measurement__district=slot.district,
        measurement__period=slot.period.first_day,
    ).first()
    if file is None:
        return ""
    if file.measurement_id != row.pk or row.state not in NOT_HANDED_IN:
        raise EvidenceKept
    logger.info("evidence %s of measurement %s removed by user %s", pk, row.pk, by.pk)
    transaction.on_commit(partial(delete_file, file))
    file.delete()
    return file.name


def delete_file(evidence: Evidence) -> None:
    evidence.file.delete(save=False)
