"""Pages of the Ortsteile."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.town import make_town

pytestmark = pytest.mark.django_db


def test_map_of_the_first_indicator_with_district_values(client: Client) -> None:
    make_town()
    text = client.get("/ortsteile/").content.decode()
    assert 'class="r5 c3"' in text
    assert "Anzahl, 2025. Gesamtstadt: 70." in text


def test_indicator_of_the_map_is_named_without_its_code(client: Client) -> None:
    make_town()
    text = client.get("/ortsteile/").content.decode()
    assert '<a href="/kennzahlen/ladepunkte/">Öffentliche Ladepunkte</a>: Anzahl, 2025.' in text
    assert ">Öffentliche Ladepunkte</option>" in text


def test_unknown_indicator_shows_the_first(client: Client) -> None:
    make_town()
    assert "Gesamtstadt: 70." in client.get("/ortsteile/?kennzahl=nein").content.decode()


def test_list_without_any_district_values(client: Client) -> None:
    town = make_town()
    town.charging.district_relation = "none"
    town.charging.save()
    text = client.get("/ortsteile/").content.decode()
    assert "Noch ist keine Kennzahl mit Werten für die Ortsteile hinterlegt." in text


def test_profile_compares_with_the_city(client: Client) -> None:
    make_town()
    text = client.get("/ortsteile/ampen/").content.decode()
    assert "<b>21</b>" in text
    assert '<td role="cell" class="num" data-l="Gesamtstadt">70</td>' in text


def test_place_without_values(client: Client) -> None:
    town = make_town()
    type(town.village).objects.create(slug="katrop", name="Katrop", kind="village")
    text = client.get("/ortsteile/katrop/").content.decode()
    assert "Für Katrop sind noch keine Werte veröffentlicht." in text


def test_unknown_place_is_not_found(client: Client) -> None:
    assert client.get("/ortsteile/atlantis/").status_code == 404
