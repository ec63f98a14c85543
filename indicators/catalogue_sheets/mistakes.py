"""What is wrong with the heads of a sheet, or with the cells of a row, each at its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS

from indicators.catalogue_sheets.comparison import CellProblem
from indicators.catalogue_sheets.tables import SheetRow, SheetTable


def head_problems(table: SheetTable, key_head: str, heads: Container[str]) -> list[CellProblem]:
    """What is wrong with the first row of a sheet."""
    where = f"Blatt „{table.title}“, Zeile {table.head_number}"
    told = Counter(head for head in table.heads if head)
    problems = [
        CellProblem(where, f"Die Spalte „{head}“ steht mehrmals da.")
        for head, times in told.items()
        if times > 1
    ]
    problems += [
        CellProblem(where, f"Die Spalte „{head}“ gehört nicht zu diesem Blatt.")
        for head in told
        if head != key_head and head not in heads
    ]
    return [*problems, *missing_heads(table, [key_head])]


def missing_heads(table: SheetTable, heads: Iterable[str]) -> list[CellProblem]:
    """The columns of these that the sheet lacks."""
    where = f"Blatt „{table.title}“, Zeile {table.head_number}"
    missing = [head for head in heads if head not in table.heads]
    return [CellProblem(where, f"Die Spalte „{head}“ fehlt.") for head in missing]


def form_problems(row: SheetRow, *filled: forms.BaseForm) -> Sequence[CellProblem]:
    """The errors of forms that a row was read into; a field is called like its column."""
    return tuple(
        CellProblem(row.place(head_of(form, name)), str(message))
        for form in filled
        for name, messages in form.errors.items()
        for message in messages
    )


def head_of(form: forms.BaseForm, name: str) -> str:
    return "" if name == NON_FIELD_ERRORS else str(form.fields[name].label)
