"""The page of one action, and where its expected effects show on other pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from strategy.models import DataVersion
from tests.factories import (
    ActionFactory,
    ExpectedEffectFactory,
    IndicatorFactory,
    IndicatorGoalFactory,
    MeasurementFactory,
    MilestoneFactory,
    TargetPathFactory,
    released_series,
)
from tests.town import Town, make_town

pytestmark = pytest.mark.django_db

PAGE = "/massnahmen/daecher/"


@pytest.fixture
def town() -> Town:
    return make_town()


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 3, 12, 9, 0, tzinfo=UTC), tick=False):
        yield


def text_of(client: Client, path: str) -> str:
    """The page as text, on one line."""
    page = client.get(path).content.decode().replace("\N{NO-BREAK SPACE}", " ")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.partition("<main")[2]))


# Its own facts -----------------------------------------------------------------------


def test_late_milestones_are_named(client: Client, town: Town) -> None:
    MilestoneFactory(action=town.action, title="Zwischenbilanz", due_on=date(2026, 1, 31))
    text = client.get(PAGE).content.decode()
    assert "Verspätet seit Januar 2026:" in text
    assert "0 von 1 Meilenstein erreicht" in text


def test_stopped_action_waits_for_nothing(client: Client, town: Town) -> None:
    stopped = ActionFactory(slug="velo", title="Velorouten", phase="stopped")
    MilestoneFactory(action=stopped, title="Zwischenbilanz", due_on=date(2026, 1, 31))
    text = client.get("/massnahmen/velo/").content.decode()
    assert "0 von 1 Meilenstein erreicht; was fehlt, entfällt." in text
    assert "erspätet" not in text


def test_unchecked_action_is_not_ready(client: Client, town: Town) -> None:
    ActionFactory(slug="velo", title="Velorouten")
    text = client.get("/massnahmen/velo/").content.decode()
    assert "Noch nicht beschlussreif:" in text
    assert "Klimaneutralität und Resilienz und Generationengerechtigkeit" in text


def test_unknown_action_is_not_found(client: Client) -> None:
    assert client.get("/massnahmen/gibt-es-nicht/").status_code == 404


def test_goals_have_their_outlook(client: Client, town: Town) -> None:
    text = text_of(client, PAGE)
    assert f"{town.goal} " in text
    assert "Sonne" in text.partition("Zahlt ein auf")[2]


# Expected and observed -----------------------------------------------------------------


def test_expected_and_observed_stand_side_by_side(client: Client, town: Town) -> None:
    """Greenhouse gases fall by one a year, from 8 in 2019 to 2 in 2025."""
    ExpectedEffectFactory(
        action=town.action,
        indicator=town.emissions,
        lower=Decimal("-2.5"),
        upper=Decimal(-1),
        from_year=2023,
        basis="Gerechnet von <b>uns</b>",
    )
    page = client.get(PAGE).content.decode()
    assert "Gerechnet von &lt;b&gt;uns&lt;/b&gt;" in page
    assert page.count('<svg class="effect"') == 1
    text = text_of(client, PAGE)
    assert (
        "Erwartet waren 1,0 bis 2,5 t je Einwohner weniger ab 2023. "
        "Beobachtet wurden 3,0 t je Einwohner weniger von 2022 bis 2025; "
        "woran das liegt, sagt die Kennzahl nicht." in text
    )
    assert "Letzter Wert davor 5,0 t je Einwohner (2022)" in text
    assert "Letzter Wert seither 2,0 t je Einwohner (2025)" in text
    assert "mehr als erwartet" in text


def test_ledger_is_read_once_for_goals_and_effects(client: Client, town: Town) -> None:
    elsewhere = IndicatorFactory(name="Stromverbrauch")
    released_series(elsewhere, {2024: 3, 2025: 2})
    for indicator in (town.emissions, elsewhere):
        ExpectedEffectFactory(action=town.action, indicator=indicator)
    with CaptureQueriesContext(connection) as asked:
        page = client.get(PAGE)
    read = [one for one in asked if 'FROM "indicators_measurement"' in one["sql"]]
    assert len(read) == 1
    assert {line.effect.indicator for line in page.context["effects"]} == {
        town.emissions,
        elsewhere,
    }
    shown = {card.indicator for node in page.context["nodes"] for card in node.cards}
    assert elsewhere not in shown


@pytest.mark.parametrize("word", ["wegen", "dank", "bewirkt", "führt zu", "durch die Maßnahme"])
def test_no_word_claims_a_cause(client: Client, town: Town, word: str) -> None:
    ExpectedEffectFactory(action=town.action, indicator=town.emissions)
    assert word not in text_of(client, PAGE)


def test_draft_value_is_not_observed(client: Client, town: Town) -> None:
    indicator = IndicatorFactory(slug="neu", name="Neue Kennzahl")
    released_series(indicator, {2024: 5})
    MeasurementFactory(indicator=indicator, period=date(2025, 1, 1), value=99)
    ExpectedEffectFactory(action=town.action, indicator=indicator, from_year=2025)
    text = text_of(client, PAGE)
    assert "Seit 2025 ist kein Wert bekannt" in text
    assert "99" not in text


def test_stale_indicator_says_that_newer_values_are_missing(client: Client, town: Town) -> None:
    released_series(town.stale, {2018: 4})
    ExpectedEffectFactory(action=town.action, indicator=town.stale, from_year=2019)
    assert "von 2018 bis 2019, neuere Werte fehlen;" in text_of(client, PAGE)


def test_values_after_the_end_are_not_missed(client: Client, town: Town) -> None:
    released_series(town.stale, {2018: 4})
    ExpectedEffectFactory(action=town.action, indicator=town.stale, from_year=2019, until_year=2019)
    text = text_of(client, PAGE)
    assert "Erwartet waren 1,0 bis 2,0 t je Einwohner mehr im Jahr 2019." in text
    assert "neuere Werte fehlen" not in text


def test_milestone_is_told_without_numbers(client: Client, town: Town) -> None:
    step = IndicatorFactory(slug="schritt", name="Konzept beschlossen", unit="", decimals=0)
    TargetPathFactory(indicator=step, kind="milestone", points={2027: Decimal(1)}, adopted=True)
    released_series(step, {2022: 0, 2024: 1})
    ExpectedEffectFactory(action=town.action, indicator=step, lower=1, upper=1)
    page = client.get(PAGE).content.decode()
    assert "Erwartet war, dass der Meilenstein ab 2023 erreicht ist." in page
    assert '<svg class="effect"' not in page


def test_action_without_expectation_says_so(client: Client, town: Town) -> None:
    assert "keine erwartete Wirkung auf eine Kennzahl hinterlegt" in text_of(client, PAGE)


def test_change_of_an_expectation_renews_the_pages(client: Client, town: Town) -> None:
    effect = ExpectedEffectFactory(action=town.action, indicator=town.emissions)
    client.get(PAGE)
    before = DataVersion.objects.get().number
    effect.upper = Decimal(3)
    effect.save()
    assert DataVersion.objects.get().number > before
    assert "1,0 bis 3,0 t je Einwohner mehr" in text_of(client, PAGE)


# Elsewhere -----------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/kennzahlen/treibhausgase/", "/ziele/5.1/", "/ziele/5.1.1/"])
def test_indicator_and_goals_name_the_actions(client: Client, town: Town, path: str) -> None:
    IndicatorGoalFactory(indicator=town.charging, goal=town.goal, is_lead=False)
    assert "Wirkung erwartet von" not in text_of(client, path)
    ExpectedEffectFactory(action=town.action, indicator=town.emissions, lower=-2, upper=-1)
    text = text_of(client, path).partition("Wirkung erwartet von")[2]
    assert "2000-Dächer-Programm" in text
    assert "1,0 bis 2,0 t je Einwohner weniger ab 2023" in text
    assert "3,0 t je Einwohner weniger, mehr als erwartet" in text


def test_former_state_compares_what_was_known_then(client: Client, town: Town) -> None:
    ExpectedEffectFactory(action=town.action, indicator=town.emissions, lower=-2, upper=-1)
    text = text_of(client, "/kennzahlen/treibhausgase/?stand=2024-12-31")
    assert "noch nicht vergleichbar" in text or "nicht vergleichbar" in text
