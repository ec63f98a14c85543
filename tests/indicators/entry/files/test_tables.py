from __future__ import annotations

import pytest

from indicators.entry.files import tables
from indicators.entry.files.layout import Field, field_of, signature, version_of
from indicators.entry.files.tables import find_tables
from soest.spreadsheets.cells import Book, Cell, Kind, Sheet
from soest.spreadsheets.delimited import read_delimited

HEAD = "Kennung;Zeitraum;Wert\n"


def faults_of(book: Book) -> list[str]:
    return [str(fault) for fault in find_tables(book)[1]]


def csv(text: str) -> Book:
    return read_delimited(text.encode())


def sheet(**facts: object) -> Book:
    rows = read_delimited(f"{HEAD}K;2025;1".encode()).sheets[0].rows
    return Book([Sheet("Umwelt", rows, **facts)])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Kennung", Field.CODE),
        (" wert: ", Field.VALUE),
        ("kein\nWert, weil", Field.REASON),
        ("Ortsteil", Field.PLACE),
        ("2021", Field.EARLIER),
        ("3 Jahre davor", Field.EARLIER),
        ("Jahr davor", Field.EARLIER),
        ("Messwert", None),
    ],
)
def test_headings(heading: str, field: Field | None) -> None:
    assert field_of(heading) == field


def test_table_may_begin_further_down() -> None:
    found, faults = find_tables(csv(f"Werte für 2025\n\n{HEAD}K;2025;1\n\nL;2025;2"))
    assert not faults
    assert found[0].head == 3
    assert [number for number, _ in found[0].rows()] == [4, 6]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("K;2025;1\n", f"Datei: {tables.NO_HEAD}"),
        ("Kennung;Wert\nK;1", "Zeile 1: Hier fehlt die Spalte „Zeitraum“."),
        ("Kennung;Ort\nK;x", "Zeile 1: Hier fehlen die Spalten „Zeitraum“ und „Wert“."),
        (
            "Kennung;Zeitraum;Wert;Messwert\nK;2025;1;2",
            f"Zeile 1, Spalte D: {tables.unknown_heading('Messwert')}",
        ),
        (
            "Kennung;Zeitraum;Wert;WERT\nK;2025;1;2",
            f"Zeile 1, Spalte D: {tables.TWICE.format(heading='WERT')}",
        ),
        (f'"{signature()}0";\n{HEAD}K;2025;1', f"Datei: {tables.NEWER}"),
    ],
)
def test_row_26_changed_heads(text: str, fault: str) -> None:
    assert fault in faults_of(csv(text))


def test_row_27_longer_row_is_named() -> None:
    assert faults_of(csv(f"{HEAD}K;2025;1;;7;8"))[0].startswith(
        "Zeile 2, Spalte E: Über dieser Zelle steht keine Überschrift."
    )


@pytest.mark.parametrize(
    ("facts", "fault"),
    [
        ({"is_hidden": True}, f"Blatt „Umwelt“: {tables.HIDDEN_SHEET}"),
        ({"hidden_rows": frozenset({2})}, f"Blatt „Umwelt“, Zeile 2: {tables.HIDDEN_ROW}"),
        (
            {"hidden_columns": frozenset({3})},
            f"Blatt „Umwelt“, Spalte C (Wert): {tables.HIDDEN_COLUMN}",
        ),
        (
            {"merged": ("A2:B2",)},
            f"Blatt „Umwelt“, Zeile 2: {tables.MERGED.format(range='A2:B2')}",
        ),
    ],
)
def test_row_26_what_people_do_not_see(facts: dict[str, object], fault: str) -> None:
    assert faults_of(sheet(**facts)) == [fault]


@pytest.mark.parametrize(
    "facts",
    [
        {"hidden_rows": frozenset({1, 7})},
        {"hidden_columns": frozenset({1, 2, 9})},
        {"merged": ("A1:C1", "unlesbar")},
    ],
)
def test_what_hides_no_entry_does_no_harm(facts: dict[str, object]) -> None:
    assert faults_of(sheet(**facts)) == []


def test_help_and_empty_sheets_are_passed_over() -> None:
    help_sheet = Sheet("Anleitung", {1: {1: Cell(1, Kind.TEXT, "So geht es")}})
    book = Book([help_sheet, Sheet("Tabelle2", {}), *sheet().sheets])
    assert faults_of(book) == []
    assert faults_of(Book([help_sheet])) == [f"Datei: {tables.NOTHING}"]


def test_other_sheets_are_not_passed_over() -> None:
    notes = Sheet("Notizen", {1: {1: Cell(1, Kind.TEXT, "Bitte anrufen")}})
    assert faults_of(Book([*sheet().sheets, notes])) == [f"Blatt „Notizen“: {tables.NO_HEAD}"]


def test_version_of_the_layout() -> None:
    assert version_of(f" {signature()} ") == 1
    assert version_of("Soest Zielmonitor, Werte, Fassung x") is None
