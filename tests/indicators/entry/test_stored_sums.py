"""Sums of the parts of the city from what stands in the ledger."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from indicators.entry.slots import Slot
from indicators.entry.stored_sums import load_sums, occasion_of, weights_for
from indicators.models import Indicator
from indicators.named_periods import Period
from strategy.models import District
from tests.factories import (
    DistrictFactory,
    IndicatorFactory,
    MeasurementFactory,
    released_series,
)

pytestmark = pytest.mark.django_db
YEAR = Period.parse("2024")


@pytest.fixture
def residents(city: District) -> Indicator:
    return IndicatorFactory(unit="", decimals=0, district_relation="sum")


@pytest.fixture
def villages(city: District) -> list[District]:
    return [DistrictFactory(name=name) for name in ("Ampen", "Deiringsen")]


def say(indicator: Indicator, place: District, value: str | None, **more: object) -> None:
    known = None if value is None else Decimal(value)
    MeasurementFactory(
        indicator=indicator, district=place, period=date(2024, 1, 1), value=known, **more
    )


def test_work_counts_before_what_is_in_force(
    residents: Indicator, villages: list[District], city: District
) -> None:
    say(residents, villages[0], "10", released=True)
    say(residents, villages[0], "12", submitted=True)
    say(residents, villages[1], "5", released=True)
    say(residents, city, "20", released=True)
    slot = Slot(residents, city, YEAR)
    found = load_sums([slot])[occasion_of(slot)]
    assert found.sentence == "Die 2 Teile ergeben 17, die Gesamtstadt sagt 20: 3 weniger."


def test_emptied_draft_hides_nothing(
    residents: Indicator, villages: list[District], city: District
) -> None:
    say(residents, villages[0], "10", released=True)
    say(residents, villages[0], None, draft=True)
    slot = Slot(residents, villages[0], YEAR)
    assert load_sums([slot])[occasion_of(slot)].total == 10


def test_reason_for_no_value_leaves_a_gap(
    residents: Indicator, villages: list[District], city: District
) -> None:
    say(residents, villages[0], "10", released=True)
    say(residents, villages[0], None, submitted=True, missing_reason="confidential")
    slot = Slot(residents, villages[0], YEAR)
    assert load_sums([slot])[occasion_of(slot)].given == 0


def test_typed_values_stand_in(
    residents: Indicator, villages: list[District], city: District
) -> None:
    say(residents, villages[0], "10", released=True)
    slots = [Slot(residents, place, YEAR) for place in villages]
    typed = {slots[0]: None, slots[1]: Decimal(7)}
    found = load_sums(slots, typed)[occasion_of(slots[0])]
    assert found.total == 7
    assert found.given == 1


def test_other_periods_and_indicators_stay_apart(
    residents: Indicator, villages: list[District], city: District
) -> None:
    other = IndicatorFactory(unit="", district_relation="sum")
    say(residents, villages[0], "10")
    say(other, villages[0], "99")
    first, second = Slot(residents, city, YEAR), Slot(other, city, Period.parse("2023"))
    sums = load_sums([first, second])
    assert sums[occasion_of(first)].total == 10
    assert sums[occasion_of(second)].total is None


def test_superseded_rows_are_history(
    residents: Indicator, villages: list[District], city: District
) -> None:
    say(residents, villages[0], "10", superseded=True)
    slot = Slot(residents, city, YEAR)
    assert load_sums([slot])[occasion_of(slot)].given == 0


def test_city_alone_has_no_sum(
    city: District, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert load_sums([Slot(IndicatorFactory.build(), city, YEAR)]) == {}


def test_number_of_queries_is_constant(
    residents: Indicator,
    villages: list[District],
    city: District,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    others = IndicatorFactory.create_batch(3, district_relation="weighted_mean")
    IndicatorFactory(measures_population=True)
    slots = [Slot(one, city, YEAR) for one in (residents, *others)]
    with django_assert_num_queries(4):  # values, places, the population indicator and its values
        assert len(load_sums(slots)) == 4


# Weights ------------------------------------------------------------------------------


@pytest.fixture
def share(city: District) -> Indicator:
    return IndicatorFactory(unit="%", decimals=0, district_relation="weighted_mean")


@pytest.fixture
def hamlets(city: District) -> list[District]:
    """By `District.population`, which is of some day, they are of one size."""
    return [DistrictFactory(name=name, population=100) for name in ("Ampen", "Deiringsen")]


def test_mean_takes_the_inhabitants_of_the_same_year(
    share: Indicator, hamlets: list[District], city: District
) -> None:
    residents = IndicatorFactory(measures_population=True, district_relation="sum")
    for place, years in zip(hamlets, ({2023: 100, 2024: 300}, {2023: 100, 2024: 100}), strict=True):
        released_series(residents, years, district=place)
    for place, value in zip(hamlets, ("10", "50"), strict=True):
        say(share, place, value, released=True)
    slot = Slot(share, city, YEAR)
    assert load_sums([slot])[occasion_of(slot)].total == 20
    weights = weights_for(share, [city, *hamlets], 2024)
    assert weights == {hamlets[0].pk: 300, hamlets[1].pk: 100}


def test_mean_takes_the_stored_inhabitants_unless_those_of_all_parts_are_known(
    share: Indicator, hamlets: list[District], city: District
) -> None:
    residents = IndicatorFactory(measures_population=True, district_relation="sum")
    released_series(residents, {2024: 300}, district=hamlets[0])
    for place, value in zip(hamlets, ("10", "50"), strict=True):
        say(share, place, value, released=True)
    slot = Slot(share, city, YEAR)
    assert load_sums([slot])[occasion_of(slot)].total == 30
    assert weights_for(share, [city, *hamlets], 2024) == {}


def test_sums_ask_for_no_inhabitants(
    residents: Indicator, city: District, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert weights_for(residents, [city], 2024) == {}
