"""The outlooks of earlier years."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from indicators.models import Indicator
from indicators.past_ratings import PastRating, past_ratings
from indicators.scorecards import load_ledger
from tests.factories import (
    ChartNoteFactory,
    IndicatorFactory,
    MeasurementFactory,
    TargetPathFactory,
    released_series,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)


def ratings(indicator: Indicator) -> dict[int, PastRating]:
    ledger = load_ledger(Indicator.objects.filter(pk=indicator.pk), since=NOW)
    return {one.year: one for one in past_ratings(ledger.scorecards(NOW)[0])}


@pytest.fixture
def indicator() -> Indicator:
    """From 2013 on 1 a year."""
    made = IndicatorFactory(direction="increase", unit="km", decimals=0)
    released_series(made, {year: year - 2013 for year in range(2013, 2026)})
    return made


def test_five_years_back_and_the_present_one(indicator: Indicator) -> None:
    assert list(ratings(indicator)) == [2020, 2021, 2022, 2023, 2024, 2025]


def test_each_year_knows_only_what_lay_before_it() -> None:
    made = IndicatorFactory(direction="increase")
    released_series(made, {year: year - 2013 for year in range(2013, 2024)} | {2024: 0, 2025: -9})
    found = ratings(made)
    assert [one.status for one in found.values()] == [
        *("sun", "sun", "sun", "sun"),
        *("thunderstorm", "thunderstorm"),
    ]
    assert found[2023].assessment.first_year == 2018


def test_each_year_is_rated_by_the_path_valid_then(indicator: Indicator) -> None:
    TargetPathFactory(
        indicator=indicator, points={2030: 16}, superseded=True, decided_on=date(2021, 5, 4)
    )
    TargetPathFactory(
        indicator=indicator, points={2030: 99}, adopted=True, decided_on=date(2024, 12, 31)
    )
    found = ratings(indicator)
    versions = [one.target.version if one.target else None for one in found.values()]
    assert versions == [None, 1, 1, 1, 2, 2]
    assert [one.status for one in found.values()] == [*["sun"] * 4, "cloud", "cloud"]
    assert found[2020].assessment.kind == "direction"


def test_a_path_without_a_day_of_decision_is_valid_from_its_adoption(indicator: Indicator) -> None:
    TargetPathFactory(
        indicator=indicator,
        points={2030: 99},
        adopted=True,
        decided_on=None,
        adopted_at=datetime(2023, 6, 1, tzinfo=UTC),
    )
    found = ratings(indicator)
    assert found[2022].target is None
    assert found[2023].target is not None


def test_years_that_are_not_rated_say_why() -> None:
    made = IndicatorFactory(direction="increase")
    released_series(made, {2019: 1, 2020: 2, 2021: 3, 2023: 4, 2025: 6})
    MeasurementFactory(indicator=made, period=date(2024, 1, 1), missing=True, catalogue=True)
    found = ratings(made)
    assert {one.status for one in found.values()} == {"not_rated"}
    assert found[2020].reason == (
        "Eine Bewertung braucht mindestens 6 Jahreswerte, vorhanden sind 2 (Regel R1)."
    )
    assert found[2022].reason == "Ohne Wert für 2022 ist keine Bewertung möglich (Regel R0)."
    assert found[2024].reason == "Kein Wert: nicht erhoben."
    assert found[2022].value is None


def test_a_break_counts_only_from_its_year_on(indicator: Indicator) -> None:
    ChartNoteFactory(indicator=indicator, year=2023, broken=True)
    found = ratings(indicator)
    statuses = [one.status for one in found.values()]
    assert statuses == ["sun", "sun", "sun", "not_rated", "not_rated", "not_rated"]
    assert "seit der Umstellung 2023 sind es erst 3" in found[2025].reason


def test_a_provisional_value_makes_its_rating_provisional(indicator: Indicator) -> None:
    MeasurementFactory(
        indicator=indicator,
        period=date(2026, 1, 1),
        value=Decimal(13),
        provisional=True,
        catalogue=True,
    )
    found = ratings(indicator)
    assert [year for year, one in found.items() if one.is_provisional] == [2026]


def test_without_a_value_there_is_nothing_to_look_back_on() -> None:
    assert ratings(IndicatorFactory()) == {}


def test_the_last_one_is_the_present_rating(indicator: Indicator) -> None:
    TargetPathFactory(indicator=indicator, points={2030: 16}, adopted=True)
    ledger = load_ledger(Indicator.objects.filter(pk=indicator.pk))
    card = ledger.scorecards(NOW)[0]
    assert past_ratings(card)[-1].assessment == card.assessment


def test_no_further_query(
    indicator: Indicator, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    card = load_ledger(Indicator.objects.filter(pk=indicator.pk)).scorecards(NOW)[0]
    with django_assert_num_queries(0):
        past_ratings(card)
