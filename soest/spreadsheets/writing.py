"""Writing cells of CSV files and workbooks so that they mean what they say."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from soest.spreadsheets.formulas import guarded

Cell = str | int | Decimal | date | datetime | None
Row = Sequence[Cell]


def as_csv(head: Row, rows: Iterable[Row]) -> bytes:
    """German CSV: semicolons, decimal commas, UTF-8 with the mark that Excel needs to see it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([csv_text(cell) for cell in row] for row in (head, *rows))
    return text.getvalue().encode("utf-8-sig")


def csv_text(cell: Cell) -> str:
    """A cell as CSV text. Numbers stay numbers, so a minus is no formula there."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{timezone.localtime(cell):%d.%m.%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    if isinstance(cell, (Decimal, int)):
        return plain(cell).replace(".", ",")
    return guarded(cell)


def yes_no(fact: bool) -> str:
    return "ja" if fact else "nein"


def plain(number: Decimal | int) -> str:
    """All digits without an exponent and without trailing zeros: 1.5000 is "1.5"."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def xlsx_cell(sheet: WriteOnlyWorksheet, cell: Cell, *, bold: bool = False) -> SheetCell:
    """A typed cell. Text is marked as text, or openpyxl would make a formula of "=…"."""
    if isinstance(cell, datetime):
        cell = timezone.localtime(cell).replace(tzinfo=None)  # Excel knows no time zones
    if isinstance(cell, str):
        cell = ILLEGAL_CHARACTERS_RE.sub("", cell)  # a line break pasted from Word is one
    written = WriteOnlyCell(sheet, cell)  # type: ignore[arg-type]  # stubs lack Decimal and date
    if isinstance(cell, str):
        written.data_type = "s"
    if bold:
        written.font = Font(bold=True)
    return written
