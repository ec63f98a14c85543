"""The collection round of the sample data."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from indicators.entry.completeness import load_completeness
from indicators.entry.due import Standing
from indicators.models import CollectionRound, Indicator, RoundIndicator
from indicators.sample.loading import load_sample_data
from indicators.sample.rounds import add_round
from tests.factories import CollectionRoundFactory, IndicatorFactory

TODAY = date(2026, 11, 23)

pytestmark = pytest.mark.django_db


def test_round_runs_and_shows_every_standing_of_the_sample_data() -> None:
    call_command("load_strategy", stdout=StringIO())
    load_sample_data(today=TODAY)
    added = CollectionRound.objects.get()
    assert (added.year, added.is_sample) == (2025, True)
    assert added.opens_on < TODAY < added.deadline <= TODAY + timedelta(weeks=4)
    found = load_completeness(added, TODAY)
    standings = {line.standing for line in found.lines}
    assert {Standing.DONE, Standing.OPEN, Standing.DRAFT, Standing.RETURNED} <= standings
    assert found.asked == Indicator.objects.entered().filter(is_sample=True).count()
    assert found.computed == 1
    assert all(RoundIndicator.objects.values_list("is_sample", flat=True))


def test_real_round_of_the_year_stays_alone() -> None:
    real = CollectionRoundFactory(year=2025)
    IndicatorFactory(is_sample=True)
    add_round(TODAY)
    assert CollectionRound.objects.get() == real
    assert not RoundIndicator.objects.exists()


def test_real_indicators_and_those_of_nobody_are_not_asked_for() -> None:
    asked = IndicatorFactory(is_sample=True)
    IndicatorFactory(is_sample=True, department=None)
    IndicatorFactory()
    add_round(TODAY)
    assert RoundIndicator.objects.get().indicator == asked
