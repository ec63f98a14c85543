"""What the coordination sees of reports in the making."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Prefetch, Q

from reports.job_status import JobStatus, Queue, queue, status
from reports.models import (
    FileKind,
    RenderJob,
    Report,
    ReportEdition,
    ReportFile,
    ReportText,
    TextState,
)
from reports.release_check.rules.findings import Note, read_notes


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file of an edition, and the newest request for it."""

    kind: FileKind
    file: ReportFile | None
    job: JobStatus | None  # None: never asked for

    @property
    def is_open(self) -> bool:
        return self.job is not None and self.job.is_open

    @property
    def is_wanting(self) -> bool:
        """Whether it has to be asked for (again)."""
        failed = self.job is not None and self.job.has_failed
        return not self.is_open and (failed or self.file is None)


@dataclass(frozen=True, slots=True)
class EditionLine:
    """An edition with its files."""

    edition: ReportEdition
    files: tuple[FileLine, ...]

    @property
    def notes(self) -> tuple[Note, ...]:
        """What the release check noted when it was frozen."""
        return read_notes(self.edition.notes)

    @property
    def is_published(self) -> bool:
        return self.edition.published_at is not None

    @property
    def is_busy(self) -> bool:
        """Whether it is worth looking again in a moment."""
        return not self.is_published and any(line.is_open for line in self.files)

    @property
    def finished(self) -> int:
        """How many files are there, with nothing more to come."""
        return sum(line.file is not None and not line.is_open for line in self.files)

    @property
    def is_untouched(self) -> bool:
        """Whether files wait and no worker seems to be running."""
        return any(line.job is not None and line.job.is_untouched for line in self.files)

    @property
    def wanting(self) -> tuple[FileKind, ...]:
        """The files to ask for: what is missing, or all once more."""
        wanting = tuple(line.kind for line in self.files if line.is_wanting)
        return wanting or (() if self.is_busy else tuple(FileKind))

    @property
    def is_again(self) -> bool:
        """Whether what would be asked for is there already."""
        return not any(line.is_wanting for line in self.files)

    @property
    def can_request(self) -> bool:
        return not self.is_published and bool(self.wanting)

    @property
    def can_publish(self) -> bool:
        is_complete = all(line.file is not None for line in self.files)
        return is_complete and not self.is_published and not self.is_busy


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
    return Prefetch("editions", rows.prefetch_related("files", "jobs"))


def present_queue(now: datetime) -> Queue:
    """The queue as it stands, in one query."""
    return queue(RenderJob.objects.open(), now)


def report_lines(now: datetime) -> list[ReportLine]:
    """All reports, the newest first, in six queries."""
    waiting, counts = present_queue(now), text_counts()
    reports = Report.objects.prefetch_related(editions())
    return [report_line(report, waiting, counts) for report in reports]


def text_counts() -> dict[int, tuple[int, int]]:
    """By key of a report that has texts: how many are approved, and how many are not."""
    is_approved = Q(state=TextState.APPROVED)
    rows = (
        ReportText.objects.placed()
        .values_list("report")
        .annotate(
            approved=Count("pk", filter=is_approved), unfinished=Count("pk", filter=~is_approved)
        )
    )
    return {report: (approved, unfinished) for report, approved, unfinished in rows}


def report_line(
    report: Report, waiting: Queue, counts: Mapping[int, tuple[int, int]]
) -> ReportLine:
    approved, unfinished = counts.get(report.pk, (0, 0))
    return ReportLine(
        report=report,
        editions=edition_lines(report.editions.all(), waiting),
        approved=approved,
        unfinished=unfinished,
    )


def edition_lines(rows: Iterable[ReportEdition], waiting: Queue) -> tuple[EditionLine, ...]:
    ordered = sorted(rows, key=lambda edition: -edition.number)
    return tuple(edition_line(edition, waiting) for edition in ordered)


def edition_line(edition: ReportEdition, waiting: Queue) -> EditionLine:
    files = {row.kind: row for row in edition.files.all()}
    # The oldest first, so that the newest is the one that stays.
    jobs = sorted(edition.jobs.all(), key=lambda job: (job.requested_at, job.pk))
    newest = {job.kind: job for job in jobs}
    return EditionLine(
        edition=edition,
        files=tuple(
            FileLine(
                kind=kind,
                file=files.get(kind),
                job=status(newest[kind], waiting) if kind in newest else None,
            )
            for kind in FileKind
        ),
    )
