"""The search page: every kind of thing, umlauts however typed, one wrong letter forgiven."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.town import Town, make_town


@pytest.fixture
def town(db: None) -> Town:
    return make_town()


def found(client: Client, query: str) -> str:
    answer = client.get("/suche/", {"q": query})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("treibhaus", "/kennzahlen/treibhausgase/"),
        ("Daecher", "/massnahmen/daecher/"),
        ("DÄCHER", "/massnahmen/daecher/"),
        ("ampen", "/ortsteile/ampen/"),
        ("klima energie", "/handlungsfelder/klima-energie/"),
        ("T-2", "/kennzahlen/ladepunkte/"),
        ("5.1.1", "/ziele/5.1.1/"),
    ],
)
def test_everything_public_is_found(town: Town, client: Client, query: str, address: str) -> None:
    assert f'href="{address}"' in found(client, query)


def test_a_wrong_letter_is_forgiven_and_told(town: Town, client: Client) -> None:
    shown = found(client, "Treibhausgaße je Einwonner")
    assert "Gesucht wurde nach" in shown
    assert "„treibhausgase je einwohner“" in shown
    assert 'href="/kennzahlen/treibhausgase/"' in shown


def test_title_comes_before_text(town: Town, client: Client) -> None:
    town.loose.definition = "Kommt auch bei den Ladepunkten vor."
    town.loose.save()
    shown = found(client, "ladepunkte")
    assert shown.index('href="/kennzahlen/ladepunkte/"') < shown.index(
        'href="/kennzahlen/einwohner/"'
    )


@pytest.mark.parametrize("query", ["xyzzyx", "%", "' OR 1=1 --", "<script>alert(1)</script>"])
def test_nothing_found_says_where_to_look(town: Town, client: Client, query: str) -> None:
    shown = found(client, query)
    assert "Versuchen Sie ein anderes" in shown
    assert "<script>alert" not in shown


def test_empty_search_asks_for_words(town: Town, client: Client) -> None:
    assert "Geben Sie ein oder mehrere Wörter ein." in found(client, "  ")
    assert "Geben Sie ein oder mehrere Wörter ein." in found(client, "x" * 101)


def test_keystroke_is_answered_by_the_results_alone(town: Town, client: Client) -> None:
    answer = client.get("/suche/?q=ampen", headers={"HX-Request": "true"})
    assert answer.content.decode().lstrip().startswith('<div id="search-results">')
