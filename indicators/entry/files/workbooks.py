"""The workbook that a department fills in: one sheet of values each, help and definitions."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from indicators.entry.files.help_sheets import add_definitions, add_guide
from indicators.entry.files.input_rules import add_rules
from indicators.entry.files.layout import COLUMNS, HELP_SHEETS, INPUTS, Field, signature
from indicators.entry.files.records import Heads, heads_of, record_of
from indicators.entry.files.selection import Choice, Question, Questions
from indicators.entry.files.styles import (
    BOLD,
    GREEN,
    HEAD_FILL,
    HEADING,
    INPUT_FILL,
    INPUT_HEAD_FILL,
    MIDDLE_WRAPPED,
    MUTED,
    PLAIN,
    RIGHT,
    STRONG,
    THIN,
    TITLE,
    UNLOCKED,
    for_print,
    lock,
    put,
)

HEAD = 5  # number of the row with the headings
MOST_TEXT_LINES = 6  # a longer text is read in its cell
LONGEST_NAME = 31  # characters of the name of a sheet, what Excel takes
FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
WIDTHS = {column.field: column.width for column in COLUMNS}


def values_workbook(
    choice: Choice, sheets: Sequence[Questions], today: date, *, is_sample: bool
) -> bytes:
    """The workbook as it is downloaded."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title = choice.title
    book.properties.creator = "Stadt Soest, Zielmonitor"
    add_guide(book, subtitle(choice), today, is_sample=is_sample)
    names = set(map(str.casefold, HELP_SHEETS))
    for one in sheets:
        add_values(book, sheet_name(one.name, names), choice, one)
    add_definitions(book, sheets)
    book.active = 1 if sheets else 0
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def sheet_name(name: str, taken: set[str]) -> str:
    """A name Excel takes, that no other sheet has."""
    plain = FORBIDDEN_IN_NAMES.sub(" ", name).strip()[:LONGEST_NAME] or "Werte"
    found, number = plain, 1
    while found.casefold() in taken:
        number += 1
        found = f"{plain[: LONGEST_NAME - 4]} ({number})"
    taken.add(found.casefold())
    return found


def add_values(book: Workbook, name: str, choice: Choice, questions: Questions) -> None:
    sheet = book.create_sheet(name)
    heads = heads_of(choice)
    put(sheet, 1, 1, signature(), MUTED)
    put(sheet, 1, 2, questions.name, TITLE)
    put(sheet, 2, 2, subtitle(choice), BOLD)
    put(sheet, 3, 2, "Bitte füllen Sie die grünen Zellen aus. Leere Zellen ändern nichts.", MUTED)
    sheet.row_dimensions[1].height = 27
    write_head(sheet, heads)
    former = None
    for number, question in enumerate(questions.lines, start=HEAD + 1):
        indicator = question.slot.indicator
        write_line(sheet, number, heads, question, begins=indicator != former)
        former = indicator
    add_rules(sheet, heads, questions.lines, first=HEAD + 1)
    set_up(sheet, heads, last=HEAD + len(questions.lines))


def subtitle(choice: Choice) -> str:
    if choice.asked_by:
        return f"{choice.title}, Frist: {choice.asked_by.deadline:%d.%m.%Y}"
    return choice.title


def write_head(sheet: Worksheet, heads: Heads) -> None:
    for column, (field, heading) in enumerate(heads, start=1):
        cell = put(sheet, HEAD, column, heading, HEADING)
        cell.fill = INPUT_HEAD_FILL if field in INPUTS else HEAD_FILL
        numeric = field in (Field.EARLIER, Field.VALUE)
        side = "right" if numeric else "left"
        cell.alignment = Alignment(vertical="center", horizontal=side, wrap_text=True)
    sheet.row_dimensions[HEAD].height = 24


def write_line(
    sheet: Worksheet, number: int, heads: Heads, question: Question, *, begins: bool
) -> None:
    """One slot; a stronger line above the first of an indicator."""
    border = Border(top=STRONG if begins else THIN, bottom=THIN, left=THIN, right=THIN)
    pattern = number_format(question.slot.indicator.decimals)
    cells = zip(heads, record_of(question), strict=True)
    for column, ((field, _), content) in enumerate(cells, start=1):
        cell = put(sheet, number, column, content, PLAIN if field in INPUTS else MUTED)
        cell.border = border
        numeric = field in (Field.EARLIER, Field.VALUE)
        cell.alignment = RIGHT if numeric else MIDDLE_WRAPPED
        if numeric:
            cell.number_format = pattern
        if field in INPUTS:
            cell.fill, cell.protection = INPUT_FILL, UNLOCKED
    sheet.row_dimensions[number].height = height_of(question)
    sheet.cell(number, 2).font = sheet.cell(number, 3).font = BOLD if begins else PLAIN


def height_of(question: Question) -> float:
    """In points: as many lines as the longest text takes that is there already."""
    content = question.content
    texts = (
        (question.slot.indicator.name, Field.NAME),
        (question.slot.indicator.unit, Field.UNIT),
        (content.source, Field.SOURCE),
        (content.comment, Field.COMMENT),
        (content.missing_note, Field.NOTE),
        (content.warning_reason, Field.EXPLANATION),
    )
    # A little less than the width fits, because words are kept whole.
    lines = max(math.ceil(len(text) / (WIDTHS[field] * 0.9)) for text, field in texts)
    return 3 + 15 * min(max(lines, 1), MOST_TEXT_LINES)


def number_format(decimals: int) -> str:
    """Grouped, with the decimals of the indicator; a program in German shows 1.234,5."""
    return "#,##0" + (f".{'0' * decimals}" if decimals else "")


def set_up(sheet: Worksheet, heads: Heads, *, last: int) -> None:
    """Widths, what stays in view, what may be changed, and how it is printed."""
    for column, (field, _) in enumerate(heads, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = WIDTHS[field]
    sheet.column_dimensions["A"].hidden = True
    sheet.freeze_panes = f"D{HEAD + 1}"
    sheet.auto_filter.ref = f"B{HEAD}:{get_column_letter(len(heads))}{last}"
    sheet.sheet_view.showGridLines = False
    sheet.sheet_view.zoomScale = 100
    sheet.sheet_properties.tabColor = GREEN
    lock(sheet)
    for_print(sheet, f"B1:{get_column_letter(len(heads))}{last}")
    sheet.print_title_rows = f"{HEAD}:{HEAD}"
