"""Row 71: what was published stays as it was, whatever becomes of the rows it was made from."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from indicators.models import Indicator
from reports.models import FileKind, ReportEdition
from reports.rendering import render_report, report_html
from reports.services import freeze_edition, publish_edition
from reports.snapshot import read
from strategy.models import Action, ActionArea
from tests.factories import (
    ActionAreaFactory,
    ActionFactory,
    ChartNoteFactory,
    DistrictFactory,
    IndicatorFactory,
    IndicatorGoalFactory,
    OperationalGoalFactory,
    ReportFactory,
    ReportFileFactory,
    TargetPathFactory,
    released_series,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(coordinator: User) -> ReportEdition:
    """A published edition about an indicator with values and one without any."""
    city = DistrictFactory(city=True)
    area = ActionAreaFactory(number=5, name="Klima", slug="klima")
    goal = OperationalGoalFactory(strategic_goal__area=area)
    measured = IndicatorFactory(code="A", slug="a", name="Treibhausgase", unit="t", area=area)
    IndicatorGoalFactory(indicator=measured, goal=goal)
    TargetPathFactory(indicator=measured, adopted=True, points={2030: Decimal(2)})
    released_series(measured, {year: 30 - (year - 2013) for year in range(2013, 2025)})
    IndicatorFactory(code="B", slug="b", name="Solardächer", unit="Dächer", area=area)
    ActionFactory(title="Velorouten")
    edition = freeze_edition(report=ReportFactory(year=2024), by=coordinator)
    for kind in FileKind:
        ReportFileFactory(edition=edition, kind=kind, content=b"%PDF-1.7 Ausgabe 1")
    assert city.pk
    return publish_edition(edition=edition, by=coordinator)


def rename() -> None:
    Indicator.objects.filter(code="A").update(name="Ausstoß", short_name="Ausstoß", slug="ausstoss")
    ActionArea.objects.update(name="Umwelt", slug="umwelt")
    Action.objects.update(title="Radwege")


def change_the_unit() -> None:
    indicator = Indicator.objects.get(code="A")
    indicator.unit, indicator.decimals = "kg je Einwohner", 3
    indicator.save()
    ChartNoteFactory(indicator=indicator, year=2024, kind="break", text="jetzt in Kilogramm")
    indicator.target_paths.update(superseded_at=timezone.now())
    TargetPathFactory(indicator=indicator, adopted=True, points={2035: Decimal(1)})


def delete() -> None:
    Indicator.objects.get(code="B").delete()
    Action.objects.all().delete()


@pytest.mark.parametrize("happens", [rename, change_the_unit, delete])
def test_row_71_old_edition_stays_as_it_was(
    client: Client, edition: ReportEdition, happens: object
) -> None:
    def told() -> list[object]:
        stored = ReportEdition.objects.get(pk=edition.pk)
        page = client.get("/berichte/2024/").content.decode()
        return [
            stored.snapshot,
            stored.snapshot_sha256,
            report_html(read(stored.snapshot), stored.snapshot_sha256),
            page.partition("<main")[2].partition("</main>")[0],
            client.get("/berichte/2024/bericht.pdf").getvalue(),
            client.get("/berichte/2024/ausgabe-1/bericht.pdf").getvalue(),
        ]

    before = told()
    happens()  # type: ignore[operator]
    assert told() == before


def test_row_71_old_edition_can_be_set_again_to_the_same_bytes(
    edition: ReportEdition, tmp_path: Path
) -> None:
    def made(name: str) -> str:
        stored = ReportEdition.objects.get(pk=edition.pk)
        snapshot = read(stored.snapshot)
        return render_report(snapshot, tmp_path / name, stored=stored.snapshot).sha256

    before = made("vorher.pdf")
    for happens in (rename, change_the_unit, delete):
        happens()
    assert made("nachher.pdf") == before


def test_row_71_next_edition_tells_what_has_become_of_them(
    edition: ReportEdition, coordinator: User
) -> None:
    for happens in (change_the_unit, delete):
        happens()
    second = freeze_edition(report=edition.report, by=coordinator, changes="Neue Einheit.")
    told = {(one.code, one.what) for one in read(second.snapshot).report.corrections}
    assert {
        ("A", "Einheit"),
        ("A", "Nachkommastellen"),
        ("A", "Ziel"),
        ("A", "Bruch der Zeitreihe 2024"),
        ("B", "Kennzahl"),
        ("", "Maßnahme"),
    } <= told
