"""The start page."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from indicators.models import Measurement
from soest import public_pages
from tests.factories import (
    CouncilMeetingFactory,
    IndicatorGoalFactory,
    MeasurementFactory,
    OperationalGoalFactory,
    ReportEditionFactory,
    ReportFactory,
    ReportFileFactory,
    TargetPathFactory,
)
from tests.ledger_steps import correct
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


def test_compares_with_the_moment_the_reader_picks(client: Client) -> None:
    make_town()
    CouncilMeetingFactory(date=date(2026, 3, 4), body="Rat")
    text = client.get("/?seit=sitzung").content.decode()
    assert "Was sich seit der letzten Sitzung geändert hat" in text
    assert "Vergleich mit dem Stand vom 4. März 2026 (Rat)." in text
    assert 'href="/aenderungen/?seit=sitzung"' in text


def test_new_values_and_targets_are_told_without_another_outlook(client: Client) -> None:
    town = make_town()
    CouncilMeetingFactory(date=date(2026, 3, 4), body="Rat")
    assert "Außerdem neu" not in client.get("/?seit=sitzung").content.decode()
    MeasurementFactory(
        indicator=town.stale,
        period=date(2020, 1, 1),
        released=True,
        released_at=datetime(2026, 3, 10, tzinfo=UTC),
    )
    public_pages.store.clear()
    text = client.get("/?seit=sitzung").content.decode()
    assert '<a href="/aenderungen/?seit=sitzung#werte"><b>1</b> Kennzahl mit neuem Wert</a>' in text
    assert "Ziel neu" not in text


def test_says_that_a_day_is_none_and_compares_as_usual(client: Client) -> None:
    make_town()
    response = client.get("/?seit=30.02.2026")
    assert response.status_code == 422
    text = response.content.decode()
    assert "Diesen Tag gibt es nicht." in text
    assert "Was sich in zwölf Monaten geändert hat" in text


def test_counts_lead_to_the_indicators_they_count(client: Client) -> None:
    make_town()
    text = page(client)
    assert '<a href="/kennzahlen/?aktualitaet=stale"><b>1</b> veraltet</a>' in text
    assert '<a href="/kennzahlen/?aktualitaet=empty"><b>0</b> ohne Wert</a>' in text


def test_counts_of_then_stand_below_those_of_now(client: Client) -> None:
    town = make_town()
    correct(town.charging, dict.fromkeys(range(2021, 2026), 5))
    text = page(client)
    assert '<span class="n">1</span></span><b>Sonne</b>' in text
    assert "<span>am 12. 3. 2025: 2</span>" in text


def test_an_area_counts_what_became_better_and_worse_in_it(client: Client) -> None:
    town = make_town()
    TargetPathFactory(indicator=town.charging, points={2030: 20}, adopted=True)
    correct(town.charging, dict.fromkeys(range(2021, 2026), 5))
    text = page(client)
    assert '<span aria-hidden="true">↓</span> 1 schlechter' in text
    assert "besser</span>" not in text


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
