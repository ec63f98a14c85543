"""Pages of the Handlungsfelder."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import IndicatorFactory, IndicatorGoalFactory, released_series
from tests.town import make_town

pytestmark = pytest.mark.django_db


def test_list_shows_every_area(client: Client) -> None:
    make_town()
    text = client.get("/handlungsfelder/").content.decode()
    assert 'href="/handlungsfelder/mobilitaet/"' in text
    assert "2 operative Ziele" in text
    assert "2 strategische Ziele, 3 operative." in text


def test_detail_shows_goals_indicators_and_actions(client: Client) -> None:
    make_town()
    text = client.get("/handlungsfelder/klima-energie/").content.decode()
    assert 'href="/ziele/5.1.1/"' in text
    assert 'href="/kennzahlen/treibhausgase/"' in text
    assert "2000-Dächer-Programm" in text
    assert "Öffentliche Ladepunkte" not in text


def test_detail_shows_indicators_without_a_goal(client: Client) -> None:
    make_town()
    text = client.get("/handlungsfelder/klima-energie/").content.decode()
    assert "Weitere Kennzahlen" in text
    assert 'href="/kennzahlen/einwohner/"' in text


def test_unconfirmed_wording_is_marked(client: Client) -> None:
    town = make_town()
    goal = town.goal.strategic_goal
    assert "Arbeitstitel" in client.get("/handlungsfelder/klima-energie/").content.decode()
    goal.wording_confirmed = True
    goal.save()
    assert "Arbeitstitel" not in client.get("/handlungsfelder/klima-energie/").content.decode()


def test_an_indicator_of_two_goals_is_counted_for_both(client: Client) -> None:
    town = make_town()
    second = town.goal.strategic_goal.operational_goals.get(code="5.1.2")
    IndicatorGoalFactory(indicator=town.emissions, goal=second, is_lead=False)
    text = client.get("/handlungsfelder/klima-energie/").content.decode()
    assert text.count('href="/kennzahlen/treibhausgase/"') == 2


def test_unknown_area_is_not_found(client: Client) -> None:
    assert client.get("/handlungsfelder/verkehr/").status_code == 404


def test_queries_do_not_grow_with_indicators(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    town = make_town()
    for _ in range(20):
        indicator = IndicatorFactory(area=town.climate)
        released_series(indicator, {2024: 1, 2025: 2})
    with django_assert_max_num_queries(18):
        client.get("/handlungsfelder/klima-energie/")
