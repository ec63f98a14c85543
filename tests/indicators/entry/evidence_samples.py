"""Small files of every kind that is taken as evidence, and of some that are not."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from soest.spreadsheets.archive import REQUIRED

OPEN_DOCUMENT = "application/vnd.oasis.opendocument."


def archive(members: Mapping[str, bytes | str]) -> bytes:
    """A ZIP file with these members, the first one stored as it is."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for number, (name, content) in enumerate(members.items()):
            packed = zipfile.ZIP_DEFLATED if number else zipfile.ZIP_STORED
            file.writestr(zipfile.ZipInfo(name), content, compress_type=packed)
    return buffer.getvalue()


def open_document(kind: str, **more: bytes) -> bytes:
    members = {"mimetype": OPEN_DOCUMENT + kind, "content.xml": "<x/>"}
    return archive(members | {name.replace("__", "/"): text for name, text in more.items()})


def word(*more: str) -> bytes:
    names = ("[Content_Types].xml", "word/document.xml", *more)
    return archive(dict.fromkeys(names, "<x/>"))


def workbook(*more: str) -> bytes:
    return archive(dict.fromkeys((*REQUIRED, *more), "<x/>"))


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 17 + b"\x00\x00\x00\x00IEND\xaeB`\x82"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 20 + b"\xff\xd9"

GOOD = {
    "bilanz.pdf": PDF,
    "BILANZ.PDF": PDF,
    "foto.png": PNG,
    "foto.jpg": JPG,
    "foto.jpeg": JPG,
    "werte.xlsx": workbook("xl/worksheets/sheet1.xml"),
    "brief.docx": word("word/styles.xml"),
    "werte.ods": open_document("spreadsheet"),
    "brief.odt": open_document("text"),
    "werte.csv": "\ufeffJahr;Wert\r\n2024;1.987,2 t CO₂\r\n".encode(),
    "notiz.txt": "Größe: 5 m²".encode("cp1252"),
}
