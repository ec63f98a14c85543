"""One A4 page about a goal or a Handlungsfeld.

Every row is one line and every list has a most, so it is one page whatever the data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from indicators.distributions import STATUSES, Distribution
from reports.pages.areas import area_distribution, goal_status
from reports.pages.council import LeadChart, lead_chart
from reports.pages.fitting import fitted, more_than
from reports.pages.glance import lead_sentence
from reports.pages.indexes import OverviewRow, overview_row
from reports.pages.leading import area_indicators, by_code, key_indicator
from reports.pages.short_actions import ShortAction, of_goals, short_action
from reports.pages.wording import enumeration, local_day, long_date, paragraphs, status_word
from reports.snapshot import (
    ActionFacts,
    AreaFacts,
    IndicatorFacts,
    OperationalGoalFacts,
    ReportFacts,
    Snapshot,
    StrategicGoalFacts,
)

WIDTH, TYPE = 487.0, 8.4  # points: of the page between its margins, of tables
TITLE_WIDTH, TITLE_TYPE = 460.0, 22.0
NOTE_WIDTH, TEXT_TYPE, FINDING_TYPE = 400.0, 9.4, 13.0
GOAL_WIDTH, FINDING_WIDTH = 210.0, 160.0
MEASURED_WIDTH, UNIT_WIDTH = 98.0, 62.0
ACTION_WIDTH, STEP_WIDTH = 132.0, 104.0
MOST_GOALS, MOST_MEASURED, MOST_ACTIONS = 5, 3, 3
MOST_MEASURED_ALONE, MOST_ACTIONS_ALONE = 6, 8  # where there is no table of goals
NO_GOALS = "Zu diesem strategischen Ziel sind noch keine operativen Ziele hinterlegt."
NO_INDICATOR = "Für dieses Ziel ist noch keine Kennzahl hinterlegt."

Indicators = Mapping[str, IndicatorFacts]


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal below the one of the sheet."""

    code: str
    title: str
    is_working_title: bool
    due: str  # year, "–" without; "" for strategic goals
    finding: str  # in words
    status: str  # of an operational goal; "" for strategic ones


@dataclass(frozen=True, slots=True)
class MeasuredLine:
    """An indicator of the sheet."""

    name: str
    unit: str
    overview: OverviewRow


@dataclass(frozen=True, slots=True)
class Subject:
    """What a sheet is about, before it is cut to its room."""

    kind: str  # "Strategisches Ziel"
    number: str  # "1", "1.2" or "1.2.3"
    area: AreaFacts
    title: str
    is_working_title: bool
    notes: tuple[str, ...]  # "" is none
    text: str
    finding: str
    distribution: Distribution
    goals: tuple[GoalLine, ...]
    measured: tuple[IndicatorFacts, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the template of a sheet takes."""

    subject: Subject
    title: str
    css: str
    notes: str  # one line below the title
    text: str
    finding: str
    statuses: tuple[tuple[str, str], ...]  # code and word
    goals: tuple[GoalLine, ...]
    more_goals: str
    measured: tuple[MeasuredLine, ...]
    more_measured: str
    lead: LeadChart | None
    actions: tuple[ShortAction, ...]
    more_actions: str
    report: ReportFacts
    frozen_on: str
    address: str  # of the page with everything else


def sheet(subject: Subject, snapshot: Snapshot, address: str) -> Sheet:
    """Cut everything to the room of one page."""
    today = local_day(snapshot.report.frozen_at)
    actions = of_goals(snapshot.actions, subject.number)
    most_measured = MOST_MEASURED if subject.goals else MOST_MEASURED_ALONE
    most_actions = MOST_ACTIONS if subject.goals else MOST_ACTIONS_ALONE
    return Sheet(
        subject=subject,
        title=fitted(subject.title, TITLE_WIDTH, TITLE_TYPE, lines=2, semibold=True),
        css=f"area-{subject.area.number}",
        notes=fitted(" · ".join(one for one in subject.notes if one), NOTE_WIDTH, TEXT_TYPE),
        text=fitted(" ".join(paragraphs(subject.text)), WIDTH, TEXT_TYPE, lines=2),
        finding=fitted(subject.finding, WIDTH, FINDING_TYPE, lines=2, semibold=True),
        statuses=tuple((status, status_word(status)) for status in STATUSES),
        goals=subject.goals[:MOST_GOALS],
        more_goals=more_than(len(subject.goals), MOST_GOALS),
        measured=tuple(measured_line(one) for one in subject.measured[:most_measured]),
        more_measured=more_than(len(subject.measured), most_measured),
        lead=drawn(subject),
        actions=tuple(action_line(one, today) for one in actions[:most_actions]),
        more_actions=more_than(len(actions), most_actions),
        report=snapshot.report,
        frozen_on=long_date(today),
        address=address,
    )


def drawn(subject: Subject) -> LeadChart | None:
    """The chart with its facts; where room is short without the value, which its sentence tells."""
    lead = lead_chart(leading(subject))
    return replace(lead, lines=lead.lines[1:]) if lead and subject.goals else lead


def leading(subject: Subject) -> IndicatorFacts | None:
    """The indicator that is drawn; of an operational goal the leading one even without a value."""
    own = key_indicator(subject.measured)
    if own is None and subject.measured and not subject.goals:
        return subject.measured[0]
    return own


# What a sheet may be about -----------------------------------------------------------


def area_subject(snapshot: Snapshot, slug: str) -> Subject | None:
    """A Handlungsfeld; None if there is none of this name."""
    area = next((one for one in snapshot.areas if one.slug == slug), None)
    if area is None:
        return None
    indicators = by_code(snapshot)
    distribution = area_distribution(area, indicators)
    is_draft = bool(area.guideline) and not area.guideline_confirmed
    return Subject(
        kind="Handlungsfeld",
        number=str(area.number),
        area=area,
        title=area.name,
        is_working_title=False,
        notes=("Leitlinie in einer Arbeitsfassung" if is_draft else "",),
        text=area.guideline,
        finding=lead_sentence(distribution),
        distribution=distribution,
        goals=tuple(strategic_line(one, indicators) for one in area.goals),
        measured=tuple(area_indicators(area, indicators)),
    )


def goal_subject(snapshot: Snapshot, code: str) -> Subject | None:
    """A strategic ("1.2") or an operational goal ("1.2.3"); None if there is none."""
    indicators = by_code(snapshot)
    for area in snapshot.areas:
        for strategic in area.goals:
            if strategic.code == code:
                return strategic_subject(area, strategic, indicators)
            for goal in strategic.goals:
                if goal.code == code:
                    return operational_subject(area, strategic, goal, indicators)
    return None


def strategic_subject(area: AreaFacts, goal: StrategicGoalFacts, indicators: Indicators) -> Subject:
    distribution = Distribution.of("goals", (goal_status(one, indicators) for one in goal.goals))
    codes = dict.fromkeys(code for one in goal.goals for code in one.indicators)
    sdgs = f"Beitrag zu SDG {enumeration(goal.sdgs)}" if goal.sdgs else ""
    return Subject(
        kind="Strategisches Ziel",
        number=goal.code,
        area=area,
        title=goal.title,
        is_working_title=not goal.wording_confirmed,
        notes=(f"Handlungsfeld {area.name}", sdgs),
        text=goal.description,
        finding=lead_sentence(distribution) if goal.goals else NO_GOALS,
        distribution=distribution,
        goals=tuple(operational_line(one, indicators) for one in goal.goals),
        measured=tuple(indicators[code] for code in codes),
    )


def operational_subject(
    area: AreaFacts,
    strategic: StrategicGoalFacts,
    goal: OperationalGoalFacts,
    indicators: Indicators,
) -> Subject:
    measured = tuple(indicators[code] for code in goal.indicators)
    return Subject(
        kind="Operatives Ziel",
        number=goal.code,
        area=area,
        title=goal.title,
        is_working_title=not goal.wording_confirmed,
        notes=(
            f"Zum strategischen Ziel {strategic.code}",
            f"bis {goal.due_year}" if goal.due_year else "",
            f"zuständig: {goal.department}" if goal.department else "",
        ),
        text=goal.description,
        finding="" if measured else NO_INDICATOR,  # what is measured speaks for itself
        distribution=Distribution.of("goals", ()),
        goals=(),
        measured=measured,
    )


# Lines of its tables -------------------------------------------------------------------


def strategic_line(goal: StrategicGoalFacts, indicators: Indicators) -> GoalLine:
    distribution = Distribution.of("goals", (goal_status(one, indicators) for one in goal.goals))
    return GoalLine(
        code=goal.code,
        title=fitted(goal.title, GOAL_WIDTH, TYPE),
        is_working_title=not goal.wording_confirmed,
        due="",
        finding=fitted(distribution.in_words, FINDING_WIDTH, TYPE),
        status="",
    )


def operational_line(goal: OperationalGoalFacts, indicators: Indicators) -> GoalLine:
    status = goal_status(goal, indicators)
    return GoalLine(
        code=goal.code,
        title=fitted(goal.title, GOAL_WIDTH, TYPE),
        is_working_title=not goal.wording_confirmed,
        due=str(goal.due_year or "–"),
        finding=status_word(status),
        status=status,
    )


def measured_line(indicator: IndicatorFacts) -> MeasuredLine:
    return MeasuredLine(
        name=fitted(indicator.short_name or indicator.name, MEASURED_WIDTH, TYPE),
        unit=fitted(indicator.unit, UNIT_WIDTH, TYPE),
        overview=overview_row(indicator),
    )


def action_line(action: ActionFacts, today: date) -> ShortAction:
    line = short_action(action, today, width=ACTION_WIDTH, size=TYPE)
    return replace(line, step=fitted(line.step, STEP_WIDTH, TYPE))
