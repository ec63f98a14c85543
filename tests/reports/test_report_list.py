from __future__ import annotations

import pytest
from django.test import Client

from reports.models import FileKind, ReportEdition
from tests.factories import ReportEditionFactory, ReportFactory, ReportFileFactory

pytestmark = pytest.mark.django_db


def published(year: int, number: int = 1, **attributes: object) -> ReportEdition:
    edition: ReportEdition = ReportEditionFactory(
        report=ReportFactory(year=year), number=number, published=True, **attributes
    )
    for kind, pages in zip(FileKind, (116, 2, 14), strict=True):
        content = f"%PDF {year} {number} {kind}".encode()
        ReportFileFactory(edition=edition, kind=kind, pages=pages, content=content)
    return edition


def test_list_shows_published_reports_the_newest_first(client: Client) -> None:
    published(2023)
    published(2024)
    html = client.get("/berichte/").content.decode()
    assert html.index("Nachhaltigkeitsbericht 2024") < html.index("Nachhaltigkeitsbericht 2023")
    assert 'href="/berichte/2024/">Im Browser lesen' in html
    assert 'src="/berichte/2024/ausgabe-1/titelbild.svg"' in html


def test_list_shows_all_files_with_size_and_pages(client: Client) -> None:
    published(2024)
    html = client.get("/berichte/").content.decode()
    places = [
        html.index(f'href="/berichte/2024/{name}">{words} (PDF)</a>')
        for name, words in (
            ("bericht.pdf", "Vollständiger Bericht"),
            ("ratsvorlage.pdf", "Anlage zur Ratsvorlage"),
            ("buergerausgabe.pdf", "Ausgabe für alle"),
        )
    ]
    assert places == sorted(places)
    for told in ("116 Seiten, 16\u00a0Bytes", ">2 Seiten, 19", "14 Seiten, 20"):
        assert told in html


def test_list_tells_date_and_checksums(client: Client) -> None:
    edition = published(2024)
    html = client.get("/berichte/").content.decode()
    assert "1. Ausgabe, veröffentlicht am 1. September 2025" in html
    for row in edition.files.all():
        assert html.count(row.sha256) == 1


def test_list_keeps_former_editions(client: Client) -> None:
    published(2024, 1)
    published(2024, 2, changes="Ein Wert berichtigt.")
    html = client.get("/berichte/").content.decode()
    assert "2. Ausgabe, veröffentlicht" in html
    assert "Ein Wert berichtigt." in html
    for name in ("bericht", "ratsvorlage", "buergerausgabe"):
        assert f'href="/berichte/2024/ausgabe-1/{name}.pdf"' in html
    assert html.count("<h3>") == 1
    assert 'src="/berichte/2024/ausgabe-2/titelbild.svg"' in html


def test_list_shows_the_files_there_are(client: Client) -> None:
    """Editions of former versions had one file."""
    edition = ReportEditionFactory(report=ReportFactory(year=2024), published=True)
    ReportFileFactory(edition=edition, pages=1)
    html = client.get("/berichte/").content.decode()
    assert ">1 Seite, " in html
    assert "ratsvorlage" not in html


def test_list_leaves_out_what_is_not_published(client: Client) -> None:
    ReportFileFactory(edition=ReportEditionFactory(report=ReportFactory(year=2024)))
    ReportEditionFactory(report=ReportFactory(year=2023), published=True)  # has no file
    html = client.get("/berichte/").content.decode()
    assert "2024" not in html
    assert "2023" not in html
    assert "sobald der erste veröffentlicht ist" in html


def test_list_costs_the_same_for_many_reports(
    client: Client, django_assert_max_num_queries: object
) -> None:
    for year in range(2020, 2025):
        published(year)
    with django_assert_max_num_queries(5) as queries:  # type: ignore[operator]
        client.get("/berichte/")
    assert not [query for query in queries if '"snapshot"' in query["sql"]]


def test_list_is_only_read(client: Client) -> None:
    assert client.post("/berichte/").status_code == 405
