"""The start page."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from indicators.models import Measurement
from tests.factories import (
    IndicatorGoalFactory,
    OperationalGoalFactory,
    ReportEditionFactory,
    ReportFactory,
    ReportFileFactory,
)
from tests.town import make_town

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def page(client: Client) -> str:
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


def test_says_where_the_goals_stand(client: Client) -> None:
    make_town()
    text = page(client)
    assert "Wie weit ist Soest auf dem Weg zu 2030?" in text
    assert "<b>2 von 3 Zielen</b> sind auf Kurs oder nahe dran." in text
    assert "<b>1</b> lässt sich derzeit nicht beurteilen." in text


def test_says_plainly_that_nothing_can_be_judged_yet(client: Client) -> None:
    goal = OperationalGoalFactory()
    assert "Von <b>1 Ziel</b> lässt sich derzeit keines beurteilen." in page(client)
    IndicatorGoalFactory(goal=goal, indicator=make_town().charging)
    text = page(client)
    assert "<b>3 von 4 Zielen</b> sind auf Kurs oder nahe dran." in text
    assert "<b>Bei 0</b>" not in text


def test_shows_every_area_with_its_indicators(client: Client) -> None:
    make_town()
    text = page(client)
    assert 'href="/handlungsfelder/klima-energie/"' in text
    assert 'href="/kennzahlen/treibhausgase/"' in text


def test_names_what_has_been_owed_the_longest(client: Client) -> None:
    make_town()
    assert "Alte Kennzahl</a></th><td>2019</td><td>Juli 2021</td>" in page(client)


def test_counts_indicators_while_there_are_no_goals(client: Client) -> None:
    town = make_town()
    town.goal.indicator_links.all().delete()
    for goal in town.goal.strategic_goal.operational_goals.all():
        goal.indicator_links.all().delete()
    town.charging.goal_links.all().delete()
    from strategy.models import OperationalGoal

    OperationalGoal.objects.all().delete()
    assert "von 4 Kennzahlen</b>" in page(client)


def test_compares_with_the_last_report(client: Client) -> None:
    town = make_town()
    edition = ReportEditionFactory(
        report=ReportFactory(year=2024), published=True, frozen_at=datetime(2025, 4, 1, tzinfo=UTC)
    )
    ReportFileFactory(edition=edition)
    text = page(client)
    assert "Was sich seit dem letzten Bericht geändert hat" in text
    assert "Vergleich mit dem Stand vom 1. April 2025" in text
    assert 'href="/berichte/2024/bericht.pdf"' in text
    assert town.emissions.name in text


def test_works_on_an_empty_database(client: Client) -> None:
    assert "Hier sind noch keine Ziele mit Kennzahlen hinterlegt." in page(client)


def test_the_comparison_accounts_for_every_indicator(client: Client) -> None:
    make_town()  # two of the four are rated, now and then
    text = page(client)
    assert "bei 0 schlechter, bei 2 gleich. 2 sind nicht zu vergleichen" in text


def test_drafts_are_not_shown(client: Client) -> None:
    town = make_town()
    Measurement.objects.create(
        indicator=town.loose,
        district=town.city,
        period="2024-01-01",
        value="7777777.7",
        entered_at=NOW,
    )
    assert "7.777.777" not in page(client)


def test_takes_at_most_twelve_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_town()
    with django_assert_max_num_queries(12):
        page(client)


def test_sets_no_cookie(client: Client) -> None:
    make_town()
    response = client.get("/")
    assert not response.cookies
    assert "Cookie" not in response.headers["Vary"]
