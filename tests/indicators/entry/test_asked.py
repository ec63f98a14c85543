"""What collection rounds ask for."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from indicators.entry.asked import asks_begun, terms_of
from indicators.entry.due import Terms
from indicators.entry.slots import Slot
from indicators.models import Indicator
from indicators.named_periods import Period
from tests.factories import CollectionRoundFactory, IndicatorFactory, RoundIndicatorFactory

TODAY = date(2026, 3, 12)
BY_RULE = Terms(date(2026, 6, 30), date(2026, 6, 30))
BY_ROUND = Terms(date(2026, 3, 31), date(2026, 4, 14))


def test_terms_without_a_round(slot: Slot) -> None:
    assert terms_of(slot, TODAY) == BY_RULE


def test_terms_of_a_round(slot: Slot) -> None:
    RoundIndicatorFactory(indicator=slot.indicator)
    assert terms_of(slot, TODAY) == BY_ROUND
    assert terms_of(slot, date(2026, 1, 31)) == BY_RULE  # it begins on 1 February


def test_round_is_about_its_year_and_its_indicators_only(slot: Slot) -> None:
    RoundIndicatorFactory(indicator=slot.indicator, round=CollectionRoundFactory(year=2024))
    RoundIndicatorFactory(round=CollectionRoundFactory(year=2025))
    assert terms_of(slot, TODAY) == BY_RULE


def test_newest_round_comes_first(
    indicator: Indicator, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for year, opens_on in ((2024, 2025), (2025, 2026), (2026, 2027)):
        RoundIndicatorFactory(
            indicator=indicator,
            round=CollectionRoundFactory(
                year=year, opens_on=date(opens_on, 1, 2), deadline=date(opens_on, 1, 31)
            ),
        )
    with django_assert_num_queries(1):
        asks = asks_begun([indicator, IndicatorFactory.build(pk=99)], TODAY)
        assert [ask.round.year for ask in asks[indicator.pk]] == [2025, 2024]
        assert [ask.department.name for ask in asks[indicator.pk]] == ["Umwelt und Klima"] * 2
    assert set(asks) == {indicator.pk}


@pytest.mark.usefixtures("indicator")
def test_page_of_the_value_names_the_same_deadline(clerk_client: Client, slot: Slot) -> None:
    RoundIndicatorFactory(indicator=slot.indicator)
    assert "Frist 31. März 2026" in clerk_client.get(slot.url).content.decode()


def test_grace_period_on_the_page_of_the_value(clerk_client: Client, slot: Slot) -> None:
    ended = CollectionRoundFactory(year=2025, deadline=date(2026, 3, 11))
    RoundIndicatorFactory(indicator=slot.indicator, round=ended)
    page = clerk_client.get(slot.url).content.decode()
    assert "Frist 11. März 2026, Nachfrist bis 25. März 2026" in page
    assert slot.period == Period.parse("2025")
