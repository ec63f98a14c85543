"""The same table as CSV, for those who work with other programs."""

from __future__ import annotations

from collections.abc import Iterable

from indicators.entry.files.records import heads_of, record_of
from indicators.entry.files.selection import Choice, Questions
from soest.spreadsheets.writing import as_csv


def values_csv(choice: Choice, sheets: Iterable[Questions]) -> bytes:
    """All departments below each other: semicolons, decimal commas, UTF-8 with its mark."""
    head = [heading for _, heading in heads_of(choice)]
    return as_csv(head, (record_of(line) for sheet in sheets for line in sheet.lines))
