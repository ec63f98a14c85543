"""The table of values as it stands in workbooks and CSV files: its columns and their order."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

SIGNATURE = "Soest Zielmonitor, Werte, Fassung "
VERSION = 1
EARLIER_VALUES = 5
HEAD_WITHIN = 20  # rows; the head of a table stands among the first of its sheet
HELP_SHEETS = ("Anleitung", "Definitionen")  # ours, nothing to be read there


class Field(StrEnum):
    """What a column is about."""

    KEY = "key"
    CODE = "code"
    NAME = "name"
    PLACE = "place"
    PERIOD = "period"
    UNIT = "unit"
    EARLIER = "earlier"  # several columns
    VALUE = "value"
    REASON = "missing_reason"
    NOTE = "missing_note"
    PROVISIONAL = "provisional"
    SOURCE = "source"
    COMMENT = "comment"
    EXPLANATION = "warning_reason"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table."""

    field: Field
    heading: str
    width: float  # characters
    is_input: bool = False
    further_headings: tuple[str, ...] = ()  # what people also call it


COLUMNS = (
    Column(Field.KEY, "Schlüssel", 12),
    Column(Field.CODE, "Kennung", 9),
    Column(Field.NAME, "Kennzahl", 32),
    Column(Field.PLACE, "Ort", 14, further_headings=("Ortsteil", "Gebiet")),
    Column(Field.PERIOD, "Zeitraum", 13, further_headings=("Jahr",)),
    Column(Field.UNIT, "Einheit", 14),
    Column(Field.EARLIER, "", 9.5),
    Column(Field.VALUE, "Wert", 13, is_input=True),
    Column(
        Field.REASON,
        "kein Wert, weil",
        17,
        is_input=True,
        further_headings=("kein Wert weil",),
    ),
    Column(Field.NOTE, "Erläuterung", 18, is_input=True),
    Column(Field.PROVISIONAL, "vorläufig", 9, is_input=True),
    Column(Field.SOURCE, "Quelle", 24, is_input=True),
    Column(Field.COMMENT, "Anmerkung", 20, is_input=True),
    Column(
        Field.EXPLANATION,
        "Begründung",
        20,
        is_input=True,
        further_headings=("Begründung der Auffälligkeit", "Grund der Korrektur"),
    ),
    Column(Field.STATE, "Stand", 12),
)
INPUTS = tuple(column.field for column in COLUMNS if column.is_input)
REQUIRED = (Field.CODE, Field.PERIOD)
# One of these, or the table says nothing about values.
SAYING = (Field.VALUE, Field.REASON)
EARLIER_HEADING = re.compile(r"(?:19|20)\d\d|\d jahre davor|jahr davor")


def folded(text: str) -> str:
    """A heading or name, whatever its case, blanks and line ends."""
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold().rstrip(":*")


_FIELDS = {
    folded(heading): column.field
    for column in COLUMNS
    for heading in (column.heading, *column.further_headings)
    if heading
}


def field_of(heading: str) -> Field | None:
    """What a column with this heading is about; None if we do not know it."""
    known = _FIELDS.get(folded(heading))
    if known is None and EARLIER_HEADING.fullmatch(folded(heading)):
        return Field.EARLIER
    return known


def heading_of(field: Field) -> str:
    return next(column.heading for column in COLUMNS if column.field == field)


def earlier_headings(year: int | None) -> list[str]:
    """Headings of the earlier values, oldest first; `year` is that of all rows, if there is one."""
    if year is not None:
        return [str(year - back) for back in range(EARLIER_VALUES, 0, -1)]
    return [
        "Jahr davor" if back == 1 else f"{back} Jahre davor"
        for back in range(EARLIER_VALUES, 0, -1)
    ]


def signature() -> str:
    return f"{SIGNATURE}{VERSION}"


def version_of(text: str) -> int | None:
    """The version of the layout that a file of ours says it has; None for another file."""
    found = re.fullmatch(rf"{re.escape(SIGNATURE)}(\d{{1,4}})", text.strip())
    return int(found[1]) if found else None
