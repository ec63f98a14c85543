from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree  # noqa: S405 -- our own drawing

import pytest
from django.test import Client

from reports.models import ReportEdition
from reports.snapshot import Snapshot, write
from tests.factories import ReportEditionFactory, ReportFactory

pytestmark = pytest.mark.django_db

PATH = "/berichte/2024/ausgabe-1/titelbild.svg"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def published(small_snapshot: Snapshot) -> ReportEdition:
    edition: ReportEdition = ReportEditionFactory(
        report=ReportFactory(year=2024), snapshot=write(small_snapshot), published=True
    )
    return edition


@pytest.mark.usefixtures("published")
def test_cover_is_drawn_from_the_snapshot(client: Client) -> None:
    answer = client.get(PATH)
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert not answer.cookies
    drawing = ElementTree.fromstring(answer.content)  # noqa: S314 -- our own drawing
    texts = [text.text for text in drawing.iter(f"{SVG}text")]
    assert texts == ["Nachhaltigkeitsbericht", "2024", "Stadt Soest", "Beispieldaten"]
    assert len(list(drawing.iter(f"{SVG}rect"))) > 100
    assert not list(drawing.iter(f"{SVG}image"))


def test_later_edition_says_which_it_is(client: Client, small_snapshot: Snapshot) -> None:
    report = replace(small_snapshot.report, edition=2, is_sample=False, title="A < B & C")
    ReportEditionFactory(
        report=ReportFactory(year=2024),
        number=2,
        snapshot=write(replace(small_snapshot, report=report)),
        published=True,
    )
    html = client.get("/berichte/2024/ausgabe-2/titelbild.svg").content.decode()
    assert "2. Ausgabe" in html
    assert "A &lt; B &amp; C" in html
    assert "Beispieldaten" not in html


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("path", [PATH.replace("1/", "2/"), PATH.replace("2024", "1999")])
def test_unknown_cover_does_not_exist(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_cover_of_an_unpublished_edition_does_not_exist(client: Client) -> None:
    ReportEditionFactory(report=ReportFactory(year=2024))
    assert client.get(PATH).status_code == 404


@pytest.mark.usefixtures("published")
def test_cover_is_only_read(client: Client) -> None:
    assert client.post(PATH).status_code == 405
