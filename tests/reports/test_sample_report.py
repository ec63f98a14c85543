from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import pypdf
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from reports import jobs
from reports.markdown import codes_in, problems
from reports.models import FileKind, RenderJob, Report, ReportEdition, ReportFile, ReportText
from reports.rendering import RenderError
from reports.sample import SampleReportError, make_sample_report, remove_sample_reports
from reports.snapshot import read
from reports.web_edition import web_edition
from reports.writing.numbers import released_numbers
from strategy.models import ActionArea, DataVersion
from tests.factories import (
    ActionAreaFactory,
    DistrictFactory,
    IndicatorFactory,
    ReportEditionFactory,
    ReportFactory,
    ReportFileFactory,
    StrategyFrameFactory,
    UserFactory,
    released_series,
)
from tests.reports.pdf_checks import assert_accessible
from tests.reports.read_texts import blocks, squeezed
from tests.reports.test_jobs import CONTENT, failing, fake_render

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)


@pytest.fixture
def sample_data() -> User:
    """As little as marks an installation with sample data."""
    DistrictFactory(city=True)
    StrategyFrameFactory()
    ActionAreaFactory(number=1, name="Mobilität")
    DataVersion.objects.update(has_sample_data=True)
    return UserFactory(username="koordination", coordination=True, is_sample=True)


@pytest.fixture
def rendering(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "render_report", fake_render())


@pytest.mark.usefixtures("rendering")
def test_report_before_the_newest_values_is_published(sample_data: User, client: Client) -> None:
    made = make_sample_report(today=TODAY)
    assert made is not None
    assert made.edition.report.year == 2024
    assert made.edition.frozen_at == made.edition.published_at
    assert made.edition.published_by == sample_data
    assert client.get("/berichte/2024/bericht.pdf").getvalue() == CONTENT + b"full"
    snapshot = read(made.edition.snapshot)
    assert snapshot.report.foreword.startswith("Liebe Soesterinnen und Soester,")
    assert "Handlungsfeld Mobilität" in snapshot.areas[0].text
    assert snapshot.report.is_sample


@pytest.mark.usefixtures("rendering")
def test_next_report_is_being_written(sample_data: User, client: Client) -> None:
    """With texts in every state, of which each names numbers that there are."""
    released_series(
        IndicatorFactory(code="MOB-1", area=ActionArea.objects.get()),
        {2023: 1, 2024: 2, 2025: 3},
        released_at=datetime(2024, 1, 1, tzinfo=UTC),
    )
    for username, role in (("erfassung", "entry"), ("koordination2", "coordination")):
        UserFactory(username=username, role=role, is_sample=True)
    make_sample_report(today=TODAY)
    texts = ReportText.objects.filter(report__year=2025)
    assert {text.state for text in texts} >= {"draft", "approved"}
    assert texts.filter(body="", due_on__isnull=False).exists()
    assert all(text.is_sample for text in texts)
    for text in ReportText.objects.exclude(body=""):
        numbers = released_numbers(codes_in(text.body), text.report.year)
        assert problems(text.body, numbers) == []
    remove_sample_reports()
    assert not ReportText.objects.exists()


@pytest.mark.usefixtures("rendering", "sample_data")
def test_second_time_changes_nothing() -> None:
    make_sample_report(today=TODAY)
    assert make_sample_report(today=TODAY) is None
    assert ReportEdition.objects.count() == 1
    assert RenderJob.objects.count() == ReportFile.objects.count() == 3


@pytest.mark.usefixtures("sample_data")
def test_interrupted_run_is_taken_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "render_report", failing(RenderError("Kein Speicher.")))
    with pytest.raises(SampleReportError, match="Kein Speicher"):
        make_sample_report(today=TODAY)
    RenderJob.objects.filter(kind="council").update(state="waiting")  # had it been killed here
    monkeypatch.setattr(jobs, "render_report", fake_render())
    assert make_sample_report(today=TODAY) is not None
    assert ReportEdition.objects.count() == 1
    assert ReportFile.objects.count() == 3


@pytest.mark.usefixtures("sample_data")
def test_production_has_no_sample_report(settings: Settings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(SampleReportError, match="in Produktion nicht erlaubt"):
        make_sample_report(today=TODAY)


def test_sample_report_needs_sample_data() -> None:
    with pytest.raises(SampleReportError, match="load_sample_data"):
        make_sample_report(today=TODAY)


@pytest.mark.usefixtures("sample_data")
def test_real_report_of_the_year_is_left_alone() -> None:
    ReportFactory(year=2024)
    assert make_sample_report(today=TODAY) is None
    assert not ReportEdition.objects.exists()


@pytest.mark.usefixtures("rendering", "sample_data")
def test_removal_takes_the_report_and_its_file(
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    made = make_sample_report(today=TODAY)
    assert made is not None
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        remove_sample_reports()
    for model in (ReportFile, RenderJob, ReportEdition, ReportText, Report):
        assert not model._default_manager.exists(), model
    assert not Path(made.file.path).exists()


def test_removal_leaves_real_reports() -> None:
    ReportFileFactory(edition=ReportEditionFactory(published=True))
    sample_edition = ReportEditionFactory(report=ReportFactory(year=2023), is_sample=True)
    remove_sample_reports()
    assert ReportFile.objects.count() == 1
    assert not ReportEdition.objects.filter(pk=sample_edition.pk).exists()
    assert Report.objects.count() == 2


@pytest.mark.usefixtures("rendering", "sample_data")
def test_commands_make_and_remove() -> None:
    out = StringIO()
    call_command("make_sample_report", stdout=out)
    call_command("make_sample_report", stdout=out)
    assert "Beispielbericht veröffentlicht: 3 Seiten." in out.getvalue()
    assert "gibt es schon einen Bericht, nichts geändert." in out.getvalue()
    call_command("remove_sample_data", stdout=out)
    assert not Report.objects.exists()
    assert not User.objects.filter(is_sample=True).exists()


def test_command_says_what_is_missing() -> None:
    with pytest.raises(CommandError, match="load_sample_data"):
        call_command("make_sample_report", stdout=StringIO())


def test_report_at_reference_volume_has_more_than_110_pages() -> None:
    """The one test that takes as long as a real report: R1, from loading to the public files."""
    call_command("load_strategy", stdout=StringIO())
    call_command("load_criteria", stdout=StringIO())
    call_command("load_sample_data", stdout=StringIO())
    made = make_sample_report(today=timezone.localdate())
    assert made is not None
    files = {FileKind(one.kind): one for one in made.edition.files.all()}
    for one in files.values():
        assert_accessible(Path(one.file.path))
    assert files[FileKind.FULL].pages > 110
    assert files[FileKind.COUNCIL].pages == 2
    assert 12 <= files[FileKind.CITIZENS].pages <= 16
    reader = pypdf.PdfReader(made.file.path)
    assert len(reader.pages) == made.pages
    printed = squeezed("".join(page.extract_text() for page in reader.pages))
    read = [text for chapter in web_edition(made.edition) for text in blocks(chapter.markup)]
    assert len(read) > 5_000
    assert [text for text in read if text not in printed] == []
