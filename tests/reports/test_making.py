"""The pages on which the coordination makes reports."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from reports import jobs
from reports.models import FileKind, RenderJob, RenderState, Report, ReportEdition, ReportFile
from reports.release_check.rules.findings import Note, write_notes
from reports.snapshot import write
from tests.factories import (
    CriterionFactory,
    DistrictFactory,
    RenderJobFactory,
    ReportEditionFactory,
    ReportFactory,
    ReportFileFactory,
    ReportTextFactory,
)
from tests.reports.snapshots import make_snapshot
from tests.reports.test_jobs import fake_render

pytestmark = pytest.mark.django_db

KINDS = {
    "bericht.pdf": b"full",
    "ratsvorlage.pdf": b"council",
    "buergerausgabe.pdf": b"citizens",
}


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
    assert html.count("3 Seiten") == 3
    for name, kind in KINDS.items():
        preview = coordinator_client.get(f"/berichte/verwaltung/ausgaben/{edition.pk}/{name}")
        assert preview.getvalue() == b"%PDF-1.7 gesetzt %%EOF" + kind
        assert preview.headers["Cache-Control"] == "private, no-store"
        assert client.get(f"/berichte/2024/{name}").status_code == 404
    coordinator_client.post(f"/berichte/verwaltung/ausgaben/{edition.pk}/veroeffentlichen/")
    edition.refresh_from_db()
    assert edition.published_by == coordinator
    for name, kind in KINDS.items():
        public = client.get(f"/berichte/2024/{name}")
        assert public.getvalue() == b"%PDF-1.7 gesetzt %%EOF" + kind


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
        ("2099", "Das Jahr 2099 hat noch nicht begonnen"),
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


def test_texts_of_a_framework_that_was_given_up_do_not_count(coordinator_client: Client) -> None:
    report, criterion = ReportFactory(year=2024), CriterionFactory()
    ReportTextFactory(report=report, state="approved")
    ReportTextFactory(report=report, criterion=criterion)
    assert "1 Text freigegeben, 0 in Arbeit" in page(coordinator_client)
    Report.objects.update(framework=criterion.framework)
    assert "1 Text freigegeben, 1 in Arbeit" in page(coordinator_client)


# Freezing: see test_checking.py ----------------------------------------------------------


def test_freeze_says_which_texts_are_left_out(coordinator_client: Client) -> None:
    text = ReportTextFactory(report=ReportFactory(year=2024))
    assert "Nur freigegebene Texte kommen in die Ausgabe." in page(coordinator_client)
    text.delete()
    assert "Ohne freigegebene Texte zeigt die Ausgabe nur Zahlen" in page(coordinator_client)


# The files -------------------------------------------------------------------------------


def readable_edition() -> ReportEdition:
    edition: ReportEdition = ReportEditionFactory(snapshot=write(make_snapshot(areas=1, goals=1)))
    return edition


def all_files(edition: ReportEdition) -> None:
    for kind in FileKind:
        ReportFileFactory(edition=edition, kind=kind)


def ask(client: Client, edition: ReportEdition) -> str:
    path = f"/berichte/verwaltung/ausgaben/{edition.pk}/erzeugen/"
    return client.post(path, follow=True).content.decode()


def test_what_failed_can_be_asked_for_again(coordinator_client: Client) -> None:
    edition = readable_edition()
    for kind in (FileKind.COUNCIL, FileKind.CITIZENS):
        ReportFileFactory(edition=edition, kind=kind)
    RenderJobFactory(edition=edition, state=RenderState.FAILED, error="Kein Speicher.")
    html = page(coordinator_client)
    assert "Kein Speicher." in html
    assert "Fehlende PDF erzeugen</button>" in html
    assert "Kein Speicher." not in ask(coordinator_client, edition)
    assert RenderJob.objects.count() == 2
    assert edition.files.count() == 3


def test_former_file_is_there_while_a_new_one_fails(coordinator_client: Client) -> None:
    edition = ReportEditionFactory()
    all_files(edition)
    RenderJobFactory(edition=edition, state=RenderState.FAILED, error="Kein Speicher.")
    html = page(coordinator_client)
    assert "Kein Speicher." in html
    assert html.count("(bisherige Fassung)") == 1
    assert "Fehlende PDF erzeugen</button>" in html


def test_all_files_can_be_made_once_more(coordinator_client: Client) -> None:
    edition = ReportEditionFactory()
    all_files(edition)
    assert "Alle PDF neu erzeugen</button>" in page(coordinator_client)
    ask(coordinator_client, edition)
    assert sorted(RenderJob.objects.values_list("kind", flat=True)) == sorted(FileKind)


def running(**values: object) -> RenderJob:
    now = datetime.now(UTC)
    job: RenderJob = RenderJobFactory(
        state=RenderState.RUNNING, requested_at=now, started_at=now, seen_at=now, **values
    )
    return job


def test_file_that_is_being_made_is_not_asked_for_twice(coordinator_client: Client) -> None:
    job = running()
    for kind in (FileKind.COUNCIL, FileKind.CITIZENS):
        RenderJobFactory(edition=job.edition, kind=kind, requested_at=job.requested_at)
    assert "Diese PDF werden gerade erzeugt." in ask(coordinator_client, job.edition)
    assert RenderJob.objects.count() == 3


def test_progress_is_shown_and_renews_itself(coordinator_client: Client) -> None:
    job = running(step="Seite 37 von etwa 116 wird umbrochen", percent=26)
    for kind in (FileKind.COUNCIL, FileKind.CITIZENS):
        RenderJobFactory(edition=job.edition, kind=kind, requested_at=job.requested_at)
    path = f"/berichte/verwaltung/ausgaben/{job.edition_id}/"
    html = coordinator_client.get(path, headers={"HX-Request": "true"}).content.decode()
    assert f'hx-get="{path}"' in html
    assert (
        '<progress max="100" value="26" aria-label="Vollständiger Bericht">26 %</progress>' in html
    )
    assert "26 % · Seite 37 von etwa 116 wird umbrochen." in html
    assert "Kommt als Nächstes." in html
    assert "Wartet auf Platz 2." in html
    assert "data-announce>0 von 3 PDF fertig.<" in html
    assert " data-quiet " in html  # what renews itself takes no focus
    assert html.count("Abbrechen") == 3
    assert "<html" not in html
    assert "erzeugen</button>" not in html
    assert "Veröffentlichen</button>" not in html
    assert f'hx-get="{path}"' in page(coordinator_client)


def test_state_stops_renewing_when_all_is_done(coordinator_client: Client) -> None:
    edition = ReportEditionFactory()
    all_files(edition)
    for kind in FileKind:
        RenderJobFactory(edition=edition, kind=kind, state=RenderState.DONE)
    html = coordinator_client.get(f"/berichte/verwaltung/ausgaben/{edition.pk}/").content.decode()
    assert "hx-get" not in html
    assert "Veröffentlichen</button>" in html


def test_lost_job_can_be_restarted(coordinator_client: Client) -> None:
    long_ago = datetime.now(UTC) - timedelta(minutes=1)
    lost = RenderJobFactory(
        edition=readable_edition(),
        state=RenderState.RUNNING,
        requested_at=long_ago,
        seen_at=long_ago,
    )
    html = page(coordinator_client)
    assert "Abgebrochen: Der Prozess, der das PDF erzeugte, wurde währenddessen beendet." in html
    assert "Fehlende PDF erzeugen</button>" in html
    assert "hx-get" not in html
    ask(coordinator_client, lost.edition)
    lost.refresh_from_db()
    assert lost.state == "aborted"
    assert lost.edition.files.count() == 3


# Aborting --------------------------------------------------------------------------------


def test_making_can_be_aborted(coordinator_client: Client) -> None:
    job = running()
    path = f"/berichte/verwaltung/auftraege/{job.pk}/abbrechen/"
    assert f'action="{path}"' in page(coordinator_client)
    html = coordinator_client.post(path, follow=True).content.decode()
    assert "Abgebrochen von Karla Koordination." in html
    assert "Fehlende PDF erzeugen</button>" in html
    again = coordinator_client.post(path, follow=True).content.decode()
    assert "Dieser Auftrag ist schon beendet." in again


# Without a worker ------------------------------------------------------------------------


def waiting(seconds: int) -> ReportEdition:
    edition = readable_edition()
    then = datetime.now(UTC) - timedelta(seconds=seconds)
    for kind in FileKind:
        RenderJobFactory(edition=edition, kind=kind, requested_at=then)
    return edition


def test_page_waits_a_moment_for_the_worker(coordinator_client: Client) -> None:
    waiting(5)
    assert "manage.py db_worker" not in page(coordinator_client)


def test_without_a_worker_the_request_does_the_work(coordinator_client: Client) -> None:
    edition = waiting(30)
    html = page(coordinator_client)
    assert html.count("Wartet, aber kein Hintergrunddienst nimmt den Auftrag an.") == 3
    assert "manage.py db_worker" in html
    path = f"/berichte/verwaltung/ausgaben/{edition.pk}/hier-erzeugen/"
    assert f'action="{path}"' in html
    html = coordinator_client.post(path, follow=True).content.decode()
    assert edition.files.count() == 3
    assert "Veröffentlichen</button>" in html
    assert "db_worker" not in html


def test_request_does_nothing_while_a_worker_is_at_work(coordinator_client: Client) -> None:
    running()
    edition = waiting(30)
    assert "db_worker" not in page(coordinator_client)
    coordinator_client.post(f"/berichte/verwaltung/ausgaben/{edition.pk}/hier-erzeugen/")
    assert set(edition.jobs.values_list("state", flat=True)) == {"waiting"}


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
    assert "Es fehlt noch als PDF: Vollständiger Bericht" in answer.content.decode()


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
    ("post", "/berichte/verwaltung/ausgaben/{pk}/hier-erzeugen/"),
    ("post", "/berichte/verwaltung/ausgaben/{pk}/veroeffentlichen/"),
    ("get", "/berichte/verwaltung/ausgaben/{pk}/bericht.pdf"),
    ("post", "/berichte/verwaltung/auftraege/{pk}/abbrechen/"),
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


# Freezing loaded anew leads to the check, which test_checking.py looks at.
@pytest.mark.parametrize(("method", "path"), [one for one in PAGES if "einfrieren" not in one[1]])
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
        file = ReportFileFactory(edition=ReportEditionFactory(report=ReportFactory(year=year)))
        ReportTextFactory(report=file.edition.report)
    with django_assert_max_num_queries(12) as queries:  # type: ignore[operator]
        page(coordinator_client)
    for long in ('"snapshot"', '"body"'):
        assert not [query for query in queries if long in query["sql"]]
