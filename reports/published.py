"""Published reports as their pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from reports.models import Report, ReportFile
from reports.pages.areas import AreaChapter, area_chapters
from reports.pages.glance import Glance, glance
from reports.pages.indexes import ContentsEntry
from reports.pages.report import contents
from reports.snapshot import ReportFacts, read
from reports.snapshot_changes.comparing import ChangeGroup, grouped


@dataclass(frozen=True, slots=True)
class ListedReport:
    """A report with the files of its published editions, the newest first."""

    report: Report
    newest: ReportFile
    former: tuple[ReportFile, ...]


@dataclass(frozen=True, slots=True)
class PublishedReport:
    """A report with what its newest edition finds."""

    listed: ListedReport
    glance: Glance
    chapters: tuple[AreaChapter, ...]
    contents: tuple[ContentsEntry, ...]
    facts: ReportFacts
    compared_with: int  # year of the report before; of its values while there is none
    since: tuple[ChangeGroup, ...]  # what the report before told differently; empty without one
    corrections: tuple[ChangeGroup, ...]  # what the edition it corrects told differently


def by_report(files: Iterable[ReportFile]) -> list[ListedReport]:
    """Group files that are ordered by year and edition, the newest first."""
    grouped = (list(group) for _, group in groupby(files, lambda row: row.edition.report_id))
    return [listed(group) for group in grouped]


def listed(files: Sequence[ReportFile]) -> ListedReport:
    return ListedReport(files[0].edition.report, files[0], tuple(files[1:]))


def published_report(files: Sequence[ReportFile]) -> PublishedReport:
    """Read the newest edition of these; its findings come from its snapshot alone."""
    snapshot = read(files[0].edition.snapshot)
    chapters = area_chapters(snapshot)
    return PublishedReport(
        listed=listed(files),
        glance=glance(snapshot, chapters),
        chapters=chapters,
        contents=contents(snapshot),
        facts=snapshot.report,
        compared_with=snapshot.comparison.year,
        since=grouped(snapshot.comparison.changes),
        corrections=grouped(snapshot.report.corrections),
    )
