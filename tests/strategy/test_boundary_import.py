"""Boundaries from a file into the database: all of them or none."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import User
from soest.data_state import data_state
from strategy.boundaries import BoundaryError
from strategy.boundary_import import (
    read_boundaries,
    remove_boundaries,
    replace_boundaries,
    store_boundaries,
    stored_boundaries,
)
from strategy.models import District, DistrictBoundary
from tests.factories import DistrictFactory
from tests.strategy.boundaries.invented import NAMES, collection, features, geojson

pytestmark = pytest.mark.django_db


@pytest.fixture
def parts() -> list[District]:
    """The 19 parts, and the city that needs no boundary."""
    DistrictFactory(city=True)
    DistrictFactory(core=True)
    for name in NAMES[1:]:
        DistrictFactory(name=name, slug=name.lower().replace("ö", "oe").replace("ü", "ue"))
    return list(District.objects.parts())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "grenzen.geojson"
    path.write_bytes(geojson())
    return path


def test_file_becomes_one_shape_for_every_part(parts: list[District]) -> None:
    new = read_boundaries(geojson())
    assert set(new.shapes) == {part.slug for part in parts}
    assert [part.name for part in new.parts] == sorted(NAMES)
    assert str(new.parts[0].area) == "13.22"


def test_stored_shapes_are_those_of_the_file(parts: list[District], coordinator: User) -> None:
    new = read_boundaries(geojson())
    store_boundaries(new.shapes, source="Kataster", licence="zero", by=coordinator)
    stored = stored_boundaries(parts)
    assert stored is not None
    assert stored.shapes == new.shapes
    assert (stored.source, stored.licence) == ("Kataster", "zero")
    assert stored.imported_by == coordinator


def test_new_boundaries_replace_the_old_ones(parts: list[District]) -> None:
    shapes = read_boundaries(geojson()).shapes
    store_boundaries(shapes, source="alt", licence="", by=None)
    before = data_state().number
    store_boundaries(shapes, source="neu", licence="", by=None)
    assert set(DistrictBoundary.objects.values_list("source", flat=True)) == {"neu"}
    assert DistrictBoundary.objects.count() == 19
    assert data_state().number > before


def test_what_somebody_else_brought_in_is_not_replaced(
    parts: list[District], coordinator: User
) -> None:
    shapes = read_boundaries(geojson()).shapes
    replace_boundaries(shapes, seen=None, source="schnell", licence="", by=coordinator)
    with pytest.raises(BoundaryError, match="Inzwischen hat jemand anderes die Grenzen geändert"):
        replace_boundaries(shapes, seen=None, source="langsam", licence="", by=coordinator)
    stored = stored_boundaries(parts)
    assert stored is not None
    assert stored.source == "schnell"
    replace_boundaries(shapes, seen=stored.imported_at, source="danach", licence="", by=coordinator)
    assert set(DistrictBoundary.objects.values_list("source", flat=True)) == {"danach"}


@pytest.mark.django_db(transaction=True)
def test_of_two_people_at_once_one_is_told(parts: list[District], coordinator: User) -> None:
    """The test database of SQLite serves one writer; there the two queue up."""
    shapes = read_boundaries(geojson()).shapes
    workers = 1 if connection.vendor == "sqlite" else 2
    start = Barrier(workers)

    def agree(source: str) -> str:
        try:
            start.wait()
            replace_boundaries(shapes, seen=None, source=source, licence="", by=coordinator)
        except BoundaryError as error:
            return str(error)
        finally:
            connection.close()
        return source

    with ThreadPoolExecutor(workers) as people:
        stored, refused = sorted(people.map(agree, ["A", "B"]), key=len)
    assert refused.startswith("Inzwischen hat jemand anderes")
    assert set(DistrictBoundary.objects.values_list("source", flat=True)) == {stored}


def test_parts_that_changed_meanwhile_are_told(parts: list[District]) -> None:
    shapes = read_boundaries(geojson()).shapes
    store_boundaries(shapes, source="alt", licence="", by=None)
    DistrictFactory(name="Neudorf", slug="neudorf")
    with pytest.raises(BoundaryError, match="inzwischen geändert"):
        store_boundaries(shapes, source="neu", licence="", by=None)
    assert set(DistrictBoundary.objects.values_list("source", flat=True)) == {"alt"}


def test_part_without_boundary_brings_the_tiles_back(parts: list[District]) -> None:
    store_boundaries(read_boundaries(geojson()).shapes, source="alt", licence="", by=None)
    assert stored_boundaries([*parts, DistrictFactory(name="Neudorf", slug="neudorf")]) is None


def test_boundaries_can_be_removed(parts: list[District]) -> None:
    store_boundaries(read_boundaries(geojson()).shapes, source="alt", licence="", by=None)
    assert remove_boundaries()
    assert stored_boundaries(parts) is None
    assert not remove_boundaries()


def test_account_that_goes_leaves_the_boundaries(parts: list[District], coordinator: User) -> None:
    shapes = read_boundaries(geojson()).shapes
    store_boundaries(shapes, source="Kataster", licence="", by=coordinator)
    coordinator.delete()
    stored = stored_boundaries(parts)
    assert stored is not None
    assert stored.imported_by is None


def test_without_parts_there_is_nothing_to_match() -> None:
    with pytest.raises(BoundaryError, match="Noch sind keine Ortsteile hinterlegt"):
        read_boundaries(geojson())


def test_speck_is_no_part(parts: list[District]) -> None:
    content = geojson(corners=1).decode()
    start = content.index("[[[")
    end = content.index("]]]", start)
    speck = "[[[8.1, 51.5], [8.1001, 51.5], [8.1001, 51.5001], [8.1, 51.5"
    with pytest.raises(BoundaryError, match="„Kernstadt“ ist kleiner als ein Hektar"):
        read_boundaries((content[:start] + speck + content[end:]).encode())


def test_parts_that_claim_the_same_ground_are_named(parts: list[District]) -> None:
    areas = list(features())
    areas[1]["geometry"] = areas[2]["geometry"]
    with pytest.raises(BoundaryError) as refused:
        read_boundaries(json.dumps(collection(areas)).encode())
    first, what_to_do = refused.value.problems
    assert re.fullmatch(r"„Ampen“ und „Bergede“ überlappen sich auf 1\d,\d\d km²\.", first)
    assert "Bitte berichtigen Sie die Flächen in QGIS" in what_to_do


def test_of_many_overlaps_the_largest_are_named(parts: list[District]) -> None:
    areas = list(features())
    square = [[7.95, 51.45], [8.3, 51.45], [8.3, 51.7], [7.95, 51.7], [7.95, 51.45]]
    areas[0]["geometry"]["coordinates"] = [square]
    with pytest.raises(BoundaryError) as refused:
        read_boundaries(json.dumps(collection(areas)).encode())
    assert all("„Kernstadt“" in problem for problem in refused.value.problems[:5])
    assert refused.value.problems[5] == "Ebenso 13 weitere Paare."


# The command ----------------------------------------------------------------------------


def test_command_shows_and_takes_over(
    parts: list[District], file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("import_boundaries", str(file), source="Kataster", dry_run=True)
    shown = capsys.readouterr().out
    assert "Ampen: „Ampen“, 13,22 km²" in shown
    assert "Es wurde nichts geändert." in shown
    assert not DistrictBoundary.objects.exists()
    call_command("import_boundaries", str(file), source="Kataster", licence="dl-de/zero-2-0")
    assert "Übernommen: Grenzen von 19 Teilen der Stadt." in capsys.readouterr().out
    assert DistrictBoundary.objects.filter(source="Kataster", imported_by=None).count() == 19


@pytest.mark.parametrize(
    ("content", "options", "words"),
    [
        (None, {"source": "x"}, "lässt sich nicht lesen"),
        (b"{}", {"source": "x"}, "vom Typ „FeatureCollection“"),
        (geojson(NAMES[:-1]), {"source": "x"}, "In der Datei fehlt: Thöningsen."),
        (geojson(), {"source": " "}, "--source ist leer"),
        (geojson(), {"source": "x" * 301}, "höchstens 300 passen"),
        (geojson(), {"source": "x", "licence": "x" * 201}, "höchstens 200 passen"),
    ],
)
def test_command_refuses(
    parts: list[District], file: Path, content: bytes | None, options: dict[str, Any], words: str
) -> None:
    file.unlink() if content is None else file.write_bytes(content)
    with pytest.raises(CommandError, match=words):
        call_command("import_boundaries", str(file), **options)
    assert not DistrictBoundary.objects.exists()
