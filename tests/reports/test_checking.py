"""The release check of a report, and the form that freezes it."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from reports import jobs
from reports.models import FileKind, ReportEdition, TextState
from tests.factories import (
    DistrictFactory,
    IndicatorFactory,
    ReportFactory,
    ReportTextFactory,
    released_series,
)
from tests.reports.test_jobs import fake_render
from tests.reports.test_making import freeze

pytestmark = pytest.mark.django_db

NOW = datetime(2025, 11, 3, 9, 30, tzinfo=UTC)
OVERTAKEN = "Inzwischen hat sich etwas geändert; es wurde nichts eingefroren."
CHECK, FREEZE = "/berichte/verwaltung/2024/pruefung/", "/berichte/verwaltung/2024/einfrieren/"


@pytest.fixture(autouse=True)
def rendering(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "render_report", fake_render())
    DistrictFactory(city=True)


def page(client: Client) -> str:
    return client.get(CHECK).content.decode()


def publish(client: Client) -> None:
    """Freeze an edition and publish it."""
    freeze(client)
    edition = ReportEdition.objects.get()
    client.post(f"/berichte/verwaltung/ausgaben/{edition.pk}/veroeffentlichen/")


# The check -------------------------------------------------------------------------------


def test_findings_are_told_by_kind_with_the_place_to_mend_them(coordinator_client: Client) -> None:
    indicator = IndicatorFactory(code="K-1", name="Treibhausgase", slug="treibhausgase")
    ReportFactory(year=2024)
    html = page(coordinator_client)
    assert "Nichts verhindert das Einfrieren. 3 Hinweise werden mit der Ausgabe aufbewahrt." in html
    section = html.partition('id="findings-values"')[2].partition("</section>")[0]
    assert '<a href="/erfassung/treibhausgase/2024/">K-1 Treibhausgase</a>' in section
    assert "Für 2024 gibt es keinen Wert; es gibt auch keinen früheren." in section
    assert '<span class="tag">Hinweis</span>' in section
    assert indicator.pk


def test_blocking_finding_takes_the_form_away(coordinator_client: Client) -> None:
    ReportTextFactory(report=ReportFactory(year=2024), state=TextState.REVIEW)
    html = page(coordinator_client)
    assert "1 Befund verhindert das Einfrieren, 1 ist ein Hinweis." in html
    assert '<a href="/berichte/verwaltung/2024/texte/vorwort/">Vorwort</a>' in html
    assert "verhindert das Einfrieren</span>" in html
    assert FREEZE not in html


def test_number_that_is_not_released_blocks(coordinator_client: Client) -> None:
    text = "Der Ausstoß liegt bei {{ kennzahl:K-1:2024 }}."
    IndicatorFactory(code="K-1", frequency="year")
    ReportTextFactory(report=ReportFactory(year=2024), body=text, state=TextState.APPROVED)
    html = page(coordinator_client)
    section = html.partition('id="findings-tokens"')[2].partition("</section>")[0]
    assert '<a href="/berichte/verwaltung/2024/texte/vorwort/">Vorwort</a>' in section
    assert "Für K-1 ist 2024 kein Wert freigegeben." in section
    assert freeze(coordinator_client).status_code == 422
    assert not ReportEdition.objects.exists()


def test_report_without_findings(coordinator_client: Client) -> None:
    report = ReportFactory(year=2024)
    for section in ("foreword", "summary"):
        ReportTextFactory(report=report, section=section, state=TextState.APPROVED)
    html = page(coordinator_client)
    assert "Die Prüfung hat nichts gefunden." in html
    assert "noticed" not in html
    assert freeze(coordinator_client).status_code == 302


@time_machine.travel(NOW)
def test_correction_shows_what_will_change(coordinator_client: Client) -> None:
    indicator = IndicatorFactory(code="K-1", name="Treibhausgase")
    released_series(indicator, {2023: "7.0", 2024: "6.9"})
    report = ReportFactory(year=2024)
    assert "Das wird sich ändern" not in page(coordinator_client)
    publish(coordinator_client)
    assert "Nichts: Alles, was der Bericht zeigt, steht schon so in der 1. Ausgabe." in page(
        coordinator_client
    )
    indicator.name = "Treibhausgase je Kopf"
    indicator.save()
    html = page(coordinator_client)
    assert "Das wird sich ändern" in html
    assert "Die Liste wird mit der neuen Ausgabe eingefroren und gedruckt." in html
    assert "<td>Name</td><td>Treibhausgase</td><td>Treibhausgase je Kopf</td>" in html
    assert "2. Ausgabe einfrieren</button>" in html
    freeze(coordinator_client, changes="Umbenannt.")
    assert report.editions.get(number=2).changes == "Umbenannt."


def test_draft_that_was_never_published_is_compared_on_this_page_only(
    coordinator_client: Client,
) -> None:
    text = ReportTextFactory(body="Erster Entwurf.", state=TextState.APPROVED)
    freeze(coordinator_client)
    assert "steht schon so in der 1. Ausgabe" in page(coordinator_client)
    assert freeze(coordinator_client).status_code == 422
    text.body = "Zweiter Entwurf."
    text.save()
    html = page(coordinator_client)
    assert "Sie ist nicht veröffentlicht; die Liste steht nur hier" in html
    assert "<td>Erster Entwurf.</td><td>Zweiter Entwurf.</td>" in html
    assert "Was sich gegenüber der vorigen Ausgabe geändert hat" not in html
    assert freeze(coordinator_client).status_code == 302
    assert "Erster Entwurf." not in text.report.editions.get(number=2).snapshot


# Freezing --------------------------------------------------------------------------------


def test_frozen_edition_gets_its_files(coordinator_client: Client) -> None:
    ReportFactory(year=2024)
    answer = freeze(coordinator_client)
    assert answer.headers["Location"] == "/berichte/verwaltung/"
    assert set(ReportEdition.objects.get().files.values_list("kind", flat=True)) == set(FileKind)


def test_notes_have_to_be_ticked_off(coordinator_client: Client) -> None:
    ReportFactory(year=2024)
    html = page(coordinator_client)
    assert "Ich habe die 2 Hinweise gesehen" in html
    answer = freeze(coordinator_client, noticed="")
    assert answer.status_code == 422
    assert "Bitte bestätigen Sie, dass Sie die Hinweise gesehen haben." in answer.content.decode()
    assert not ReportEdition.objects.exists()


def test_notes_that_have_changed_meanwhile_are_shown_again(coordinator_client: Client) -> None:
    ReportFactory(year=2024)
    answer = coordinator_client.post(FREEZE, {"seen": "0" * 64, "noticed": "on"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Die Hinweise haben sich geändert, seit Sie die Seite geöffnet haben." in html
    assert "checked" not in html
    assert not ReportEdition.objects.exists()


def test_tick_stays_when_something_else_is_missing(coordinator_client: Client) -> None:
    ReportFactory(year=2024)
    freeze(coordinator_client)
    edition = ReportEdition.objects.get()
    coordinator_client.post(f"/berichte/verwaltung/ausgaben/{edition.pk}/veroeffentlichen/")
    IndicatorFactory()
    html = freeze(coordinator_client).content.decode()
    assert 'id="id_noticed" checked>' in html
    assert OVERTAKEN not in html


def test_finding_that_came_meanwhile_is_told_on_top(coordinator_client: Client) -> None:
    report = ReportFactory(year=2024)
    answer = coordinator_client.post(FREEZE, {"seen": "0" * 64, "noticed": "on"})
    head = answer.content.decode().partition('class="lede"')[0]
    assert OVERTAKEN in head
    ReportTextFactory(report=report, state=TextState.REVIEW)
    assert OVERTAKEN in freeze(coordinator_client).content.decode()
    assert OVERTAKEN not in page(coordinator_client)


def test_refused_freeze_loaded_anew_is_the_check(coordinator_client: Client) -> None:
    ReportFactory(year=2024)
    assert coordinator_client.get(FREEZE).headers["Location"] == CHECK
    assert coordinator_client.put(FREEZE).status_code == 405
    assert not ReportEdition.objects.exists()


def test_second_edition_has_to_say_what_changed(coordinator_client: Client) -> None:
    report = ReportFactory(year=2024)
    publish(coordinator_client)
    IndicatorFactory()
    answer = freeze(coordinator_client)
    assert answer.status_code == 422
    assert "Bitte angeben, was sich gegenüber der vorigen Ausgabe" in answer.content.decode()
    assert report.editions.count() == 1
    freeze(coordinator_client, changes="Ein Wert berichtigt.")
    assert report.editions.get(number=2).changes == "Ein Wert berichtigt."


def test_refused_freeze_keeps_what_was_typed(coordinator_client: Client) -> None:
    report = ReportFactory(year=2024)
    publish(coordinator_client)
    long = "Langer Text. " * 400
    answer = freeze(coordinator_client, changes=long)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "darf höchstens 4.000 Zeichen lang sein" in html
    assert html.count(long.strip()) == 1
    assert report.editions.count() == 1


def test_blocking_finding_refuses_the_form_too(coordinator_client: Client) -> None:
    report = ReportFactory(year=2024)
    ReportTextFactory(report=report, state=TextState.REVIEW)
    answer = freeze(coordinator_client)
    assert answer.status_code == 422
    assert "Die Prüfung verhindert das Einfrieren: Texte in Prüfung (1)." in answer.content.decode()
    assert not ReportEdition.objects.exists()


def test_edition_that_cannot_be_read_is_named(coordinator_client: Client) -> None:
    ReportFactory(year=2024).editions.create(snapshot="{}", snapshot_sha256="0" * 64, frozen_at=NOW)
    answer = coordinator_client.get(CHECK, follow=True)
    assert "Der eingefrorene Stand ist nicht lesbar" in answer.content.decode()


@pytest.mark.parametrize(("method", "path"), [("get", CHECK), ("post", FREEZE)])
def test_report_of_an_unknown_year(coordinator_client: Client, method: str, path: str) -> None:
    assert getattr(coordinator_client, method)(path).status_code == 404


# Cost ------------------------------------------------------------------------------------


def test_page_costs_the_same_for_many_findings(
    coordinator_client: Client, django_assert_max_num_queries: object
) -> None:
    report = ReportFactory(year=2024)
    ReportTextFactory(report=report, state=TextState.DRAFT)
    IndicatorFactory()
    with django_assert_max_num_queries(60) as few:  # type: ignore[operator]
        page(coordinator_client)
    for number in range(4):
        released_series(IndicatorFactory(), {2024: Decimal(number)})
    with django_assert_max_num_queries(len(few)):  # type: ignore[operator]
        page(coordinator_client)
