"""What is read around a report, and where findings are mended."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports.contents import make_snapshot
from reports.models import Report, TextState
from reports.release_check.addresses import Addresses, linked_groups
from reports.release_check.reading import surroundings
from reports.release_check.rules.findings import Finding, Place, Review
from reports.release_check.rules.surroundings import SubmittedValue, TextInWork, UndecidedValues
from reports.release_check.rules.texts import texts_of
from reports.writing.places import load_places
from tests.factories import (
    ActionAreaFactory,
    ActionFactory,
    CriterionFactory,
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
    area, goal = ActionAreaFactory(number=5, name="Klima"), StrategicGoalFactory(title="Weniger")
    indicator = IndicatorFactory(code="K-1", name="Treibhausgase", slug="thg")
    ReportTextFactory(report=report)
    ReportTextFactory(report=report, section="annex", body="", version=0)
    ReportTextFactory(report=report, area=area, state="review")
    ReportTextFactory(report=report, goal=goal)
    ReportTextFactory(report=report, indicator=indicator)
    ReportTextFactory(report=report, section="summary", state=TextState.APPROVED)
    ReportTextFactory(report=ReportFactory(year=2023))
    assert set(surroundings(report).texts) == {
        TextInWork("vorwort", "Vorwort", in_review=False),
        TextInWork("anhang", "Anhang", in_review=False, is_written=False),
        TextInWork("handlungsfeld-5", "Handlungsfeld 5 Klima", in_review=True),
        TextInWork(f"ziel-{goal.code}", f"Ziel {goal.code} Weniger", in_review=False),
        TextInWork("kennzahl-thg", "K-1 Treibhausgase", in_review=False),
    }


def test_text_about_a_criterion_of_another_framework_stops_nothing() -> None:
    """The report has no such place any more, so nobody could finish it."""
    former, present = CriterionFactory(), CriterionFactory(framework__code="anderer")
    report = ReportFactory(year=2024, framework=former.framework)
    ReportTextFactory(report=report, criterion=former, state="review")
    ReportTextFactory(report=report, criterion=present, state="review")
    for framework, own in ((former.framework, former), (present.framework, present)):
        Report.objects.update(framework=framework)
        report.refresh_from_db()
        assert [one.key for one in surroundings(report).texts] == [f"kriterium-{own.code}"]


def test_places_of_texts_are_those_of_their_addresses() -> None:
    """The pure rules name places as the pages of texts do."""
    report = ReportFactory(year=2024)
    StrategicGoalFactory()
    MeasurementFactory(catalogue=True, district__city=True)
    snapshot = make_snapshot(report, edition=1, moment=NOW)
    ours = {(text.key, text.label) for text in texts_of(snapshot)}
    theirs = {(one.key, one.title) for group in load_places(report) for one in group.places}
    assert ours == theirs
    assert len(ours) == 6


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
    places = {
        Place("text", "vorwort"): "/berichte/verwaltung/2024/texte/vorwort/",
        Place("text", f"ziel-{goal.code}"): f"/berichte/verwaltung/2024/texte/ziel-{goal.code}/",
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
