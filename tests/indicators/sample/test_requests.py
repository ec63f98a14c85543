"""The data requests of the sample data."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.models import User
from indicators.models import DataRequest, Measurement
from indicators.sample.people import add_departments, add_people
from indicators.sample.removal import remove_sample_data
from indicators.sample.requests import add_requests
from indicators.sample.rounds import add_round
from strategy.models import Department
from tests.factories import DistrictFactory, IndicatorFactory, MeasurementFactory

TODAY = date(2026, 11, 23)


@pytest.fixture
def coordinator_of_samples(db: None) -> User:
    return add_people(add_departments())["koordination"]


@pytest.fixture
def draft(coordinator_of_samples: User) -> Measurement:
    department = Department.objects.get(slug="umwelt-und-gebaeude")
    indicator = IndicatorFactory(department=department, is_sample=True)
    return MeasurementFactory(
        indicator=indicator,
        district=DistrictFactory(city=True),
        period=date(2025, 1, 1),
        entered_by=coordinator_of_samples,
        is_sample=True,
    )


def test_one_waits_and_one_is_finished(coordinator_of_samples: User, draft: Measurement) -> None:
    add_round(TODAY)
    add_requests(TODAY, by=coordinator_of_samples)
    waits = DataRequest.objects.get(finished_at__isnull=True)
    finished = DataRequest.objects.get(finished_at__isnull=False)
    assert waits.is_sample
    assert finished.is_sample
    assert finished.finished_at is not None
    assert finished.finished_at < finished.expires_at
    draft.refresh_from_db()
    assert draft.supplied_by == "Kurt Kreis, Kreisverwaltung (Beispiel)"
    assert draft.entered_by == coordinator_of_samples


def test_they_go_with_the_sample(coordinator_of_samples: User, draft: Measurement) -> None:
    add_round(TODAY)
    add_requests(TODAY, by=coordinator_of_samples)
    leftovers = remove_sample_data()
    assert not DataRequest.objects.exists()
    assert leftovers.logins == ()


def test_none_without_a_sample_round(coordinator_of_samples: User) -> None:
    add_requests(TODAY, by=coordinator_of_samples)
    assert not DataRequest.objects.exists()
