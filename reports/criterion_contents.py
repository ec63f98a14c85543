"""The reporting framework of a report as it is frozen."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from reports.models import Report
from reports.snapshot import CriterionFacts, FrameworkFacts


@dataclass(frozen=True, slots=True)
class Statement:
    """What a report says about a criterion, approved."""

    stance: str  # reports or explains
    text: str  # in markdown


def framework_facts(report: Report) -> FrameworkFacts | None:
    """None for a report without a framework."""
    framework = report.framework
    if framework is None:
        return None
    return FrameworkFacts(framework.name, framework.version, framework.source)


def criterion_facts(
    report: Report, statements: Mapping[int, Statement], printed: Collection[str]
) -> tuple[CriterionFacts, ...]:
    """All criteria in order, in two queries; `statements` by the key of their criterion.

    `printed` are the codes of the indicators the report holds; it cannot point to others.
    """
    if report.framework is None:
        return ()
    nothing = Statement("", "")
    return tuple(
        CriterionFacts(
            code=one.code,
            part=one.part,
            title=one.title,
            explanation=one.explanation,
            kind=one.kind,
            stance=statements.get(one.pk, nothing).stance,
            text=statements.get(one.pk, nothing).text,
            indicators=tuple(
                sorted(found.code for found in one.indicators.all() if found.code in printed)
            ),
        )
        for one in report.framework.criteria.prefetch_related("indicators")
    )
