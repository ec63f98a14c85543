"""The state of the public data: its version, its day, and whether samples are among it.

One row (`strategy.DataVersion`) that triggers raise with every public change.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from django.db import connection
from django.utils import timezone


class DataState(NamedTuple):
    """The row as it is now."""

    number: int  # 0 on an empty database
    has_sample_data: bool
    changed_at: datetime | None  # None on an empty database


def data_state() -> DataState:
    """Plain SQL, because this one read is all that a page from the cache costs in the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, has_sample_data, changed_at FROM strategy_dataversion")
        row = cursor.fetchone()
    if row is None or not row[0]:
        return DataState(0, bool(row and row[1]), None)
    number, has_sample_data, changed_at = row
    if timezone.is_naive(changed_at):  # SQLite keeps UTC without saying so
        changed_at = changed_at.replace(tzinfo=UTC)
    return DataState(int(number), bool(has_sample_data), changed_at)
