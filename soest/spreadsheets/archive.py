"""What a file is, told from its first bytes and from the directory of its archive alone.

A workbook is a ZIP archive. Nothing of it is unpacked here, and nothing ever to a disk: a file
that could do harm by being unpacked is refused before anybody tries.
"""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Sequence

from soest.spreadsheets.cells import SpreadsheetError

LARGEST_FILE = 5 * 2**20  # bytes, packed
LARGEST_UNPACKED = 50 * 2**20  # bytes, all members together
MOST_MEMBERS = 200
LARGEST_RATIO = 100  # unpacked to packed, of one member
TOO_SMALL_TO_HARM = 2**20  # bytes; long runs of one thing pack well in every honest file

ZIP, EMPTY_ZIP, OLE = b"PK\x03\x04", b"PK\x05\x06", bytes.fromhex("D0CF11E0A1B11AE1")
DIRECTORY_ENTRY = b"PK\x01\x02"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")  # an entry of a locked workbook
IS_ENCRYPTED = 0x1  # of a member's flags
REQUIRED = ("[Content_Types].xml", "xl/workbook.xml")
# What Excel, LibreOffice and we ourselves put into a workbook.
ENDINGS = ("xml", "rels", "vml", "bin", "png", "jpg", "jpeg", "gif", "svg", "emf", "wmf")

SAVE_AS = "Bitte speichern Sie sie in Excel mit „Speichern unter“ als „Excel-Arbeitsmappe (.xlsx)“."
DAMAGED = (
    "Die Datei ist beschädigt oder keine Excel-Arbeitsmappe. Bitte öffnen Sie sie in Excel oder "
    "LibreOffice, speichern Sie sie noch einmal als „Excel-Arbeitsmappe (.xlsx)“ und laden Sie "
    "sie neu hoch."
)
EMPTY = "Die Datei ist leer. Bitte wählen Sie die ausgefüllte Datei."
TOO_LARGE = "Die Datei ist größer als 5\N{NO-BREAK SPACE}MB. Bitte teilen Sie sie auf."
TOO_LARGE_UNPACKED = (
    "Die Datei würde ausgepackt zu groß. Bitte löschen Sie, was nicht dazugehört, "
    "etwa Bilder und leere formatierte Zeilen, und speichern Sie sie noch einmal."
)
SUSPICIOUS = (
    "Die Datei ist ungewöhnlich aufgebaut und wird deshalb nicht geöffnet. Bitte übertragen Sie "
    "den Inhalt in eine neue Arbeitsmappe."
)
PROTECTED = (
    "Die Datei ist mit einem Kennwort verschlüsselt. Bitte heben Sie das Kennwort in Excel auf "
    "(Datei, Informationen, Arbeitsmappe schützen) und speichern Sie sie noch einmal."
)
OLD_EXCEL = f"Das ist eine Datei im alten Excel-Format (.xls). {SAVE_AS}"
WITH_MACROS = f"Die Datei enthält Makros; solche Dateien werden nicht angenommen. {SAVE_AS}"
BINARY = f"Das ist eine Excel-Binärdatei (.xlsb). {SAVE_AS}"
OPEN_DOCUMENT = (
    "Das ist eine OpenDocument-Tabelle (.ods). Bitte speichern Sie sie in LibreOffice mit "
    "„Speichern unter“ als „Excel 2007–365 (.xlsx)“."
)
EMBEDDED = (
    "In die Datei ist eine andere Datei eingebettet. Bitte löschen Sie das eingefügte Objekt und "
    "speichern Sie sie noch einmal."
)
NO_WORKBOOK = f"Das ist keine Excel-Arbeitsmappe. {SAVE_AS}"


def is_archive(content: bytes) -> bool:
    """Whether these may be the bytes of a workbook, and not those of a text."""
    return content.startswith((ZIP, EMPTY_ZIP, OLE))


def check_size(content: bytes) -> None:
    """Raise SpreadsheetError for a file that is empty or too large."""
    if not content.strip():
        raise SpreadsheetError(EMPTY)
    if len(content) > LARGEST_FILE:
        raise SpreadsheetError(TOO_LARGE)


def check_workbook(content: bytes) -> None:
    """Raise SpreadsheetError unless these bytes may be handed to a reader of workbooks."""
    check_size(content)
    if content.startswith(OLE):
        raise SpreadsheetError(PROTECTED if ENCRYPTED_PACKAGE in content else OLD_EXCEL)
    if not content.startswith((ZIP, EMPTY_ZIP)):
        raise SpreadsheetError(NO_WORKBOOK)
    members = members_of(content)
    check_contents([member.filename for member in members])
    for member in members:
        check_member(member)
    if sum(member.file_size for member in members) > LARGEST_UNPACKED:
        raise SpreadsheetError(TOO_LARGE_UNPACKED)


def members_of(content: bytes) -> list[zipfile.ZipInfo]:
    """The directory of the archive. Raises SpreadsheetError if it is none, or a huge one."""
    if content.count(DIRECTORY_ENTRY) > MOST_MEMBERS:
        # Counted in the bytes, because already listing a million members takes its time.
        raise SpreadsheetError(SUSPICIOUS)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.infolist()
    except Exception as error:  # zipfile raises half a dozen kinds for what is no archive
        raise SpreadsheetError(DAMAGED) from error


def check_contents(names: Sequence[str]) -> None:
    """Only the parts of a plain workbook, each once."""
    if "content.xml" in names:
        raise SpreadsheetError(OPEN_DOCUMENT)
    if "xl/workbook.bin" in names:
        raise SpreadsheetError(BINARY)
    if any("vbaproject" in name.lower() for name in names):
        raise SpreadsheetError(WITH_MACROS)
    if any(name.startswith("xl/embeddings/") for name in names):
        raise SpreadsheetError(EMBEDDED)
    if not set(REQUIRED) <= set(names):
        raise SpreadsheetError(NO_WORKBOOK)
    lowered = [name.lower() for name in names]
    if len(set(lowered)) < len(lowered) or not all(map(is_plain_name, lowered)):
        raise SpreadsheetError(SUSPICIOUS)


def is_plain_name(name: str) -> bool:
    """A place inside the archive, and a part that workbooks have."""
    parts = name.rstrip("/").split("/")
    outside = name.startswith("/") or ".." in parts or "\\" in name or ":" in name
    folder = name.endswith("/")
    return not outside and (folder or name.rpartition(".")[2] in ENDINGS)


def check_member(member: zipfile.ZipInfo) -> None:
    """Refuse what is locked, points elsewhere, or grows beyond all measure when unpacked."""
    if member.flag_bits & IS_ENCRYPTED:
        raise SpreadsheetError(PROTECTED)
    if stat.S_ISLNK(member.external_attr >> 16):
        raise SpreadsheetError(SUSPICIOUS)
    if member.file_size <= TOO_SMALL_TO_HARM:
        return
    if member.file_size > LARGEST_RATIO * max(member.compress_size, 1):
        raise SpreadsheetError(TOO_LARGE_UNPACKED)
