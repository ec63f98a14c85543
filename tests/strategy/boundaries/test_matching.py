"""Names of parts as files spell them."""

from __future__ import annotations

from typing import Any

import pytest

from strategy.boundaries import BoundaryError
from strategy.boundaries.matching import Match, WantedPart, match_places
from strategy.boundaries.reading import Feature

AMPEN = WantedPart("ampen", "Ampen")
OSTOENNEN = WantedPart("ostoennen", "Ostönnen")
CORE = WantedPart("kernstadt", "Kernstadt", is_core=True)


def areas(*names: str | None, key: str = "name", **more: str) -> list[Feature]:
    return [
        Feature(number, {**({key: name} if name else {}), **more}, ())
        for number, name in enumerate(names, start=1)
    ]


def match(features: list[Feature], *places: WantedPart) -> Match:
    return match_places(features, places)


def problems(features: list[Feature], *places: WantedPart) -> tuple[str, ...]:
    with pytest.raises(BoundaryError) as caught:
        match_places(features, places)
    return caught.value.problems


@pytest.mark.parametrize(
    "name",
    [
        "Ostönnen",
        "OSTÖNNEN",
        "Ostoennen",
        "Ostonnen",
        "Osto\u0308nnen",
        " Ostönnen ",
        "Soest-Ostönnen",
        "Soest Ostönnen",
        "Soest, Ostönnen",
        "Soest – Ostönnen",
        "Ostönnen (Soest)",
        "Ostönnen, Soest",
        "Gemarkung Ostönnen",
        "Ortsteil: Ostönnen",
        "OT Ostönnen",
        "Gemarkung Soest-Ostönnen",
    ],
)
def test_spellings_of_a_village(name: str) -> None:
    found = match(areas(name), OSTOENNEN)
    assert found.areas["ostoennen"].number == 1
    assert found.names == {"ostoennen": name}


@pytest.mark.parametrize(
    "name",
    [
        "Kernstadt",
        "Soest",
        "Stadt Soest",
        "Gemarkung Soest",
        "Soest-Kernstadt",
        "Soest (Kernstadt)",
    ],
)
def test_spellings_of_the_town(name: str) -> None:
    assert match(areas(name), CORE).areas["kernstadt"].number == 1


@pytest.mark.parametrize("name", ["Soestfeld", "Ampener Straße", "Gesamtstadt Soest", "Amp"])
def test_other_names_are_no_part(name: str) -> None:
    found = match(areas("Ampen", "Kernstadt", name), AMPEN, CORE)
    assert found.left_out == (name,)


@pytest.mark.parametrize("key", ["NAME", "gemarkung", "Ortsteil", "GMK_NAME", "wie_es_heisst"])
def test_names_stand_in_any_property(key: str) -> None:
    found = match(areas("Ampen", "Soest", key=key, stand="2025", quelle="Kataster"), AMPEN, CORE)
    assert found.property == key


def test_property_that_names_most_parts_counts() -> None:
    features = [
        Feature(1, {"name": "Ampen", "gemarkung": "Ampen"}, ()),
        Feature(2, {"name": "Flur 3", "gemarkung": "Ostönnen"}, ()),
    ]
    assert match(features, AMPEN, OSTOENNEN).property == "gemarkung"


def test_usual_property_wins_between_equals() -> None:
    features = [Feature(1, {"aaa": "Ampen", "Name": "Ampen", "zzz": "Ampen"}, ())]
    assert match(features, AMPEN).property == "Name"


def test_missing_parts_and_what_may_be_meant() -> None:
    (text,) = problems(areas("Ampn", "Kernstadt"), AMPEN, OSTOENNEN, CORE)
    assert text == (
        "In der Datei fehlen: Ampen, Ostönnen. Keinem Teil der Stadt zuzuordnen: Ampn. Bitte "
        "benennen Sie die Flächen wie im Zielmonitor, oder ergänzen Sie die fehlenden."
    )


def test_missing_part_with_nothing_left_over() -> None:
    (text,) = problems(areas("Kernstadt"), AMPEN, CORE)
    assert text == (
        "In der Datei fehlt: Ampen. Bitte ergänzen Sie die Flächen; übernommen werden alle Teile "
        "oder keiner."
    )


def test_part_that_comes_twice() -> None:
    (text,) = problems(areas("Ampen", "Soest", "Soest-Ampen"), AMPEN, CORE)
    assert text == (
        "„Ampen“ kommt 2-mal vor (Flächen 1, 3 der Datei). Bitte fassen Sie die Flächen zusammen, "
        "in QGIS mit „Auflösen“."
    )


@pytest.mark.parametrize(
    ("features", "there"),
    [
        (areas("05974040", key="ags"), "Gefunden wurden die Eigenschaften ags."),
        (areas(None), "Es gibt keinen Text."),
    ],
)
def test_file_without_names(features: list[Any], there: str) -> None:
    (text,) = problems(features, AMPEN)
    assert text.startswith("In keiner Eigenschaft der Flächen stehen die Namen der Ortsteile.")
    assert there in text


def test_area_without_a_name_is_told_by_its_number() -> None:
    assert match(areas("Ampen", None), AMPEN).left_out == ("Fläche 2 (ohne Namen)",)


def test_of_many_names_only_some_are_told() -> None:
    (text,) = problems(areas("Kernstadt", *(f"Flur {n}" for n in range(40))), AMPEN, CORE)
    assert "Flur 11 und 28 weitere." in text
