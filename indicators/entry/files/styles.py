"""How our workbooks look, and how they are locked and printed."""

from __future__ import annotations

from openpyxl.cell import Cell as SheetCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill, Protection, Side
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from soest.spreadsheets.writing import Cell

GREEN, TINT, RULE, INK, RED = "1D4B38", "EDF4EE", "C8D1C6", "18201B", "A3261B"

THIN = Side(style="thin", color=RULE)
STRONG = Side(style="medium", color=GREEN)
PLAIN = Font(name="Calibri", size=11, color=INK)
MUTED = Font(name="Calibri", size=10, color="59655D")
BOLD = Font(name="Calibri", size=11, color=INK, bold=True)
HEADING = Font(name="Calibri", size=11, color="FFFFFF", bold=True)
TITLE = Font(name="Cambria", size=18, color=GREEN)
WARNING = Font(name="Calibri", size=11, color=RED, bold=True)
HEAD_FILL = PatternFill("solid", fgColor=GREEN)
INPUT_HEAD_FILL = PatternFill("solid", fgColor="143527")
INPUT_FILL = PatternFill("solid", fgColor=TINT)
TOP = Alignment(vertical="top", wrap_text=True)
MIDDLE = Alignment(vertical="center")
MIDDLE_WRAPPED = Alignment(vertical="center", wrap_text=True)
RIGHT = Alignment(vertical="center", horizontal="right")
UNLOCKED = Protection(locked=False)


def put(sheet: Worksheet, row: int, column: int, content: Cell, font: Font) -> SheetCell:
    """Write one cell. Text stays text, also if it begins like a formula."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, SheetCell)  # noqa: S101 -- nothing is merged here
    if isinstance(content, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", content)
        cell.data_type = "s"
    elif content is not None:
        cell.value = content
    cell.font = font
    if not cell.alignment.vertical:
        cell.alignment = MIDDLE
    return cell


def lock(sheet: Worksheet) -> None:
    """Without a password: it keeps hands from slipping, not people from their work."""
    protection = sheet.protection
    protection.sheet = True
    protection.formatColumns = protection.formatRows = protection.autoFilter = False


def for_print(sheet: Worksheet, area: str) -> None:
    sheet.print_area = area
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.footer = 0.5, 0.75, 0.4
    footer = HeaderFooterItem(
        left=_HeaderFooterPart("Stadt Soest, Zielmonitor"),
        center=_HeaderFooterPart("&A"),
        right=_HeaderFooterPart("Seite &P von &N"),
    )
    sheet.HeaderFooter.oddFooter = footer
