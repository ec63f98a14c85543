from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from reports.snapshot_changes.wording import differing, shown

LONG = "Soest ist auf dem Weg. " * 10


@pytest.mark.parametrize(
    ("content", "field", "words"),
    [
        (None, "", ""),
        ("", "", ""),
        (True, "", "ja"),
        (False, "", "nein"),
        (0, "", "0"),
        (Decimal("1234.50"), "", "1.234,5"),
        (Decimal("-200"), "", "−200"),
        (date(2025, 3, 1), "", "1. März 2025"),
        (("5.1.1", "5.1.2"), "", "5.1.1, 5.1.2"),
        ("running", "phase", "in Umsetzung"),
        ("year", "frequency", "jährlich"),
        ("unbekannt", "phase", "unbekannt"),
    ],
)
def test_shown(content: object, field: str, words: str) -> None:
    assert shown(content, field) == words


def test_short_texts_are_shown_whole() -> None:
    assert differing("6,9 Tonnen", "6,8 Tonnen") == ("6,9 Tonnen", "6,8 Tonnen")


def test_long_texts_are_shown_where_they_differ() -> None:
    before, after = differing(
        f"{LONG}Es sind 6,9 Tonnen. {LONG}", f"{LONG}Es sind 6,8 Tonnen. {LONG}"
    )
    assert before == "… auf dem Weg. Es sind 6,9 Tonnen. Soest ist auf dem …"
    assert after == "… auf dem Weg. Es sind 6,8 Tonnen. Soest ist auf dem …"


def test_new_long_text_is_shown_with_its_beginning() -> None:
    before, after = differing("", LONG)
    assert before == ""
    assert after.startswith("Soest ist auf dem Weg. Soest")
    assert after.endswith(" …")
    assert len(after) <= 122


def test_words_taken_away_at_the_end() -> None:
    before, after = differing(f"{LONG}Neu.", LONG)
    assert before == "… Soest ist auf dem Weg. Neu."
    assert after == "… Soest ist auf dem Weg."
