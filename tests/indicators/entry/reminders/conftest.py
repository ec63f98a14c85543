"""A round that `department` owes two values to, on the first day of reminding."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine

from accounts.models import User
from indicators.models import CollectionRound, Indicator
from strategy.models import Department, District
from tests.factories import (
    CollectionRoundFactory,
    DistrictFactory,
    IndicatorFactory,
    MembershipFactory,
    RoundIndicatorFactory,
    UserFactory,
)


@pytest.fixture(autouse=True)
def march() -> Iterator[time_machine.Traveller]:
    """Seven in the morning of 17 March 2026 in Soest, two weeks before the deadline."""
    with time_machine.travel(datetime(2026, 3, 17, 6, 0, tzinfo=UTC), tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def mail_server(settings: Any) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    settings.SITE_URL = "https://ziele.soest.de"


@pytest.fixture
def asked_by(db: None) -> CollectionRound:
    """The values of 2025 until 31 March 2026, or with grace until 14 April."""
    return CollectionRoundFactory(
        year=2025, opens_on=date(2026, 2, 1), deadline=date(2026, 3, 31), grace_days=14
    )


@pytest.fixture
def owed(department: Department, city: District, asked_by: CollectionRound) -> list[Indicator]:
    return [owe(department, asked_by, name) for name in ("Abfall je Kopf", "Treibhausgase")]


@pytest.fixture
def city(db: None) -> District:
    return DistrictFactory(city=True)


@pytest.fixture
def owner(clerk: User) -> User:
    return with_address(clerk, "erika@soest.de")


@pytest.fixture
def deputy(department: Department) -> User:
    person = UserFactory(first_name="Dora", last_name="Deputy", email="dora@soest.de", entry=True)
    MembershipFactory(user=person, department=department, is_deputy=True)
    return person


@pytest.fixture
def coordination(coordinator: User) -> User:
    return with_address(coordinator, "karla@soest.de")


def with_address(person: User, address: str) -> User:
    person.email = address
    person.save()
    return person


def owe(department: Department, asked_by: CollectionRound, name: str) -> Indicator:
    """The round asks this department for one more value."""
    indicator: Indicator = IndicatorFactory(
        name=name, slug=name.lower().replace(" ", "-"), department=department
    )
    RoundIndicatorFactory(round=asked_by, indicator=indicator)
    return indicator
