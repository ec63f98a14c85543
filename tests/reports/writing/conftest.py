"""A report that is being written, with one place of every kind."""

from __future__ import annotations

import pytest

from reports.models import Report
from reports.writing.places import TextPlace, find_place
from strategy.models import ActionArea, District
from tests.factories import (
    ActionAreaFactory,
    DistrictFactory,
    IndicatorFactory,
    ReportFactory,
    StrategicGoalFactory,
    released_series,
)


@pytest.fixture
def city(db: None) -> District:
    return DistrictFactory(city=True)


@pytest.fixture
def area(db: None) -> ActionArea:
    return ActionAreaFactory(number=5, slug="klima-energie", name="Klima & Energie")


@pytest.fixture
def report(city: District, area: ActionArea) -> Report:
    """Of 2025, with the goal 5.1 and the indicator K-1, which has values of 2024 to 2026."""
    StrategicGoalFactory(area=area, title="Weniger Treibhausgase")
    indicator = IndicatorFactory(
        code="K-1",
        slug="treibhausgase",
        name="Treibhausgase",
        unit="t",
        area=area,
        district_relation="independent",
    )
    released_series(indicator, {2024: "7.25", 2025: "6.9", 2026: "6.5"}, district=city)
    return ReportFactory(year=2025)


@pytest.fixture
def place(report: Report) -> TextPlace:
    """The text of the Handlungsfeld."""
    found = find_place(report, "handlungsfeld-5")
    assert found is not None
    return found
