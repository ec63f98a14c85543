from __future__ import annotations

from pathlib import Path

import pytest
from django.http import FileResponse
from django.test import Client

from reports.models import ReportFile
from tests.factories import ReportEditionFactory, ReportFactory, ReportFileFactory

pytestmark = pytest.mark.django_db


def published(year: int = 2024, content: bytes = b"%PDF-1.7 eins") -> ReportFile:
    edition = ReportEditionFactory(report=ReportFactory(year=year), published=True)
    return ReportFileFactory(edition=edition, content=content)


def test_file_is_streamed_as_it_is_stored(client: Client) -> None:
    row = published()
    answer = client.get("/berichte/2024/bericht.pdf")
    assert isinstance(answer, FileResponse)
    assert answer.getvalue() == b"%PDF-1.7 eins"
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Length"] == "13"
    assert answer.headers["ETag"] == f'"{row.sha256}"'
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert answer.headers["Content-Disposition"] == (
        'inline; filename="Nachhaltigkeitsbericht-Soest-2024-Ausgabe-1.pdf"'
    )
    assert not answer.cookies


def test_reader_who_has_the_file_gets_304(client: Client) -> None:
    row = published()
    etag = f'"{row.sha256}"'
    answer = client.get("/berichte/2024/bericht.pdf", headers={"If-None-Match": etag})
    assert answer.status_code == 304
    assert answer.content == b""
    assert answer.headers["ETag"] == etag
    assert answer.headers["Cache-Control"] == "public, no-cache"


def test_newest_edition_without_a_number(client: Client) -> None:
    published(content=b"%PDF-1.7 eins")
    published(content=b"%PDF-1.7 zwei")
    answer = client.get("/berichte/2024/bericht.pdf")
    assert answer.getvalue() == b"%PDF-1.7 zwei"


def test_former_edition_by_its_number(client: Client) -> None:
    published(content=b"%PDF-1.7 eins")
    published(content=b"%PDF-1.7 zwei")
    answer = client.get("/berichte/2024/ausgabe-1/bericht.pdf")
    assert answer.getvalue() == b"%PDF-1.7 eins"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_unpublished_newer_edition_is_not_served(client: Client) -> None:
    row = published(content=b"%PDF-1.7 eins")
    ReportFileFactory(
        edition=ReportEditionFactory(report=row.edition.report), content=b"%PDF-1.7 geheim"
    )
    answer = client.get("/berichte/2024/bericht.pdf")
    assert answer.getvalue() == b"%PDF-1.7 eins"
    assert client.get("/berichte/2024/ausgabe-2/bericht.pdf").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/berichte/1999/bericht.pdf",
        "/berichte/2024/ausgabe-9/bericht.pdf",
        "/berichte/2024/../../settings.py",
        "/berichte/2024/%2e%2e%2fsettings.py",
    ],
)
def test_unknown_file_does_not_exist(client: Client, path: str) -> None:
    published()
    assert client.get(path).status_code == 404


def test_file_missing_on_disk_is_logged(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    Path(published().file.path).unlink()
    assert client.get("/berichte/2024/bericht.pdf").status_code == 404
    assert "is missing" in caplog.text


def test_head_tells_the_size(client: Client) -> None:
    published()
    answer = client.head("/berichte/2024/bericht.pdf")
    assert answer.headers["Content-Length"] == "13"
    answer.close()


def test_file_is_only_read(client: Client) -> None:
    published()
    assert client.post("/berichte/2024/bericht.pdf").status_code == 405


def test_reader_costs_one_query(client: Client, django_assert_num_queries: object) -> None:
    published()
    with django_assert_num_queries(1):  # type: ignore[operator]
        client.get("/berichte/2024/bericht.pdf").close()
