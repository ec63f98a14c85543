from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine

from accounts.models import User
from indicators.models import Indicator
from reports.contents import corrected
from reports.drafts import draft_edition
from reports.models import ContentOrder, FileKind, Report, ReportEdition, TextState
from reports.release_check.rules.findings import Note, read_notes
from reports.services import (
    ReportError,
    create_report,
    freeze_edition,
    publish_edition,
    restructure,
)
from reports.snapshot import fingerprint, read, write
from reports.snapshot_details import ChangeFacts
from strategy.models import DataVersion
from tests.factories import (
    ActionAreaFactory,
    DistrictFactory,
    IndicatorFactory,
    RenderJobFactory,
    ReportEditionFactory,
    ReportFactory,
    ReportFileFactory,
    ReportingFrameworkFactory,
    ReportTextFactory,
    StrategyFrameFactory,
    TargetPathFactory,
    UserFactory,
    released_series,
)
from tests.reports.snapshots import make_snapshot

pytestmark = pytest.mark.django_db

NOW = datetime(2025, 11, 3, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def city() -> None:
    DistrictFactory(city=True)


def complete_edition() -> ReportEdition:
    edition: ReportEdition = ReportEditionFactory(snapshot=write(make_snapshot()))
    make_files(edition)
    return edition


def make_files(edition: ReportEdition) -> None:
    for kind in FileKind:
        ReportFileFactory(edition=edition, kind=kind)


def published_edition(report: Report, by: User) -> ReportEdition:
    edition = freeze_edition(report=report, by=by)
    make_files(edition)
    return publish_edition(edition=edition, by=by)


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
    published_edition(report, coordinator)
    IndicatorFactory(code="K", name="Neue Kennzahl")
    second = freeze_edition(report=report, by=coordinator, changes=" Ein Wert berichtigt. ")
    assert second.number == 2
    assert second.changes == "Ein Wert berichtigt."
    facts = read(second.snapshot).report
    assert (facts.changes, facts.corrects) == ("Ein Wert berichtigt.", 1)
    assert facts.corrections == (
        ChangeFacts("indicators", "K", "Neue Kennzahl", "Kennzahl", "", "neu aufgenommen"),
    )


def test_next_edition_without_changes_is_refused(coordinator: User) -> None:
    report = ReportFactory(year=2024)
    published_edition(report, coordinator)
    IndicatorFactory()
    with pytest.raises(ReportError, match="was sich gegenüber der vorigen Ausgabe geändert hat"):
        freeze_edition(report=report, by=coordinator, changes="  ")
    assert report.editions.count() == 1


@pytest.mark.parametrize("is_published", [False, True])
def test_next_edition_that_would_tell_the_same_is_refused(
    coordinator: User, is_published: bool
) -> None:
    report = ReportFactory(year=2024)
    (published_edition if is_published else freeze_edition)(report=report, by=coordinator)
    with pytest.raises(ReportError, match="Gegenüber der 1. Ausgabe hat sich nichts geändert"):
        freeze_edition(report=report, by=coordinator, changes="Angeblich berichtigt.")
    assert report.editions.count() == 1


def test_correction_is_compared_with_what_readers_know(coordinator: User) -> None:
    """An edition that was frozen in between and never published is passed over."""
    report = ReportFactory(year=2024)
    published_edition(report, coordinator)
    IndicatorFactory(code="A")
    freeze_edition(report=report, by=coordinator, changes="Kennzahl A.")
    third = freeze_edition(report=report, by=coordinator, changes="Kennzahl A, zweiter Anlauf.")
    facts = read(third.snapshot).report
    assert (facts.edition, facts.corrects) == (3, 1)
    assert [one.code for one in facts.corrections] == ["A"]


def test_draft_that_was_never_published_is_told_nowhere(coordinator: User) -> None:
    text = ReportTextFactory(body="GEHEIMER ENTWURF", state=TextState.APPROVED)
    freeze_edition(report=text.report, by=coordinator)
    text.body = "Soest ist auf dem Weg."
    text.save()
    second = freeze_edition(report=text.report, by=coordinator)
    make_files(second)
    publish_edition(edition=second, by=coordinator)
    assert read(second.snapshot).report.corrects is None
    assert "GEHEIM" not in second.snapshot


def test_check_compares_with_a_draft_without_freezing_that(coordinator: User) -> None:
    report = ReportFactory(year=2024)
    first = freeze_edition(report=report, by=coordinator)
    assert draft_edition(report, moment=NOW).is_unchanged
    IndicatorFactory(code="A")
    draft = draft_edition(report, moment=NOW)
    assert (draft.corrects, draft.former, draft.is_unchanged) == (None, first, False)
    assert [one.code for one in draft.differences] == ["A"]
    assert draft.snapshot.report.corrections == ()


def edition_corrected_by_mistake(report: Report) -> ReportEdition:
    """As a former version froze them: with a list of what a draft told differently."""
    draft = draft_edition(report, moment=NOW).snapshot
    listed = corrected(draft, 1, (ChangeFacts("texts", "", "", "Vorwort", "GEHEIM", ""),))
    edition: ReportEdition = ReportEditionFactory(report=report, snapshot=write(listed), number=2)
    make_files(edition)
    return edition


def test_edition_that_tells_of_a_draft_is_not_published_but_frozen_again(
    coordinator: User,
) -> None:
    report = ReportFactory(year=2024)
    freeze_edition(report=report, by=coordinator)
    with pytest.raises(ReportError, match="mit der 1. Ausgabe verglichen, die nicht veröff"):
        publish_edition(edition=edition_corrected_by_mistake(report), by=coordinator)
    third = freeze_edition(report=report, by=coordinator)
    assert "GEHEIM" not in third.snapshot


def test_draft_beside_a_published_edition_is_compared_first(coordinator: User) -> None:
    report = ReportFactory(year=2024)
    first, second = (frozen_with_file(report, coordinator, name) for name in ("A", "B"))
    publish_edition(edition=first, by=coordinator)
    with pytest.raises(ReportError, match="mit der diese nicht verglichen ist"):
        publish_edition(edition=second, by=coordinator)


def test_freeze_reads_the_report_anew(coordinator: User) -> None:
    report = ReportFactory(year=2024)
    framework = ReportingFrameworkFactory()
    Report.objects.update(content_order="framework", framework=framework, title="Neuer Titel")
    snapshot = read(freeze_edition(report=report, by=coordinator).snapshot)
    assert (snapshot.report.order, snapshot.report.title) == ("framework", "Neuer Titel")
    assert snapshot.framework is not None


def test_number_that_has_become_secret_is_not_in_the_next_edition(coordinator: User) -> None:
    """Neither of the city nor of a part, in no list and in no comparison."""
    indicator = IndicatorFactory(
        code="K", unit="Personen", decimals=0, district_relation="independent"
    )
    TargetPathFactory(indicator=indicator, adopted=True)
    numbers = {year: 73_001 + 11 * (2024 - year) for year in range(2018, 2025)}
    released_series(indicator, numbers, comment="Genau 73.001.")
    released_series(indicator, {2024: 41_007}, district=DistrictFactory(name="Ampen"))
    for year in (2023, 2024):
        first = published_edition(ReportFactory(year=year), coordinator)
        assert "73012" in first.snapshot
    assert "41007" in first.snapshot
    Indicator.objects.update(min_cases=5)  # and nobody has decided what may be shown
    for year in (2024, 2025):
        report = ReportFactory(year=year)
        text = freeze_edition(report=report, by=coordinator, changes="Geheim.").snapshot
        assert "nicht mehr genannt" in text
        for number in (*numbers.values(), 41_007):
            assert str(number) not in text
            assert f"{number:,}".replace(",", ".") not in text
    assert [one.value for one in read(text).comparison.statuses] == [""]


def test_correction_of_an_edition_that_cannot_be_read_is_refused(coordinator: User) -> None:
    edition = ReportEditionFactory(published=True)
    with pytest.raises(ReportError, match="nicht lesbar"):
        freeze_edition(report=edition.report, by=coordinator, changes="Berichtigt.")


# The release check ---------------------------------------------------------------------


def test_blocking_finding_stops_the_freeze(coordinator: User) -> None:
    report = ReportFactory(year=2024)
    ReportTextFactory(report=report, state=TextState.REVIEW)
    words = "Die Prüfung verhindert das Einfrieren: Texte in Prüfung \\(1\\)."
    with pytest.raises(ReportError, match=words):
        freeze_edition(report=report, by=coordinator)
    assert not report.editions.exists()


def test_notes_are_kept_with_the_edition(coordinator: User) -> None:
    ActionAreaFactory(number=5, name="Klima", guideline="")
    edition = freeze_edition(report=ReportFactory(year=2024), by=coordinator)
    assert read_notes(edition.notes) == (
        Note("texts", "Vorwort", "Es gibt noch keinen Text."),
        Note("texts", "Zusammenfassung", "Es gibt noch keinen Text."),
        Note("texts", "Handlungsfeld 5 Klima", "Es gibt noch keinen Text."),
        Note("wording", "Handlungsfeld 5 Klima", "Die Leitlinie fehlt."),
    )


def test_notes_that_were_seen_let_freeze(coordinator: User) -> None:
    report = ReportFactory(year=2024)
    seen = draft_edition(report, moment=NOW).review.digest
    assert freeze_edition(report=report, by=coordinator, seen=seen).number == 1


@pytest.mark.parametrize("seen", ["", "0" * 64])
def test_other_notes_than_those_seen_are_shown_first(coordinator: User, seen: str) -> None:
    report = ReportFactory(year=2024)
    with pytest.raises(ReportError, match="Die Hinweise haben sich geändert"):
        freeze_edition(report=report, by=coordinator, seen=seen)
    assert not report.editions.exists()


# Samples -------------------------------------------------------------------------------


def test_edition_with_sample_data_is_a_sample(coordinator: User) -> None:
    StrategyFrameFactory()
    DataVersion.objects.update(has_sample_data=True)
    assert freeze_edition(report=ReportFactory(year=2024), by=coordinator).is_sample


def test_sample_account_freezes_no_real_report(sample_coordinator: User) -> None:
    with pytest.raises(ReportError, match="Ein Beispielkonto kann keinen echten Bericht"):
        freeze_edition(report=ReportFactory(year=2024), by=sample_coordinator)


def test_restructure_changes_nothing_else(coordinator: User) -> None:
    report = ReportFactory(year=2024)
    Report.objects.update(title="Inzwischen umbenannt")
    framework = ReportingFrameworkFactory()
    order = ContentOrder.FRAMEWORK
    restructure(report=report, framework=framework, order=order, by=coordinator)
    stored = Report.objects.get()
    assert (stored.framework, stored.content_order) == (framework, "framework")
    assert stored.title == "Inzwischen umbenannt"


def test_sample_account_restructures_sample_reports_only(sample_coordinator: User) -> None:
    real, sample = ReportFactory(year=2024), ReportFactory(year=2023, is_sample=True)
    with pytest.raises(ReportError, match="Ein Beispielkonto kann keinen echten Bericht"):
        restructure(report=real, framework=None, order=ContentOrder.SDG, by=sample_coordinator)
    restructure(report=sample, framework=None, order=ContentOrder.SDG, by=sample_coordinator)
    assert list(Report.objects.values_list("content_order", flat=True)) == ["area", "sdg"]


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


def test_edition_that_cannot_be_read_is_not_published(coordinator: User) -> None:
    edition = ReportEditionFactory()
    make_files(edition)
    with pytest.raises(ReportError, match="nicht lesbar"):
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


def frozen_with_file(report: Report, coordinator: User, name: str) -> ReportEdition:
    IndicatorFactory(code=name)
    edition = freeze_edition(report=report, by=coordinator, changes=name)
    make_files(edition)
    return edition


def test_editions_are_published_in_their_order(coordinator: User) -> None:
    report = ReportFactory(year=2024)
    first, second = (frozen_with_file(report, coordinator, name) for name in ("A", "B"))
    publish_edition(edition=second, by=coordinator)
    with pytest.raises(ReportError, match="Die 2. Ausgabe ist schon veröffentlicht"):
        publish_edition(edition=first, by=coordinator)


def test_correction_of_an_edition_that_is_not_the_newest_any_more(coordinator: User) -> None:
    report = ReportFactory(year=2024)
    publish_edition(edition=frozen_with_file(report, coordinator, "A"), by=coordinator)
    second, third = (frozen_with_file(report, coordinator, name) for name in ("B", "C"))
    publish_edition(edition=second, by=coordinator)
    with pytest.raises(ReportError, match="mit der diese nicht verglichen ist"):
        publish_edition(edition=third, by=coordinator)


def test_sample_account_publishes_no_real_report(sample_coordinator: User) -> None:
    with pytest.raises(ReportError, match="Ein Beispielkonto"):
        publish_edition(edition=ReportFileFactory().edition, by=sample_coordinator)
