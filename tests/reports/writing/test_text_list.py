from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from reports.models import Report, ReportText
from strategy.models import ActionArea
from tests.factories import (
    ActionAreaFactory,
    DepartmentFactory,
    IndicatorFactory,
    MembershipFactory,
    ReportTextFactory,
    StrategicGoalFactory,
    released_series,
)

URL = "/berichte/verwaltung/2025/texte/"
ASSIGN = f"{URL}zuweisen/5/"


@pytest.fixture(autouse=True)
def day() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 9, 1, 8, 0, tzinfo=UTC)):
        yield


@pytest.fixture
def texts(report: Report, area: ActionArea, clerk: User) -> list[ReportText]:
    """The foreword is late, the Handlungsfeld in review, the annex approved."""
    return [
        ReportTextFactory(report=report, writer=clerk, due_on=date(2026, 8, 30)),
        ReportTextFactory(report=report, area=area, state="review", due_on=date(2026, 8, 30)),
        ReportTextFactory(report=report, section="annex", state="approved"),
        ReportTextFactory(report=report, section="summary", body="", version=0, writer=clerk),
    ]


def page(client: Client, query: str = "") -> str:
    answer = client.get(URL + query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def shown(client: Client, query: str) -> set[str]:
    """The places of the list, by the ends of their links."""
    places = ("vorwort", "zusammenfassung", "anhang", "handlungsfeld-5", "ziel-5.1")
    html = page(client, query)
    return {place for place in places if f'href="{URL}{place}/"' in html}


@pytest.mark.usefixtures("texts")
def test_every_place_with_its_state(coordinator_client: Client) -> None:
    html = page(coordinator_client)
    assert "1 von 6 Texten freigegeben, 1 in Prüfung, 1 im Entwurf, 3 fehlen" in html
    assert "1 überfällig" in html
    assert "30.8.2026, überfällig" in html
    assert html.count("überfällig</span></td>") == 1  # what is in review is not late
    assert "5 Klima &amp; Energie" in html
    assert "Erika Erfassung" in html


@pytest.mark.usefixtures("texts")
@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("?stand=missing", {"zusammenfassung", "ziel-5.1"}),
        ("?stand=draft", {"vorwort"}),
        ("?stand=review", {"handlungsfeld-5"}),
        ("?stand=approved", {"anhang"}),
        ("?stand=late", {"vorwort"}),
        ("?person=nobody", {"anhang", "handlungsfeld-5", "ziel-5.1"}),
        ("?person=nobody&stand=missing", {"ziel-5.1"}),
        (
            "?stand=unsinn&person=99999",
            {"vorwort", "zusammenfassung", "anhang", "handlungsfeld-5", "ziel-5.1"},
        ),
    ],
)
def test_filter(coordinator_client: Client, query: str, places: set[str]) -> None:
    assert shown(coordinator_client, query) == places


def test_filter_by_person(coordinator_client: Client, texts: list[ReportText], clerk: User) -> None:
    assert shown(coordinator_client, f"?person={clerk.pk}") == {"vorwort", "zusammenfassung"}


def test_nothing_fits(coordinator_client: Client, report: Report) -> None:
    assert "Keine Stelle passt" in page(coordinator_client, "?stand=approved")


def test_assigning(coordinator_client: Client, report: Report, clerk: User) -> None:
    form = {"5-writer": clerk.pk, "5-due_on": "1.10.2026", "5-only_open": "on"}
    answer = coordinator_client.post(ASSIGN, form, follow=True)
    assert "5 Klima &amp; Energie: 3 Stellen geändert." in answer.content.decode()
    assert ReportText.objects.filter(writer=clerk, due_on=date(2026, 10, 1)).count() == 3


def test_assigning_by_department(coordinator_client: Client, report: Report, clerk: User) -> None:
    department = DepartmentFactory()
    MembershipFactory(user=clerk, department=department)
    indicator = IndicatorFactory(department=department, area=ActionArea.objects.get())
    released_series(indicator, {2025: 1})
    answer = coordinator_client.post(ASSIGN, {"5-writer": "department"}, follow=True)
    assert "1 Stelle geändert; für 3 ist niemand zuständig." in answer.content.decode()


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({}, "Bitte wählen Sie, wer schreibt, oder geben Sie einen Tag an."),
        ({"5-writer": "99999"}, "99999"),
        ({"5-due_on": "31.02.2026"}, "Bitte einen Tag angeben, zum Beispiel 31.1.2026."),
    ],
)
def test_wrong_assignment_is_said_at_its_group(
    coordinator_client: Client, report: Report, form: dict[str, str], message: str
) -> None:
    answer = coordinator_client.post(ASSIGN, form)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert message in html
    assert html.count("Es wurde nichts geändert") == 1
    assert not ReportText.objects.exists()


def test_assigning_for_no_group(coordinator_client: Client, report: Report) -> None:
    assert coordinator_client.post(f"{URL}zuweisen/9/").status_code == 404


def test_number_of_queries_stays(
    coordinator_client: Client, report: Report, area: ActionArea, clerk: User
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            page(coordinator_client)
        return len(asked)

    ReportTextFactory(report=report, area=area, writer=clerk)
    before = count()
    for _ in range(5):
        indicator = IndicatorFactory(area=area)
        released_series(indicator, {2025: 1})
        ReportTextFactory(report=report, indicator=indicator, writer=clerk)
        StrategicGoalFactory(area=ActionAreaFactory())  # a group of its own, with its form
    assert count() == before <= 12


# Meine Texte -------------------------------------------------------------------------


def test_own_texts_of_all_reports(
    clerk_client: Client, texts: list[ReportText], clerk: User
) -> None:
    html = " ".join(clerk_client.get("/berichte/verwaltung/meine-texte/").content.decode().split())
    assert "2 von 2 sind noch zu schreiben" in html
    assert "1 überfällig" in html
    assert html.index("Vorwort (2025)") < html.index("Zusammenfassung (2025)")
    assert "Handlungsfeld 5" not in html


def test_nothing_to_write(clerk_client: Client, councillor_client: Client) -> None:
    for client in (clerk_client, councillor_client):
        answer = client.get("/berichte/verwaltung/meine-texte/")
        assert "Zurzeit sind Ihnen keine Texte zugewiesen." in answer.content.decode()


def test_start_page_of_the_entry_says_what_is_left(
    clerk_client: Client, texts: list[ReportText]
) -> None:
    assert "schreiben Sie noch 2 Texte" in clerk_client.get("/erfassung/").content.decode()
    ReportText.objects.update(state="draft", writer=None)
    assert "schreiben Sie noch" not in clerk_client.get("/erfassung/").content.decode()
