"""The pages on which the coordination makes reports."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from reports import jobs
from reports.models import RenderJob, RenderState, Report, ReportEdition, ReportFile
from reports.release_check.rules.findings import Note, write_notes
from tests.factories import (
    DistrictFactory,
    RenderJobFactory,
    ReportEditionFactory,
    ReportFactory,
    ReportFileFactory,
    ReportTextFactory,
)
from tests.reports.test_jobs import fake_render

pytestmark = pytest.mark.django_db

NOW = datetime(2025, 11, 3, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def rendering(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "render_report", fake_render())
    DistrictFactory(city=True)


def freeze(client: Client, **content: str) -> Any:
    """Send the form of the release check, its notes ticked off."""
    html = client.get("/berichte/verwaltung/2024/pruefung/").content.decode()
    found = re.search(r'name="seen" value="([0-9a-f]*)"', html)
    seen = found[1] if found else ""
    return client.post(
        "/berichte/verwaltung/2024/einfrieren/", {"seen": seen, "noticed": "on", **content}
    )


def page(client: Client) -> str:
    return client.get("/berichte/verwaltung/").content.decode()


# The whole way ---------------------------------------------------------------------------


def test_report_from_beginning_to_publication(
    coordinator_client: Client, coordinator: User, client: Client
) -> None:
    coordinator_client.post("/berichte/verwaltung/neu/", {"year": "2024"})
    assert "Noch nichts eingefroren." in page(coordinator_client)
    assert 'href="/berichte/verwaltung/2024/pruefung/">Prüfen und einfrieren' in page(
        coordinator_client
    )
    freeze(coordinator_client)
    edition = ReportEdition.objects.get()
    html = page(coordinator_client)
    assert "Das PDF ist fertig." in html
    assert "3 Seiten" in html
    preview = coordinator_client.get(f"/berichte/verwaltung/ausgaben/{edition.pk}/bericht.pdf")
    assert preview.getvalue() == b"%PDF-1.7 gesetzt %%EOF"
    assert preview.headers["Cache-Control"] == "private, no-store"
    assert client.get("/berichte/2024/bericht.pdf").status_code == 404
    coordinator_client.post(f"/berichte/verwaltung/ausgaben/{edition.pk}/veroeffentlichen/")
    edition.refresh_from_db()
    assert edition.published_by == coordinator
    public = client.get("/berichte/2024/bericht.pdf")
    assert public.getvalue() == b"%PDF-1.7 gesetzt %%EOF"


# Beginning -------------------------------------------------------------------------------


def test_new_report(coordinator_client: Client) -> None:
    answer = coordinator_client.post("/berichte/verwaltung/neu/", {"year": "2024"}, follow=True)
    assert "Der Bericht für 2024 ist angelegt." in answer.content.decode()
    assert Report.objects.get().year == 2024


@pytest.mark.parametrize(
    ("year", "message"),
    [
        ("", "Bitte ein Jahr angeben."),
        ("24a", "Bitte ein Jahr mit vier Ziffern angeben."),
        ("1999", "Das Jahr liegt zwischen 2000 und 2100."),
        ("2024", "Den Bericht für 2024 gibt es schon."),
    ],
)
def test_new_report_of_a_wrong_year(coordinator_client: Client, year: str, message: str) -> None:
    ReportFactory(year=2024)
    answer = coordinator_client.post("/berichte/verwaltung/neu/", {"year": year})
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert Report.objects.count() == 1


def test_page_counts_texts(coordinator_client: Client) -> None:
    report = ReportFactory(year=2024)
    ReportTextFactory(report=report, state="approved")
    ReportTextFactory(report=report, section="summary")
    assert "1 Text freigegeben, 1 in Arbeit" in page(coordinator_client)


# Freezing: see test_checking.py ----------------------------------------------------------


def test_freeze_says_which_texts_are_left_out(coordinator_client: Client) -> None:
    text = ReportTextFactory(report=ReportFactory(year=2024))
    assert "Nur freigegebene Texte kommen in die Ausgabe." in page(coordinator_client)
    text.delete()
    assert "Ohne freigegebene Texte zeigt die Ausgabe nur Zahlen" in page(coordinator_client)


# The PDF ---------------------------------------------------------------------------------


def test_pdf_can_be_asked_for_again_after_a_failure(coordinator_client: Client) -> None:
    edition = ReportEditionFactory()
    RenderJobFactory(edition=edition, state=RenderState.FAILED, error="Kein Speicher.")
    html = page(coordinator_client)
    assert "Kein Speicher." in html
    assert "PDF erzeugen</button>" in html
    coordinator_client.post(f"/berichte/verwaltung/ausgaben/{edition.pk}/erzeugen/")
    assert RenderJob.objects.count() == 2


def test_pdf_that_is_being_set_is_not_asked_for_twice(coordinator_client: Client) -> None:
    job = RenderJobFactory(state=RenderState.RUNNING, started_at=datetime.now(UTC))
    answer = coordinator_client.post(
        f"/berichte/verwaltung/ausgaben/{job.edition_id}/erzeugen/", follow=True
    )
    assert "Dieses PDF wird gerade erzeugt." in answer.content.decode()
    assert RenderJob.objects.count() == 1


def test_state_renews_itself_while_the_pdf_is_being_set(coordinator_client: Client) -> None:
    job = RenderJobFactory(state=RenderState.RUNNING, started_at=datetime.now(UTC))
    path = f"/berichte/verwaltung/ausgaben/{job.edition_id}/"
    html = coordinator_client.get(path, headers={"HX-Request": "true"}).content.decode()
    assert f'hx-get="{path}"' in html
    assert "Das PDF wird gesetzt" in html
    assert "<html" not in html
    assert "</button>" not in html
    assert f'hx-get="{path}"' in page(coordinator_client)


def test_state_stops_renewing_when_the_pdf_is_done(coordinator_client: Client) -> None:
    row = ReportFileFactory(edition__snapshot="{}")
    RenderJobFactory(edition=row.edition, state=RenderState.DONE)
    html = coordinator_client.get(
        f"/berichte/verwaltung/ausgaben/{row.edition_id}/"
    ).content.decode()
    assert "hx-get" not in html
    assert "Veröffentlichen</button>" in html


def test_lost_job_can_be_restarted(coordinator_client: Client) -> None:
    long_ago = datetime.now(UTC) - timedelta(hours=1)
    RenderJobFactory(state=RenderState.RUNNING, requested_at=long_ago, started_at=long_ago)
    html = page(coordinator_client)
    assert "Abgebrochen: Der Hintergrunddienst wurde währenddessen beendet." in html
    assert "PDF erzeugen</button>" in html
    assert "hx-get" not in html


def test_page_says_when_no_worker_is_running(coordinator_client: Client) -> None:
    RenderJobFactory(requested_at=datetime.now(UTC) - timedelta(minutes=5))
    assert "manage.py db_worker" in page(coordinator_client)


def test_edition_shows_what_the_check_had_noted(coordinator_client: Client) -> None:
    notes = write_notes((Note("stale", "K-1 Treibhausgase", "Der letzte Wert ist von 2019."),))
    ReportEditionFactory(notes=notes)
    html = page(coordinator_client)
    assert "1 Hinweis der Prüfung beim Einfrieren" in html
    assert "<li>K-1 Treibhausgase: Der letzte Wert ist von 2019.</li>" in html


# Publishing ------------------------------------------------------------------------------


def test_edition_without_pdf_is_not_published(coordinator_client: Client) -> None:
    edition = ReportEditionFactory()
    assert "Veröffentlichen</button>" not in page(coordinator_client)
    answer = coordinator_client.post(
        f"/berichte/verwaltung/ausgaben/{edition.pk}/veroeffentlichen/", follow=True
    )
    assert "noch kein PDF" in answer.content.decode()


def test_published_edition_offers_nothing_to_change(coordinator_client: Client) -> None:
    ReportFileFactory(edition=ReportEditionFactory(published=True))
    html = page(coordinator_client)
    assert "Veröffentlichen</button>" not in html
    assert "erzeugen</button>" not in html
    assert "Öffentliche Seite" in html


# Access ----------------------------------------------------------------------------------

PAGES = (
    ("get", "/berichte/verwaltung/"),
    ("post", "/berichte/verwaltung/neu/"),
    ("get", "/berichte/verwaltung/2024/pruefung/"),
    ("post", "/berichte/verwaltung/2024/einfrieren/"),
    ("get", "/berichte/verwaltung/ausgaben/{pk}/"),
    ("post", "/berichte/verwaltung/ausgaben/{pk}/erzeugen/"),
    ("post", "/berichte/verwaltung/ausgaben/{pk}/veroeffentlichen/"),
    ("get", "/berichte/verwaltung/ausgaben/{pk}/bericht.pdf"),
)


@pytest.mark.parametrize("person", ["clerk", "councillor", "administrator"])
@pytest.mark.parametrize(("method", "path"), PAGES)
def test_only_the_coordination_makes_reports(
    request: pytest.FixtureRequest, person: str, method: str, path: str
) -> None:
    row: ReportFile = ReportFileFactory()
    browser: Client = request.getfixturevalue(f"{person}_client")
    answer = getattr(browser, method)(path.format(pk=row.edition_id))
    assert answer.status_code == 403
    assert Report.objects.count() == ReportEdition.objects.count() == 1
    assert not RenderJob.objects.exists()


@pytest.mark.parametrize(("method", "path"), PAGES)
def test_method_is_guarded(coordinator_client: Client, method: str, path: str) -> None:
    edition = ReportFileFactory().edition
    other = "post" if method == "get" else "get"
    answer = getattr(coordinator_client, other)(path.format(pk=edition.pk))
    assert answer.status_code == 405


@pytest.mark.parametrize(("method", "path"), [one for one in PAGES if "{pk}" in one[1]])
def test_unknown_edition_does_not_exist(coordinator_client: Client, method: str, path: str) -> None:
    assert getattr(coordinator_client, method)(path.format(pk=0)).status_code == 404


def test_page_costs_the_same_for_many_reports(
    coordinator_client: Client, django_assert_max_num_queries: object
) -> None:
    for year in range(2018, 2025):
        ReportFileFactory(edition=ReportEditionFactory(report=ReportFactory(year=year)))
    with django_assert_max_num_queries(11) as queries:  # type: ignore[operator]
        page(coordinator_client)
    assert not [query for query in queries if '"snapshot"' in query["sql"]]
