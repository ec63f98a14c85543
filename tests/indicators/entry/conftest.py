"""One indicator with five released years, on a day in March 2026."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

import pytest
import time_machine

from indicators.entry.slots import Slot
from indicators.models import Indicator
from indicators.named_periods import Period
from strategy.models import Department, District
from tests.factories import DistrictFactory, IndicatorFactory, released_series


@pytest.fixture(autouse=True)
def march() -> Iterator[None]:
    """Thursday, 12 March 2026: the year 2025 has ended, its values are due until 30 June."""
    with time_machine.travel(datetime(2026, 3, 12, 9, 0, tzinfo=UTC)):
        yield


@pytest.fixture
def city(db: None) -> District:
    return DistrictFactory(city=True)


@pytest.fixture
def indicator(department: Department, city: District) -> Indicator:
    """Belongs to `clerk`; values 2020 to 2024, one decimal, nothing below zero."""
    emissions = IndicatorFactory(
        slug="treibhausgase",
        name="Treibhausgase der Gebäude",
        unit="t",
        decimals=1,
        lower_bound=Decimal(0),
        department=department,
    )
    values = {2020: "2145", 2021: "2098.4", 2022: "2031.9", 2023: "1994", 2024: "1987.2"}
    released_series(emissions, values, district=city)
    return emissions


@pytest.fixture
def slot(indicator: Indicator, city: District) -> Slot:
    """The year 2025, which nobody has entered yet."""
    return Slot(indicator, city, Period.parse("2025"))


@pytest.fixture
def released_slot(indicator: Indicator, city: District) -> Slot:
    """The year 2024, released as 1.987,2 t."""
    return Slot(indicator, city, Period.parse("2024"))
