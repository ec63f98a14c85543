"""All rules together."""

from __future__ import annotations

from reports.release_check.rules.findings import Review
from reports.release_check.rules.indicators import indicator_findings
from reports.release_check.rules.strategy import check_findings, wording_findings
from reports.release_check.rules.surroundings import Surroundings, surrounding_findings
from reports.release_check.rules.texts import text_findings
from reports.snapshot import Snapshot


def review(snapshot: Snapshot, around: Surroundings) -> Review:
    """Everything that is amiss with a snapshot that would be frozen now."""
    return Review(
        (
            *surrounding_findings(around),
            *indicator_findings(snapshot, around.waiting),
            *text_findings(snapshot, (text.key for text in around.texts)),
            *wording_findings(snapshot),
            *check_findings(snapshot),
        )
    )
