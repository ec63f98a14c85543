"""Reporting frameworks as the coordination sees them: which reports use them, taking them away."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import ProtectedError

from reports.criteria_tables import CriteriaError
from reports.models import Report, ReportingFramework, ReportText


@dataclass(frozen=True, slots=True)
class FrameworkLine:
    """A framework with the years of the reports that answer it or hold a text to it."""

    framework: ReportingFramework
    years: tuple[int, ...]


def framework_lines() -> list[FrameworkLine]:
    """All there are, with their criteria. Four queries."""
    used = set(Report.objects.filter(framework__isnull=False).values_list("framework", "year"))
    texts = ReportText.objects.filter(criterion__isnull=False)
    used |= set(texts.values_list("criterion__framework", "report__year"))
    return [
        FrameworkLine(one, tuple(sorted(year for key, year in used if key == one.pk)))
        for one in ReportingFramework.objects.prefetch_related("criteria")
    ]


@transaction.atomic
def delete_framework(framework: ReportingFramework) -> None:
    """Take a framework and its criteria away. Raises CriteriaError if a report uses it."""
    try:
        framework.delete()
    except ProtectedError as error:
        problem = f"{framework} bleibt, weil ein Bericht ihn verwendet."
        raise CriteriaError([problem]) from error
