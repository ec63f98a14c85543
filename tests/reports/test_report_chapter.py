"""The chapters of a published report on the site."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urljoin

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports import published, web_edition
from reports.models import Report
from reports.pages.report import ReportPages, report_pages
from reports.pages.themes import in_order
from reports.snapshot import Snapshot, write
from tests.factories import ReportEditionFactory, ReportFactory, ReportFileFactory
from tests.reports.pages.test_themes import with_criteria

pytestmark = pytest.mark.django_db


@pytest.fixture
def report() -> Report:
    return ReportFactory(year=2024)


@pytest.fixture(autouse=True)
def editions(report: Report, small_snapshot: Snapshot) -> None:
    """Two published editions with forewords of their own, and one that is only frozen."""
    for number, is_published in ((1, True), (2, True), (3, False)):
        facts = replace(small_snapshot.report, foreword=f"Vorwort der {number}.", edition=number)
        edition = ReportEditionFactory(
            report=report,
            number=number,
            snapshot=write(replace(small_snapshot, report=facts)),
            published=is_published,
        )
        ReportFileFactory(edition=edition)


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_chapter_is_that_of_the_newest_published_edition(client: Client) -> None:
    html = page(client, "/berichte/2024/vorwort/")
    assert "<p>Vorwort der 2.</p>" in html
    assert "2. Ausgabe" in html
    assert "<title>Vorwort – Nachhaltigkeitsbericht 2024" in html


def test_former_edition_keeps_its_chapters(client: Client) -> None:
    html = page(client, "/berichte/2024/ausgabe-1/vorwort/")
    assert "<p>Vorwort der 1.</p>" in html
    assert "<title>Vorwort – Nachhaltigkeitsbericht 2024, 1. Ausgabe" in html


def test_links_stay_within_the_edition(client: Client) -> None:
    for address in ("/berichte/2024/", "/berichte/2024/ausgabe-1/"):
        html = page(client, f"{address}blick/")
        (link,) = set(re.findall(r'href="([^"]+/#feld-1)"', html))
        assert urljoin(f"{address}blick/", link) == f"{address}feld-1/#feld-1"


def test_criterion_with_a_dot_has_a_chapter(client: Client) -> None:
    snapshot = with_criteria()
    criteria = tuple(replace(one, code=f"1.{one.code}") for one in snapshot.criteria)
    ReportEditionFactory(
        report=ReportFactory(year=2025),
        snapshot=write(in_order(replace(snapshot, criteria=criteria), "framework")),
        published=True,
    )
    assert "Kriterium 02" in page(client, "/berichte/2025/kriterium-1-02/")


def test_reports_are_laid_out_once_whatever_is_asked(
    client: Client, small_snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = ReportEditionFactory(
        report=ReportFactory(year=2025),
        snapshot=write(replace(small_snapshot, report=replace(small_snapshot.report, annex="B"))),
        published=True,
    )
    ReportFileFactory(edition=edition)
    seen: list[str] = []

    def counted(snapshot: Snapshot, sha256: str) -> ReportPages:
        seen.append(sha256)
        return report_pages(snapshot, sha256)

    for module in (published, web_edition):
        monkeypatch.setattr(module, "report_pages", counted)
    for number in range(3):
        for base in ("/berichte/2025/", "/berichte/2025/ausgabe-1/"):
            assert client.get(f"{base}nichts-{number}/").status_code == 404
            page(client, f"{base}blick/?q={number}")
            page(client, f"{base}?q={number}")
    assert seen == [edition.snapshot_sha256] * 2  # the chapters, and the page that lists them


def test_known_chapters_do_not_read_the_snapshot_again(client: Client) -> None:
    path = "/berichte/2024/ausgabe-1/"
    places = ("blick/", "titelbild.svg", "")
    for place in places:
        page(client, path + place)
    for place in places:
        with CaptureQueriesContext(connection) as queries:
            page(client, f"{path}{place}?q=1")
        assert not any('"snapshot"' in one["sql"] for one in queries)


def test_chapters_can_be_turned(client: Client) -> None:
    first = page(client, "/berichte/2024/impressum/")
    assert 'rel="prev"' not in first
    assert '<a rel="next" href="/berichte/2024/vorwort/">' in first
    last = page(client, "/berichte/2024/register/")
    assert 'rel="next"' not in last
    assert 'rel="prev"' in last


def test_list_of_chapters_marks_the_present_one(client: Client) -> None:
    html = page(client, "/berichte/2024/methode/")
    assert '<a href="/berichte/2024/methode/" aria-current="page">Methode</a>' in html


@pytest.mark.parametrize(
    "path",
    [
        "/berichte/2024/gibt-es-nicht/",
        "/berichte/2024/berichtXpdf/",
        "/berichte/2024/inhalt/",
        "/berichte/2023/vorwort/",
        "/berichte/2024/ausgabe-3/vorwort/",
        "/berichte/2024/ausgabe-9/",
    ],
)
def test_what_is_not_published_does_not_exist(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_former_edition_has_a_page_that_leads_to_the_newest(client: Client) -> None:
    html = page(client, "/berichte/2024/ausgabe-1/")
    assert "Zur neuesten, der 2. Ausgabe" in html
    assert 'href="/berichte/2024/ausgabe-1/vorwort/"' in html
    assert "Zur neuesten" not in page(client, "/berichte/2024/ausgabe-2/")
