"""What is taken as evidence, and what is not."""

from __future__ import annotations

import pytest

from indicators.entry import evidence_files
from indicators.entry.evidence_files import EvidenceError, checked_type, tidy_name
from indicators.models.remarks import LARGEST_EVIDENCE
from tests.indicators.entry.evidence_samples import (
    GOOD,
    JPG,
    PDF,
    PNG,
    archive,
    open_document,
    word,
    workbook,
)


@pytest.mark.parametrize("name", GOOD)
def test_file_of_a_listed_type_is_taken(name: str) -> None:
    ending = checked_type(name, GOOD[name]).ending
    assert ending == name.lower().rpartition(".")[2].replace("jpeg", "jpg")


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("content", [b"\x00\x01", b"<html><script>alert(1)</script></html>"])
def test_content_has_to_fit_the_name(name: str, content: bytes) -> None:
    with pytest.raises(EvidenceError):
        checked_type(name, content)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("leer.pdf", b"", "leer"),
        ("ohne-endung", PDF, "Art von Datei"),
        ("pdf", PDF, "Art von Datei"),
        ("bild.svg", b"<svg/>", "Art von Datei"),
        ("seite.html", b"<html>", "Art von Datei"),
        ("makro.xlsm", workbook(), "Art von Datei"),
        ("programm.exe", b"MZ", "Art von Datei"),
        ("bilanz.pdf.exe", PDF, "Art von Datei"),
        ("nachricht.eml", b"From: a", "als PDF"),
        ("bild.pdf", PNG, "keine PDF-Datei"),
        ("bilanz.png", PDF, "keine PNG-Datei"),
        ("abgebrochen.pdf", PDF[:20], "keine PDF-Datei"),
        ("abgebrochen.png", PNG[:20], "keine PNG-Datei"),
        ("abgebrochen.jpg", JPG[:-2], "keine JPG-Datei"),
        ("brief.docx", workbook(), "keine Word-Datei"),
        ("brief.docx", b"PK\x03\x04 kaputt", "beschädigt"),
        ("brief.docx", PDF, "keine Word-Datei"),
        ("werte.xlsx", word(), "Excel-Arbeitsmappe"),
        ("werte.ods", open_document("text"), "keine OpenDocument-Tabelle"),
        ("brief.odt", open_document("spreadsheet"), "keine OpenDocument-Textdatei"),
        ("brief.odt", archive({"content.xml": "", "mimetype": ""}), "keine OpenDocument"),
        ("seite.txt", b"\xef\xbb\xbf \n<!DOCTYPE html>", "keine Textdatei"),
        ("bild.csv", b"<svg xmlns='x' onload='x'/>", "keine Textdatei"),
        ("zwei.csv", "a;b".encode("utf-16"), "keine Textdatei"),
    ],
)
def test_other_file_is_refused(name: str, content: bytes, sentence: str) -> None:
    with pytest.raises(EvidenceError, match=sentence):
        checked_type(name, content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("brief.docx", word("word/vbaProject.bin")),
        ("brief.docx", word("word/embeddings/oleObject1.bin")),
        ("brief.docx", word("word/activeX/activeX1.xml")),
        ("werte.ods", open_document("spreadsheet", Basic__Standard__Module1=b"x")),
        ("brief.odt", open_document("text", Scripts__python__x=b"x")),
        ("werte.xlsx", workbook("xl/vbaProject.bin")),
    ],
)
def test_macros_are_refused(name: str, content: bytes) -> None:
    with pytest.raises(EvidenceError, match="Makros"):
        checked_type(name, content)


@pytest.mark.parametrize(
    "content",
    [
        word("../../etc/x"),
        word("/etc/x"),
        word("word/DOCUMENT.xml"),
        word(*(f"word/{number}.xml" for number in range(250))),
        archive({"[Content_Types].xml": "", "word/document.xml": "0" * 2_000_000}),
    ],
    ids=["outside", "absolute", "twice", "many members", "bomb"],
)
def test_suspicious_archive_is_refused(content: bytes) -> None:
    with pytest.raises(EvidenceError, match="ungewöhnlich aufgebaut"):
        checked_type("brief.docx", content)


def test_size_is_limited_as_in_the_database() -> None:
    assert evidence_files.LARGEST == LARGEST_EVIDENCE
    text = b"x" * evidence_files.LARGEST
    assert checked_type("lang.txt", text).ending == "txt"
    with pytest.raises(EvidenceError, match="größer als 5"):
        checked_type("lang.txt", text + b"x")


@pytest.mark.parametrize(
    ("name", "tidy"),
    [
        ("bilanz.pdf", "bilanz.pdf"),
        ("Bilanz 2025 (neu).PDF", "Bilanz 2025 (neu).pdf"),
        ("../../etc/x.pdf", "x.pdf"),
        ("C:\\Users\\x\\y.pdf", "y.pdf"),
        ('a"\r\nX: y.pdf', 'a" X: y.pdf'),
        ("\u202eabc\x00.pdf", "abc.pdf"),
        (".pdf", "Beleg.pdf"),
        ("a\u0308.pdf", "ä.pdf"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
    ],
)
def test_name_is_shown_tidy(name: str, tidy: str) -> None:
    """Row 29."""
    assert tidy_name(name, "pdf") == tidy
