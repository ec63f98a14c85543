"""Bringing the database to what the sheets of a file state, row by row.

Looking at a file and taking it over are the same code: a look writes too, and is rolled back. So
what was shown is what will happen, also for rows that build on new rows of the same file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from accounts.models import User
from indicators.catalogue_sheets.comparison import CellChange, CellProblem, Comparison, RowChange
from indicators.catalogue_sheets.fields import text_of
from indicators.catalogue_sheets.mistakes import form_problems, head_problems
from indicators.catalogue_sheets.sheets import SHEETS, NoSuchRow, Sheet
from indicators.catalogue_sheets.tables import SheetRow, SheetTable
from indicators.catalogue_sheets.targets import TARGET_SHEET, write_targets
from indicators.consequences import follow_from_rules
from indicators.disclosure.decisions import rules
from indicators.entry.batches import Kind
from indicators.entry.retries import in_one_transaction
from indicators.models import ImportedFile
from soest.triggers import refusal_of

UNEXPECTED = "Die Datenbank hat diese Zeile nicht angenommen, weil sie eine Regel verletzt."


class CatalogueRefused(Exception):
    """Something in the file cannot be taken over, so nothing was."""

    def __init__(self, comparison: Comparison) -> None:
        super().__init__("refused")
        self.comparison = comparison


class CatalogueMoved(Exception):
    """The file would change something else now than what was shown; nothing was written."""

    def __init__(self, comparison: Comparison) -> None:
        super().__init__("moved")
        self.comparison = comparison


def compare(tables: Sequence[SheetTable], *, by: User) -> Comparison:
    """What the file would change. Nothing is."""
    with transaction.atomic():
        comparison = write(tables, by)
        transaction.set_rollback(True)
    return comparison


@in_one_transaction
def take_over(
    tables: Sequence[SheetTable], *, file: ImportedFile, digest: str, by: User
) -> Comparison:
    """Write all that the file changes, if it is what the person has seen by this digest.

    Raises CatalogueRefused, or CatalogueMoved, also if the file was taken over meanwhile. A file
    that changes nothing is no error.
    """
    locked = ImportedFile.objects.select_for_update().get(pk=file.pk)  # one of two clicks waits
    comparison = write(tables, by)
    if comparison.is_refused:
        raise CatalogueRefused(comparison)
    if locked.applied_at or comparison.digest != digest:
        raise CatalogueMoved(comparison)
    locked.applied_at = timezone.now()
    locked.added = comparison.count(Kind.NEW)
    locked.changed = comparison.count(Kind.CHANGED)
    locked.unchanged = comparison.count(Kind.UNCHANGED)
    locked.save()
    return comparison


# What the functions above are made of ---------------------------------------------


def write(tables: Sequence[SheetTable], by: User) -> Comparison:
    """Write every sheet that the file has, in the order in which they build on each other.

    Computed values follow once all is written.
    """
    named = {table.title: table for table in tables}
    known = [*(sheet.title for sheet in SHEETS), TARGET_SHEET]
    problems = [
        CellProblem(f"Blatt „{title}“", "Dieses Blatt gehört nicht zum Katalog.")
        for title in named
        if title not in known
    ]
    if not set(named) & set(known):
        text = f"Die Datei hat keines der Blätter {', '.join(known)}."
        return Comparison((), (*problems, CellProblem("Datei", text)))
    problems += [problem for table in tables for problem in table.problems]
    rows: list[RowChange] = []
    former = rules()
    for sheet in SHEETS:
        if table := named.get(sheet.title):
            problems += head_problems(table, sheet.key_head, heads_of(sheet))
            rows += write_sheet(sheet, table, by)
    if table := named.get(TARGET_SHEET):
        found, changes = write_targets(table, by)
        problems += found
        rows += changes
    comparison = Comparison(tuple(rows), tuple(problems))
    if comparison.is_refused or not comparison.changes_something:
        return comparison
    return replace(comparison, computed=len(follow_from_rules(touched(former), by=by)))


def touched(former: Mapping[int, tuple[object, ...]]) -> list[int]:
    """The indicators whose rules about small numbers are not as before."""
    return [key for key, rule in rules().items() if former.get(key) != rule]


def heads_of(sheet: Sheet) -> dict[str, str]:
    """The heads of a sheet's columns, with the names of their fields."""
    return {str(cell.label): name for name, cell in sheet.columns.items()}


def write_sheet(sheet: Sheet, table: SheetTable, by: User) -> Iterable[RowChange]:
    """Write the rows of one sheet; a row that cannot be written is told and passed over."""
    stored = {str(getattr(row, sheet.key)): row for row in sheet.stored()}
    times = Counter(row.text(sheet.key_head) for row in table.rows)
    for row in table.rows:
        code = row.text(sheet.key_head)
        if not code:
            yield refused(sheet, row, "", "", f"In der Spalte „{sheet.key_head}“ fehlt die Nummer.")
        elif times[code] > 1:
            yield refused(sheet, row, code, "", f"„{code}“ steht mehrmals in diesem Blatt.")
        elif row.problems:
            yield RowChange(sheet.title, row.number, code, Kind.REFUSED, (), row.problems)
        else:
            yield write_row(sheet, row, code, stored.get(code), by)


def write_row(
    sheet: Sheet, row: SheetRow, code: str, stored: models.Model | None, by: User
) -> RowChange:
    """Bring one row to what its line says."""
    before = {name: text_of(cell) for name, cell in sheet.cells(stored).items()} if stored else {}
    heads = {name: head for head, name in heads_of(sheet).items() if head in row.cells}
    said = {name: row.text(head) for name, head in heads.items()}
    if stored and all(before[name] == text for name, text in said.items()):
        return RowChange(sheet.title, row.number, str(stored), Kind.UNCHANGED)
    try:
        instance = stored or sheet.new(code)
    except NoSuchRow as error:
        return refused(sheet, row, code, "", str(error))
    if by.is_sample and stored is None and hasattr(instance, "is_sample"):
        instance.is_sample = True
    form = sheet.form(said, instance=instance)
    for name in set(form.fields) - set(said):
        if stored or not form.fields[name].required:
            del form.fields[name]
    if not form.is_valid():
        return RowChange(sheet.title, row.number, code, Kind.REFUSED, (), form_problems(row, form))
    try:
        with transaction.atomic():
            form.save()
    except IntegrityError as error:
        return refused(sheet, row, code, "", refusal_of(error) or UNEXPECTED)
    after = {name: text_of(cell) for name, cell in cleaned_cells(sheet, form).items()}
    cells = tuple(
        CellChange(heads[name], before.get(name, ""), after[name])
        for name in sheet.columns
        if name in after and before.get(name, "") != after[name]
    )
    kind = Kind.NEW if stored is None else Kind.CHANGED if cells else Kind.UNCHANGED
    questions = tuple(getattr(form, "questions", ()))
    return RowChange(sheet.title, row.number, str(instance), kind, cells, questions=questions)


def cleaned_cells(sheet: Sheet, form: Any) -> dict[str, Any]:
    """What was read, as the cells would show it."""
    return {name: sheet.columns[name].to_cell(form.cleaned_data[name]) for name in form.fields}


def refused(sheet: Sheet, row: SheetRow, code: str, head: str, text: str) -> RowChange:
    problem = CellProblem(row.place(head), text)
    return RowChange(sheet.title, row.number, code, Kind.REFUSED, (), (problem,))
