from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from strategy.toml_tables import (
    CatalogueError,
    Document,
    Problem,
    Table,
    raise_problems,
    read_document,
)


def document(tmp_path: Path, text: str) -> Document:
    path = tmp_path / "datei.toml"
    path.write_text(text, encoding="utf-8")
    return read_document(path)


def table(tmp_path: Path, text: str) -> Table:
    return document(tmp_path, f"[probe]\n{text}").table("probe")


def complaints(found: Document | Table) -> list[str]:
    problems = found.problems if isinstance(found, Document) else found.document.problems
    return [str(problem) for problem in problems]


def test_document_reads_utf8_with_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "datei.toml"
    path.write_bytes("\ufeffname = 'Müllingsen'".encode())
    assert read_document(path).tables == {"name": "Müllingsen"}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"name = 'Ampen'\nname = M\xfcllingsen", "Zeile 2 ist nicht in UTF-8."),
        (b"[areas]\nnumber 1", "Zeile 2, Spalte 8 ist kein gültiges TOML"),
        (b"date = 2021-02-30", "Zeile 1, Spalte 8 ist kein gültiges TOML"),
        (b"a = 1\na = 2", "Das Ende der Datei ist kein gültiges TOML"),
        (b"a = " + b"[" * 5000, "Das ist kein gültiges TOML"),
    ],
    ids=["not UTF-8", "syntax", "impossible day", "field twice", "too deep"],
)
def test_document_that_cannot_be_read_names_the_line(
    tmp_path: Path, content: bytes, expected: str
) -> None:
    path = tmp_path / "datei.toml"
    path.write_bytes(content)
    with pytest.raises(CatalogueError) as raised:
        read_document(path)
    assert str(raised.value).startswith("datei.toml: ")
    assert expected in str(raised.value)


def test_document_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"fehlt\.toml: Diese Datei gibt es nicht\."):
        read_document(tmp_path / "fehlt.toml")


def test_document_that_is_a_folder(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="Das ist ein Ordner, keine Datei"):
        read_document(tmp_path)


def test_fields_are_read_with_their_types(tmp_path: Path) -> None:
    found = table(
        tmp_path,
        'text = " Ampen "\nslug = "am-pen"\nlink = "https://example.org/a"\nwhole = 3\n'
        'decimal = 51.5\nflag = true\nday = 2021-10-06\ntexts = ["a", "b"]\nnumbers = [1, 3]',
    )
    assert found.text("text", 10) == "Ampen"
    assert found.slug("slug") == "am-pen"
    assert found.link("link") == "https://example.org/a"
    assert found.whole("whole", 1, 8) == 3
    assert found.decimal("decimal") == Decimal("51.5")
    assert found.flag("flag") is True
    assert found.day("day") == date(2021, 10, 6)
    assert found.texts("texts", 10) == ("a", "b")
    assert found.whole_numbers("numbers", range(1, 18), "Das SDG") == (1, 3)
    found.close()
    assert complaints(found) == []


def test_absent_fields_that_may_be_absent(tmp_path: Path) -> None:
    found = table(tmp_path, "")
    assert found.text("text", 10, required=False) == ""
    assert found.optional_whole("whole", 1, 8) is None
    assert found.optional_decimal("decimal") is None
    assert found.optional_day("day") is None
    assert found.flag("flag") is False
    assert found.whole_numbers("numbers", (), "") == ()
    assert complaints(found) == []


def test_absent_fields_that_must_be_there_are_all_named(tmp_path: Path) -> None:
    found = table(tmp_path, "")
    found.text("text", 10)
    found.whole("whole", 1, 8)
    found.decimal("decimal")
    found.day("day")
    found.texts("texts", 10)
    assert complaints(found) == [
        f"datei.toml, [probe], Feld „{field}“: fehlt."
        for field in ("text", "whole", "decimal", "day", "texts")
    ]


@pytest.mark.parametrize(
    ("text", "read", "message"),
    [
        ("x = 1", lambda t: t.text("x", 10), "muss ein Text in Anführungszeichen sein, nicht 1."),
        ('x = "  "', lambda t: t.text("x", 10), "ist leer."),
        ('x = "abc"', lambda t: t.text("x", 2), "ist mit 3 Zeichen zu lang, höchstens 2."),
        ('x = "a\\u0000b"', lambda t: t.text("x", 10), "enthält ein Steuerzeichen."),
        ('x = "Ä b"', lambda t: t.slug("x"), "„Ä b“ darf nur a–z"),
        ('x = "ftp://a.de"', lambda t: t.link("x"), "„ftp://a.de“ ist keine Adresse"),
        ('x = "http://["', lambda t: t.link("x"), "„http://[“ ist keine Adresse"),
        (
            'x = "kern"',
            lambda t: t.choice("x", ["core"]),
            "„kern“ ist unbekannt, möglich sind: core",
        ),
        ('x = "3"', lambda t: t.whole("x", 1, 8), "muss eine ganze Zahl sein, nicht „3“."),
        ("x = true", lambda t: t.whole("x", 0, 8), "muss eine ganze Zahl sein, nicht true."),
        ("x = 3.0", lambda t: t.whole("x", 1, 8), "muss eine ganze Zahl sein, nicht 3.0."),
        ("x = 9", lambda t: t.whole("x", 1, 8), "9 liegt nicht zwischen 1 und 8."),
        ("x = nan", lambda t: t.decimal("x"), "ist keine endliche Zahl."),
        ("x = -inf", lambda t: t.decimal("x"), "ist keine endliche Zahl."),
        ("x = 1e9999999999999999999", lambda t: t.decimal("x"), "ist keine endliche Zahl."),
        ("x = 100000000000", lambda t: t.decimal("x"), "100000000000 liegt nicht zwischen"),
        ("x = 0.00001", lambda t: t.decimal("x"), "0.00001 hat mehr als 4 Nachkommastellen."),
        ("x = 1", lambda t: t.flag("x"), "muss true oder false sein, nicht 1."),
        ('x = "2021-10-06"', lambda t: t.day("x"), "muss ein Datum wie 2021-10-06 ohne"),
        ("x = 2021-10-06T08:00:00", lambda t: t.day("x"), "muss ein Datum wie 2021-10-06 ohne"),
        ("x = 1899-12-31", lambda t: t.day("x"), "1899-12-31 liegt nicht zwischen 1900 und 2100."),
        ('x = "a"', lambda t: t.texts("x", 10), "muss eine Liste in eckigen Klammern sein"),
        ("x = []", lambda t: t.texts("x", 10), "ist leer."),
        ("x = [1]", lambda t: t.texts("x", 10), "darf nicht 1 enthalten."),
        ('x = ["abc"]', lambda t: t.texts("x", 2), "„abc“ muss 1 bis 2 Zeichen lang sein."),
        (
            "x = [1, 18]",
            lambda t: t.whole_numbers("x", [1], "Das SDG"),
            "Das SDG 18 gibt es nicht.",
        ),
        ("x = [1, 1]", lambda t: t.whole_numbers("x", [1], "Das SDG"), "nennt eine Zahl zweimal."),
        ("x = 1", lambda t: None, "ist hier unbekannt. Ein Schreibfehler?"),
    ],
)
def test_wrong_field_is_named_with_what_it_should_be(tmp_path: Path, text, read, message) -> None:
    found = table(tmp_path, text)
    read(found)
    found.close()
    assert complaints(found)[0].startswith(f"datei.toml, [probe], Feld „x“: {message}")


def test_entries_are_numbered_and_named(tmp_path: Path) -> None:
    found = document(tmp_path, '[[a]]\nslug = "x"\n[[a]]\nn = 1\n[[a]]\nslug = "y"\nyear = 2020')
    places = [entry.place for entry in found.array("a", ["slug", "year"])]
    assert places == ["[[a]] Nr. 1 (x)", "[[a]] Nr. 2", "[[a]] Nr. 3 (y, 2020)"]


def test_entries_that_repeat_a_name_say_where_it_stood_first(tmp_path: Path) -> None:
    found = document(tmp_path, "[[a]]\nn = 1\nrow = 1\n[[a]]\nn = 1\n[[a]]\nn = 2\nrow = 1")
    found.array("a", ["n"], [["row"]])
    assert complaints(found) == [
        "datei.toml, [[a]] Nr. 2 (1), Feld „n“: 1 steht schon in [[a]] Nr. 1 (1).",
        "datei.toml, [[a]] Nr. 3 (2), Feld „row“: 1 steht schon in [[a]] Nr. 1 (1).",
    ]


def test_tables_of_the_wrong_kind(tmp_path: Path) -> None:
    found = document(tmp_path, "one = 1\nmany = 2\n[typo]")
    found.table("one")
    found.array("many", ["n"])
    found.array("none", ["n"])
    found.close()
    assert complaints(found) == [
        "datei.toml, [one]: muss eine Tabelle [one] sein.",
        "datei.toml, [[many]]: muss eine Folge von Tabellen [[many]] sein.",
        "datei.toml, [[none]]: fehlt: Es muss mindestens einen Eintrag geben.",
        "datei.toml, [typo]: ist unbekannt. Ein Schreibfehler?",
    ]


def test_problems_of_all_documents_are_raised_together() -> None:
    first, second = Document("eins.toml", {}), Document("zwei.toml", {})
    raise_problems([first, second])
    first.complain("[a]", "x", "fehlt.")
    second.complain("", "", "ist leer.")
    with pytest.raises(CatalogueError) as raised:
        raise_problems([first, second])
    assert raised.value.problems == (
        Problem("eins.toml", "[a]", "x", "fehlt."),
        Problem("zwei.toml", "", "", "ist leer."),
    )
    assert str(raised.value) == "eins.toml, [a], Feld „x“: fehlt.\nzwei.toml: ist leer."
