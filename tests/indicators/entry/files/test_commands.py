"""`manage.py export_measurements` and `import_measurements`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from accounts.models import User
from indicators.entry.batches import BatchConflict
from indicators.enums import MeasurementState
from indicators.management.commands import import_measurements
from indicators.models import ImportedFile, Indicator, Measurement
from tests.factories import CollectionRoundFactory, RoundIndicatorFactory


def run(*arguments: object) -> str:
    """What the command says."""
    out = StringIO()
    call_command(*map(str, arguments), stdout=out, stderr=out)
    return out.getvalue()


def failed(*arguments: object) -> tuple[int, str]:
    """How the command ends, and what it says."""
    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command(*map(str, arguments), stdout=out, stderr=out)
    return error.value.returncode, f"{out.getvalue()}{error.value}"


@pytest.fixture
def file(indicator: Indicator, tmp_path: Path) -> Path:
    path = tmp_path / "werte.csv"
    path.write_text(f"Kennung;Zeitraum;Wert;Quelle\n{indicator.code};2025;1960,5;Bericht\n")
    return path


def test_workbook_goes_out_and_in(clerk: User, indicator: Indicator, tmp_path: Path) -> None:
    path = tmp_path / "werte.xlsx"
    assert "Werte 2025, 1 Abteilung, 1 Zeilen." in run("export_measurements", path)
    book = load_workbook(path)
    book.worksheets[1]["L6"], book.worksheets[1]["P6"] = 1960.5, "Bericht"
    book.save(path)
    said = run("import_measurements", path, "--by", clerk.username, "--submit")
    assert (
        f"Zeile 6: {indicator.name} 2025, Gesamtstadt: – → 1.960,5\N{NO-BREAK SPACE}t (neu)" in said
    )
    assert "1 neu, 0 geändert, 0 unverändert, 0 abgelehnt" in said
    assert "Eingereicht." in said
    row = Measurement.objects.get(period=date(2025, 1, 1))
    assert (row.value, row.state) == (Decimal("1960.5"), MeasurementState.SUBMITTED)
    assert ImportedFile.objects.get().applied_at is not None


def test_export_of_years_department_and_round(
    indicator: Indicator, tmp_path: Path, city: object
) -> None:
    path = tmp_path / "werte.csv"
    said = run(
        "export_measurements", path, "--year", "2020-2025", "--department", "umwelt-und-klima"
    )
    assert "Werte 2020 bis 2025, 1 Abteilung, 6 Zeilen." in said
    RoundIndicatorFactory(round=CollectionRoundFactory(year=2025), indicator=indicator)
    assert "Erhebungsrunde 2025, 1 Abteilung" in run("export_measurements", path, "--round", 2025)


@pytest.mark.usefixtures("indicator")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["werte.ods"], "auf .xlsx oder .csv enden"),
        (["werte.csv", "--year", "1800"], "keine möglichen Jahre"),
        (["werte.csv", "--year", "2025-2020"], "keine möglichen Jahre"),
        (["werte.csv", "--department", "mond"], "Es gibt: umwelt-und-klima."),
        (["werte.csv", "--round", "2019"], "Eine Erhebungsrunde 2019 gibt es nicht."),
        (["/gibt/es/nicht/werte.csv"], "lässt sich nicht schreiben"),
    ],
)
def test_export_that_is_not_possible(arguments: list[str], words: str) -> None:
    code, said = failed("export_measurements", *arguments)
    assert code == 1
    assert words in said


def test_dry_run_writes_nothing(clerk: User, file: Path) -> None:
    said = run("import_measurements", file, "--by", clerk.username, "--dry-run")
    assert "1 neu" in said
    assert "Probelauf: Es wurde nichts gesichert." in said
    assert not Measurement.objects.filter(period=date(2025, 1, 1)).exists()
    assert not ImportedFile.objects.exists()


def test_row_30_second_time_changes_nothing(clerk: User, file: Path) -> None:
    run("import_measurements", file, "--by", clerk.username)
    said = run("import_measurements", file, "--by", clerk.username)
    assert "0 neu, 0 geändert, 1 unverändert" in said
    assert "0 Änderungen" in said
    assert ImportedFile.objects.count() == 1


def test_refused_rows_are_named(clerk: User, indicator: Indicator, file: Path) -> None:
    file.write_text(f"Kennung;Zeitraum;Wert\n{indicator.code};2025;viel\nX;2025;1\n")
    code, said = failed("import_measurements", file, "--by", clerk.username)
    assert code == import_measurements.REFUSED
    assert "Zeile 2, Spalte C (Wert): „viel“" in said
    assert "Zeile 3, Spalte A (Kennung): Die Kennung „X“ gibt es nicht" in said
    assert not ImportedFile.objects.exists()


def test_reason_for_odd_values(clerk: User, indicator: Indicator, file: Path) -> None:
    file.write_text(f"Kennung;Zeitraum;Wert;Quelle\n{indicator.code};2025;40000;Bericht\n")
    code, said = failed("import_measurements", file, "--by", clerk.username, "--submit")
    assert code == import_measurements.REFUSED
    assert "Grund der Abweichung" in said
    run("import_measurements", file, "--by", clerk.username, "--submit", "--reason", "Neubau")
    assert Measurement.objects.get(period=date(2025, 1, 1)).warning_reason == "Neubau"


def test_points_are_confirmed(clerk: User, indicator: Indicator, file: Path) -> None:
    file.write_text(f"Kennung;Zeitraum;Wert\n{indicator.code};2025;1.960\n")
    code, said = failed("import_measurements", file, "--by", clerk.username)
    assert code == import_measurements.REFUSED
    assert "1.960 (nicht 1,960)" in said
    run("import_measurements", file, "--by", clerk.username, "--confirm-points")
    assert Measurement.objects.get(period=date(2025, 1, 1)).value == Decimal(1960)


def test_conflict_has_a_code_of_its_own(
    clerk: User, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overtaken(**options: object) -> None:
        raise BatchConflict(None, frozenset())  # type: ignore[arg-type]

    monkeypatch.setattr(import_measurements, "apply_file", overtaken)
    code, said = failed("import_measurements", file, "--by", clerk.username)
    assert code == import_measurements.CONFLICT
    assert "Es wurde nichts gesichert" in said


def test_import_that_is_not_possible(
    clerk: User, councillor: User, file: Path, tmp_path: Path
) -> None:
    for name in ("niemand", councillor.username):
        assert "gibt es nicht" in failed("import_measurements", file, "--by", name)[1]
    missing = failed("import_measurements", tmp_path / "fehlt.csv", "--by", clerk.username)
    assert "lässt sich nicht lesen" in missing[1]
    damaged = tmp_path / "kaputt.xlsx"
    damaged.write_bytes(b"PK\x03\x04 und dann nichts")
    code, said = failed("import_measurements", damaged, "--by", clerk.username)
    assert (code, "beschädigt" in said) == (import_measurements.UNREADABLE, True)
    large = tmp_path / "gross.csv"
    large.write_bytes(b"x" * (5 * 2**20 + 1))
    assert "größer als 5" in failed("import_measurements", large, "--by", clerk.username)[1]
    assert (
        "länger als 500"
        in failed("import_measurements", file, "--by", clerk.username, "--reason", "x" * 501)[1]
    )
