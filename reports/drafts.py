"""What would be frozen now: the snapshot of the next edition, and what the check finds in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from reports.contents import corrected, make_snapshot
from reports.models import Report, ReportEdition
from reports.release_check.reading import surroundings
from reports.release_check.rules.findings import Review
from reports.release_check.rules.reviewing import review
from reports.snapshot import Snapshot
from reports.snapshot_changes.comparing import ChangeGroup, grouped


@dataclass(frozen=True, slots=True)
class Draft:
    """The next edition of a report as it would be now."""

    snapshot: Snapshot
    review: Review
    corrects: ReportEdition | None  # the edition it would correct; None: it is the first

    @property
    def number(self) -> int:
        return self.snapshot.report.edition

    @property
    def corrections(self) -> tuple[ChangeGroup, ...]:
        """What would change; empty for a first edition."""
        return grouped(self.snapshot.report.corrections)

    @property
    def is_unchanged(self) -> bool:
        """Whether the edition it would correct tells the same already."""
        return self.corrects is not None and not self.snapshot.report.corrections


def draft_edition(report: Report, *, moment: datetime, changes: str = "") -> Draft:
    """Make the next edition of a report as of a moment, without storing it.

    A fixed number of queries. Raises SnapshotError if a former edition cannot be read.
    """
    last = report.editions.aggregate(last=Max("number"))["last"] or 0
    snapshot = make_snapshot(report, edition=last + 1, moment=moment, changes=changes)
    former = edition_to_correct(report)
    if former is not None:
        snapshot = corrected(snapshot, former)
    return Draft(snapshot, review(snapshot, surroundings(report)), former)


def edition_to_correct(report: Report) -> ReportEdition | None:
    """What readers know is compared: the newest published edition, else the newest one."""
    newest = report.editions.order_by("-number")
    return newest.filter(published_at__isnull=False).first() or newest.first()
