"""An indicator's data to take away: all revisions and places, all versions of its target, notes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl import Workbook

from indicators.enums import ChartNoteKind, Origin, TargetKind
from indicators.missing_reasons import missing_words
from indicators.models import Indicator
from indicators.named_periods import Period
from indicators.publishable import PublishedValue
from indicators.scorecards import TargetVersion
from indicators.year_notes import YearNote
from soest.spreadsheets.writing import Row, plain, xlsx_cell, yes_no
from strategy.models import District

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
    "revidiert",
    "Fassung",
    "gilt",
    "Quelle",
    "Anmerkung",
    "Begründung",
    "freigegeben am",
    "abgelöst am",
    "Herkunft",
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
NOTE_HEAD = ("Jahr", "Art", "Text", "Quelle", "Link")


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
            missing_words(value.missing_reason),
            value.missing_note,
            yes_no(value.provisional),
            yes_no(value.is_revised),
            value.revision,
            yes_no(value.superseded_at is None),
            value.source,
            value.comment,
            value.warning_reason,
            value.released_at,
            value.superseded_at,
            str(Origin(value.origin).label),
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


def note_rows(notes: Iterable[YearNote]) -> list[Row]:
    """One row for each break of the series and each remark, by year."""
    return [
        (one.year, str(ChartNoteKind(one.kind).label), one.text, one.source, one.link)
        for one in sorted(notes, key=lambda one: (one.year, one.kind))
    ]


def as_json(
    indicator: Indicator,
    values: Iterable[Row],
    targets: Iterable[Row],
    notes: Iterable[Row] = (),
    *,
    stand: date | None = None,
) -> dict[str, Any]:
    """The same for programs: decimals as strings with a point, dates in ISO 8601.

    `stand` is the past day whose published state this is; None for now.
    """
    return {
        "stand": stand.isoformat() if stand else None,
        "kennzahl": {
            "kennung": indicator.code,
            "name": indicator.name,
            "einheit": indicator.unit,
            "definition": indicator.definition,
            "rechenformel": indicator.expression,
            "richtung": indicator.get_direction_display(),
            "quelle": indicator.source,
        },
        "werte": [json_row(VALUE_HEAD[3:], row[3:]) for row in values],
        "zielpfade": [json_row(TARGET_HEAD, row) for row in targets],
        "anmerkungen": [json_row(NOTE_HEAD, row) for row in notes],
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


def as_xlsx(values: Iterable[Row], targets: Iterable[Row], notes: Iterable[Row] = ()) -> bytes:
    """A workbook with a sheet of values, one of targets and one of what is said about years."""
    book = Workbook(write_only=True)
    for title, head, rows in (
        ("Werte", VALUE_HEAD, values),
        ("Zielpfade", TARGET_HEAD, targets),
        ("Anmerkungen", NOTE_HEAD, notes),
    ):
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        sheet.append([xlsx_cell(sheet, name, bold=True) for name in head])
        for row in rows:
            sheet.append([xlsx_cell(sheet, cell) for cell in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
