"""From rows to the frozen content of a report, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter

from django.conf import settings

from indicators.scorecards import Scorecard
from indicators.sentences.quantities import Quantities
from reports.criterion_contents import Statement, criterion_facts, framework_facts
from reports.indicator_contents import Findings, findings
from reports.models import SINGLE, Report, ReportEdition, ReportText, Section, TextState
from reports.snapshot import (
    FORMAT,
    ActionFacts,
    AreaFacts,
    CheckFacts,
    Comparison,
    CrossCuttingFacts,
    DistrictFacts,
    EventFacts,
    FormerStatus,
    FrameFacts,
    IndicatorFacts,
    MilestoneFacts,
    OperationalGoalFacts,
    ReportFacts,
    SdgFacts,
    Snapshot,
    StrategicGoalFacts,
    read,
)
from reports.snapshot_changes.comparing import changes_since
from reports.snapshot_changes.wording import latest_is_withheld, latest_words
from reports.snapshot_details import ChangeFacts, EffectFacts
from strategy.enums import DistrictKind
from strategy.models import (
    Action,
    ActionArea,
    CrossCuttingGoal,
    DataVersion,
    District,
    OperationalGoal,
    Sdg,
    StrategicGoal,
    StrategyEvent,
    StrategyFrame,
)

METHOD = "Wettersymbole der Deutschen Nachhaltigkeitsstrategie, Stand Oktober 2024"


def make_snapshot(report: Report, *, edition: int, moment: datetime, changes: str = "") -> Snapshot:
    """Everything the report of a year prints, as published at a moment.

    `report` may be unsaved: it then has no texts.
    """
    places = sorted(
        District.objects.all(), key=lambda one: (one.kind != DistrictKind.CITY, one.name)
    )
    judged = findings(
        year=report.year,
        moment=moment,
        parts=[one for one in places if one.kind != DistrictKind.CITY],
    )
    texts = approved_texts(report)
    codes = {one.code for one in judged.indicators}
    snapshot = Snapshot(
        format=FORMAT,
        method=METHOD,
        report=report_facts(report, texts, edition=edition, moment=moment, changes=changes),
        frame=frame_facts(),
        sdgs=tuple(SdgFacts(sdg.number, sdg.name) for sdg in Sdg.objects.all()),
        cross_cutting_goals=tuple(
            CrossCuttingFacts(goal.slug, goal.name, goal.description)
            for goal in CrossCuttingGoal.objects.all()
        ),
        areas=area_facts(texts, judged),
        indicators=tuple(
            replace(one, text=texts.indicators.get(one.code, "")) for one in judged.indicators
        ),
        actions=tuple(
            action_facts(action, judged.effects.get(action.pk, ()))
            for action in Action.objects.for_pages()
        ),
        districts=tuple(
            DistrictFacts(one.slug, one.name, one.kind, one.population, one.population_as_of)
            for one in places
        ),
        comparison=Comparison(report.year - 1, is_report=False, statuses=()),
        framework=framework_facts(report),
        criteria=criterion_facts(report, texts.criteria, codes),
    )
    return compared(snapshot, judged)


# Texts ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Texts:
    """The approved texts of a report; "" where there is none."""

    sections: Mapping[str, str]
    areas: Mapping[int, str]  # by key of the area
    goals: Mapping[int, str]  # by key of the strategic goal
    indicators: Mapping[str, str]  # by code
    criteria: Mapping[int, Statement]  # by key of the criterion


def approved_texts(report: Report) -> Texts:
    rows = ReportText.objects.none()
    if report.pk is not None:
        rows = ReportText.objects.placed().filter(report=report, state=TextState.APPROVED)
    found = list(rows.select_related("indicator"))
    return Texts(
        sections={row.section: row.body for row in found if row.section in SINGLE},
        areas={row.area_id: row.body for row in found if row.area_id is not None},
        goals={row.goal_id: row.body for row in found if row.goal_id is not None},
        indicators={row.indicator.code: row.body for row in found if row.indicator is not None},
        criteria={
            row.criterion_id: Statement(row.stance, row.body)
            for row in found
            if row.criterion_id is not None
        },
    )


def report_facts(
    report: Report, texts: Texts, *, edition: int, moment: datetime, changes: str
) -> ReportFacts:
    state = DataVersion.objects.first()
    return ReportFacts(
        year=report.year,
        title=report.title,
        edition=edition,
        frozen_at=moment,
        is_sample=report.is_sample or bool(state and state.has_sample_data),
        changes=changes,
        foreword=texts.sections.get(Section.FOREWORD, ""),
        summary=texts.sections.get(Section.SUMMARY, ""),
        annex=texts.sections.get(Section.ANNEX, ""),
        site=settings.SITE_URL,
        order=report.content_order,
    )


# Strategy ------------------------------------------------------------------------


def frame_facts() -> FrameFacts:
    """The frame of the strategy; empty before the catalogue is loaded."""
    frame = StrategyFrame.objects.first() or StrategyFrame(title="", vision="")
    return FrameFacts(
        title=frame.title,
        vision=frame.vision,
        attributes=tuple(frame.attributes),
        way=frame.way,
        source=frame.source,
        events=tuple(
            EventFacts(event.date, event.precision, event.title, event.source)
            for event in StrategyEvent.objects.all()
        ),
    )


def area_facts(texts: Texts, judged: Findings) -> tuple[AreaFacts, ...]:
    """The Handlungsfelder with their goals."""
    operational = operational_goals(judged.goal_indicators)
    strategic: defaultdict[int, list[StrategicGoalFacts]] = defaultdict(list)
    for goal in StrategicGoal.objects.prefetch_related("sdgs"):
        strategic[goal.area_id].append(
            StrategicGoalFacts(
                code=goal.code,
                title=goal.title,
                description=goal.description,
                wording_confirmed=goal.wording_confirmed,
                sdgs=tuple(sorted(sdg.number for sdg in goal.sdgs.all())),
                text=texts.goals.get(goal.pk, ""),
                goals=tuple(operational[goal.pk]),
            )
        )
    return tuple(
        AreaFacts(
            number=area.number,
            slug=area.slug,
            name=area.name,
            guideline=area.guideline,
            guideline_confirmed=area.guideline_confirmed,
            text=texts.areas.get(area.pk, ""),
            goals=tuple(strategic[area.pk]),
        )
        for area in ActionArea.objects.all()
    )


def operational_goals(
    indicators: Mapping[str, tuple[str, ...]],
) -> defaultdict[int, list[OperationalGoalFacts]]:
    """All operational goals by the key of their strategic goal."""
    found: defaultdict[int, list[OperationalGoalFacts]] = defaultdict(list)
    for goal in OperationalGoal.objects.select_related("department"):
        found[goal.strategic_goal_id].append(
            OperationalGoalFacts(
                code=goal.code,
                title=goal.title,
                description=goal.description,
                due_year=goal.due_year,
                department=goal.department.name if goal.department else "",
                wording_confirmed=goal.wording_confirmed,
                indicators=indicators.get(goal.code, ()),
            )
        )
    return found


def action_facts(action: Action, effects: tuple[EffectFacts, ...]) -> ActionFacts:
    """An action read with `Action.objects.for_pages()`."""
    return ActionFacts(
        slug=action.slug,
        title=action.title,
        kind=action.kind,
        phase=action.phase,
        description=action.description,
        starts_on=action.starts_on,
        ends_on=action.ends_on,
        department=action.department.name if action.department else "",
        source=action.source,
        goals=tuple(goal.code for goal in action.operational_goals.all()),
        milestones=tuple(
            MilestoneFacts(one.title, one.due_on, one.reached_on) for one in action.milestones.all()
        ),
        checks=tuple(
            CheckFacts(one.goal.slug, one.effect, one.reason) for one in action.checks.all()
        ),
        effects=effects,
    )


# What has changed ----------------------------------------------------------------


def compared(snapshot: Snapshot, judged: Findings) -> Snapshot:
    """The snapshot beside the report before, or while there is none beside the year before."""
    earlier = ReportEdition.objects.published().filter(report__year__lt=snapshot.report.year)
    edition = earlier.select_related("report").order_by("-report__year", "-number").first()
    if edition is None:
        statuses = tuple(sorted(map(former_status_of, judged.former), key=attrgetter("indicator")))
        comparison = Comparison(snapshot.report.year - 1, is_report=False, statuses=statuses)
    else:
        former = read(edition.snapshot)
        present = {one.code: one for one in snapshot.indicators}
        comparison = Comparison(
            former.report.year,
            is_report=True,
            statuses=tuple(former_status(one, present.get(one.code)) for one in former.indicators),
            changes=changes_since(former, snapshot),
        )
    return replace(snapshot, comparison=comparison)


def former_status_of(card: Scorecard) -> FormerStatus:
    """By the values up to the year before; `Findings.former` knows nothing of freshness."""
    latest, code = card.latest, card.indicator.code
    outlook = card.assessment.outlook.value
    if latest is None or latest.value is None:
        return FormerStatus(code, outlook)
    quantities = Quantities(card.indicator.unit, card.indicator.decimals)
    return FormerStatus(code, outlook, quantities.full(latest.value), latest.year)


def former_status(one: IndicatorFacts, now: IndicatorFacts | None) -> FormerStatus:
    """As a report before told it, without a number that must not be told any more."""
    if one.latest is None or latest_is_withheld(one, now):
        return FormerStatus(one.code, one.status)
    return FormerStatus(one.code, one.status, latest_words(one), one.latest.year)


def corrected(snapshot: Snapshot, number: int, corrections: tuple[ChangeFacts, ...]) -> Snapshot:
    """The snapshot as a correction of the edition with this number, with all that differs."""
    return replace(
        snapshot, report=replace(snapshot.report, corrects=number, corrections=corrections)
    )
