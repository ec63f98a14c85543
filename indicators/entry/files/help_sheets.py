"""The sheets of a workbook that explain it: how to fill it in, what the indicators mean."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border
from openpyxl.utils import get_column_letter

from indicators.entry.files.input_rules import allowed_values, sentence
from indicators.entry.files.layout import HELP_SHEETS
from indicators.entry.files.selection import Questions
from indicators.entry.files.styles import (
    BOLD,
    HEAD_FILL,
    HEADING,
    MIDDLE_WRAPPED,
    PLAIN,
    THIN,
    TITLE,
    TOP,
    WARNING,
    for_print,
    lock,
    put,
)
from indicators.models import Indicator
from soest.spreadsheets.writing import Cell

OF_SAMPLES = "Beispieldaten: Die Werte sind erfunden."
GUIDE = (
    "Öffnen Sie das Blatt Ihrer Abteilung. Grüne Zellen füllen Sie aus, alles andere ist fest.",
    (
        "Tragen Sie in „Wert“ nur die Zahl ein, ohne Einheit: 1234,5. Links daneben stehen die "
        "letzten fünf freigegebenen Werte zum Vergleich."
    ),
    (
        "Gibt es keinen Wert, lassen Sie „Wert“ leer und wählen unter „kein Wert, weil“ den "
        "Grund. Bei „anderer Grund“ schreiben Sie bitte einen Satz unter „Erläuterung“."
    ),
    (
        "Nennen Sie unter „Quelle“, woher die Zahl stammt. Ist sie noch nicht endgültig, wählen "
        "Sie unter „vorläufig“ ja."
    ),
    (
        "Weicht ein Wert stark von den letzten ab oder korrigiert er einen freigegebenen, nennen "
        "Sie den Grund unter „Begründung“. Er wird mit veröffentlicht."
    ),
    (
        "Zeilen, zu denen Sie nichts sagen können, lassen Sie, wie sie sind: Leere Zellen ändern "
        "nichts."
    ),
    (
        "Speichern Sie die Datei und laden Sie sie in der Erfassung unter „Dateien“ hoch. Bevor "
        "etwas gesichert wird, sehen Sie jede Änderung."
    ),
)


def add_guide(book: Workbook, subtitle: str, today: date, *, is_sample: bool) -> None:
    """How to fill it in, on the first sheet."""
    sheet = book.create_sheet(HELP_SHEETS[0])
    put(sheet, 1, 1, "So füllen Sie die Datei aus", TITLE)
    sheet.row_dimensions[1].height = 27
    put(sheet, 2, 1, f"{subtitle}. Stand der Vorlage: {today:%d.%m.%Y}", BOLD)
    if is_sample:
        put(sheet, 3, 1, OF_SAMPLES, WARNING)
    for number, text in enumerate(GUIDE, start=1):
        row = number + 4
        put(sheet, row, 1, number, BOLD).alignment = Alignment(vertical="top", horizontal="center")
        put(sheet, row, 2, text, PLAIN).alignment = TOP
        sheet.row_dimensions[row].height = 33
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 5, 96
    sheet.sheet_view.showGridLines = False
    lock(sheet)
    for_print(sheet, f"A1:B{len(GUIDE) + 4}")


DEFINITION_HEADS = (
    ("Kennung", 9),
    ("Kennzahl", 30),
    ("Definition", 50),
    ("Berechnung", 40),
    ("Einheit", 16),
    ("Nachkommastellen", 12),
    ("Möglich ist", 30),
    ("Turnus", 12),
    ("Übliche Quelle", 30),
)


def add_definitions(book: Workbook, sheets: Iterable[Questions]) -> None:
    """What each indicator counts, and how."""
    sheet = book.create_sheet(HELP_SHEETS[1])
    put(sheet, 1, 1, "Was die Kennzahlen bedeuten", TITLE)
    sheet.row_dimensions[1].height = 27
    for column, (heading, width) in enumerate(DEFINITION_HEADS, start=1):
        cell = put(sheet, 3, column, heading, HEADING)
        cell.fill, cell.alignment = HEAD_FILL, MIDDLE_WRAPPED
        sheet.column_dimensions[get_column_letter(column)].width = width
    known = {one.pk: one for questions in sheets for one in questions.indicators}
    for row, indicator in enumerate(known.values(), start=4):
        for column, text in enumerate(definition_of(indicator), start=1):
            cell = put(sheet, row, column, text, BOLD if column <= 2 else PLAIN)
            cell.alignment, cell.border = TOP, Border(bottom=THIN)
    sheet.freeze_panes = "C4"
    sheet.sheet_view.showGridLines = False
    lock(sheet)
    for_print(sheet, f"A1:{get_column_letter(len(DEFINITION_HEADS))}{len(known) + 3}")
    sheet.print_title_rows = "3:3"


def definition_of(indicator: Indicator) -> tuple[Cell, ...]:
    return (
        indicator.code,
        indicator.name,
        indicator.definition,
        indicator.formula,
        indicator.unit,
        indicator.decimals,
        sentence(allowed_values(indicator)),
        str(indicator.get_frequency_display()),
        indicator.source,
    )
