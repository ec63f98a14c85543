"""The annex to a Ratsvorlage: two pages with what the council has to know."""

from __future__ import annotations

from dataclasses import dataclass

from reports.pages.areas import area_chapters
from reports.pages.glance import Glance, glance
from reports.snapshot import ReportFacts, Snapshot


@dataclass(frozen=True, slots=True)
class CouncilPages:
    """What the template of the annex takes."""

    report: ReportFacts
    fingerprint: str
    glance: Glance


def council_pages(snapshot: Snapshot, sha256: str) -> CouncilPages:
    """Lay out the annex; `sha256` is that of the stored snapshot."""
    return CouncilPages(snapshot.report, sha256, glance(snapshot, area_chapters(snapshot)))
