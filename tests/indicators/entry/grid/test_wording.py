"""Sentences of the tables."""

from __future__ import annotations

import pytest

from indicators.entry.grid.blocks import Outside
from indicators.entry.grid.wording import (
    blank_sentence,
    letters,
    outside_sentence,
    preview_sentence,
    shortened,
    to_be_written,
    written,
)


def test_legend_names_every_letter() -> None:
    assert letters()[0] == ("N", "nicht erhoben")
    assert len(letters()) == 5


@pytest.mark.parametrize(
    ("count", "emptied", "submit", "sentence"),
    [
        (1, 0, True, "1 Wert eingereicht."),
        (3, 1, True, "3 Werte eingereicht, 1 Zelle geleert."),
        (2, 0, False, "2 Werte als Entwurf gesichert."),
        (0, 2, False, "2 Zellen geleert."),
    ],
)
def test_written(count: int, emptied: int, submit: bool, sentence: str) -> None:
    assert written(count, emptied, submit=submit) == sentence


def test_to_be_written() -> None:
    assert to_be_written(3, 1).startswith("3 Werte und 1 geleerte Zelle, noch nicht eingereicht.")
    assert to_be_written(0, 2).startswith("2 geleerte Zellen, noch nicht eingereicht.")


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ((3, 7, 0), "10 Zellen eingefügt: 3 geändert, 7 gleich."),
        ((1, 0, 0), "1 Zelle eingefügt: 1 geändert."),
        ((0, 0, 0), "Keine Zelle des Blocks trifft eine Zelle der Tabelle."),
    ],
)
def test_preview(counts: tuple[int, int, int], sentence: str) -> None:
    assert preview_sentence(*counts) == sentence


def test_preview_with_errors_says_where_to_mend_them() -> None:
    assert preview_sentence(2, 0, 1) == (
        "3 Zellen eingefügt: 2 geändert, 1 mit Fehler. "
        "Was einen Fehler hat, können Sie nach dem Übernehmen in der Tabelle berichtigen."
    )


def test_outside() -> None:
    assert outside_sentence([]) == ""
    assert outside_sentence([Outside(1, 3, "7")]).endswith(
        "und wird nicht übernommen: „7“ (Zeile 1, Spalte 3)."
    )
    many = outside_sentence([Outside(row, 1, "7") for row in range(1, 9)])
    assert many.startswith("8 Zellen des Blocks liegen außerhalb der Tabelle")
    assert many.endswith("„7“ (Zeile 5, Spalte 1) und 3 weitere.")


def test_blank() -> None:
    assert blank_sentence(0) == ""
    assert blank_sentence(1) == "1 leere Zelle des Blocks ändert nichts."
    assert blank_sentence(2) == "2 leere Zellen des Blocks ändern nichts."


def test_quoted_text_is_shortened() -> None:
    assert shortened("k. A.") == "k. A."
    assert shortened("9" * 100) == "9" * 40 + "…"
