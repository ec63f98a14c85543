"""Tables for tests, as a file would give them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePath

from indicators.catalogue_sheets.reading import tables_of
from indicators.catalogue_sheets.tables import SheetRow, SheetTable
from indicators.catalogue_sheets.workbook import catalogue_workbook
from soest.spreadsheets.cells import column_letter
from soest.spreadsheets.reading import read_spreadsheet


def table(title: str, rows: Iterable[Mapping[str, str]]) -> SheetTable:
    """A sheet whose heads are those of its first row."""
    rows = list(rows)
    heads = list(rows[0])
    letters = {head: column_letter(number) for number, head in enumerate(heads, 1)}
    return SheetTable(
        title,
        heads,
        [SheetRow(title, number, row, letters) for number, row in enumerate(rows, 2)],
    )


def exported() -> list[SheetTable]:
    """What is stored, written to a workbook and read back as an uploaded file is."""
    name = PurePath("katalog.xlsx").name
    return tables_of(read_spreadsheet(catalogue_workbook(), name))


def edited(tables: Iterable[SheetTable], title: str, code: str, **cells: str) -> list[SheetTable]:
    """The tables with other texts in the row of a code."""
    return [with_cells(one, code, cells) if one.title == title else one for one in tables]


def with_cells(one: SheetTable, code: str, cells: Mapping[str, str]) -> SheetTable:
    key = one.heads[0]
    rows = [
        SheetRow(row.sheet, row.number, {**row.cells, **cells}, row.columns)
        if row.text(key) == code
        else row
        for row in one.rows
    ]
    return SheetTable(one.title, one.heads, rows, one.head_number)
