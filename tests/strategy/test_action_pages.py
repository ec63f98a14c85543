"""The list of actions and the cross-cutting goals."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from strategy.models import CrossCuttingGoal
from tests.factories import (
    ActionFactory,
    CrossCuttingCheckFactory,
    DepartmentFactory,
    MilestoneFactory,
)
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
        ("phase=aktiv", {"daecher"}),
        ("abteilung=umwelt", {"daecher"}),
        ("ziel=querschnitt-0", {"daecher"}),
        ("ziel=querschnitt-0&wirkung=foerdernd", {"daecher"}),
        ("ziel=querschnitt-0&wirkung=hemmend", set()),
        ("ziel=querschnitt-0&wirkung=offen", {"velo"}),
        ("wirkung=offen", {"velo"}),
        ("wirkung=quatsch", {"daecher", "velo"}),
        ("q=nichts", set()),
    ],
)
def test_filter(client: Client, town: Town, query: str, found: set[str]) -> None:
    ActionFactory(slug="velo", title="Velorouten", kind="concept", phase="stopped")
    town.action.department = DepartmentFactory(slug="umwelt")
    town.action.save()
    text = client.get(f"/massnahmen/?{query}").content.decode()
    assert {slug for slug in ("daecher", "velo") if f'href="/massnahmen/{slug}/"' in text} == found


def test_an_empty_list_does_not_blame_the_filter(client: Client) -> None:
    text = client.get("/massnahmen/").content.decode()
    assert "Noch ist keine Maßnahme hinterlegt." in text


def test_htmx_gets_the_very_part_of_the_page(client: Client, town: Town) -> None:
    page = client.get("/massnahmen/").content.decode()
    partial = client.get("/massnahmen/", headers={"HX-Request": "true"}).content.decode()
    assert partial.strip().startswith('<div id="action-results">')
    assert partial.strip() in page


def test_a_stopped_action_waits_for_nothing(client: Client, town: Town) -> None:
    stopped = ActionFactory(slug="velo", title="Velorouten", phase="stopped")
    stopped.operational_goals.add(town.goal)
    MilestoneFactory(action=stopped, title="Zwischenbilanz", due_on=date(2026, 1, 31))
    MilestoneFactory(action=town.action, title="Förderbescheid", due_on=date(2026, 12, 31))
    assert (
        "verspätet"
        not in client.get("/massnahmen/?q=velorouten").content.decode().partition("<tbody")[2]
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


# Counts beside the choices ---------------------------------------------------------


def choices(client: Client, query: str) -> dict[str, tuple[int, str]]:
    """Count and address of every choice, by the id of its link."""
    page = html.unescape(client.get(f"/massnahmen/{query}").content.decode())
    found = re.findall(
        r'<a id="([\w-]+)" href="([^"]*)" hx-get="\2".*?</a> <span class="muted">(\d+)</span>', page
    )
    return {key: (int(count), address) for key, address, count in found}


def test_counts_are_what_the_link_shows(client: Client, town: Town) -> None:
    """Each number is checked against the page behind it."""
    velo = ActionFactory(slug="velo", title="Velorouten", kind="concept")
    velo.operational_goals.add(town.goal)
    ActionFactory(slug="bus", title="Busspur", kind="concept", phase="stopped")
    for start in ("", "?art=concept", "?phase=aktiv&feld=klima-energie", "?q=velo", "?art=pilot"):
        found = choices(client, start)
        assert found or start == "?art=pilot"
        for key, (count, address) in found.items():
            if "aria-current" in link(client, start, key):
                continue
            behind = client.get(address).content.decode()
            assert behind.count('<th role="rowheader"') == count, (start, key)


def link(client: Client, query: str, key: str) -> str:
    page = client.get(f"/massnahmen/{query}").content.decode()
    return page.partition(f'<a id="{key}"')[2].partition(">")[0]


def test_chosen_one_stays_and_leads_back(client: Client, town: Town) -> None:
    found = choices(client, "?q=d%C3%A4cher&art=pilot")
    assert found["art-pilot"] == (0, "/massnahmen/?q=d%C3%A4cher")
    assert found["art-measure"] == (1, "/massnahmen/?q=d%C3%A4cher&art=measure")
    page = client.get("/massnahmen/?q=d%C3%A4cher&art=pilot").content.decode()
    assert '<input type="hidden" name="art" value="pilot" form="action-filter">' in page
    assert "Suche: dächer; Art: Pilotprojekt" in page


def test_words_of_the_address_are_escaped(client: Client, town: Town) -> None:
    page = client.get("/massnahmen/?q=<b>x</b>&phase=<b>").content.decode()
    assert "<b>x" not in page
    assert "&lt;b&gt;x" in page


# Cross-cutting goals ------------------------------------------------------------------


def test_cross_cutting_goals_count_the_checks(client: Client, town: Town) -> None:
    ActionFactory()
    text = client.get("/uebergeordnete-ziele/").content.decode()
    assert "<b>Bei 1 von 2 Maßnahmen</b>" in text
    assert "<b>1 von 2 Maßnahmen</b> fördert dieses Ziel" in text
    assert "1 ist noch nicht geprüft" in text


def test_counts_lead_to_just_these_actions(client: Client, town: Town) -> None:
    ActionFactory(phase="stopped", slug="alt", title="Altes Vorhaben")
    climate = CrossCuttingGoal.objects.get(position=1)
    CrossCuttingCheckFactory(action=ActionFactory(), goal=climate, effect=-2, reason="Beton")
    page = html.unescape(client.get("/uebergeordnete-ziele/").content.decode())
    section = page.partition('id="querschnitt-0"')[2].partition("</section>")[0]
    rows = re.findall(r'<a href="(/massnahmen/\?[^"]*)">.*?<td class="num">(\d+)</td>', section)
    assert [int(count) for _, count in rows] == [1, 1]
    for address, count in rows:
        behind = client.get(address).content.decode()
        assert behind.count('<th role="rowheader"') == int(count)
    assert "1 eingestellte Maßnahme zählt hier nicht mit." in page
    assert "Beton" in section


def test_what_helps_one_goal_and_hinders_another_is_a_conflict(client: Client, town: Town) -> None:
    assert "Zielkonflikte" not in client.get("/uebergeordnete-ziele/").content.decode()
    goals = list(CrossCuttingGoal.objects.all())
    mild, strong = ActionFactory(title="Mild"), ActionFactory(title="Stark")
    for action, effects in ((mild, (1, -1)), (strong, (2, -2))):
        for goal, effect in zip(goals, effects, strict=False):
            CrossCuttingCheckFactory(action=action, goal=goal, effect=effect)
    text = client.get("/uebergeordnete-ziele/").content.decode().partition("Zielkonflikte")[2]
    assert "<b>Bei 2 Maßnahmen</b>" in text
    assert text.index(">Stark</a>") < text.index(">Mild</a>")
    assert "2000-Dächer-Programm" not in text
