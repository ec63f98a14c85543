from __future__ import annotations

import io
import stat
import struct
import zipfile

import pytest

from soest.spreadsheets import archive
from soest.spreadsheets.archive import check_workbook
from soest.spreadsheets.cells import SpreadsheetError
from tests.soest.spreadsheets.workbooks import cell, parts, workbook, zipped

PLAIN = parts(f'<row r="1">{cell("A1", "1")}</row>')


def refused(content: bytes) -> str:
    with pytest.raises(SpreadsheetError) as error:
        check_workbook(content)
    return str(error.value)


def with_member(name: str, content: str | bytes = "<a/>") -> bytes:
    return zipped(PLAIN | {name: content})


def with_entry(entry: zipfile.ZipInfo) -> bytes:
    file = io.BytesIO(zipped(PLAIN))
    with zipfile.ZipFile(file, "a") as members:
        members.writestr(entry, "../../etc/passwd")
    return file.getvalue()


def test_plain_workbooks_pass() -> None:
    check_workbook(workbook(("Kennung", 1)))
    check_workbook(zipped(PLAIN))


@pytest.mark.parametrize(
    "name",
    [
        "xl/printerSettings/printerSettings1.bin",
        "xl/media/image1.PNG",
        "docProps/app.xml",
        "xl/drawings/vmlDrawing1.vml",
        "customXml/",
    ],
)
def test_what_programs_add_passes(name: str) -> None:
    check_workbook(with_member(name))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", archive.EMPTY),
        (b"  \r\n", archive.EMPTY),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 100, archive.NO_WORKBOOK),
        (archive.OLE + b"\0" * 500, archive.OLD_EXCEL),
        (
            archive.OLE + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le"),
            archive.PROTECTED,
        ),
        (workbook((1, 2))[:2000], archive.DAMAGED),
        (b"PK\x03\x04" + bytes(range(256)) * 10, archive.DAMAGED),
        (zipped({}), archive.NO_WORKBOOK),
        (zipped({"bericht.docx": "x"}), archive.NO_WORKBOOK),
        (zipped({"content.xml": "<a/>", "mimetype": "x"}), archive.OPEN_DOCUMENT),
        (with_member("xl/workbook.bin"), archive.BINARY),
        (with_member("xl/vbaProject.bin"), archive.WITH_MACROS),
    ],
    ids=[
        "empty",
        "blank",
        "png",
        "xls",
        "password",
        "truncated",
        "random",
        "empty archive",
        "other archive",
        "ods",
        "xlsb",
        "macros",
    ],
)
def test_row_22_what_is_no_plain_workbook_is_named(content: bytes, words: str) -> None:
    assert refused(content) == words


def test_file_above_5_mb_is_refused() -> None:
    assert refused(b"PK\x03\x04" + b"x" * archive.LARGEST_FILE) == archive.TOO_LARGE


def test_row_23_bomb_is_refused_by_its_ratio() -> None:
    bomb = with_member("xl/worksheets/sheet2.xml", b"0" * 30 * 2**20)
    assert len(bomb) < 100_000
    assert refused(bomb) == archive.TOO_LARGE_UNPACKED


def test_row_23_many_members_that_are_too_large_together() -> None:
    # 26 × 2 MB, each packed by a little less than a hundredth
    half = bytes(range(256)) * 80
    members = {f"xl/media/{number}.png": half * 102 for number in range(26)}
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for name, data in (PLAIN | members).items():
            packed.writestr(name, data)
    assert refused(content.getvalue()) == archive.TOO_LARGE_UNPACKED


def test_row_23_ten_thousand_members() -> None:
    members = {f"xl/{number}.xml": "" for number in range(10_000)}
    assert refused(zipped(PLAIN | members)) == archive.SUSPICIOUS


def test_row_23_nested_archive() -> None:
    assert refused(with_member("xl/innen.zip", zipped(PLAIN))) == archive.SUSPICIOUS
    assert refused(with_member("xl/embeddings/a.xlsx", zipped(PLAIN))) == archive.EMBEDDED


def test_row_23_encrypted_member() -> None:
    content = bytearray(zipped(PLAIN))
    entry = content.index(archive.DIRECTORY_ENTRY)
    struct.pack_into("<H", content, entry + 8, archive.IS_ENCRYPTED)
    assert refused(bytes(content)) == archive.PROTECTED


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/x.xml",
        "/etc/x.xml",
        "xl/../../x.xml",
        "xl\\..\\x.xml",
        "C:x.xml",
        "xl/run.exe",
        "XL/WORKBOOK.XML",
    ],
)
def test_row_25_names_that_lead_elsewhere(name: str) -> None:
    assert refused(with_member(name)) == archive.SUSPICIOUS


def test_row_25_symbolic_link() -> None:
    entry = zipfile.ZipInfo("xl/link.xml")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert refused(with_entry(entry)) == archive.SUSPICIOUS
