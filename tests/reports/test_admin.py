from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from reports.models import ReportText
from tests.factories import (
    ActionAreaFactory,
    RenderJobFactory,
    ReportEditionFactory,
    ReportFactory,
    ReportFileFactory,
    ReportTextFactory,
)
from tests.html_forms import form_values

# Django's own templates read variables that may be missing.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

ADMIN = "/verwaltung/reports/"


def page_form(client: Client, path: str) -> dict[str, Any]:
    model = path.removeprefix(ADMIN).partition("/")[0]
    return form_values(client.get(path).content.decode(), f"{model}_form")


# Reports and texts -----------------------------------------------------------------------


def test_year_of_a_report_stays(coordinator_client: Client) -> None:
    report = ReportFactory(year=2024)
    path = f"{ADMIN}report/{report.pk}/change/"
    form = page_form(coordinator_client, path) | {"year": "2025", "title": "Bericht"}
    assert coordinator_client.post(path, form).status_code == 302
    report.refresh_from_db()
    assert (report.year, report.title) == (2024, "Bericht")


def test_text_is_written_for_its_place(coordinator_client: Client) -> None:
    path = f"{ADMIN}reporttext/add/"
    area = ActionAreaFactory()
    place = {"report": str(ReportFactory().pk), "section": "area", "area": str(area.pk)}
    form = page_form(coordinator_client, path) | place | {"body": "Es geht voran."}
    assert coordinator_client.post(path, form).status_code == 302
    text = ReportText.objects.get()
    assert (text.area, text.state, text.version) == (area, "draft", 1)


@pytest.mark.parametrize(
    ("section", "sentence"),
    [
        ("area", "Handlungsfeld und Ziel gehören nur zu den Abschnitten gleichen Namens"),
        ("foreword", "Für diese Stelle gibt es schon einen Text"),
    ],
)
def test_text_for_no_place_or_one_that_is_taken_is_refused(
    coordinator_client: Client, section: str, sentence: str
) -> None:
    taken = ReportTextFactory()
    path = f"{ADMIN}reporttext/add/"
    place = {"report": str(taken.report_id), "section": section, "body": "Noch einer"}
    answer = coordinator_client.post(path, page_form(coordinator_client, path) | place)
    assert answer.status_code == 200
    assert sentence in str(answer.context["errors"])
    assert ReportText.objects.count() == 1


def test_text_changed_by_somebody_else_is_not_written_over(
    coordinator_client: Client, second_coordinator_client: Client
) -> None:
    text = ReportTextFactory()
    path = f"{ADMIN}reporttext/{text.pk}/change/"
    first = page_form(coordinator_client, path) | {"body": "Meine Fassung"}
    second = page_form(second_coordinator_client, path) | {"body": "Andere Fassung"}
    assert second_coordinator_client.post(path, second).status_code == 302
    answer = coordinator_client.post(path, first)
    assert answer.status_code == 200
    assert "inzwischen von jemand anderem geändert" in answer.content.decode()
    assert "Meine Fassung" in answer.content.decode()
    text.refresh_from_db()
    assert (text.body, text.version) == ("Andere Fassung", 2)


# What was published ----------------------------------------------------------------------


@pytest.mark.parametrize("page", ["change/", "delete/"])
@pytest.mark.parametrize("published", [True, False])
def test_edition_is_not_written_by_the_admin(
    coordinator_client: Client, published: bool, page: str
) -> None:
    edition = ReportEditionFactory(published=published)
    path = f"{ADMIN}reportedition/{edition.pk}/{page}"
    form = {"post": "yes", "changes": "anders", "published_at_0": "01.01.2026"}
    assert coordinator_client.post(path, form).status_code == 403
    before = edition.published_at
    edition.refresh_from_db()
    assert (edition.changes, edition.published_at) == ("", before)


def test_report_with_an_edition_is_not_deleted(coordinator_client: Client) -> None:
    report = ReportEditionFactory(published=True).report
    path = f"{ADMIN}report/{report.pk}/delete/"
    assert coordinator_client.post(path, {"post": "yes"}).status_code == 200
    report.refresh_from_db()


def test_edition_shows_its_files_but_not_its_snapshot(coordinator_client: Client) -> None:
    edition = ReportEditionFactory(snapshot='{"geheim": "Entwurf"}')
    file = ReportFileFactory(edition=edition, pages=112)
    path = f"{ADMIN}reportedition/{edition.pk}/change/"
    page = coordinator_client.get(path).content.decode()
    assert edition.snapshot_sha256 in page
    assert file.sha256 in page
    assert "112" in page
    assert "geheim" not in page


def test_no_page_links_to_a_file(coordinator_client: Client) -> None:
    """Files lie outside the web root; the page of the report serves them once published."""
    file = ReportFileFactory()
    for path in (f"reportedition/{file.edition_id}", f"reportfile/{file.pk}"):
        page = coordinator_client.get(f"{ADMIN}{path}/change/").content.decode()
        assert f'href="{file.file.url}"' not in page
        assert str(file.file.name) not in page


def test_failed_job_says_why(coordinator_client: Client) -> None:
    job = RenderJobFactory(state="failed", error="Zeit abgelaufen nach 120 s")
    page = coordinator_client.get(f"{ADMIN}renderjob/{job.pk}/change/").content.decode()
    assert "Zeit abgelaufen nach 120 s" in page
    assert "fehlgeschlagen" in page
