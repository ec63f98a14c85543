"""The pages of the boundaries: who may, what a file shows, what is stored."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import User
from soest.data_state import data_state
from strategy.models import District, DistrictBoundary
from tests.factories import DistrictFactory
from tests.html_forms import form_values
from tests.strategy.boundaries.invented import NAMES, collection, features, geojson

PAGE = "/erfassung/katalog/grenzen/"
STORE = "/erfassung/katalog/grenzen/uebernehmen/"
REMOVE = "/erfassung/katalog/grenzen/entfernen/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def parts() -> list[District]:
    DistrictFactory(city=True)
    DistrictFactory(core=True)
    for name in NAMES[1:]:
        slug = name.lower().replace("ö", "oe").replace("ü", "ue")
        DistrictFactory(name=name, slug=slug, abbreviation=name[:3])
    return list(District.objects.parts())


def upload(content: bytes | None = None, **more: str) -> dict[str, Any]:
    file = SimpleUploadedFile("grenzen.geojson", geojson() if content is None else content)
    return {"file": file, "source": "Kataster 2026", "licence": "Zero", **more}


def agreement(client: Client, source: str = "Kataster 2026") -> dict[str, list[str]]:
    """What the button below the preview would send."""
    shown = client.post(PAGE, upload(source=source))
    assert shown.status_code == 200
    return form_values(shown.content.decode(), "take-over")


# Who may --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("clerk_client", {"get": 403, "post": 403, "store": 403, "remove": 403}),
        ("councillor_client", {"get": 403, "post": 403, "store": 403, "remove": 403}),
        ("coordinator_client", {"get": 200, "post": 422, "store": 409, "remove": 302}),
        ("administrator_client", {"get": 200, "post": 422, "store": 409, "remove": 302}),
        ("client", {"get": 302, "post": 302, "store": 302, "remove": 302}),
    ],
)
def test_access(request: pytest.FixtureRequest, person: str, status: dict[str, int]) -> None:
    client: Client = request.getfixturevalue(person)
    assert client.get(PAGE).status_code == status["get"]
    assert client.post(PAGE).status_code == status["post"]
    assert client.post(STORE).status_code == status["store"]
    answer = client.post(REMOVE)
    assert answer.status_code == status["remove"]
    if person == "client":
        assert answer.headers["Location"].startswith("/anmelden/?next=")


@pytest.mark.parametrize("path", [STORE, REMOVE])
def test_only_a_post_changes_something(coordinator_client: Client, path: str) -> None:
    assert coordinator_client.get(path).status_code == 405


# A file ---------------------------------------------------------------------------------


def test_file_is_shown_and_nothing_stored(coordinator_client: Client) -> None:
    before = data_state().number
    areas = [*features(), {**next(features()), "properties": {"name": "Bad Sassendorf"}}]
    text = coordinator_client.post(
        PAGE, upload(json.dumps(collection(areas)).encode())
    ).content.decode()
    assert "Zu jedem der 19 Teile gibt es eine Fläche." in text
    assert text.count('<path fill-rule="evenodd"') == 19
    assert "Nicht gebraucht, weil kein Teil der Stadt: Bad Sassendorf." in text
    row = re.search(r'<th role="rowheader" scope="row">Ampen</th>(.*?)</tr>', text)
    assert row
    assert re.findall(r">([^<>]+)</td>", row[1]) == ["Ampen", "13,22", "–"]
    assert not DistrictBoundary.objects.exists()
    assert data_state().number == before


def test_area_far_from_the_known_one_is_told(coordinator_client: Client) -> None:
    District.objects.filter(slug="ampen").update(area_km2="4.40")
    District.objects.filter(slug="bergede").update(area_km2="11.10")
    text = coordinator_client.post(PAGE, upload()).content.decode()
    assert "Bei 1 Teil weicht die Fläche um mehr als 10 % von der bekannten ab." in text
    assert "13,22<br><b>weicht ab</b></td>" in text
    assert text.count("<b>weicht ab</b>") == 1


@pytest.mark.parametrize(
    ("data", "status", "words"),
    [
        ({}, 422, "Bitte wählen Sie eine Datei."),
        (upload(b"{}"), 422, "kein GeoJSON vom Typ „FeatureCollection“"),
        (upload(b" " * (5 * 2**20 + 1)), 413, "größer als 5\xa0MB"),
        (upload(geojson(NAMES[:17])), 422, "In der Datei fehlen: Ruploh, Thöningsen."),
        (upload(source=" "), 422, "Bitte nennen Sie, woher die Grenzen stammen."),
        (upload(source="x" * 301), 422, "höchstens 300 Zeichen"),
        (upload(licence="Zero\x07"), 422, "unsichtbares Steuerzeichen"),
    ],
)
def test_what_cannot_be_read(
    coordinator_client: Client, data: dict[str, Any], status: int, words: str
) -> None:
    if "file" in data:
        data["file"].seek(0)
    answer = coordinator_client.post(PAGE, data)
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert not DistrictBoundary.objects.exists()


# Taking over ----------------------------------------------------------------------------


def test_agreed_boundaries_are_stored_and_drawn(
    coordinator_client: Client, coordinator: User
) -> None:
    done = coordinator_client.post(STORE, agreement(coordinator_client), follow=True)
    text = done.content.decode()
    assert "Übernommen: Die Karten zeigen jetzt diese Grenzen." in text
    assert "Quelle: Kataster 2026, Zero." in text
    assert text.count('<path fill-rule="evenodd"') == 19
    assert DistrictBoundary.objects.filter(imported_by=coordinator).count() == 19


def test_button_pressed_twice_stores_once(coordinator_client: Client) -> None:
    data = agreement(coordinator_client)
    assert coordinator_client.post(STORE, data).status_code == 302
    again = coordinator_client.post(STORE, data)
    assert again.status_code == 409
    assert "Inzwischen hat jemand anderes die Grenzen geändert." in again.content.decode()
    assert DistrictBoundary.objects.count() == 19


def test_somebody_faster_is_not_overwritten(
    coordinator_client: Client, administrator_client: Client
) -> None:
    slower = agreement(coordinator_client, source="langsam")
    administrator_client.post(STORE, agreement(administrator_client, source="schnell"))
    assert coordinator_client.post(STORE, slower).status_code == 409
    assert set(DistrictBoundary.objects.values_list("source", flat=True)) == {"schnell"}


def test_parts_that_changed_meanwhile_are_told(coordinator_client: Client) -> None:
    data = agreement(coordinator_client)
    DistrictFactory(name="Neudorf", slug="neudorf")
    answer = coordinator_client.post(STORE, data)
    assert answer.status_code == 409
    assert "Die Teile der Stadt haben sich inzwischen geändert." in answer.content.decode()
    assert not DistrictBoundary.objects.exists()


@pytest.mark.parametrize("signed", ["", "x", "eyJzaGFwZXMiOnt9fQ:1abc:xyz"])
def test_forged_agreement_is_refused(coordinator_client: Client, signed: str) -> None:
    answer = coordinator_client.post(STORE, {"signed": signed})
    assert answer.status_code == 409
    assert "Die Vorschau ist zu alt oder wurde verändert." in answer.content.decode()


def test_old_agreement_is_refused(coordinator_client: Client) -> None:
    data = agreement(coordinator_client)
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        answer = coordinator_client.post(STORE, data)
    assert answer.status_code in (302, 409)  # by then the sign-in has ended, too
    assert not DistrictBoundary.objects.exists()


# Taking away ----------------------------------------------------------------------------


def test_boundaries_are_removed(coordinator_client: Client) -> None:
    coordinator_client.post(STORE, agreement(coordinator_client))
    shown = coordinator_client.get(PAGE).content.decode()
    assert "Alle Grenzen entfernen" in shown
    done = coordinator_client.post(REMOVE, follow=True).content.decode()
    assert "Entfernt: Die Karten zeigen wieder die Kacheln." in done
    assert not DistrictBoundary.objects.exists()
    assert "Alle Grenzen entfernen" not in done


def test_removing_nothing_says_nothing(coordinator_client: Client) -> None:
    done = coordinator_client.post(REMOVE, follow=True).content.decode()
    assert "Entfernt" not in done


def test_catalogue_leads_to_the_boundaries(coordinator_client: Client) -> None:
    assert f'href="{PAGE}"' in coordinator_client.get("/erfassung/katalog/").content.decode()
