"""Pages of strategic and operational goals."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import StrategicGoalFactory
from tests.town import make_town

pytestmark = pytest.mark.django_db


def test_strategic_goal(client: Client) -> None:
    make_town()
    text = client.get("/ziele/5.1/").content.decode()
    assert "Strategisches Ziel 5.1" in text
    assert "<b>1 von 2 Zielen</b> ist auf Kurs oder nahe dran." in text
    assert 'href="/ziele/5.1.2/"' in text


def test_strategic_goal_without_operational_goals(client: Client) -> None:
    make_town()
    StrategicGoalFactory(area__number=5)
    text = client.get("/ziele/5.2/").content.decode()
    assert "noch keine operativen Ziele hinterlegt" in text


def test_operational_goal_opens_with_its_finding(client: Client) -> None:
    make_town()
    text = client.get("/ziele/5.1.1/").content.decode()
    text = text[text.index("<main") :]
    assert "2025 lag der Wert bei 2,0\xa0t je Einwohner" in text
    assert 'href="/massnahmen/daecher/"' in text
    assert text.index("<span>Sonne</span>") < text.index("2025 lag der Wert")
    assert '<h2 id="verlauf">Verlauf</h2>' in text
    assert 'class="chart chart--w"' in text


def test_distribution_is_said_with_symbols_and_counts(client: Client) -> None:
    make_town()
    text = " ".join(client.get("/ziele/5.1/").content.decode().split())
    assert '<li><b>1</b> <span class="o">' in text
    assert text.count("<li><b>1</b>") == 2  # sun and stale; what does not occur is left out


def test_operational_goal_without_an_indicator(client: Client) -> None:
    town = make_town()
    town.goal.indicator_links.all().delete()
    text = client.get("/ziele/5.1.1/").content.decode()
    assert "Für dieses Ziel ist noch keine Kennzahl hinterlegt." in text


@pytest.mark.parametrize("code", ["9.1", "5.9", "5.1.9", "5", "5.1.1.1", "5.0", "5.01", "abc"])
def test_unknown_codes_are_not_found(client: Client, code: str) -> None:
    make_town()
    assert client.get(f"/ziele/{code}/").status_code == 404
