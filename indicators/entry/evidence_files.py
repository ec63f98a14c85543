"""Which files are taken as evidence, and whether one is what its name says.

Judged by the first and last bytes and by the directory of an archive; nothing is unpacked, run or
shown. Web pages, drawings with scripts, programs and files with macros are not taken.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from soest.spreadsheets.archive import check_member, check_workbook, members_of
from soest.spreadsheets.cells import SpreadsheetError

LARGEST = 5 * 2**20  # bytes
LONGEST_NAME = 150
TAIL = 2048  # bytes; some programs write a little behind the end mark
MIMETYPE_AT = 30  # an OpenDocument begins with a stored member of this name
MARKUP = (b"<!doctype", b"<html", b"<head", b"<body", b"<script", b"<svg", b"<?xml")
MACROS = ("vbaproject", "vbadata", "basic/", "scripts/", "embeddings/", "activex/", "object ")

EMPTY = "Die Datei ist leer. Bitte wählen Sie eine andere."
TOO_LARGE = (
    "Die Datei ist größer als 5\N{NO-BREAK SPACE}MB. Bitte verkleinern Sie sie, "
    "oder geben Sie oben unter „Beleg (Link)“ an, wo sie liegt."
)
NOT_TAKEN = (
    "Diese Art von Datei wird nicht angenommen. Möglich sind PDF, PNG, JPG, XLSX, DOCX, ODS, ODT, "
    "CSV und TXT; eine Nachricht speichern Sie bitte als PDF."
)
WITH_MACROS = (
    "Die Datei enthält Makros oder eine eingebettete Datei. Bitte speichern Sie sie ohne, "
    "oder als PDF."
)
SUSPICIOUS = (
    "Die Datei ist ungewöhnlich aufgebaut, beschädigt oder mit einem Kennwort geschützt. "
    "Bitte speichern Sie sie noch einmal, oder als PDF."
)


class EvidenceError(ValueError):
    """The file is not taken; str(error) is the German sentence for people."""


@dataclass(frozen=True, slots=True)
class FileType:
    """One kind of file that is taken."""

    ending: str
    content_type: str
    label: str
    is_one: Callable[[bytes], bool]  # may raise EvidenceError with a reason of its own


def checked_type(name: str, content: bytes) -> FileType:
    """What the file is. Raises EvidenceError if it is not taken, or not what its name says."""
    if not content:
        raise EvidenceError(EMPTY)
    if len(content) > LARGEST:
        raise EvidenceError(TOO_LARGE)
    ending = name.rpartition(".")[2].lower()
    found = TYPES.get("jpg" if ending == "jpeg" else ending)
    if found is None or "." not in name:
        raise EvidenceError(NOT_TAKEN)
    if not found.is_one(content):
        raise EvidenceError(
            f"Der Inhalt passt nicht zum Namen: Das ist keine {found.label}. "
            "Bitte speichern Sie die Datei im richtigen Format."
        )
    return found


def tidy_name(name: str, ending: str) -> str:
    """The name as it is shown: one line, no folder, nothing invisible, short enough."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    seen = "".join(one if one.isprintable() else " " for one in last)
    stem = " ".join(seen.rpartition(".")[0].split())
    return f"{stem[: LONGEST_NAME - len(ending) - 1] or 'Beleg'}.{ending}"


# What the types are told by ---------------------------------------------------------


def is_pdf(content: bytes) -> bool:
    return content.startswith(b"%PDF-") and b"%%EOF" in content[-TAIL:]


def is_png(content: bytes) -> bool:
    begins = content.startswith(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    return begins and b"IEND" in content[-TAIL:]


def is_jpeg(content: bytes) -> bool:
    return content.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in content[3:]


def is_workbook(content: bytes) -> bool:
    try:
        check_workbook(content)
    except SpreadsheetError as error:
        raise EvidenceError(str(error)) from error
    return True


def is_word_document(content: bytes) -> bool:
    names = archive_names(content)
    return {"[content_types].xml", "word/document.xml"} <= set(names)


def is_open_document(kind: str) -> Callable[[bytes], bool]:
    """An OpenDocument says in plain bytes at its very beginning what it is."""
    mark = b"mimetypeapplication/vnd.oasis.opendocument." + kind.encode()

    def is_one(content: bytes) -> bool:
        if content[MIMETYPE_AT : MIMETYPE_AT + len(mark)] != mark:
            return False
        return "content.xml" in archive_names(content)

    return is_one


def archive_names(content: bytes) -> list[str]:
    """Names of the members in small letters; [] for what is no archive."""
    if not content.startswith(b"PK\x03\x04"):
        return []
    try:
        members = members_of(content)
        for member in members:
            check_member(member)
    except SpreadsheetError as error:
        raise EvidenceError(SUSPICIOUS) from error
    names = [member.filename.lower() for member in members]
    if any(part in name for name in names for part in MACROS):
        raise EvidenceError(WITH_MACROS)
    outside = any(name.startswith("/") or ".." in name or "\\" in name for name in names)
    if outside or len(set(names)) < len(names):
        raise EvidenceError(SUSPICIOUS)
    return names


def is_text(content: bytes) -> bool:
    """Lines of UTF-8 or of Windows letters, and no page for a browser."""
    if any(byte < 0x20 and byte not in b"\t\n\f\r" for byte in content):
        return False
    return not content.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(MARKUP)


OFFICE = "application/vnd.openxmlformats-officedocument."
OASIS = "application/vnd.oasis.opendocument."
TYPES = {
    one.ending: one
    for one in (
        FileType("pdf", "application/pdf", "PDF-Datei", is_pdf),
        FileType("png", "image/png", "PNG-Datei", is_png),
        FileType("jpg", "image/jpeg", "JPG-Datei", is_jpeg),
        FileType("xlsx", f"{OFFICE}spreadsheetml.sheet", "Excel-Arbeitsmappe", is_workbook),
        FileType(
            "docx", f"{OFFICE}wordprocessingml.document", "Word-Datei (.docx)", is_word_document
        ),
        FileType(
            "ods",
            f"{OASIS}spreadsheet",
            "OpenDocument-Tabelle (.ods)",
            is_open_document("spreadsheet"),
        ),
        FileType("odt", f"{OASIS}text", "OpenDocument-Textdatei (.odt)", is_open_document("text")),
        FileType("csv", "text/csv", "Textdatei", is_text),
        FileType("txt", "text/plain", "Textdatei", is_text),
    )
}
ACCEPTED = ",".join(f".{ending}" for ending in [*TYPES, "jpeg"])
