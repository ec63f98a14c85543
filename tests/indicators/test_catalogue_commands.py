"""The catalogue on the command line: out, edited, in."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from indicators.models import ImportedFile, Indicator
from tests.town import make_town


@pytest.fixture
def workbook(db: None, tmp_path: Path) -> Path:
    """The exported catalogue of a town, with another unit for one indicator."""
    make_town()
    path = tmp_path / "katalog.xlsx"
    told("export_catalogue", path)
    change(path, "Einheit", "kg")
    return path


def change(path: Path, head: str, text: str) -> None:
    book = openpyxl.load_workbook(path)
    page = book["Kennzahlen"]
    heads = [cell.value for cell in page[1]]
    row = next(row for row in page.iter_rows(min_row=2) if row[0].value == "T-1")
    row[heads.index(head)].value = text
    book.save(path)


def told(command: str, *args: Any, **options: Any) -> str:
    out = io.StringIO()
    call_command(command, *args, stdout=out, stderr=out, **options)
    return out.getvalue()


def test_dry_run_tells_each_cell_and_changes_nothing(workbook: Path, coordinator: User) -> None:
    before = Indicator.objects.get(code="T-1").unit
    said = told("import_catalogue", workbook, by=coordinator.username, dry_run=True)
    assert f"Einheit: {before} → kg" in said
    assert "Es wurde nichts geändert." in said
    assert Indicator.objects.get(code="T-1").unit == before
    assert not ImportedFile.objects.exists()


def test_file_is_taken_over_once(workbook: Path, coordinator: User) -> None:
    said = told("import_catalogue", workbook, by=coordinator.username)
    assert "Übernommen: 0 neu, 1 geändert." in said
    assert Indicator.objects.get(code="T-1").unit == "kg"
    assert ImportedFile.objects.get().applied_at is not None
    assert "nichts geändert" in told("import_catalogue", workbook, by=coordinator.username)
    assert ImportedFile.objects.count() == 1


def test_mistake_stops_everything(workbook: Path, coordinator: User) -> None:
    change(workbook, "Turnus", "täglich")
    with pytest.raises(CommandError, match="nichts übernommen"):
        told("import_catalogue", workbook, by=coordinator.username)
    assert Indicator.objects.get(code="T-1").unit != "kg"


@pytest.mark.parametrize("name", ["niemand", "erfassung"])
def test_only_who_keeps_master_data_may(workbook: Path, clerk: User, name: str) -> None:
    by = clerk.username if name == "erfassung" else name
    with pytest.raises(CommandError, match="kein Konto der Koordination"):
        told("import_catalogue", workbook, by=by)


@pytest.mark.django_db
def test_unreadable_files_are_explained(tmp_path: Path, coordinator: User) -> None:
    empty = tmp_path / "leer.xlsx"
    empty.touch()
    with pytest.raises(CommandError, match="Die Datei ist leer"):
        told("import_catalogue", empty, by=coordinator.username)
    with pytest.raises(CommandError, match=r"fehlt\.xlsx"):
        told("import_catalogue", tmp_path / "fehlt.xlsx", by=coordinator.username)
    with pytest.raises(CommandError, match="gibts"):
        told("export_catalogue", tmp_path / "gibts" / "nicht.xlsx")
