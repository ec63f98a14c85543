"""The edition for everybody: plain words, large type, one large chart for each Handlungsfeld."""

from __future__ import annotations

from dataclasses import dataclass

from reports.pages.areas import area_chapters
from reports.pages.glance import Glance, glance
from reports.snapshot import ReportFacts, Snapshot


@dataclass(frozen=True, slots=True)
class CitizensPages:
    """What the templates of the edition take."""

    report: ReportFacts
    fingerprint: str
    glance: Glance


def citizens_pages(snapshot: Snapshot, sha256: str) -> CitizensPages:
    """Lay out the edition; `sha256` is that of the stored snapshot."""
    return CitizensPages(snapshot.report, sha256, glance(snapshot, area_chapters(snapshot)))
