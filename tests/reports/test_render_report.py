from __future__ import annotations

from io import StringIO
from pathlib import Path

import pikepdf
import pypdf
import pytest
from django.core.management import CommandError, call_command

from reports.models import FileKind, Report, ReportEdition, TextState
from reports.rendering import identifier
from reports.snapshot import Snapshot, write
from tests.factories import (
    DistrictFactory,
    IndicatorFactory,
    ReportEditionFactory,
    ReportFactory,
    ReportTextFactory,
    released_series,
)
from tests.reports.snapshots import make_snapshot

pytestmark = pytest.mark.django_db


def run(*arguments: str | Path) -> str:
    out = StringIO()
    call_command("render_report", *map(str, arguments), stdout=out)
    return out.getvalue()


@pytest.fixture
def tiny() -> Snapshot:
    return make_snapshot(areas=1, goals=1)


def test_published_edition_is_printed(tiny: Snapshot, tmp_path: Path) -> None:
    report = ReportFactory(year=2024)
    ReportEditionFactory(report=report, snapshot=write(tiny), published=True)
    ReportEditionFactory(report=report, snapshot="{}")  # the next one, not published yet
    output = tmp_path / "bericht.pdf"
    told = run(2024, "--edition", "full", "--output", output)  # type: ignore[arg-type]
    assert "Gesetzt wird die veröffentlichte 1. Ausgabe." in told
    reader = pypdf.PdfReader(output)
    assert f"{output}: {len(reader.pages)} Seiten, {output.stat().st_size} Byte" in told
    assert "Treibhausgase im Bereich 1" in "".join(page.extract_text() for page in reader.pages)


@pytest.mark.parametrize(
    ("edition", "title"),
    [("council", "Anlage zur Ratsvorlage"), ("citizens", "Wo steht Soest?")],
)
def test_other_editions_are_printed(
    tiny: Snapshot, tmp_path: Path, edition: str, title: str
) -> None:
    ReportEditionFactory(report=ReportFactory(year=2024), snapshot=write(tiny), published=True)
    output = tmp_path / "ausgabe.pdf"
    run("2024", "--edition", edition, "--output", output)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(output).pages)
    assert title in " ".join(text.split())


def test_another_order_is_another_pdf(tmp_path: Path, tiny: Snapshot) -> None:
    """Only the order that is stored has the identity of the published file."""
    edition = ReportEditionFactory(
        report=ReportFactory(year=2024), snapshot=write(tiny), published=True
    )
    keys = []
    for order in ("area", "sdg"):
        output = tmp_path / f"{order}.pdf"
        run("2024", "--order", order, "--output", output)
        with pikepdf.open(output) as pdf:
            keys.append(bytes(pdf.trailer["/ID"][0]).decode())
    published = identifier(edition.snapshot_sha256, FileKind.FULL)
    assert keys == [published, identifier(edition.snapshot_sha256, FileKind.FULL, "sdg")]
    assert keys[0] != keys[1]


def test_present_state_is_printed_without_being_kept(tmp_path: Path) -> None:
    DistrictFactory(city=True)
    report = ReportFactory(year=2024)
    ReportTextFactory(report=report, body="Ein gutes Jahr für Soest.", state=TextState.APPROVED)
    output = tmp_path / "bericht.pdf"
    told = run("2024", "--output", output)
    assert "noch keine Ausgabe veröffentlicht; gesetzt wird der gegenwärtige Stand" in told
    text = "".join(page.extract_text() for page in pypdf.PdfReader(output).pages)
    assert "Ein gutes Jahr für Soest." in text
    assert not ReportEdition.objects.exists()


def test_year_with_values_needs_no_report(tmp_path: Path) -> None:
    released_series(IndicatorFactory(name="Wasserverbrauch"), {2023: 5})
    output = tmp_path / "bericht.pdf"
    run("2023", "--output", output)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(output).pages)
    assert "Wasserverbrauch" in text
    assert not Report.objects.exists()


def test_unknown_year_is_named_with_the_known_ones(tmp_path: Path) -> None:
    released_series(IndicatorFactory(), {2019: 5, 2023: 5})
    with pytest.raises(CommandError, match=r"Für 1999 gibt es weder.*von 2019 bis 2023"):
        run("1999", "--output", tmp_path / "bericht.pdf")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("year", ["0", "10000"])
def test_year_that_no_date_can_have_is_unknown_too(tmp_path: Path, year: str) -> None:
    with pytest.raises(CommandError, match=f"Für {year} gibt es weder"):
        run(year, "--output", tmp_path / "bericht.pdf")


def test_year_without_any_values(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Es gibt noch gar keine Werte"):
        run("2024", "--output", tmp_path / "bericht.pdf")


def test_missing_folder_is_an_error_in_german(tiny: Snapshot, tmp_path: Path) -> None:
    ReportEditionFactory(report=ReportFactory(year=2024), snapshot=write(tiny), published=True)
    with pytest.raises(CommandError, match="nirgends gibt es nicht"):
        run("2024", "--output", tmp_path / "nirgends" / "bericht.pdf")


def test_unreadable_edition_is_an_error_in_german(tmp_path: Path) -> None:
    ReportEditionFactory(report=ReportFactory(year=2024), snapshot="{}", published=True)
    with pytest.raises(CommandError, match="nicht lesbar"):
        run("2024", "--output", tmp_path / "bericht.pdf")


def test_unknown_edition_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="braille"):
        run("2024", "--edition", "braille", "--output", tmp_path / "bericht.pdf")
