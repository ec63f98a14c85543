"""The search page: every kind of thing, umlauts however typed, one wrong letter forgiven."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import IndicatorFactory
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
    assert "„Treibhausgase je Einwohner“" in shown
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


def test_words_are_marked_where_they_were_found(town: Town, client: Client) -> None:
    town.loose.definition = "Alle, die hier <b>gemeldet</b> sind, auch in Wohnheimen."
    town.loose.save()
    assert "<mark>Treibhaus</mark>gase je Einwohner" in found(client, "TREIBHAUS")
    shown = found(client, "wohnheim")
    assert "auch in <mark>Wohnheim</mark>en." in shown
    assert "hier &lt;b&gt;gemeldet&lt;/b&gt; sind" in shown


def test_hits_are_counted_by_kind_and_in_all(town: Town, client: Client) -> None:
    shown = found(client, "energie einwohner")
    assert "Nichts hat alle Wörter von „energie einwohner“." in shown
    shown = found(client, "einwohner")
    assert "<b>2 Treffer</b> zu „einwohner“." in shown
    assert '<li><a href="#gruppe-1"><b>2</b> Kennzahlen</a></li>' in shown


def test_a_title_that_begins_with_the_word_comes_first(town: Town, client: Client) -> None:
    shown = found(client, "einwohner")
    places = [shown.index(f'href="/kennzahlen/{slug}/"') for slug in ("einwohner", "treibhausgase")]
    assert places == sorted(places)


def test_one_letter_finds_words_that_begin_with_it(town: Town, client: Client) -> None:
    shown = found(client, "A")
    assert 'href="/ortsteile/ampen/"' in shown
    assert 'href="/kennzahlen/treibhausgase/"' not in shown


def test_more_hits_than_are_shown_are_counted(town: Town, client: Client) -> None:
    for _ in range(30):
        IndicatorFactory(name="Neue Kennzahl")
    shown = found(client, "neue kennzahl")
    assert shown.count('href="/kennzahlen/kennzahl-') == 20
    assert "<b>30 Treffer</b>" in shown
    assert "10 weitere hier nicht gezeigt." in shown


def test_nothing_found_suggests_words_that_exist(town: Town, client: Client) -> None:
    shown = found(client, "Treibhauseffekte")
    assert 'Meinten Sie <a href="/suche/?q=Treibhausgase">Treibhausgase</a>' in shown


@pytest.mark.parametrize("query", ["x" * 100, "ab " * 33, "ä" * 100, "Treibhausgahse " * 6])
def test_long_queries_are_answered(town: Town, client: Client, query: str) -> None:
    assert f"„{query.strip()}" in found(client, query)


def test_the_number_of_results_is_read_out(town: Town, client: Client) -> None:
    """The script repeats what the results say of themselves in a live region that stays."""
    shown = found(client, "ampen")
    assert '<p class="vh" role="status" data-announcer></p>' in shown
    assert "data-said><b>1 Treffer</b>" in shown
    assert "js/announcer" in shown


def test_a_keystroke_takes_at_most_six_queries_beside_the_version(
    town: Town, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(7):
        client.get("/suche/?q=treibhausgasse", headers={"HX-Request": "true"})
