"""Many values at once: what a grid, a pasted block, a file or a link says, beside what is stored.

A batch is looked at first (`read_batch`) and then written as a whole or not at all
(`write_batch`). Reading takes a fixed number of queries, whatever the number of lines; writing
too, but for the portions in which a database takes many rows.

    changes    what lines say, and what that would do
    ledger     what stands at their slots
    judgement  whether a line can be written, and what looks wrong about it
    writing    the rows and their history
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from django.utils import timezone

from accounts.models import User
from indicators.entry.batches.changes import (
    Batch,
    BatchConflict,
    BatchRefused,
    Change,
    Key,
    Kind,
    Line,
    has_words,
    key_of,
)
from indicators.entry.batches.judgement import Series, change_of
from indicators.entry.batches.ledger import NO_ROWS, released_values, rows_of
from indicators.entry.batches.writing import WRITTEN_AT_ONCE, store
from indicators.entry.retries import in_one_transaction
from indicators.entry.slots import Seen, Writer
from indicators.models import ImportedFile

__all__ = [
    "NO_ROWS",
    "WRITTEN_AT_ONCE",
    "Batch",
    "BatchConflict",
    "BatchRefused",
    "Change",
    "Key",
    "Kind",
    "Line",
    "has_words",
    "key_of",
    "read_batch",
    "released_values",
    "rows_of",
    "write_batch",
]


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
