"""Finding words in German text."""

from __future__ import annotations

import pytest

from strategy.search import folded, matches, mended, words_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Öffentliche Straße", "oeffentliche strasse"),
        ("ÖFFENTLICHE STRASSE", "oeffentliche strasse"),
        ("A\u0308rzte", "aerzte"),  # umlaut typed as two characters
        ("", ""),
    ],
)
def test_folded(text: str, expected: str) -> None:
    assert folded(text) == expected


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", True),
        ("straße", True),
        ("STRASSE", True),
        ("oeffentlich strasse", True),
        ("öffentlich Platz", False),
        ("Bäume", True),
    ],
)
def test_every_word_has_to_occur_somewhere(query: str, found: bool) -> None:
    assert matches(query, "Öffentliche Straßen", "Bäume je Einwohner") is found


WORDS = words_of(["Öffentliche Ladepunkte", "Treibhausgase je Einwohner", "Radverkehr"])


@pytest.mark.parametrize(
    ("query", "understood"),
    [
        ("Ladepunkte", "ladepunkte"),
        ("lade", "lade"),  # a part of a known word
        ("Ladepunktte", "ladepunkte"),
        ("Radferkehr", "radverkehr"),
        ("Treibhausgaße Einwonner", "treibhausgase einwohner"),
        ("rad", "rad"),
        ("xyz", "xyz"),
        ("xyzzyxyz", "xyzzyxyz"),  # resembles nothing
        ("", ""),
    ],
)
def test_misspelled_words_become_the_most_similar_known_one(query: str, understood: str) -> None:
    assert mended(query, WORDS) == understood
