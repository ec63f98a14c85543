"""Rows 13 and 14 of the faults: what people paste."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.entry.texts import TextError, clean_text


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("  Energiebericht 2025 ", "Energiebericht 2025"),
        ("a\u202eb\u2066c\u200fd", "abcd"),
        ("null\u200bbreit\ufeff", "nullbreit"),
        ("Straße über Soest 🌳", "Straße über Soest 🌳"),
        ("👩\u200d🔬", "👩\u200d🔬"),
        ("u\u0308ber", "über"),
        ("Zeile 1\r\nZeile 2", "Zeile 1 Zeile 2"),
        ("a\tb", "a b"),
        ("", ""),
    ],
)
def test_text_is_cleaned(text: str, clean: str) -> None:
    assert clean_text(text) == clean


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\u2028", "\u2029"])
def test_line_ends_become_one(end: str) -> None:
    assert clean_text(f"Zeile 1{end}Zeile 2", lines=True) == "Zeile 1\nZeile 2"


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\ud800"])
def test_control_character_is_refused(character: str) -> None:
    with pytest.raises(TextError, match="Steuerzeichen"):
        clean_text(f"Bericht{character}2025", lines=True)


@given(st.text())
def test_result_is_normal_and_stays_as_it_is(text: str) -> None:
    try:
        clean = clean_text(text, lines=True)
    except TextError:
        return
    assert unicodedata.is_normalized("NFC", clean)
    assert clean_text(clean, lines=True) == clean
