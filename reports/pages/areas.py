"""The chapter of a Handlungsfeld: opener, goals with their indicators, actions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from indicators.distributions import NOT_RATED, Distribution
from reports.markdown import Markup, to_html
from reports.pages.actions import ActionEntry, Schedule, action_entry, schedule_of
from reports.pages.anchors import area_anchor, goal_anchor, has_card, indicator_anchor
from reports.pages.indicators import Card, card
from reports.pages.numbers import snapshot_numbers
from reports.pages.wording import enumeration, local_day, paragraphs, status_word
from reports.snapshot import (
    ActionFacts,
    AreaFacts,
    CrossCuttingFacts,
    IndicatorFacts,
    OperationalGoalFacts,
    Snapshot,
    StrategicGoalFacts,
)
from reports.tokens import Numbers


@dataclass(frozen=True, slots=True)
class Link:
    """An indicator in a table, and where it is printed."""

    code: str
    name: str
    anchor: str
    status: str
    status_word: str


@dataclass(frozen=True, slots=True)
class GoalRow:
    """An operational goal with one of its indicators; only the first row names the goal."""

    goal: OperationalGoalFacts | None
    link: Link | None


@dataclass(frozen=True, slots=True)
class GoalSection:
    """A strategic goal with the cards of its indicators."""

    facts: StrategicGoalFacts
    anchor: str
    distribution: Distribution  # of its operational goals
    sdgs: str
    description: tuple[str, ...]
    text: Markup
    rows: tuple[GoalRow, ...]
    cards: tuple[Card, ...]

    @property
    def is_bare(self) -> bool:
        """Nothing to print but its title: it stands in the list of its Handlungsfeld alone."""
        return not (self.rows or self.description or self.text)


@dataclass(frozen=True, slots=True)
class AreaChapter:
    """Everything printed about one Handlungsfeld."""

    facts: AreaFacts
    anchor: str
    distribution: Distribution  # of goals, or of indicators while there are no goals
    guideline: tuple[str, ...]
    text: Markup
    sdgs: tuple[str, ...]
    goals: tuple[GoalSection, ...]
    loose: tuple[Card, ...]  # indicators that belong to no operational goal
    empty: tuple[Link, ...]  # the same without any value
    indicator_count: int  # that have a card, here or in another chapter
    actions: tuple[ActionEntry, ...]
    schedule: Schedule | None

    @property
    def css(self) -> str:
        return f"area-{self.facts.number}"

    @property
    def sections(self) -> tuple[GoalSection, ...]:
        """The goals that have a section of their own."""
        return tuple(goal for goal in self.goals if not goal.is_bare)

    @property
    def has_body(self) -> bool:
        return bool(self.sections or self.loose or self.actions)

    @property
    def cards(self) -> tuple[Card, ...]:
        """Of its goals and of what belongs to none."""
        return (*(card for goal in self.goals for card in goal.cards), *self.loose)

    def without_cards(self) -> AreaChapter:
        """The same where the indicators have chapters of their own."""
        goals = tuple(replace(goal, cards=()) for goal in self.goals)
        return replace(self, goals=goals, loose=())

    @property
    def operational_count(self) -> int:
        return sum(len(goal.facts.goals) for goal in self.goals)


@dataclass(frozen=True, slots=True)
class Leftovers:
    """What belongs to no Handlungsfeld."""

    cards: tuple[Card, ...]
    empty: tuple[Link, ...]
    actions: tuple[ActionEntry, ...]
    schedule: Schedule | None


def link(indicator: IndicatorFacts) -> Link:
    return Link(
        indicator.code,
        indicator.name,
        indicator_anchor(indicator),
        indicator.status,
        status_word(indicator.status),
    )


def area_chapters(snapshot: Snapshot) -> tuple[AreaChapter, ...]:
    """All Handlungsfelder in order."""
    indicators = {one.code: one for one in snapshot.indicators}
    actions = actions_by_area(snapshot.actions)
    names = {sdg.number: sdg.name for sdg in snapshot.sdgs}
    today = local_day(snapshot.report.frozen_at)
    numbers = snapshot_numbers(snapshot)
    return tuple(
        area_chapter(
            area,
            indicators,
            actions[area.number],
            snapshot.cross_cutting_goals,
            names,
            numbers,
            today,
            snapshot.report.site,
        )
        for area in snapshot.areas
    )


def area_chapter(
    area: AreaFacts,
    indicators: Mapping[str, IndicatorFacts],
    actions: Sequence[ActionFacts],
    cross_cutting_goals: Sequence[CrossCuttingFacts],
    sdg_names: Mapping[int, str],
    numbers: Numbers,
    today: date,
    site: str = "",
) -> AreaChapter:
    """Lay out one Handlungsfeld."""
    loose = [one for one in indicators.values() if one.area == area.number and not one.goals]
    goals = tuple(goal_section(goal, indicators, numbers, site) for goal in area.goals)
    schedule = schedule_of(actions)
    sdgs = {number for goal in area.goals for number in goal.sdgs}
    loose_cards = tuple(card(one, numbers, site) for one in loose if has_card(one))
    return AreaChapter(
        facts=area,
        anchor=area_anchor(area.number),
        distribution=area_distribution(area, indicators),
        guideline=paragraphs(area.guideline),
        text=to_html(area.text, numbers, level=3),
        sdgs=tuple(f"SDG {number} {sdg_names.get(number, '')}" for number in sorted(sdgs)),
        goals=goals,
        loose=loose_cards,
        empty=tuple(link(one) for one in loose if not has_card(one)),
        indicator_count=sum(len(goal.cards) for goal in goals) + len(loose_cards),
        actions=tuple(action_entry(one, cross_cutting_goals, schedule, today) for one in actions),
        schedule=schedule,
    )


def goal_section(
    goal: StrategicGoalFacts,
    indicators: Mapping[str, IndicatorFacts],
    numbers: Numbers,
    site: str = "",
) -> GoalSection:
    """Lay out one strategic goal; an indicator of several goals has its card at the first."""
    codes = [one.code for one in goal.goals]
    own = [one for one in indicators.values() if one.goals and one.goals[0] in codes]
    return GoalSection(
        facts=goal,
        anchor=goal_anchor(goal.code),
        distribution=Distribution.of("goals", (goal_status(one, indicators) for one in goal.goals)),
        sdgs=enumeration(goal.sdgs),
        description=paragraphs(goal.description),
        text=to_html(goal.text, numbers, level=4),
        rows=tuple(row for one in goal.goals for row in goal_rows(one, indicators)),
        cards=tuple(
            card(one, numbers, site)
            for one in sorted(own, key=lambda one: codes.index(one.goals[0]))
        ),
    )


def goal_rows(
    goal: OperationalGoalFacts, indicators: Mapping[str, IndicatorFacts]
) -> Iterable[GoalRow]:
    """A row for each indicator; a goal without one keeps a row of its own."""
    links = [link(indicators[code]) for code in goal.indicators]
    if not links:
        return (GoalRow(goal, None),)
    return (GoalRow(None if place else goal, one) for place, one in enumerate(links))


def goal_status(goal: OperationalGoalFacts, indicators: Mapping[str, IndicatorFacts]) -> str:
    """The status of its leading indicator."""
    return indicators[goal.indicators[0]].status if goal.indicators else NOT_RATED


def area_distribution(area: AreaFacts, indicators: Mapping[str, IndicatorFacts]) -> Distribution:
    """Of its operational goals; of its indicators while it has none."""
    goals = [one for goal in area.goals for one in goal.goals]
    if goals:
        return Distribution.of("goals", (goal_status(one, indicators) for one in goals))
    own = (one for one in indicators.values() if one.area == area.number and not one.goals)
    return Distribution.of("indicators", (one.status for one in own))


def unplaced(snapshot: Snapshot) -> list[IndicatorFacts]:
    """Indicators of no goal and no Handlungsfeld."""
    numbers = {area.number for area in snapshot.areas}
    return [one for one in snapshot.indicators if not one.goals and one.area not in numbers]


def has_leftovers(snapshot: Snapshot) -> bool:
    return bool(unplaced(snapshot)) or any(not action.goals for action in snapshot.actions)


def leftovers(snapshot: Snapshot) -> Leftovers:
    """Indicators and actions of no Handlungsfeld."""
    loose = unplaced(snapshot)
    actions = [action for action in snapshot.actions if not action.goals]
    schedule = schedule_of(actions)
    today = local_day(snapshot.report.frozen_at)
    numbers = snapshot_numbers(snapshot)
    return Leftovers(
        cards=tuple(card(one, numbers, snapshot.report.site) for one in loose if has_card(one)),
        empty=tuple(link(one) for one in loose if not has_card(one)),
        actions=tuple(
            action_entry(one, snapshot.cross_cutting_goals, schedule, today) for one in actions
        ),
        schedule=schedule,
    )


def actions_by_area(actions: Iterable[ActionFacts]) -> defaultdict[int, list[ActionFacts]]:
    """An action of several Handlungsfelder is printed in that of its first goal."""
    grouped: defaultdict[int, list[ActionFacts]] = defaultdict(list)
    for action in actions:
        if action.goals:
            grouped[int(action.goals[0].split(".")[0])].append(action)
    return grouped
