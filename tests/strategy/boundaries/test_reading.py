"""Files of boundaries, and what people bring in their place."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategy.boundaries import BoundaryError
from strategy.boundaries.reading import (
    LARGEST_FILE,
    MOST_FEATURES,
    check_position,
    read_features,
    snapped,
)
from tests.strategy.boundaries.invented import collection, feature, geojson

SQUARE = [[8.1, 51.5], [8.12, 51.5], [8.12, 51.52], [8.1, 51.52], [8.1, 51.5]]


def written(document: Any) -> bytes:
    return json.dumps(document).encode()


def with_ring(ring: Any) -> bytes:
    return written(collection([feature("Ampen", [ring])]))


def complaints(content: bytes) -> tuple[str, ...]:
    """What is wrong with a file."""
    try:
        for one in read_features(content):
            check_position(one, "Ampen")
    except BoundaryError as error:
        return error.problems
    return ()


def refused(content: bytes) -> str:
    """The one thing that is wrong with a file."""
    (problem,) = complaints(content)
    return problem


def test_whole_file() -> None:
    found = read_features(geojson())
    assert len(found) == 19
    assert [len(one.polygons) for one in found] == [1] * 18 + [2]
    assert found[1].texts == {"name": "Ampen"}
    for one in found:
        check_position(one, "Ampen")


def test_numbers_stay_exact_until_they_are_rounded_once() -> None:
    ring = "[[8.100005,51.5],[8.12,51.5],[8.12,51.52],[8.100005,51.5]]"
    content = (
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":null,'
        f'"geometry":{{"type":"Polygon","coordinates":[{ring}]}}}}]}}'
    )
    (found,) = read_features(content.encode())
    assert found.polygons[0][0][0] == (Decimal("8.100005"), Decimal("51.5"))
    assert snapped(found) == (
        (((810000, 5150000), (812000, 5150000), (812000, 5152000), (810000, 5150000)),),
    )


def test_mark_of_windows_editors_and_heights_are_passed_over() -> None:
    ring = [[*point, 98.4] for point in SQUARE]
    (found,) = read_features(b"\xef\xbb\xbf" + with_ring(ring))
    assert found.polygons[0][0][1] == (Decimal("8.12"), Decimal("51.5"))


def test_points_and_rings_below_the_grid_fall_away() -> None:
    near = [[8.1, 51.5], [8.1000001, 51.5], [8.12, 51.5], [8.12, 51.52], [8.1, 51.5]]
    speck = [[8.11, 51.51], [8.110001, 51.51], [8.110001, 51.510001], [8.11, 51.51]]
    document = collection([feature("Ampen", [near])])
    document["features"][0]["geometry"]["coordinates"].append(speck)
    (found,) = read_features(written(document))
    assert [len(ring) for polygon in snapped(found) for ring in polygon] == [4]
    (tiny,) = read_features(with_ring(speck))
    assert snapped(tiny) == ()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Die Datei ist leer."),
        (b" \n", "Die Datei ist leer."),
        (b"\xff\xfe{", "kein GeoJSON: Sie lässt sich nicht lesen."),
        (b"PK\x03\x04", "kein GeoJSON: Sie lässt sich nicht lesen."),
        (b'{"type": "FeatureCollection",', "kein GeoJSON: Sie lässt sich nicht lesen."),
        (b"[" * 200_000, "kein GeoJSON: Sie lässt sich nicht lesen."),
        (b'{"a":' * 100_000, "kein GeoJSON: Sie lässt sich nicht lesen."),
        (b"[]", "vom Typ „FeatureCollection“"),
        (b'{"type": "Topology"}', "vom Typ „FeatureCollection“"),
        (b'{"type": "FeatureCollection"}', "vom Typ „FeatureCollection“"),
        (b'{"type": "FeatureCollection", "features": {}}', "vom Typ „FeatureCollection“"),
        (b'{"type": "FeatureCollection", "features": []}', "keine einzige Fläche"),
        (b'{"type": "FeatureCollection", "features": [7]}', "Fläche 1 der Datei ist kein"),
        (b" " * (LARGEST_FILE + 1), "größer als 5\N{NO-BREAK SPACE}MB"),
    ],
)
def test_what_is_no_file_of_boundaries(content: bytes, words: str) -> None:
    assert words in refused(content)


@pytest.mark.parametrize(
    ("geometry", "words"),
    [
        (None, "etwas anderes oder nichts"),
        ({"type": "Point", "coordinates": [8.1, 51.5]}, "ein Punkt"),
        ({"type": "LineString", "coordinates": SQUARE}, "eine Linie"),
        ({"type": "Polygon"}, "keine Zahlenpaare"),
        ({"type": "Polygon", "coordinates": []}, "keine Zahlenpaare"),
        ({"type": "Polygon", "coordinates": SQUARE}, "keine Zahlenpaare"),
        ({"type": "MultiPolygon", "coordinates": [SQUARE]}, "keine Zahlenpaare"),
        ({"type": "Polygon", "coordinates": [[[SQUARE]]]}, "weniger als drei Ecken|Zahlenpaare"),
    ],
)
def test_what_is_no_area(geometry: Any, words: str) -> None:
    area = {"type": "Feature", "properties": {"name": "Ampen"}, "geometry": geometry}
    text = refused(written(collection([area])))
    assert text.startswith("Fläche 1 der Datei")
    assert any(word in text for word in words.split("|"))


@pytest.mark.parametrize(
    ("ring", "words"),
    [
        (SQUARE[:-1], "nicht geschlossen"),
        ([*SQUARE[:2], SQUARE[0]], "weniger als drei Ecken"),
        ([[True, 51.5], *SQUARE], "keine Zahlenpaare"),
        ([["8.1", "51.5"], *SQUARE], "keine Zahlenpaare"),
        ([[8.1], *SQUARE], "keine Zahlenpaare"),
        ([[None, None], *SQUARE], "keine Zahlenpaare"),
        ([[8.1, 51.5, 0, 0, 0], *SQUARE], "keine Zahlenpaare"),
        (["8.1 51.5", *SQUARE], "keine Zahlenpaare"),
    ],
)
def test_ring_that_is_none(ring: Any, words: str) -> None:
    assert words in refused(with_ring(ring))


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity"])
def test_numbers_that_json_does_not_know(constant: str) -> None:
    content = with_ring(SQUARE).replace(b"51.52", constant.encode())
    assert "lässt sich nicht lesen" in refused(content)


@pytest.mark.parametrize("number", ["1e999999", "-1e999999", "9" * 5000])
def test_numbers_without_measure_lie_nowhere(number: str) -> None:
    content = with_ring(SQUARE).replace(b"8.12", number.encode())
    assert "keine Längen- und Breitengrade" in refused(content)


@pytest.mark.parametrize(
    ("point", "words"),
    [
        ([438_120.5, 5_714_060.2], "EPSG:25832"),
        ([32_438_120.5, 5_714_060.2], "EPSG:25832"),
        ([902_000, 6_730_000], "keine Längen- und Breitengrade"),  # Web Mercator
        ([3_438_000, 5_715_000], "keine Längen- und Breitengrade"),  # Gauß-Krüger
        ([51.5, 8.1], "vertauscht"),
        ([7.1, 51.5], "„Ampen“ liegt nicht bei Soest (7,8 bis 8,4 Grad"),
        ([8.1, 48.1], "„Ampen“ liegt nicht bei Soest"),
    ],
)
def test_place_that_is_not_soest(point: list[float], words: str) -> None:
    text = refused(with_ring([point, *SQUARE[1:4], point]))
    assert words in text
    assert "Bitte" in text


def test_system_is_told_before_anything_about_names() -> None:
    far = [[x + 400_000, y + 5_700_000] for x, y in SQUARE]
    with pytest.raises(BoundaryError, match="EPSG:25832"):
        read_features(written(collection([feature("Ampen", [SQUARE]), feature("?", [far])])))


def test_file_about_another_town() -> None:
    away = [[x, y - 3] for x, y in SQUARE]
    with pytest.raises(BoundaryError, match="^Keine der Flächen liegt bei Soest"):
        read_features(written(collection([feature("Ampen", [away])])))


def test_neighbouring_town_may_be_in_the_file() -> None:
    away = [[x, y - 3] for x, y in SQUARE]
    areas = [feature("Ampen", [SQUARE]), feature("Anderswo", [away])]
    assert len(read_features(written(collection(areas)))) == 2


def test_too_many_areas() -> None:
    areas = [feature("Ampen", [SQUARE])] * (MOST_FEATURES + 1)
    assert "mehr als 1000 Flächen" in refused(written(collection(areas)))


def test_too_many_points() -> None:
    content = with_ring([*SQUARE[:4] * 75_001, SQUARE[0]]).replace(b" ", b"")
    assert "mehr als 300.000 Punkte" in refused(content)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "features", "geometry", "coordinates", "properties", "x"]),
            inner | st.sampled_from(["FeatureCollection", "Feature", "Polygon", "MultiPolygon"]),
            max_size=4,
        )
    ),
    max_leaves=25,
)


@settings(max_examples=150, deadline=None)
@given(JSON, st.sampled_from(["document", "features", "feature", "geometry", "coordinates"]))
def test_any_document_is_read_or_refused_in_words(odd: Any, depth: str) -> None:
    area = feature("Ampen", [SQUARE])
    if depth in ("geometry", "coordinates"):
        area["geometry"] = odd if depth == "geometry" else {"type": "Polygon", "coordinates": odd}
    document = {
        "document": odd,
        "features": {"type": "FeatureCollection", "features": odd},
        "feature": collection([odd]),
    }.get(depth, collection([area]))
    assert all("Bitte" in problem for problem in complaints(written(document)))


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_any_damage_to_a_file_is_read_or_refused_in_words(data: st.DataObject) -> None:
    content = bytearray(with_ring(SQUARE))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    assert all("Bitte" in problem for problem in complaints(bytes(content)))
