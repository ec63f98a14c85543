from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.factories import (
    CriterionFactory,
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


def test_text_about_a_criterion_is_shown_with_its_answer(coordinator_client: Client) -> None:
    text = ReportTextFactory(criterion=CriterionFactory(code="07"), stance="explains")
    path = f"{ADMIN}reporttext/"
    assert "07 Kriterium 07" in coordinator_client.get(path).content.decode()
    html = coordinator_client.get(f"{path}{text.pk}/change/").content.decode()
    assert "07 Kriterium 07" in html
    assert "begründet nicht berichtet" in html


@pytest.mark.parametrize("page", ["change/", "delete/"])
def test_text_is_not_written_by_the_admin(coordinator_client: Client, page: str) -> None:
    """It is under /berichte/verwaltung/, where nobody approves what they wrote."""
    text = ReportTextFactory(body="Gut.")
    path = f"{ADMIN}reporttext/{text.pk}/"
    assert "Gut." in coordinator_client.get(f"{path}change/").content.decode()
    form = {"post": "yes", "body": "Anders.", "state": "approved"}
    assert coordinator_client.post(f"{path}{page}", form).status_code == 403
    text.refresh_from_db()
    assert (text.body, text.state) == ("Gut.", "draft")
    assert coordinator_client.get(f"{ADMIN}reporttext/add/").status_code == 403


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
