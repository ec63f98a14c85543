"""The rows of a file as cells, the same for workbooks and CSV."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from indicators.entry.files.layout import COLUMNS, Field, earlier_headings, heading_of
from indicators.entry.files.selection import Choice, Question
from indicators.enums import MissingReason
from soest.spreadsheets.writing import Cell, Row, yes_no

Heads = Sequence[tuple[Field, str]]


def heads_of(choice: Choice) -> Heads:
    """Field and heading of each column, the earlier values one by one."""
    heads: list[tuple[Field, str]] = []
    for column in COLUMNS:
        if column.field == Field.EARLIER:
            heads += [(Field.EARLIER, name) for name in earlier_headings(choice.only_year)]
        else:
            heads.append((column.field, heading_of(column.field)))
    return heads


def record_of(question: Question) -> Row:
    """The cells of one row, in the order of the columns."""
    slot, said = question.slot, question.said
    reason, provisional = said.get("missing_reason"), said.get("provisional")
    value = said.get("value")
    cells: dict[Field, Cell] = {
        Field.KEY: str(question.key),
        Field.CODE: slot.indicator.code,
        Field.NAME: slot.indicator.name,
        Field.PLACE: slot.place,
        Field.PERIOD: slot.period.label,
        Field.UNIT: slot.indicator.unit,
        Field.VALUE: normal(value) if isinstance(value, Decimal) else None,
        Field.REASON: str(MissingReason(str(reason)).label) if reason else None,
        Field.PROVISIONAL: yes_no(bool(provisional)) if provisional is not None else None,
        Field.STATE: question.state,
    }
    for field in (Field.NOTE, Field.SOURCE, Field.COMMENT, Field.EXPLANATION):
        cells[field] = str(said.get(field, "")) or None
    record: list[Cell] = []
    for column in COLUMNS:
        if column.field == Field.EARLIER:
            record += [normal(one) if one is not None else None for one in question.earlier]
        else:
            record.append(cells[column.field])
    return record


def normal(value: Decimal) -> Decimal:
    """Without the zeros that the database column adds, and without an exponent."""
    return Decimal(f"{value.normalize():f}")
