"""The list of actions and the cross-cutting goals."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import ActionFactory, MilestoneFactory
from tests.town import Town, make_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return make_town()


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime(2026, 3, 12, 9, 0, tzinfo=UTC), tick=False):
        yield


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"daecher", "velo"}),
        ("q=DAECHER", {"daecher"}),
        ("feld=klima-energie", {"daecher"}),
        ("art=concept", {"velo"}),
        ("phase=running", {"daecher"}),
        ("phase=unbekannt", {"daecher", "velo"}),
        ("q=nichts", set()),
    ],
)
def test_filter(client: Client, town: Town, query: str, found: set[str]) -> None:
    ActionFactory(slug="velo", title="Velorouten", kind="concept")
    text = client.get(f"/massnahmen/?{query}").content.decode()
    assert {slug for slug in ("daecher", "velo") if f'href="/massnahmen/{slug}/"' in text} == found


def test_an_empty_list_does_not_blame_the_filter(client: Client) -> None:
    text = client.get("/massnahmen/").content.decode()
    assert "Noch ist keine Maßnahme hinterlegt." in text


def test_htmx_gets_the_very_part_of_the_page(client: Client, town: Town) -> None:
    page = client.get("/massnahmen/").content.decode()
    partial = client.get("/massnahmen/", headers={"HX-Request": "true"}).content.decode()
    assert partial.strip().startswith('<div id="action-table">')
    assert partial.strip() in page


def test_a_stopped_action_waits_for_nothing(client: Client, town: Town) -> None:
    stopped = ActionFactory(slug="velo", title="Velorouten", phase="stopped")
    stopped.operational_goals.add(town.goal)
    MilestoneFactory(action=stopped, title="Zwischenbilanz", due_on=date(2026, 1, 31))
    MilestoneFactory(action=town.action, title="Förderbescheid", due_on=date(2026, 12, 31))
    assert (
        "verspätet"
        not in client.get("/massnahmen/?q=velorouten")
        .content.decode()
        .partition('id="action-table"')[2]
    )
    area = client.get("/handlungsfelder/klima-energie/").content.decode()
    assert area.index("/massnahmen/daecher/") < area.index("/massnahmen/velo/")


def test_queries_do_not_grow_with_actions(
    client: Client, town: Town, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(10):
        MilestoneFactory(action=ActionFactory())
    with django_assert_max_num_queries(12):
        client.get("/massnahmen/")


def test_cross_cutting_goals_count_the_checks(client: Client, town: Town) -> None:
    ActionFactory()
    text = client.get("/uebergeordnete-ziele/").content.decode()
    assert "<b>Bei 1 von 2 Maßnahmen</b>" in text
    assert "1 von 2 Maßnahmen sind geprüft" in text
