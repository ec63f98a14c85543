"""Published reports as their pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse

from reports.edition_cache import kept
from reports.models import FileKind, Report, ReportEdition, ReportFile
from reports.pages.areas import AreaChapter
from reports.pages.cover import Cover, cover
from reports.pages.glance import Glance
from reports.pages.indexes import ContentsEntry
from reports.pages.report import report_pages
from reports.snapshot import ReportFacts, read
from reports.snapshot_changes.comparing import ChangeGroup


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
class Findings:
    """What an edition finds, from its snapshot alone."""

    glance: Glance
    chapters: tuple[AreaChapter, ...]  # without their cards
    contents: tuple[ContentsEntry, ...]
    facts: ReportFacts
    compared_with: int  # year of the report before; of its values while there is none
    since: tuple[ChangeGroup, ...]  # what the report before told differently; empty without one
    corrections: tuple[ChangeGroup, ...]  # what the edition it corrects told differently


@dataclass(frozen=True, slots=True)
class PublishedReport:
    """A report with what one of its editions finds."""

    listed: ListedReport
    edition: ListedEdition  # the one that is shown
    base: str  # address below which its chapters lie
    is_numbered: bool  # asked for by its number, at an address that will always show it
    findings: Findings

    @property
    def is_newest(self) -> bool:
        return self.edition is self.listed.newest


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


def published_report(listed: ListedReport, number: int | None = None) -> PublishedReport | None:
    """The newest edition or the numbered one; None if there is no such edition."""
    editions = (listed.newest, *listed.former)
    shown = next((one for one in editions if number in (None, one.edition.number)), None)
    if shown is None:
        return None
    return PublishedReport(
        listed=listed,
        edition=shown,
        base=address(listed.report.year, number),
        is_numbered=number is not None,
        findings=findings(shown.edition),
    )


@kept(8)
def findings(edition: ReportEdition) -> Findings:
    """Raises SnapshotError."""
    pages = report_pages(read(edition.snapshot), edition.snapshot_sha256)
    return Findings(
        glance=pages.glance,
        chapters=tuple(chapter.without_cards() for chapter in pages.chapters),
        contents=pages.contents,
        facts=pages.report,
        compared_with=pages.compared_with,
        since=pages.since,
        corrections=pages.corrections,
    )


@kept(64)  # small, and the list of reports shows one of each
def edition_cover(edition: ReportEdition) -> Cover:
    """Raises SnapshotError."""
    return cover(read(edition.snapshot))


def address(year: int, number: int | None) -> str:
    """Below which the chapters of an edition lie; without a number those of the newest one."""
    if number is None:
        return reverse("reports:report-detail", args=[year])
    return reverse("reports:report-detail", args=[year, number])
