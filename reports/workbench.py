"""What the coordination sees of reports in the making."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from reports.jobs import JobStatus, status
from reports.models import RenderJob, Report, ReportEdition, ReportFile, TextState
from reports.release_check.rules.findings import Note, read_notes


@dataclass(frozen=True, slots=True)
class EditionLine:
    """An edition with its file and the newest request for one."""

    edition: ReportEdition
    file: ReportFile | None
    job: JobStatus | None  # None: never asked for

    @property
    def notes(self) -> tuple[Note, ...]:
        """What the release check noted when it was frozen."""
        return read_notes(self.edition.notes)

    @property
    def is_published(self) -> bool:
        return self.edition.published_at is not None

    @property
    def is_waiting_long(self) -> bool:
        """Whether no worker seems to be running."""
        return self.is_busy and self.job is not None and self.job.can_restart

    @property
    def can_request(self) -> bool:
        """Whether a (new) PDF may be asked for."""
        return not self.is_published and (self.job is None or self.job.can_restart)

    @property
    def can_publish(self) -> bool:
        return not self.is_published and self.file is not None and not self.is_busy

    @property
    def is_busy(self) -> bool:
        """Whether it is worth looking again in a moment."""
        return self.job is not None and self.job.is_open


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report with its editions, the newest first."""

    report: Report
    editions: tuple[EditionLine, ...]
    approved: int  # texts
    unfinished: int


def editions() -> Prefetch[str]:
    """Editions with files and jobs, without the long snapshots."""
    rows = ReportEdition.objects.defer("snapshot").select_related("frozen_by", "published_by")
    newest = RenderJob.objects.order_by("-requested_at", "-pk")
    return Prefetch("editions", rows.prefetch_related("files", Prefetch("jobs", newest)))


def report_lines(now: datetime) -> list[ReportLine]:
    """All reports, the newest first, in five queries."""
    return [
        report_line(report, now) for report in Report.objects.prefetch_related(editions(), "texts")
    ]


def report_line(report: Report, now: datetime) -> ReportLine:
    states = [text.state for text in report.texts.all()]
    approved = states.count(TextState.APPROVED)
    return ReportLine(
        report=report,
        editions=edition_lines(report.editions.all(), now),
        approved=approved,
        unfinished=len(states) - approved,
    )


def edition_lines(rows: Iterable[ReportEdition], now: datetime) -> tuple[EditionLine, ...]:
    ordered = sorted(rows, key=lambda edition: -edition.number)
    return tuple(edition_line(edition, now) for edition in ordered)


def edition_line(edition: ReportEdition, now: datetime) -> EditionLine:
    jobs, files = list(edition.jobs.all()), list(edition.files.all())
    return EditionLine(
        edition=edition,
        file=files[0] if files else None,
        job=status(jobs[0], now) if jobs else None,
    )
