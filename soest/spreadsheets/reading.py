"""Reading a file that somebody uploaded: workbooks in a child process with limits, CSV here."""

from __future__ import annotations

import hashlib
import json
import logging
import zlib
from typing import Any

from soest.child_process import TooSlow, run_module
from soest.garbage import collection_paused
from soest.spreadsheets.archive import (
    DAMAGED,
    TOO_LARGE_UNPACKED,
    check_size,
    check_workbook,
    is_archive,
)
from soest.spreadsheets.cells import Book, Cell, Kind, Sheet, SpreadsheetError
from soest.spreadsheets.delimited import read_delimited

logger = logging.getLogger(__name__)

READER = "soest.spreadsheets.workbook_reader"
REFUSAL = b'{"refusal":'
MOST_KEPT = 4  # files, well below a megabyte each
kept: dict[bytes, bytes] = {}  # by the hash of their bytes, the last one at the end
WALL_SECONDS = 30
WRONG_ENDING = "Bitte wählen Sie eine Excel-Arbeitsmappe (.xlsx) oder eine CSV-Datei (.csv)."
MACRO_ENDING = (
    "Arbeitsmappen mit Makros (.xlsm) werden nicht angenommen. Bitte speichern Sie die Datei als "
    "„Excel-Arbeitsmappe (.xlsx)“."
)
TOO_SLOW = (
    "Das Lesen der Datei hat zu lange gedauert und wurde abgebrochen. Bitte teilen Sie die Datei "
    "auf oder löschen Sie, was nicht dazugehört."
)
TEXT_IN_WORKBOOK = (
    "Die Datei heißt .xlsx, ist aber keine Excel-Arbeitsmappe. Ist es eine CSV-Datei, geben Sie "
    "ihr bitte die Endung .csv."
)


def read_spreadsheet(content: bytes, name: str) -> Book:
    """The cells of an .xlsx or .csv file. The name tells what it should be, the bytes what it is.

    Raises SpreadsheetError with a German sentence for anything else, whatever is wrong with it.
    """
    check_size(content)
    ending = name.rpartition(".")[2].lower()
    if is_archive(content):
        if ending == "xlsm":
            raise SpreadsheetError(MACRO_ENDING)
        return read_workbook(content)
    if ending == "csv":
        return read_delimited(content)
    raise SpreadsheetError(TEXT_IN_WORKBOOK if ending == "xlsx" else WRONG_ENDING)


def read_workbook(content: bytes) -> Book:
    """The cells of an .xlsx file. Raises SpreadsheetError.

    A file is looked at, judged and carried out in requests that follow each other. What was read
    last is kept, packed, so that the same bytes are not read three times; a process that does
    not have it reads them again.
    """
    fingerprint = hashlib.sha256(content).digest()
    packed = kept.pop(fingerprint, None) or zlib.compress(cells_of(content), level=1)
    kept[fingerprint] = packed  # now the last one
    for oldest in list(kept)[:-MOST_KEPT]:
        kept.pop(oldest, None)
    with collection_paused():
        return book_of(json.loads(zlib.decompress(packed)))


def cells_of(content: bytes) -> bytes:
    """What the child process says about a file: JSON. Raises SpreadsheetError."""
    check_workbook(content)
    try:
        ended = run_module(READER, given=content, seconds=WALL_SECONDS)
    except TooSlow as error:
        raise SpreadsheetError(TOO_SLOW) from error
    if ended.out_of_time:
        raise SpreadsheetError(TOO_SLOW)
    if ended.code:
        logger.warning("reading a workbook ended with %s: %s", ended.code, ended.errors[-500:])
        raise SpreadsheetError(TOO_LARGE_UNPACKED if ended.out_of_memory else DAMAGED)
    if ended.output.startswith(REFUSAL):
        raise SpreadsheetError(json.loads(ended.output)["refusal"])
    return ended.output


def book_of(found: dict[str, Any]) -> Book:
    """A book from what the child wrote."""
    sheets = [
        Sheet(
            name=sheet["name"],
            rows={
                number: {column: Cell(column, Kind(kind), text) for column, kind, text in cells}
                for number, cells in sheet["rows"]
            },
            is_hidden=sheet["is_hidden"],
            hidden_rows=frozenset(sheet["hidden_rows"]),
            hidden_columns=frozenset(sheet["hidden_columns"]),
            merged=tuple(sheet["merged"]),
        )
        for sheet in found["sheets"]
    ]
    return Book(sheets, counts_from_1904=found["counts_from_1904"])
