from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine

from accounts.models import User
from reports.models import FileKind, Report, ReportEdition
from reports.services import ReportError, create_report, freeze_edition, publish_edition
from reports.snapshot import fingerprint, read
from strategy.models import DataVersion
from tests.factories import (
    DistrictFactory,
    IndicatorFactory,
    RenderJobFactory,
    ReportEditionFactory,
    ReportFactory,
    ReportFileFactory,
    StrategyFrameFactory,
    UserFactory,
    released_series,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2025, 11, 3, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def city() -> None:
    DistrictFactory(city=True)


def complete_edition() -> ReportEdition:
    edition: ReportEdition = ReportEditionFactory()
    for kind in FileKind:
        ReportFileFactory(edition=edition, kind=kind)
    return edition


@pytest.fixture
def sample_coordinator() -> User:
    return UserFactory(coordination=True, is_sample=True)


def test_create_report(coordinator: User) -> None:
    report = create_report(year=2024, by=coordinator)
    assert (report.year, report.title, report.is_sample) == (2024, "Nachhaltigkeitsbericht", False)


def test_create_report_once_a_year(coordinator: User) -> None:
    ReportFactory(year=2024)
    with pytest.raises(ReportError, match="Den Bericht für 2024 gibt es schon"):
        create_report(year=2024, by=coordinator)
    assert Report.objects.count() == 1


def test_report_of_a_sample_account_is_a_sample(sample_coordinator: User) -> None:
    assert create_report(year=2024, by=sample_coordinator).is_sample


@time_machine.travel(NOW, tick=False)
def test_freeze_keeps_what_is_published_at_the_moment(coordinator: User) -> None:
    indicator = IndicatorFactory()
    released_series(indicator, {2024: "6.9"})
    edition = freeze_edition(report=ReportFactory(year=2024), by=coordinator)
    indicator.name = "Später umbenannt"
    indicator.save()
    snapshot = read(ReportEdition.objects.get(pk=edition.pk).snapshot)
    assert snapshot.indicators[0].name != "Später umbenannt"
    assert (snapshot.report.year, snapshot.report.edition) == (2024, 1)
    assert snapshot.report.frozen_at == edition.frozen_at == NOW
    assert edition.frozen_by == coordinator
    assert edition.snapshot_sha256 == fingerprint(edition.snapshot)
    assert edition.published_at is None


def test_next_edition_has_the_next_number_and_says_what_changed(coordinator: User) -> None:
    report = ReportFactory(year=2024)
    freeze_edition(report=report, by=coordinator)
    second = freeze_edition(report=report, by=coordinator, changes=" Ein Wert berichtigt. ")
    assert second.number == 2
    assert second.changes == "Ein Wert berichtigt."
    assert read(second.snapshot).report.changes == "Ein Wert berichtigt."


def test_next_edition_without_changes_is_refused(coordinator: User) -> None:
    report = ReportFactory(year=2024)
    freeze_edition(report=report, by=coordinator)
    with pytest.raises(ReportError, match="was sich gegenüber der vorigen Ausgabe geändert hat"):
        freeze_edition(report=report, by=coordinator, changes="  ")
    assert report.editions.count() == 1


def test_edition_with_sample_data_is_a_sample(coordinator: User) -> None:
    StrategyFrameFactory()
    DataVersion.objects.update(has_sample_data=True)
    assert freeze_edition(report=ReportFactory(year=2024), by=coordinator).is_sample


def test_sample_account_freezes_no_real_report(sample_coordinator: User) -> None:
    with pytest.raises(ReportError, match="Ein Beispielkonto kann keinen echten Bericht"):
        freeze_edition(report=ReportFactory(year=2024), by=sample_coordinator)


@time_machine.travel(NOW, tick=False)
def test_publish_an_edition_with_its_file(coordinator: User) -> None:
    edition = complete_edition()
    publish_edition(edition=edition, by=coordinator)
    edition.refresh_from_db()
    assert (edition.published_at, edition.published_by) == (NOW, coordinator)


@pytest.mark.parametrize("missing", FileKind)
def test_edition_is_published_with_all_its_files(coordinator: User, missing: FileKind) -> None:
    edition = ReportEditionFactory()
    for kind in set(FileKind) - {missing}:
        ReportFileFactory(edition=edition, kind=kind)
    with pytest.raises(ReportError, match=f"Es fehlt noch als PDF: {missing.label}. Bitte"):
        publish_edition(edition=edition, by=coordinator)


def test_edition_is_not_published_while_a_file_is_being_made(coordinator: User) -> None:
    edition = complete_edition()
    RenderJobFactory(edition=edition)
    with pytest.raises(ReportError, match="wird gerade neu erzeugt"):
        publish_edition(edition=edition, by=coordinator)


def test_edition_is_published_once(coordinator: User) -> None:
    edition = complete_edition()
    publish_edition(edition=edition, by=coordinator)
    with pytest.raises(ReportError, match="schon veröffentlicht"):
        publish_edition(edition=edition, by=coordinator)


def test_sample_account_publishes_no_real_report(sample_coordinator: User) -> None:
    with pytest.raises(ReportError, match="Ein Beispielkonto"):
        publish_edition(edition=ReportFileFactory().edition, by=sample_coordinator)
