from __future__ import annotations

import io
import os
import random
import subprocess
import sys
import zipfile
from datetime import date, datetime

import pytest
from django.conf import settings
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from soest.child_process import Ended
from soest.spreadsheets import archive, reading
from soest.spreadsheets.cells import Cell, Kind, SpreadsheetError
from soest.spreadsheets.reading import read_spreadsheet, read_workbook
from soest.spreadsheets.workbook_reader import answer
from tests.soest.spreadsheets.workbooks import (
    cell,
    parts,
    raw_workbook,
    saved,
    text_cell,
    workbook,
    zipped,
)


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Every test reads anew."""
    reading.kept.clear()


LARGEST_PEAK = 150 * 2**10  # KB


def refused(content: bytes, name: str = "werte.xlsx") -> str:
    with pytest.raises(SpreadsheetError) as error:
        read_spreadsheet(content, name)
    return str(error.value)


def row(number: int, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def answered(content: bytes) -> str:
    """What the reader says without a process of its own, so that many files can be tried."""
    return str(answer(content).get("refusal", ""))


def test_cells_come_with_kind_and_exact_number() -> None:
    content = workbook(
        ("Kennung", 0.1, 12, -3.5, True, date(2024, 1, 1)),
        (None, 1e-7, 1234567890123),
        title="Umwelt & Klima",
    )
    sheet = read_workbook(content).sheets[0]
    assert sheet.name == "Umwelt & Klima"
    assert sheet.row(1) == {
        1: Cell(1, Kind.TEXT, "Kennung"),
        2: Cell(2, Kind.NUMBER, "0.1"),
        3: Cell(3, Kind.NUMBER, "12"),
        4: Cell(4, Kind.NUMBER, "-3.5"),
        5: Cell(5, Kind.BOOLEAN, "1"),
        6: Cell(6, Kind.DATE, "2024-01-01T00:00:00"),
    }
    assert [one.text for one in sheet.row(2).values()] == ["1e-07", "1234567890123"]
    assert (sheet.is_hidden, sheet.hidden_rows, sheet.merged) == (False, frozenset(), ())


def test_text_in_formatted_runs_is_one_text() -> None:
    runs = "<is><r><t>Energie</t></r><r><rPr><b/></rPr><t>bericht</t></r></is>"
    content = raw_workbook(row(1, f'<c r="A1" t="inlineStr">{runs}</c>'))
    assert read_workbook(content).sheets[0].row(1)[1].text == "Energiebericht"


def test_noise_of_binary_numbers_is_not_hidden() -> None:
    content = raw_workbook(row(1, cell("A1", "0.30000000000000004")))
    assert read_workbook(content).sheets[0].row(1)[1].text == "0.30000000000000004"


def test_row_26_formulas_errors_and_their_kinds() -> None:
    rows = row(
        1,
        cell("A1", "3.5", formula="B1*2"),
        '<c r="B1"><f>NOW()</f></c>',
        cell("C1", "#REF!", kind="e", formula="#REF!"),
        '<c r="D1" t="str"><f>""</f><v></v></c>',
        text_cell("E1", "1.234,5"),
        cell("F1", "1E400"),
        '<c r="G1"><f>1+2</f><v></v></c>',
        '<c r="H1"><v></v></c>',
    )
    found = read_workbook(raw_workbook(rows)).sheets[0].row(1)
    assert found == {
        1: Cell(1, Kind.NUMBER, "3.5"),
        2: Cell(2, Kind.FORMULA, ""),
        3: Cell(3, Kind.ERROR, "#REF!"),
        5: Cell(5, Kind.TEXT, "1.234,5"),
        6: Cell(6, Kind.ERROR, "#NUM!"),
        7: Cell(7, Kind.FORMULA, ""),
    }


def test_row_26_hidden_merged_and_1904() -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.worksheets[0]
    for number in range(1, 5):
        sheet.append([number, number])
    sheet.row_dimensions[2].hidden = True
    sheet.row_dimensions[9].hidden = True  # holds nothing
    sheet.column_dimensions["B"].hidden = True
    sheet.merge_cells("A3:B4")
    second = book.create_sheet("Notizen")
    second.sheet_state = "veryHidden"
    read = read_workbook(saved(book))
    first, notes = read.sheets
    assert read.counts_from_1904
    assert first.hidden_rows == {2}
    assert first.hidden_columns == {2}
    assert first.merged == ("A3:B4",)
    assert (first.is_hidden, notes.is_hidden) == (False, True)


def test_dates_keep_their_day_whatever_they_are_counted_from() -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.worksheets[0].append([datetime(2025, 7, 1, 12, 30)])  # noqa: DTZ001  as in Excel
    found = read_workbook(saved(book)).sheets[0].row(1)[1]
    assert found == Cell(1, Kind.DATE, "2025-07-01T12:30:00")


def test_row_24_far_cell_is_refused_and_the_caller_lives() -> None:
    rows = row(1, cell("A1", "1")) + row(1048576, cell("XFD1048576", "1"))
    assert "mehr als 5.000 Zeilen" in refused(raw_workbook(rows, dimension="A1:XFD1048576"))


@pytest.mark.parametrize("dimension", ["A1:XFD1048576", "A1"])
def test_row_24_dimension_is_not_believed(dimension: str) -> None:
    wide = raw_workbook(row(1, cell("CW1", "1")), dimension=dimension)
    assert "mehr als 100 Spalten: In Zeile 1 steht etwas in Spalte CW" in refused(wide)
    narrow = raw_workbook(row(1, cell("CV1", "1")), dimension=dimension)
    assert read_workbook(narrow).sheets[0].row(1) == {100: Cell(100, Kind.NUMBER, "1")}


def test_empty_formatted_cells_far_away_do_no_harm() -> None:
    rows = row(1, cell("A1", "1"), '<c r="XFD1" s="0"/>') + row(1048576, '<c r="A1048576"/>')
    assert read_workbook(raw_workbook(rows)).sheets[0].size == 1


def test_row_23_bomb_is_refused_before_anything_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    file = io.BytesIO(zipped(parts("")))
    with (
        zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as packed,
        packed.open("xl/worksheets/sheet2.xml", "w") as member,
    ):
        for _ in range(400):
            member.write(b"0" * 2**20)
    monkeypatch.setattr(reading, "run_module", lambda *args, **options: pytest.fail("was read"))
    assert len(file.getvalue()) < 450_000
    assert refused(file.getvalue()) == archive.TOO_LARGE_UNPACKED


def test_row_23_text_that_fills_the_memory_ends_the_child_only() -> None:
    """Within every limit of the archive, but one long text stands in very many cells."""
    cells = "".join(text_cell(f"A{n}", "ä" * 30_000) for n in range(1, 300))
    content = raw_workbook(row(1, cells))
    assert refused(content) != ""
    assert read_workbook(workbook((1,))).sheets[0].size == 1


def test_row_25_entity_bomb_and_foreign_entities() -> None:
    bomb = (
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
        + "".join(
            f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
        )
        + "]>"
    )
    foreign = '<!DOCTYPE x [<!ENTITY i SYSTEM "file:///etc/hostname">]>'
    for before in (bomb, foreign):
        content = raw_workbook(row(1, text_cell("A1", "&i;")), before=before)
        assert refused(content) == archive.DAMAGED


def test_row_25_child_writes_nothing_reaches_nobody_and_starts_nothing() -> None:
    program = """
import pathlib, socket, subprocess
from soest.child_process import stay_inside
pathlib.Path("/proc/self/comm").read_text()
stay_inside(writes=False)
tries = (
    lambda: pathlib.Path("/tmp/unerlaubt").write_text("x" * 10),
    lambda: socket.create_connection(("127.0.0.1", 9)),
    lambda: subprocess.run(["true"]),
)
for one in tries:
    try:
        one()
    except OSError as error:
        print(type(error).__name__)
"""
    child = subprocess.run(  # noqa: S603
        [sys.executable, "-c", program],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    assert child.stdout.split() == ["OSError", "PermissionError", "PermissionError"]


def test_child_does_not_see_the_secrets_of_the_site(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, str] = {}
    popen = subprocess.Popen

    def spy(*args: object, **options: object) -> object:
        seen.update(options["env"])  # type: ignore[call-overload]
        return popen(*args, **options)  # type: ignore[call-overload]

    monkeypatch.setitem(os.environ, "SECRET_KEY", "geheim")
    monkeypatch.setattr(subprocess, "Popen", spy)
    read_workbook(workbook((1,)))
    assert "PATH" in seen
    assert "SECRET_KEY" not in seen


def test_slow_child_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "WALL_SECONDS", 0.01)
    assert refused(workbook((1,))) == reading.TOO_SLOW


@pytest.mark.parametrize(
    ("ended", "words"),
    [
        (Ended(-24, b"", ""), reading.TOO_SLOW),
        (Ended(-9, b"", ""), archive.TOO_LARGE_UNPACKED),
        (Ended(1, b"", "Traceback\nMemoryError"), archive.TOO_LARGE_UNPACKED),
        (Ended(1, b"", "Traceback\nSystemError"), archive.DAMAGED),
    ],
)
def test_end_of_the_child_in_german(
    monkeypatch: pytest.MonkeyPatch, ended: Ended, words: str
) -> None:
    monkeypatch.setattr(reading, "run_module", lambda *args, **options: ended)
    assert refused(workbook((1,))) == words


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "werte.xlsx", archive.EMPTY),
        (b"\x89PNG\r\n\x1a\n", "werte.xlsx", reading.TEXT_IN_WORKBOOK),
        (b"a;b", "werte.txt", reading.WRONG_ENDING),
        (b"a;b", "werte", reading.WRONG_ENDING),
        (workbook((1,)), "werte.XLSM", reading.MACRO_ENDING),
        (archive.OLE + b"\0" * 500, "werte.xls", archive.OLD_EXCEL),
        (workbook((1,))[:-100], "werte.xlsx", archive.DAMAGED),
    ],
)
def test_row_22_one_readable_error(content: bytes, name: str, words: str) -> None:
    assert refused(content, name) == words


def test_same_bytes_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    content = workbook(("Kennung", 5))
    first = read_workbook(content)
    monkeypatch.setattr(reading, "run_module", lambda *args, **options: pytest.fail("read again"))
    assert read_workbook(content) == first


def test_few_files_are_kept() -> None:
    for number in range(reading.MOST_KEPT + 2):
        read_workbook(workbook((number,)))
    assert len(reading.kept) == reading.MOST_KEPT


def test_refusal_is_not_kept() -> None:
    refused(workbook((1,))[:-100])
    refused(raw_workbook(row(9_999, cell("A9999", "1"))))
    assert not reading.kept


def test_content_decides_over_the_name() -> None:
    assert read_spreadsheet(workbook((5,)), "werte.csv").sheets[0].row(1)[1].text == "5"
    assert read_spreadsheet(b"5;6", "Werte.CSV").sheets[0].row(1)[2].text == "6"


def test_row_22_six_hundred_damaged_files() -> None:
    """Each is read or refused by one German sentence; nothing else ever comes out."""
    whole = workbook(("Kennung", "Wert"), *(("K", n / 7) for n in range(40)))
    dice = random.Random(2030)  # noqa: S311  the same files in every run
    refusals = 0
    for _ in range(600):
        content = bytearray(whole)
        for _ in range(dice.randint(1, 20)):
            content[dice.randrange(len(content))] = dice.randrange(256)
        if dice.random() < 0.2:
            del content[dice.randrange(len(content)) :]
        try:
            archive.check_workbook(bytes(content))
        except SpreadsheetError:
            refusals += 1
        else:
            said = answered(bytes(content))
            refusals += bool(said)
            assert said in ("", archive.DAMAGED, archive.NO_WORKBOOK)
    assert refusals > 100


def test_peak_of_memory() -> None:
    """The largest table that is taken, read in a process whose peak is measured."""
    content = workbook(*(tuple(range(n, n + 40)) for n in range(4_900)))
    program = """
import pathlib, resource, sys
from soest.spreadsheets.reading import read_workbook
book = read_workbook(sys.stdin.buffer.read())
assert book.sheets[0].size == 196_000
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
# ru_maxrss of this process would be that of whoever started it
status = pathlib.Path("/proc/self/status").read_text()
print(status.partition("VmHWM:")[2].split()[0])
"""
    child = subprocess.run(  # noqa: S603
        [sys.executable, "-c", program],
        cwd=settings.BASE_DIR,
        input=content,
        capture_output=True,
        check=True,
    )
    reader, caller = map(int, child.stdout.split())
    assert reader < LARGEST_PEAK
    assert caller < LARGEST_PEAK
