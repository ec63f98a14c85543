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
from reports.snapshot import Snapshot, read
from reports.snapshot_changes.comparing import ChangeGroup, corrections, grouped
from reports.snapshot_details import ChangeFacts


@dataclass(frozen=True, slots=True)
class Draft:
    """The next edition of a report as it would be now."""

    snapshot: Snapshot
    review: Review
    corrects: ReportEdition | None  # the published edition it would correct; None: there is none
    former: ReportEdition | None  # what it is compared with: `corrects`, else the newest draft
    differences: tuple[ChangeFacts, ...]  # from `former`; frozen only if that is published
    is_unchanged: bool  # whether `former` is the same already

    @property
    def number(self) -> int:
        return self.snapshot.report.edition

    @property
    def corrections(self) -> tuple[ChangeGroup, ...]:
        """What would change; empty for a first edition."""
        return grouped(self.differences)


def draft_edition(report: Report, *, moment: datetime, changes: str = "") -> Draft:
    """Make the next edition of a report as of a moment, without storing it.

    Readers are told what differs from what they know; what differs from a draft that was never
    published is only for those who make the report.

    A fixed number of queries. Raises SnapshotError if a former edition cannot be read.
    """
    last = report.editions.aggregate(last=Max("number"))["last"] or 0
    snapshot = make_snapshot(report, edition=last + 1, moment=moment, changes=changes)
    corrects = report.editions.published().order_by("-number").first()
    former = corrects or report.editions.order_by("-number").first()
    differences: tuple[ChangeFacts, ...] = ()
    is_unchanged = False
    if former is not None:
        before = read(former.snapshot)
        differences = corrections(before, snapshot)
        # A draft with a list of corrections holds what cannot be published any more.
        is_unchanged = not differences and (corrects is not None or before.report.corrects is None)
    if corrects is not None:
        snapshot = corrected(snapshot, corrects.number, differences)
    checked = review(snapshot, surroundings(report))
    return Draft(snapshot, checked, corrects, former, differences, is_unchanged)
