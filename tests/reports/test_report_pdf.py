from __future__ import annotations

import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.http import FileResponse
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from reports.models import RenderJob, ReportFile
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
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert not answer.cookies


def test_reader_who_has_the_file_gets_304(client: Client) -> None:
    row = published()
    etag = f'"{row.sha256}"'
    answer = client.get("/berichte/2024/bericht.pdf", headers={"If-None-Match": etag})
    assert answer.status_code == 304
    assert answer.content == b""
    assert answer.headers["ETag"] == etag
    assert answer.headers["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize(
    ("kind", "address", "name"),
    [
        ("council", "ratsvorlage.pdf", "Nachhaltigkeitsbericht-Ratsvorlage-Soest-2024-Ausgabe-1"),
        (
            "citizens",
            "buergerausgabe.pdf",
            "Nachhaltigkeitsbericht-Buergerausgabe-Soest-2024-Ausgabe-1",
        ),
    ],
)
@pytest.mark.parametrize("folder", ["/berichte/2024/", "/berichte/2024/ausgabe-1/"])
def test_other_files_of_the_edition(
    client: Client, kind: str, address: str, name: str, folder: str
) -> None:
    edition = published().edition
    assert client.get(f"{folder}{address}").status_code == 404
    ReportFileFactory(edition=edition, kind=kind, content=b"%PDF-1.7 kurz")
    answer = client.get(f"{folder}{address}")
    assert answer.getvalue() == b"%PDF-1.7 kurz"
    assert answer.headers["Content-Disposition"] == f'inline; filename="{name}.pdf"'


# Parts -----------------------------------------------------------------------------------

PATH = "/berichte/2024/bericht.pdf"
LONG = bytes(range(256)) * 1000  # more than one block


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-9", 0, 9),
        ("bytes=255990-", 255_990, 255_999),
        ("bytes=-10", 255_990, 255_999),
        ("bytes=100-200099", 100, 200_099),
    ],
)
def test_part_of_the_file(client: Client, asked: str, first: int, last: int) -> None:
    row = published(content=LONG)
    answer = client.get(PATH, headers={"Range": asked})
    assert answer.status_code == 206
    assert answer.getvalue() == LONG[first : last + 1]
    assert answer.headers["Content-Range"] == f"bytes {first}-{last}/256000"
    assert answer.headers["Content-Length"] == str(last - first + 1)
    assert answer.headers["ETag"] == f'"{row.sha256}"'
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert answer.headers["Content-Type"] == "application/pdf"


def test_parts_put_together_are_the_file(client: Client) -> None:
    published(content=LONG)
    parts = [
        client.get(PATH, headers={"Range": f"bytes={first}-{first + 69_999}"}).getvalue()
        for first in range(0, len(LONG), 70_000)
    ]
    assert b"".join(parts) == LONG


def test_part_beyond_the_end(client: Client) -> None:
    row = published(content=LONG)
    answer = client.get(PATH, headers={"Range": "bytes=256000-"})
    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == "bytes */256000"
    assert answer.headers["ETag"] == f'"{row.sha256}"'
    assert answer.content == b""


@pytest.mark.parametrize("asked", ["bytes=0-1,4-5", "bytes=9-1", "seiten=1-2", ""])
def test_other_headers_give_the_whole_file(client: Client, asked: str) -> None:
    published(content=LONG)
    answer = client.get(PATH, headers={"Range": asked})
    assert answer.status_code == 200
    assert answer.getvalue() == LONG
    assert "Content-Range" not in answer.headers


def test_download_goes_on_only_with_the_same_file(client: Client) -> None:
    row = published(content=LONG)
    asked = {"Range": "bytes=10-"}
    same = client.get(PATH, headers={**asked, "If-Range": f'"{row.sha256}"'})
    assert (same.status_code, same.getvalue()) == (206, LONG[10:])
    for other in (f'"{"0" * 64}"', f'W/"{row.sha256}"', "Mon, 03 Nov 2025 09:30:00 GMT"):
        answer = client.get(PATH, headers={**asked, "If-Range": other})
        assert (answer.status_code, answer.getvalue()) == (200, LONG)


def test_reader_who_has_the_file_gets_304_for_a_part_as_well(client: Client) -> None:
    row = published(content=LONG)
    headers = {"Range": "bytes=0-9", "If-None-Match": f'"{row.sha256}"'}
    assert client.get(PATH, headers=headers).status_code == 304
    assert client.get(PATH, headers={"If-Match": '"anders"'}).status_code == 412


def test_head_tells_of_the_whole_file(client: Client) -> None:
    published(content=LONG)
    answer = client.head(PATH, headers={"Range": "bytes=0-9"})
    assert answer.status_code == 200
    assert answer.headers["Content-Length"] == "256000"
    assert answer.headers["Accept-Ranges"] == "bytes"
    answer.close()


# Which file ------------------------------------------------------------------------------


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
        "/berichte/2024/anlage.pdf",
        "/berichte/2024/bericht.pdf/",
        "/berichte/bericht.pdf",
        "/berichte/2024/..%5c..%5csettings.py",
        "/berichte/2024/bericht.pdf%00",
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


def test_file_changed_on_disk_is_not_served(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    Path(published().file.path).write_bytes(b"%PDF-1.7 etwas ganz anderes")
    assert client.get("/berichte/2024/bericht.pdf").status_code == 404
    assert "was changed on disk" in caplog.text


def test_head_tells_the_size(client: Client) -> None:
    published()
    answer = client.head("/berichte/2024/bericht.pdf")
    assert answer.headers["Content-Length"] == "13"
    answer.close()


@pytest.mark.django_db(transaction=True)
def test_fifty_readers_at_once_cost_no_rendering(
    live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Row 64: everybody gets the stored file, whole and in parts."""

    def rendered(*args: object, **options: object) -> None:
        raise AssertionError("nothing must be rendered for a reader")

    for name in ("reports.rendering.report_html", "reports.rendering.run_module"):
        monkeypatch.setattr(name, rendered)
    published(content=LONG)

    def read(number: int) -> bytes:
        headers = {"Range": "bytes=0-"} if number % 2 else {}
        request = urllib.request.Request(f"{live_server}{PATH}", headers=headers)  # noqa: S310
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            content: bytes = answer.read()
            return content

    with ThreadPoolExecutor(50) as readers:
        assert set(readers.map(read, range(50))) == {LONG}
    assert not RenderJob.objects.exists()


def test_file_is_only_read(client: Client) -> None:
    published()
    assert client.post("/berichte/2024/bericht.pdf").status_code == 405


def test_reader_costs_one_query(client: Client, django_assert_num_queries: object) -> None:
    published()
    with django_assert_num_queries(1):  # type: ignore[operator]
        client.get("/berichte/2024/bericht.pdf").close()
