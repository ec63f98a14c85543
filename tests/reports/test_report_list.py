from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import ReportEditionFactory, ReportFactory, ReportFileFactory

pytestmark = pytest.mark.django_db


def published(year: int, number: int = 1, **attributes: object) -> object:
    edition = ReportEditionFactory(
        report=ReportFactory(year=year), number=number, published=True, **attributes
    )
    return ReportFileFactory(edition=edition, pages=116, size=1_400_000)


def test_list_shows_published_reports_the_newest_first(client: Client) -> None:
    published(2023)
    published(2024)
    html = client.get("/berichte/").content.decode()
    assert html.index("Nachhaltigkeitsbericht 2024") < html.index("Nachhaltigkeitsbericht 2023")
    assert 'href="/berichte/2024/"' in html
    assert 'href="/berichte/2024/bericht.pdf"' in html
    assert "116 Seiten, 1,3\u00a0MB" in html


def test_list_tells_date_and_checksum(client: Client) -> None:
    row = published(2024)
    html = client.get("/berichte/").content.decode()
    assert "1. Ausgabe, veröffentlicht am 1. September 2025" in html
    assert row.sha256 in html  # type: ignore[attr-defined]


def test_list_keeps_former_editions(client: Client) -> None:
    published(2024, 1)
    published(2024, 2, changes="Ein Wert berichtigt.")
    html = client.get("/berichte/").content.decode()
    assert "2. Ausgabe, veröffentlicht" in html
    assert "Ein Wert berichtigt." in html
    assert 'href="/berichte/2024/ausgabe-1/bericht.pdf"' in html
    assert html.count("Nachhaltigkeitsbericht 2024") == 1


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
