"""An indicator's data to take away: all revisions, all places, all versions of its target."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from indicators.enums import MissingReason, TargetKind
from indicators.models import Indicator
from indicators.named_periods import Period
from indicators.publishable import PublishedValue
from indicators.scorecards import TargetVersion
from strategy.models import District

Cell = str | int | Decimal | date | datetime | None
Row = Sequence[Cell]

VALUE_HEAD = (
    "Kennung",
    "Kennzahl",
    "Einheit",
    "Ort",
    "Zeitraum",
    "Beginn",
    "Wert",
    "kein Wert, weil",
    "Erläuterung",
    "vorläufig",
    "Fassung",
    "gilt",
    "Quelle",
    "Anmerkung",
    "freigegeben am",
    "abgelöst am",
)
TARGET_HEAD = (
    "Fassung",
    "gilt",
    "Art",
    "Jahr",
    "Zielwert",
    "untere Grenze",
    "obere Grenze",
    "beschlossen von",
    "beschlossen am",
    "Vorlage",
    "Link",
    "Hinweis",
)
# A spreadsheet would take a text that begins like this for a formula (OWASP ASVS 5.0, 1.2.10).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\0")


def value_rows(
    indicator: Indicator, values: Iterable[PublishedValue], places: Mapping[int, District]
) -> list[Row]:
    """One row for each released value, superseded ones included."""
    return [
        (
            indicator.code,
            indicator.name,
            indicator.unit,
            places[value.district_id].name,
            Period(value.period, indicator.frequency).label,
            value.period,
            value.value,
            missing_label(value),
            value.missing_note,
            yes_no(value.provisional),
            value.revision,
            yes_no(value.superseded_at is None),
            value.source,
            value.comment,
            value.released_at,
            value.superseded_at,
        )
        for value in values
    ]


def target_rows(targets: Iterable[TargetVersion]) -> list[Row]:
    """One row for each point of each version of the target path."""
    rows: list[Row] = []
    for target in targets:
        line = target.line
        kind = str(TargetKind(line.kind).label)
        head = (target.version, yes_no(target.superseded_at is None), kind)
        tail = (target.decided_by, target.decided_on, target.reference, target.link, target.note)
        rows += [(*head, one.year, one.value, None, None, *tail) for one in line.points]
        if not line.points:
            rows.append((*head, None, None, line.lower, line.upper, *tail))
    return rows


def missing_label(value: PublishedValue) -> str:
    return str(MissingReason(value.missing_reason).label) if value.missing_reason else ""


def yes_no(fact: bool) -> str:
    return "ja" if fact else "nein"


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
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def plain(number: Decimal | int) -> str:
    """All digits without an exponent and without trailing zeros: 1.5000 is "1.5"."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def as_json(indicator: Indicator, values: Iterable[Row], targets: Iterable[Row]) -> dict[str, Any]:
    """The same for programs: decimals as strings with a point, dates in ISO 8601."""
    return {
        "kennzahl": {
            "kennung": indicator.code,
            "name": indicator.name,
            "einheit": indicator.unit,
            "definition": indicator.definition,
            "richtung": indicator.get_direction_display(),
            "quelle": indicator.source,
        },
        "werte": [json_row(VALUE_HEAD[3:], row[3:]) for row in values],
        "zielpfade": [json_row(TARGET_HEAD, row) for row in targets],
    }


def json_row(head: Sequence[str], row: Row) -> dict[str, str | int | None]:
    return {
        name: cell
        if cell is None or isinstance(cell, (str, int))
        else plain(cell)
        if isinstance(cell, Decimal)
        else cell.isoformat()
        for name, cell in zip(head, row, strict=True)
    }


def as_xlsx(values: Iterable[Row], targets: Iterable[Row]) -> bytes:
    """A workbook with a sheet of values and one of targets."""
    book = Workbook(write_only=True)
    for title, head, rows in (
        ("Werte", VALUE_HEAD, values),
        ("Zielpfade", TARGET_HEAD, targets),
    ):
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        sheet.append([xlsx_cell(sheet, name, bold=True) for name in head])
        for row in rows:
            sheet.append([xlsx_cell(sheet, cell) for cell in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


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
