from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soest.spreadsheets import delimited
from soest.spreadsheets.cells import MOST_ROWS, Cell, Kind, SpreadsheetError
from soest.spreadsheets.delimited import delimiter_of, read_delimited
from soest.spreadsheets.writing import as_csv

TEXT = "Kennung;Wert\r\nÄ-1;1.234,5\r\n"


def table(content: bytes) -> list[list[str]]:
    """The texts of all rows, without gaps."""
    sheet = read_delimited(content).sheets[0]
    return [[one.text for one in row.values()] for _, row in sheet]


def refused(content: bytes) -> str:
    with pytest.raises(SpreadsheetError) as error:
        read_delimited(content)
    return str(error.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_row_27_encodings(encoding: str) -> None:
    assert table(TEXT.encode(encoding)) == [["Kennung", "Wert"], ["Ä-1", "1.234,5"]]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_row_27_delimiters(delimiter: str) -> None:
    content = TEXT.replace(";", delimiter).encode()
    assert table(content) == [["Kennung", "Wert"], ["Ä-1", "1.234,5"]]


def test_row_27_comma_with_quoted_numbers() -> None:
    content = b'Kennung,Wert\n"A-1","1.234,5"\n'
    assert table(content) == [["Kennung", "Wert"], ["A-1", "1.234,5"]]


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a;b,c;d", ";"),
        ("\n\na,b", ","),
        ("nur eine Spalte", ";"),
        ('"a;b;c",d', ","),
        ("a\tb;c\td", "\t"),
        ("", ";"),
    ],
)
def test_delimiter_of(text: str, delimiter: str) -> None:
    assert delimiter_of(text) == delimiter


def test_row_27_ragged_rows_keep_their_columns() -> None:
    sheet = read_delimited(b"a;b;c\n1\n;;;;5\n\n;2").sheets[0]
    assert sheet.row(2) == {1: Cell(1, Kind.TEXT, "1")}
    assert sheet.row(3) == {5: Cell(5, Kind.TEXT, "5")}
    assert sheet.row(4) == {}
    assert sheet.row(5) == {2: Cell(2, Kind.TEXT, "2")}


def test_row_27_a_million_rows_are_refused_soon() -> None:
    content = b"1;2\n" * 1_000_000
    start = time.perf_counter()
    assert refused(content).startswith("Die Datei hat mehr als 5.000 Zeilen")
    assert time.perf_counter() - start < 2


def test_as_many_rows_as_allowed() -> None:
    sheet = read_delimited(b"1;2\n" * MOST_ROWS + b"\n" * 10).sheets[0]
    assert sheet.size == 2 * MOST_ROWS


def test_more_columns_than_allowed() -> None:
    words = refused(b"a\n" + b";".join([b"1"] * 101))
    assert "In Zeile 2 steht etwas in Spalte CW" in words


def test_row_27_unclosed_quote_names_its_line() -> None:
    assert refused(b'a;b\n1;"zwei\n3;4') == f"Zeile 2: {delimited.OPEN_QUOTE}"
    assert "länger als 32.767 Zeichen" in refused(b'a;b\n1;"' + b"x;y\n" * 20_000)


def test_row_27_text_after_a_closing_quote() -> None:
    assert "noch Text" in refused(b'a;b\n1;"zwei" drei\n')


@pytest.mark.parametrize(
    "content", [b"a;b\n1;\0", "a;b".encode("utf-16-le"), b"\xff\xfeabc", b"a;\x81"]
)
def test_row_27_what_is_no_text_is_refused(content: bytes) -> None:
    assert refused(content) == delimited.NO_TEXT


def test_empty_file_is_refused() -> None:
    assert "leer" in refused(b"")


def test_row_21_quotes_and_line_ends_within_cells() -> None:
    content = b'Quelle;Wert\r\n"sagt ""ja""; und\r\nnein";5\r\n'
    assert table(content) == [["Quelle", "Wert"], ['sagt "ja"; und\r\nnein', "5"]]


cell_texts = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=20
).filter(lambda text: not text or text.strip())


@given(st.lists(st.lists(cell_texts, min_size=2, max_size=4), max_size=5))
def test_row_21_what_we_write_comes_back(rows: list[list[str]]) -> None:
    """Delimiters, quotes, line ends, apostrophes, and what looks like a formula."""
    sheet = read_delimited(as_csv(("Kopf", "a", "b", "c"), rows)).sheets[0]
    back = [
        [cell.text for cell in sheet.row(number).values()] for number in range(2, len(rows) + 2)
    ]
    assert back == [[text for text in row if text] for row in rows]
