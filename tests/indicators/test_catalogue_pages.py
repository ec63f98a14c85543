"""The pages of the catalogue file: who may, what they show, what they write."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from indicators.models import ImportedFile, Indicator
from strategy.models import StrategicGoal
from tests.factories import ImportedFileFactory
from tests.html_forms import form_values
from tests.town import Town, make_town

LIST = "/erfassung/katalog/"
WORKBOOK = "/erfassung/katalog/katalog.xlsx"


@pytest.fixture
def town(db: None) -> Town:
    return make_town()


def catalogue_file(sheet: str, rows: list[list[Any]], name: str = "k.xlsx") -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = sheet
    for row in rows:
        page.append(row)
    content = io.BytesIO()
    book.save(content)
    return SimpleUploadedFile(name, content.getvalue())


def agreement(page: Any) -> dict[str, list[str]]:
    """What the button below the comparison would send."""
    return form_values(page.content.decode(), "take-over")


def upload(client: Client, sheet: str, rows: list[list[Any]]) -> str:
    """The address of the page that shows what the file would change."""
    answer = client.post(LIST, {"file": catalogue_file(sheet, rows)})
    assert answer.status_code == 302
    return answer.headers["Location"]


@pytest.mark.parametrize("path", [LIST, WORKBOOK])
@pytest.mark.parametrize("person", ["clerk_client", "councillor_client"])
def test_only_who_keeps_master_data_may(
    town: Town, request: pytest.FixtureRequest, person: str, path: str
) -> None:
    assert request.getfixturevalue(person).get(path).status_code == 403


def test_workbook_is_handed_out(town: Town, administrator_client: Client) -> None:
    answer = administrator_client.get(WORKBOOK)
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="Katalog-Soest')
    assert "no-store" in answer.headers["Cache-Control"]
    assert openpyxl.load_workbook(io.BytesIO(answer.content)).sheetnames[1] == "Handlungsfelder"


def test_file_is_shown_then_taken_over(town: Town, coordinator_client: Client) -> None:
    goal = StrategicGoal.objects.first()
    assert goal is not None
    page = upload(
        coordinator_client, "Strategische Ziele", [["Nummer", "Titel"], [goal.code, "Klimastadt"]]
    )
    shown = coordinator_client.get(page)
    assert shown.status_code == 200
    assert "Klimastadt" in shown.content.decode()
    assert goal.title in shown.content.decode()
    goal.refresh_from_db()
    assert goal.title != "Klimastadt"
    done = coordinator_client.post(page, agreement(shown), follow=True)
    assert "Übernommen: 0 neu, 1 geändert." in done.content.decode()
    goal.refresh_from_db()
    assert goal.title == "Klimastadt"
    again = coordinator_client.get(page).content.decode()
    assert "Übernommen am" in again
    assert "Alles übernehmen" not in again


def test_repeated_taking_over_changes_nothing(town: Town, coordinator_client: Client) -> None:
    """Row 34, row 30: the button twice, and the same file once more."""
    rows = [["Kennung", "Einheit"], ["T-1", "kg"]]
    page = upload(coordinator_client, "Kennzahlen", rows)
    data = agreement(coordinator_client.get(page))
    assert coordinator_client.post(page, data).status_code == 302
    assert coordinator_client.post(page, data).status_code == 409
    shown = coordinator_client.get(upload(coordinator_client, "Kennzahlen", rows))
    assert "Diese Datei ändert nichts." in shown.content.decode()


def test_what_changed_meanwhile_is_shown_first(town: Town, coordinator_client: Client) -> None:
    page = upload(coordinator_client, "Kennzahlen", [["Kennung", "Einheit"], ["T-1", "kg"]])
    data = agreement(coordinator_client.get(page))
    Indicator.objects.filter(code="T-1").update(unit="mg")
    answer = coordinator_client.post(page, data)
    assert answer.status_code == 409
    assert "Inzwischen hat sich etwas geändert" in answer.content.decode()
    assert Indicator.objects.get(code="T-1").unit == "mg"


def test_mistake_is_shown_at_its_place(town: Town, coordinator_client: Client) -> None:
    page = upload(coordinator_client, "Kennzahlen", [["Kennung", "Turnus"], ["T-1", "täglich"]])
    shown = coordinator_client.get(page).content.decode()
    assert (
        "Blatt „Kennzahlen“, Zeile 2, Spalte B („Turnus“): „täglich“ gibt es hier nicht." in shown
    )
    assert "Alles übernehmen" not in shown
    refused = coordinator_client.post(page, {"digest": "x" * 64})
    assert refused.status_code == 422


@pytest.mark.parametrize(
    ("content", "name", "text"),
    [
        (b"", "leer.xlsx", "Die Datei ist leer."),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "bild.xlsx", "keine Excel-Arbeitsmappe"),
        (b"PK\x03\x04 kaputt", "kaputt.xlsx", "beschädigt"),
        (b"Nummer;Titel\r\n1.1;Neu\r\n", "katalog.csv", "nicht als CSV-Datei"),
    ],
)
def test_unreadable_file_is_refused_and_not_kept(
    town: Town, coordinator_client: Client, content: bytes, name: str, text: str
) -> None:
    """Row 22."""
    answer = coordinator_client.post(LIST, {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert text in answer.content.decode()
    assert not ImportedFile.objects.exists()


def test_name_of_the_file_is_only_shown(
    town: Town, coordinator_client: Client, media_root: Path
) -> None:
    """Rows 29 and 16."""
    rows = [["Kennung", "Einheit"], ["T-1", "kg"]]
    file = catalogue_file("Kennzahlen", rows, "../../<script>alert(1)</script>x.xlsx")
    page = coordinator_client.post(LIST, {"file": file}).headers["Location"]
    kept = ImportedFile.objects.get()
    assert Path(kept.file.path).is_relative_to(media_root)
    assert Path(kept.file.path).stem != "x"
    assert "<script>alert" not in coordinator_client.get(page).content.decode()


def test_files_nobody_took_over_go_after_a_month(
    town: Town, coordinator_client: Client, django_capture_on_commit_callbacks
) -> None:
    long_ago = timezone.now() - timedelta(days=31)
    unused = ImportedFileFactory(uploaded_at=long_ago)
    used = ImportedFileFactory(uploaded_at=long_ago, applied_at=long_ago)
    with django_capture_on_commit_callbacks(execute=True):
        upload(coordinator_client, "Kennzahlen", [["Kennung", "Einheit"], ["T-1", "kg"]])
    assert not ImportedFile.objects.filter(pk=unused.pk).exists()
    assert not Path(unused.file.path).exists()
    assert Path(used.file.path).exists()


def test_missing_file_is_not_found(town: Town, coordinator_client: Client) -> None:
    page = upload(coordinator_client, "Kennzahlen", [["Kennung", "Einheit"], ["T-1", "kg"]])
    kept = ImportedFile.objects.get()
    kept.file.storage.delete(str(kept.file.name))
    answer = coordinator_client.get(page)
    assert answer.status_code == 404
    assert 'lang="de"' in answer.content.decode()
    assert coordinator_client.post(page, {"digest": "x" * 64}).status_code == 404
    assert coordinator_client.get(f"{page}datei/").status_code == 404
    assert coordinator_client.get(LIST).status_code == 200


def test_file_is_handed_out_as_it_came(
    town: Town, coordinator_client: Client, clerk_client: Client
) -> None:
    page = upload(coordinator_client, "Kennzahlen", [["Kennung", "Einheit"], ["T-1", "kg"]])
    download = f"{page}datei/"
    assert f'href="{download}"' in coordinator_client.get(page).content.decode()
    answer = coordinator_client.get(download)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="k.xlsx"'
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer)))
    assert book.sheetnames == ["Kennzahlen"]
    assert clerk_client.get(download).status_code == 403


def test_post_of_nothing_is_refused(town: Town, coordinator_client: Client) -> None:
    answer = coordinator_client.post(LIST)
    assert answer.status_code == 422
    assert "Bitte wählen Sie eine Datei." in answer.content.decode()


def test_cell_below_no_head_is_a_mistake(town: Town, coordinator_client: Client) -> None:
    rows = [["Kennung", "Einheit", " "], ["T-1", "kg", "verloren"]]
    shown = coordinator_client.get(upload(coordinator_client, "Kennzahlen", rows))
    assert "In Spalte C steht etwas, aber die Spalte hat keine" in shown.content.decode()


def test_a_file_of_values_is_no_catalogue(town: Town, coordinator_client: Client) -> None:
    values = ImportedFileFactory()
    assert coordinator_client.get(f"/erfassung/katalog/{values.pk}/").status_code == 404
    assert coordinator_client.get(f"/erfassung/katalog/{values.pk}/datei/").status_code == 404


def test_the_catalogue_is_in_the_navigation(
    coordinator_client: Client, clerk_client: Client
) -> None:
    entry = f'<a href="{LIST}" aria-current="true">Katalog</a>'
    assert entry in coordinator_client.get(LIST).content.decode()
    assert LIST not in clerk_client.get("/erfassung/").content.decode()
