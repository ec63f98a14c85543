"""Finding words in German text."""

from __future__ import annotations

import pytest

from strategy.search import (
    Needle,
    Wording,
    excerpt,
    folded,
    matches,
    pieces,
    stem,
    suggestions,
    understood,
)


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


SEARCHED = [
    Wording(("Öffentliche Ladepunkte", "Zahl der Ladesäulen im Stadtgebiet")),
    Wording(("Treibhausgase je Einwohner",)),
    Wording(("Radverkehrsanteil", "Anteil der Wege mit dem Fahrrad")),
    Wording(("Neueinstellungen in der Verwaltung",)),
    Wording(("Bäume im Straßenraum", "gepflanzte Stadtbäume, Ziel 5.1.1")),
    Wording(("Wald",)),
    Wording(("Bürgerbeteiligung an Planungen",)),
    Wording(("Kindertagesstätten: Betreuungsquote der unter Dreijährigen",)),
]


def titles_found(query: str) -> list[str]:
    needles = understood(query, SEARCHED).needles
    return [
        one.texts[0].split()[0] for one in SEARCHED if all(needle.is_in(one) for needle in needles)
    ]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        # as written, however umlauts are typed
        ("ladepunkte", ["Öffentliche"]),
        ("OEFFENTLICHE", ["Öffentliche"]),
        ("strassenraum", ["Bäume"]),
        ("einstellungen", ["Neueinstellungen"]),  # "ue" at the seam of two words is no umlaut
        ("5.1.1", ["Bäume"]),
        # another ending, or the umlaut of the plural
        ("Baum", ["Bäume"]),
        ("Bäumen", ["Bäume"]),
        ("Fahrräder", ["Radverkehrsanteil"]),
        ("Ladepunkten", ["Öffentliche"]),
        ("Burgerbeteiligung", ["Bürgerbeteiligung"]),
        # one wrong, missing, doubled or swapped letter
        ("Ladepunktte", ["Öffentliche"]),
        ("Ladepunke", ["Öffentliche"]),
        ("Ladepnukte", ["Öffentliche"]),
        ("Wlad", ["Wald"]),
        ("Treibhausgaße Einwonner", ["Treibhausgase"]),
        # two of them in a long word, also inside a compound
        ("Radferker", ["Radverkehrsanteil"]),
        ("Birgerbeteiligunk", ["Bürgerbeteiligung"]),
        ("Betreungsqote", ["Kindertagesstätten:"]),
        ("Kindertagestetten", ["Kindertagesstätten:"]),
        ("Verwlatung", ["Neueinstellungen"]),
        # too far away, or too short to be anything else
        ("xyzzyxyz", []),
        ("Wxyd", []),
        ("wld", []),
        # one or two letters stand at the beginning of a word
        ("w", ["Radverkehrsanteil", "Wald"]),
        ("t", ["Treibhausgase"]),
        ("im", ["Öffentliche", "Bäume"]),
    ],
)
def test_words_are_found_as_people_type_them(query: str, titles: list[str]) -> None:
    assert titles_found(query) == titles


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("Ladepunkte", ""),
        ("lade", ""),  # a part of a known word
        ("Bäumen", ""),  # another ending needs no words
        ("Ladepunktte", "Ladepunkte"),
        ("oeffentlixhe", "Öffentliche"),
        ("Treibhausgaße je Einwonner", "Treibhausgase je Einwohner"),
        ("Radferkehr", "Radverkehr"),  # the part of "Radverkehrsanteil" that is meant
        ("Birgerbeteiligunk", "Bürgerbeteiligung"),
        ("xyzzyxyz", ""),
        ("", ""),
        ("   ", ""),
    ],
)
def test_a_query_that_is_taken_for_another_one_is_told(query: str, told: str) -> None:
    assert understood(query, SEARCHED).told == told


def test_a_long_query_is_cut_after_a_dozen_words() -> None:
    assert len(understood("wald " * 20, SEARCHED).needles) == 12


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("baeumen", "baum"),
        ("kennzahlen", "kennzahl"),
        ("fahrraeder", "fahrrad"),
        ("klima", "klima"),
        ("rats", "rats"),  # too little would be left
        ("co2", "co2"),
    ],
)
def test_stem(word: str, expected: str) -> None:
    assert stem(word) == expected


def marked(text: str, *needles: Needle) -> str:
    cut = pieces(text, needles)
    assert "".join(piece.text for piece in cut) == text
    return "".join(f"[{piece.text}]" if piece.is_hit else piece.text for piece in cut)


@pytest.mark.parametrize(
    ("text", "needle", "expected"),
    [
        ("Öffentliche Plätze", Needle("oeffentlich"), "[Öffentlich]e Plätze"),
        ("Straße", Needle("asse"), "Str[aße]"),
        ("Straße", Needle("as"), "Straße"),  # short words at the beginning only
        ("Straße, stark", Needle("st"), "[St]raße, [st]ark"),
        ("Bäume und Baum", Needle("baum", is_plain=True), "[Bäum]e und [Baum]"),
        ("Wald <b>Wald</b>", Needle("wald"), "[Wald] <b>[Wald]</b>"),
        ("nichts", Needle("wald"), "nichts"),
        ("", Needle("wald"), ""),
    ],
)
def test_found_words_are_marked_in_the_text_as_it_is_written(
    text: str, needle: Needle, expected: str
) -> None:
    assert marked(text, needle) == expected


def test_words_that_overlap_are_one_mark() -> None:
    assert marked("Ladepunkte", Needle("ladep"), Needle("punkt")) == "[Ladepunkt]e"


def test_an_excerpt_shows_the_first_word_found_in_whole_words() -> None:
    text = "Anfang " * 20 + "Wald " + "Ende " * 60
    shown = excerpt(text, [Needle("wald")])
    assert shown.startswith("… Anfang")
    assert shown.endswith("Ende …")
    assert "Wald" in shown
    assert len(shown) < 200
    assert excerpt("Ein Wald.", [Needle("wald")]) == "Ein Wald."
    assert excerpt("Kein Baum.", [Needle("wald")]) == ""
    assert excerpt("x" * 500 + "wald" + "y" * 500, [Needle("wald")]).startswith("… ")


def test_suggestions_are_words_that_exist() -> None:
    assert suggestions("Einwonnerinnen", SEARCHED)[0] == "Einwohner"
    assert suggestions("qqqq", SEARCHED) == []
