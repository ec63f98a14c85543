"""The sample report: made from sample data, published, and taken away with it."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import Role, User
from indicators.sample.calendar import collected_year
from reports.criteria import newest_framework
from reports.jobs import open_jobs, run_job
from reports.models import (
    FileKind,
    RenderJob,
    RenderState,
    Report,
    ReportEdition,
    ReportFile,
    ReportText,
    TextState,
    TextVersion,
)
from reports.sample_criteria import sample_answers
from reports.sample_texts import published_texts, write_drafts
from reports.services import TITLE, ReportError, freeze_edition, publish_edition
from strategy.models import DataVersion


class SampleReportError(Exception):
    """The sample report cannot be made; the message is for people, in German."""


def make_sample_report(*, today: date) -> ReportFile | None:
    """Freeze, set and publish the report before the newest values, as of the autumn after it.

    So the start page has something to compare with: the values released since.

    None if that year has a published or a real report already; then nothing changes. Raises
    SampleReportError in production, without sample data, and when the PDF cannot be set.
    """
    if settings.PRODUCTION:
        raise SampleReportError("Ein Beispielbericht ist in Produktion nicht erlaubt.")
    year = collected_year(today) - 1
    real = Report.objects.filter(year=year, is_sample=False)
    if real.exists() or ReportFile.objects.published().filter(edition__report__year=year).exists():
        return None
    person = User.objects.filter(is_sample=True, role=Role.COORDINATION, is_active=True).first()
    if person is None or not DataVersion.objects.filter(has_sample_data=True).exists():
        raise SampleReportError(
            "Es sind keine Beispieldaten geladen. Bitte zuerst: python manage.py load_sample_data"
        )
    edition = frozen_edition(year, person)
    try:
        make_files(edition, person)
        publish_edition(edition=edition, by=person, moment=edition.frozen_at)
    except ReportError as error:
        raise SampleReportError(str(error)) from error
    begin_next_report(year + 1, today)
    return ReportFile.objects.full().published().filter(edition=edition).first()


def make_files(edition: ReportEdition, person: User) -> None:
    """Make all files here and now. Raises ReportError and SampleReportError."""
    left = set(edition.jobs.open().values_list("kind", flat=True))  # by an interrupted run
    if left != set(FileKind):
        open_jobs(edition=edition, by=person)
    jobs = list(edition.jobs.open())
    for job in jobs:
        run_job(job.pk)
        job.refresh_from_db()
    errors = [job.error for job in jobs if job.state != RenderState.DONE]
    if errors:
        raise SampleReportError(errors[0])


@transaction.atomic
def frozen_edition(year: int, person: User) -> ReportEdition:
    """The edition to publish: one that an interrupted run has left, or a new one."""
    report, created = Report.objects.get_or_create(
        year=year,
        defaults={"title": TITLE, "is_sample": True, "framework": newest_framework()},
    )
    if created:
        texts = published_texts(report, at=autumn_after(year))
        answers = sample_answers(report, TextState.APPROVED)
        ReportText.objects.bulk_create([*texts, *answers])
    left = report.editions.order_by("-number").first()
    return left or freeze_edition(report=report, by=person, moment=autumn_after(year))


def autumn_after(year: int) -> datetime:
    """When the sample report of a year was frozen."""
    return timezone.make_aware(datetime(year + 1, 11, 14, 10, 0))  # noqa: DTZ001 - made aware here


@transaction.atomic
def begin_next_report(year: int, today: date) -> None:
    """A report that people are writing, unless that year has one already."""
    report, created = Report.objects.get_or_create(
        year=year,
        defaults={"title": TITLE, "is_sample": True, "framework": newest_framework()},
    )
    if created:
        write_drafts(report, today)


@transaction.atomic
def remove_sample_reports() -> None:
    """Delete all sample reports, and the editions of real reports that hold sample content."""
    for row in ReportFile.objects.filter(is_sample=True):
        row.delete()
        transaction.on_commit(partial(row.file.delete, save=False))
    RenderJob.objects.filter(is_sample=True).delete()
    ReportEdition.objects.filter(is_sample=True).delete()
    TextVersion.objects.filter(is_sample=True).delete()
    ReportText.objects.filter(is_sample=True).delete()
    Report.objects.filter(is_sample=True).delete()
