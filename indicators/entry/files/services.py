"""Carrying out a file of values: as a whole or not at all, once."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from indicators.entry.batches import Batch, Key, Kind, write_batch
from indicators.entry.files.statements import Statements, with_reasons
from indicators.entry.retries import in_one_transaction
from indicators.entry.slots import Seen
from indicators.models import ImportedFile
from soest.garbage import collection_paused

logger = logging.getLogger(__name__)


class AppliedAlready(Exception):
    """The file was taken over before; nothing was written this time."""


class FaultyFile(Exception):
    """Something in the file cannot be read, so nothing of it was written."""


class NothingNew(Exception):
    """The file says what is stored already; nothing was written."""


@in_one_transaction
@collection_paused()
def apply_file(
    *,
    file: ImportedFile,
    statements: Statements,
    seen: Mapping[Key, Seen],
    by: User,
    submit: bool,
    reasons: Mapping[int, str] | None = None,
) -> Batch:
    """Write what a file says as drafts, or hand it in, and seal it as evidence.

    `reasons` are those given for odd rows beside the file, by position. Rows that nobody touched
    since the file was downloaded are passed over, also if their draft could be handed in.

    Raises AppliedAlready, FaultyFile or NothingNew, and what `write_batch` raises.
    """
    locked = ImportedFile.objects.select_for_update().get(pk=file.pk)
    if locked.applied_at:
        raise AppliedAlready
    if statements.faults:
        raise FaultyFile
    lines = with_reasons(statements.rows, reasons or {})
    speaking = [line for line in lines if line.said or line.problems]
    batch = write_batch(speaking, seen=seen, by=by, submit=submit, file=locked)
    if not any(one.is_written for one in batch.changes):
        raise NothingNew
    locked.applied_at = timezone.now()
    locked.added = batch.count(Kind.NEW)
    locked.changed = batch.count(Kind.CHANGED)
    locked.unchanged = batch.count(Kind.UNCHANGED) + len(lines) - len(speaking)
    locked.save()
    logger.info(
        "file %s: %s rows written by user %s", file.pk, locked.added + locked.changed, by.pk
    )
    return batch


@transaction.atomic
def discard_file(file: ImportedFile) -> None:
    """Delete a file that was looked at and is not wanted. Raises AppliedAlready."""
    locked = ImportedFile.objects.select_for_update().get(pk=file.pk)
    if locked.applied_at:
        raise AppliedAlready
    locked.delete()
    transaction.on_commit(lambda: locked.file.delete(save=False))
