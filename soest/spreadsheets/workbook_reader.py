"""The process that reads a workbook: its bytes in at standard input, its cells out as JSON.

Started by `soest.spreadsheets.reading` as `python -m soest.spreadsheets.workbook_reader`, after
the directory of the archive was checked. It knows neither Django nor the database, writes no
file, opens no connection and starts no program. openpyxl raises a dozen kinds of errors for
damaged files, and a file may be made to fill the memory: here either costs this process alone.

Formulas are never worked out: the result that the file carries counts, or none.
"""

from __future__ import annotations

import gc
import io
import json
import math
import sys
import warnings
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import IO, Any
from xml.etree import ElementTree  # noqa: S405 -- only after refuse_declarations
from xml.parsers import expat

import openpyxl.worksheet._reader as openpyxl_reader
from openpyxl import load_workbook
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet._reader import WorkSheetParser

from soest.child_process import limit_resources, stay_inside
from soest.spreadsheets.archive import DAMAGED, NO_WORKBOOK, TOO_LARGE_UNPACKED
from soest.spreadsheets.cells import (
    MOST_COLUMNS,
    MOST_SHEETS,
    Allowance,
    Kind,
    SpreadsheetError,
)

MEMORY, CPU_SECONDS = 224 * 2**20, 20  # address space; about 70 MB of it are the interpreter
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FORMULA, RESULT = f"{MAIN}f", f"{MAIN}v"
INLINE, RUN, TEXT = f"{MAIN}is", f"{MAIN}r", f"{MAIN}t"


class CellParser(WorkSheetParser):
    """openpyxl's reader of one sheet; tells a formula without a result from an empty cell."""

    def parse_row(self, row: Any) -> tuple[int, list[dict[str, Any]]]:
        # Cells that are only coloured make up most of a form; they are not worth a dict each.
        if all(cell.get("r") for cell in row):
            row[:] = [cell for cell in row if len(cell)]
        found: tuple[int, list[dict[str, Any]]] = super().parse_row(row)
        return found

    def parse_cell(self, element: Any) -> dict[str, Any]:
        place = element.get("r")
        if place and element.get("t") == "inlineStr":
            row, self.col_counter = coordinate_to_tuple(place)
            text = inline_text(element)
            return {"row": row, "column": self.col_counter, "value": text, "data_type": "s"}
        cell: dict[str, Any] = super().parse_cell(element)
        if cell["value"] is None and has_no_result(element):
            cell["data_type"] = Kind.FORMULA.value
        return cell


def inline_text(element: Any) -> str:
    """The text of a cell that holds it itself, in one piece or in formatted runs."""
    first = element.find(INLINE)
    if first is not None and len(first) == 1 and first[0].tag == TEXT:
        return first[0].text or ""
    runs = [*element.findall(f"{INLINE}/{TEXT}"), *element.findall(f"{INLINE}/{RUN}/{TEXT}")]
    return "".join(run.text or "" for run in runs)


def has_no_result(element: Any) -> bool:
    """A formula that was never worked out; an empty text is a result, too.

    Programs that write formulas without working them out leave the result out or empty.
    """
    if element.find(FORMULA) is None:
        return False
    result = element.find(RESULT)
    return result is None or not (result.text or element.get("t") == "str")


def read(content: bytes) -> dict[str, Any]:
    """The cells of all sheets as plain data; see `reading.book_of`. Raises SpreadsheetError."""
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    sheets = book.worksheets
    if not sheets:
        raise SpreadsheetError(NO_WORKBOOK)
    if len(sheets) > MOST_SHEETS:
        raise SpreadsheetError(
            f"Die Datei hat mehr als {MOST_SHEETS} Blätter. Bitte teilen Sie sie auf."
        )
    allowance = Allowance()
    return {
        "sheets": [sheet_of(book, sheet, allowance) for sheet in sheets],
        "counts_from_1904": book.epoch == CALENDAR_MAC_1904,
    }


def sheet_of(book: Any, sheet: Any, allowance: Allowance) -> dict[str, Any]:
    with sheet._get_source() as source:
        refuse_declarations(source)
    with sheet._get_source() as source:
        parser = CellParser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        rows = list(cells_of(sheet.title, parser, allowance))
    return {
        "name": sheet.title,
        "rows": rows,
        "is_hidden": sheet.sheet_state != "visible",
        "hidden_rows": [
            number for number, _ in rows if is_hidden(parser.row_dimensions.get(str(number), {}))
        ],
        "hidden_columns": hidden_columns(parser.column_dimensions.values()),
        "merged": [str(one.ref) for one in parser.merged_cells.mergeCell]
        if parser.merged_cells
        else [],
    }


class RootReached(Exception):
    """The document itself begins; nothing can be declared any more."""


def refuse_declarations(source: IO[bytes]) -> None:
    """Raise SpreadsheetError if the XML has a document type, where entities would be declared.

    defusedxml does the same, but reads the whole document in Python for it. After this, the
    parser in C may have a sheet.
    """

    def refuse(*declaration: object) -> None:
        raise SpreadsheetError(DAMAGED)

    def stop(*element: object) -> None:
        raise RootReached

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler, parser.StartElementHandler = refuse, stop
    with suppress(RootReached):
        parser.ParseFile(source)


def cells_of(sheet: str, parser: CellParser, allowance: Allowance) -> Iterator[list[Any]]:
    """Row by row: its number, and column, kind and text of each cell that is not empty."""
    for number, row in parser.parse():
        cells = []
        for cell in row:
            kind, text = content_of(cell)
            if kind is None:
                continue
            allowance.take(sheet, cell["row"], cell["column"], text)
            cells.append([cell["column"], kind, text])
        if cells:
            yield [number, cells]


def content_of(cell: dict[str, Any]) -> tuple[str | None, str]:
    """Kind and text of a cell; None for an empty one."""
    value = cell["value"]
    if cell["data_type"] == "f":
        return Kind.FORMULA, ""
    if value is None:
        return None, ""
    if cell["data_type"] == "e":
        return Kind.ERROR, str(value)
    if isinstance(value, bool):
        return Kind.BOOLEAN, str(int(value))
    if isinstance(value, (int, float)):
        return (Kind.NUMBER, repr(value)) if math.isfinite(value) else (Kind.ERROR, "#NUM!")
    if isinstance(value, (date, datetime, time)):
        return Kind.DATE, value.isoformat()
    if isinstance(value, timedelta):
        return Kind.DATE, str(value)
    text = str(value)
    return (Kind.TEXT, text) if text.strip() else (None, "")


def is_hidden(attributes: dict[str, str]) -> bool:
    return attributes.get("hidden") in ("1", "true")


def hidden_columns(dimensions: Iterable[dict[str, str]]) -> list[int]:
    """Numbers of the columns that are not shown, as far as any are read."""
    columns: set[int] = set()
    for one in dimensions:
        if is_hidden(one):
            last = min(int(one.get("max", one["min"])), MOST_COLUMNS)
            columns.update(range(int(one["min"]), last + 1))
    return sorted(columns)


def answer(content: bytes) -> dict[str, Any]:
    """What was read, or in one German sentence why nothing was."""
    try:
        return read(content)
    except SpreadsheetError as error:
        return {"refusal": str(error)}
    except MemoryError:
        return {"refusal": TOO_LARGE_UNPACKED}
    except Exception:  # whatever a damaged file makes the reader raise
        return {"refusal": DAMAGED}


if __name__ == "__main__":
    limit_resources(memory=MEMORY, cpu_seconds=CPU_SECONDS)
    gc.disable()  # cells live to the end; the size of the file bounds them
    stay_inside(writes=False)
    openpyxl_reader.iterparse = ElementTree.iterparse  # type: ignore[attr-defined]
    warnings.simplefilter("ignore")  # of openpyxl, about what it leaves out
    sys.stdout.write(json.dumps(answer(sys.stdin.buffer.read()), separators=(",", ":")))
