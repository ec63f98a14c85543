"""What is read around a report, and where findings are mended."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports.models import TextState
from reports.release_check.addresses import Addresses, linked_groups
from reports.release_check.reading import surroundings
from reports.release_check.rules.findings import Finding, Place, Review
from reports.release_check.rules.surroundings import SubmittedValue, TextInWork, UndecidedValues
from tests.factories import (
    ActionAreaFactory,
    ActionFactory,
    DisclosureFactory,
    DistrictFactory,
    IndicatorFactory,
    MeasurementFactory,
    OperationalGoalFactory,
    ReportFactory,
    ReportTextFactory,
    StrategicGoalFactory,
    TargetPathFactory,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2025, 11, 3, 9, 30, tzinfo=UTC)


# Reading ---------------------------------------------------------------------------------


def test_texts_that_are_not_approved() -> None:
    report = ReportFactory(year=2024)
    draft = ReportTextFactory(report=report)
    area = ReportTextFactory(report=report, area=ActionAreaFactory(name="Klima"), state="review")
    strategic = StrategicGoalFactory()
    goal = ReportTextFactory(report=report, goal=strategic)
    ReportTextFactory(report=report, section="summary", state=TextState.APPROVED)
    ReportTextFactory(report=ReportFactory(year=2023))
    assert set(surroundings(report).texts) == {
        TextInWork(str(draft.pk), "Vorwort", in_review=False),
        TextInWork(str(area.pk), "Handlungsfeld Klima", in_review=True),
        TextInWork(str(goal.pk), f"Ziel {strategic.code}", in_review=False),
    }


def test_values_of_the_year_that_wait() -> None:
    indicator = IndicatorFactory(code="K-1", name="Treibhausgase", frequency="quarter")
    city = DistrictFactory(city=True)
    places = {"indicator": indicator, "district": city}
    MeasurementFactory(**places, period=date(2024, 7, 1), submitted=True)
    MeasurementFactory(**places, period=date(2023, 7, 1), submitted=True)
    MeasurementFactory(**places, period=date(2024, 4, 1), draft=True)
    assert surroundings(ReportFactory(year=2024)).submitted == (
        SubmittedValue("K-1 Treibhausgase", city.name, "3. Quartal 2024"),
    )


def test_values_that_nobody_has_decided_on() -> None:
    guarded = IndicatorFactory(code="K-1", name="Fälle", min_cases=5)
    for year in (2022, 2023, 2024, 2025):
        row = MeasurementFactory(indicator=guarded, period=date(year, 1, 1), catalogue=True)
        if year == 2022:
            DisclosureFactory(measurement=row)
    MeasurementFactory(indicator=IndicatorFactory(), catalogue=True)
    assert surroundings(ReportFactory(year=2024)).undecided == (
        UndecidedValues("K-1", "K-1 Fälle", 2),
    )


# Addresses -------------------------------------------------------------------------------


def test_every_place_leads_to_a_page_of_the_coordination(coordinator_client: Client) -> None:
    report = ReportFactory(year=2024)
    yearly = IndicatorFactory(code="J", slug="j", district_relation="sum")
    quarterly = IndicatorFactory(code="Q", slug="q", frequency="quarter", district_relation="sum")
    DistrictFactory(city=True)
    DistrictFactory()
    TargetPathFactory(indicator=yearly, adopted=True)
    operational = OperationalGoalFactory()
    goal, action = operational.strategic_goal, ActionFactory(slug="velorouten")
    text = ReportTextFactory(report=report)
    places = {
        Place("text", str(text.pk)): f"/verwaltung/reports/reporttext/{text.pk}/change/",
        Place("new_text"): f"/verwaltung/reports/reporttext/add/?report={report.pk}",
        Place("release"): "/erfassung/freigabe/",
        Place("indicator", "J"): f"/verwaltung/indicators/indicator/{yearly.pk}/change/",
        Place("entry", "J", 2024): "/erfassung/j/2024/",
        Place("entry", "J"): "/erfassung/j/",
        Place("entry", "Q", 2024): "/erfassung/q/",
        Place("districts", "J", 2024): "/erfassung/j/2024/ortsteile/",
        Place("districts", "Q", 2024): "/erfassung/q/",
        Place("target", "J"): (
            f"/verwaltung/indicators/targetpath/?indicator__id__exact={yearly.pk}"
        ),
        Place("area", str(goal.area.number)): (
            f"/verwaltung/strategy/actionarea/{goal.area.pk}/change/"
        ),
        Place("goal", goal.code): f"/verwaltung/strategy/strategicgoal/{goal.pk}/change/",
        Place("operational_goal", operational.code): (
            f"/verwaltung/strategy/operationalgoal/{operational.pk}/change/"
        ),
        Place("action", "velorouten"): f"/verwaltung/strategy/action/{action.pk}/change/",
    }
    addresses = Addresses(report)
    for place, url in places.items():
        assert addresses.of(place) == url
        assert coordinator_client.get(url, follow=True).status_code == 200, url
    assert quarterly.pk


@pytest.mark.parametrize("kind", ["indicator", "entry", "districts", "area", "goal", "action"])
def test_place_whose_row_is_gone_leads_to_the_overview(kind: str) -> None:
    assert Addresses(ReportFactory()).of(Place(kind, "weg")) == "/berichte/verwaltung/"


def test_addresses_cost_the_same_for_many_findings() -> None:
    report = ReportFactory()
    kinds = ("indicator", "entry", "target", "area", "goal", "operational_goal", "action")
    findings = tuple(Finding("stale", "A", "a", Place(kind, "x")) for kind in kinds)
    with CaptureQueriesContext(connection) as few:
        linked_groups(Review(findings), report)
    with CaptureQueriesContext(connection) as many:
        linked_groups(Review(findings * 20), report)
    assert len(few) == len(many) == 5
