from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from reports.models import ReportFile
from reports.snapshot import Comparison, FormerStatus, Snapshot, write
from reports.snapshot_details import ChangeFacts
from tests.factories import ReportEditionFactory, ReportFactory, ReportFileFactory

pytestmark = pytest.mark.django_db


def publish(snapshot: Snapshot) -> ReportFile:
    edition = ReportEditionFactory(
        report=ReportFactory(year=2024), snapshot=write(snapshot), published=True
    )
    row: ReportFile = ReportFileFactory(edition=edition, pages=116)
    return row


@pytest.fixture
def published(small_snapshot: Snapshot) -> ReportFile:
    return publish(small_snapshot)


@pytest.mark.usefixtures("published")
def test_page_says_what_the_report_finds(client: Client) -> None:
    html = client.get("/berichte/2024/").content.decode()
    assert "3 von 8 Zielen sind auf Kurs oder nahe dran." in html
    assert "2 Sonne, 1 leicht bewölkt, 2 Wolke, 1 Gewitter, 1 nicht bewertet, 1 veraltet" in html
    assert 'href="/handlungsfelder/handlungsfeld-1/"' in html
    assert "116 Seiten" in html


@pytest.mark.usefixtures("published")
def test_preview_is_what_the_report_finds(client: Client) -> None:
    head = client.get("/berichte/2024/").content.decode().partition("<body")[0]
    assert '<meta property="og:description" content="3 von 8 Zielen sind auf Kurs' in head
    assert '<link rel="canonical" href="http://testserver/berichte/2024/">' in head


@pytest.mark.usefixtures("published")
def test_page_shows_changes_by_direction(client: Client) -> None:
    html = client.get("/berichte/2024/").content.decode()
    assert "3 Kennzahlen stehen besser da als zuvor, 1 schlechter." in html
    assert html.index("Schlechter</h3>") < html.index("Treibhausgase im Bereich 4")
    assert html.index("Besser</h3>") < html.index("Treibhausgase im Bereich 1")
    assert "Verglichen mit: Werte bis 2023" in html


def test_page_tells_what_the_report_before_told_differently(
    client: Client, small_snapshot: Snapshot
) -> None:
    moved = ChangeFacts(
        "targets", "K-1.1.1", "Treibhausgase", "Ziel", "3,0 bis 2030", "3,5 bis 2035"
    )
    statuses = (FormerStatus("K-1.1.1", "cloud", "6,0 t je Einwohner", 2023),)
    comparison = Comparison(2023, is_report=True, statuses=statuses, changes=(moved,))
    publish(replace(small_snapshot, comparison=comparison))
    html = client.get("/berichte/2024/").content.decode()
    assert "6,0 t je Einwohner (2023) → 5,4\u00a0t je Einwohner (2024)" in html
    section = html.partition('<h2 id="seither">Seit dem Bericht 2023</h2>')[2]
    row = "<td>Ziel</td><td>3,0 bis 2030</td><td>3,5 bis 2035</td>"
    assert row in section.partition("</section>")[0]


def test_page_of_a_correction_tells_what_has_changed(
    client: Client, small_snapshot: Snapshot
) -> None:
    change = ChangeFacts("values", "K-1.1.1", "Treibhausgase", "Wert 2020", "7,8 t", "8,1 t")
    report = replace(
        small_snapshot.report, corrects=1, changes="Bilanz berichtigt.", corrections=(change,)
    )
    publish(replace(small_snapshot, report=report))
    html = client.get("/berichte/2024/").content.decode()
    section = html.partition('<h2 id="berichtigt">Änderungen seit Ausgabe 1</h2>')[2]
    section = section.partition("</section>")[0]
    assert "Bilanz berichtigt." in section
    assert "<td>Wert 2020</td><td>7,8 t</td><td>8,1 t</td>" in section


@pytest.mark.usefixtures("published")
def test_page_lists_the_chapters(client: Client) -> None:
    html = client.get("/berichte/2024/").content.decode()
    for place, chapter in (
        ("vorwort", "Vorwort"),
        ("feld-1", "1 Handlungsfeld 1"),
        ("ortsteile", "Kernstadt und Ortsteile"),
        ("register", "Register"),
    ):
        assert f'<li><a href="/berichte/2024/{place}/">{chapter}</a></li>' in html


def test_page_shows_the_newest_edition_and_keeps_the_former(
    client: Client, small_snapshot: Snapshot, published: ReportFile
) -> None:
    second = ReportEditionFactory(
        report=published.edition.report,
        snapshot=write(small_snapshot),
        changes="Ein Wert berichtigt.",
        published=True,
    )
    ReportFileFactory(edition=second, pages=117)
    html = client.get("/berichte/2024/").content.decode()
    former = html.index('href="/berichte/2024/ausgabe-1/bericht.pdf"')
    assert html.index("2. Ausgabe") < html.index("Frühere Ausgaben") < former
    assert "Ein Wert berichtigt." in html


def test_page_of_an_unpublished_report_does_not_exist(client: Client) -> None:
    ReportFileFactory(edition=ReportEditionFactory(report=ReportFactory(year=2024)))
    assert client.get("/berichte/2024/").status_code == 404


def test_page_of_an_unknown_year_does_not_exist(client: Client) -> None:
    assert client.get("/berichte/1999/").status_code == 404


@pytest.mark.usefixtures("published")
def test_page_sets_no_cookie(client: Client) -> None:
    answer = client.get("/berichte/2024/")
    assert not answer.cookies
    assert answer.headers["Cache-Control"] == "public, no-cache"
