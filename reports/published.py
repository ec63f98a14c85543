"""Published reports as their pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from reports.models import FileKind, Report, ReportEdition, ReportFile
from reports.pages.areas import AreaChapter, area_chapters
from reports.pages.glance import Glance, glance
from reports.pages.indexes import ContentsEntry
from reports.pages.report import contents
from reports.snapshot import ReportFacts, read
from reports.snapshot_changes.comparing import ChangeGroup, grouped


@dataclass(frozen=True, slots=True)
class ListedEdition:
    """A published edition with its files, the full report first."""

    edition: ReportEdition
    files: tuple[ReportFile, ...]

    @property
    def full(self) -> ReportFile:
        return self.files[0]


@dataclass(frozen=True, slots=True)
class ListedReport:
    """A report with its published editions."""

    report: Report
    newest: ListedEdition
    former: tuple[ListedEdition, ...]  # the newest first


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
    grouped = (tuple(group) for _, group in groupby(files, lambda row: row.edition_id))
    editions = [
        ListedEdition(group[0].edition, tuple(sorted(group, key=kind_order))) for group in grouped
    ]
    years = groupby(editions, lambda listed: listed.edition.report_id)
    return [listed_report(tuple(group)) for _, group in years]


def kind_order(file: ReportFile) -> int:
    return FileKind.values.index(file.kind)


def listed_report(editions: Sequence[ListedEdition]) -> ListedReport:
    return ListedReport(editions[0].edition.report, editions[0], tuple(editions[1:]))


def published_report(listed: ListedReport) -> PublishedReport:
    """Read the newest edition; its findings come from its snapshot alone."""
    snapshot = read(listed.newest.edition.snapshot)
    chapters = area_chapters(snapshot)
    return PublishedReport(
        listed=listed,
        glance=glance(snapshot, chapters),
        chapters=chapters,
        contents=contents(snapshot),
        facts=snapshot.report,
        compared_with=snapshot.comparison.year,
        since=grouped(snapshot.comparison.changes),
        corrections=grouped(snapshot.report.corrections),
    )
