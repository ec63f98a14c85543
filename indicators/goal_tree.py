"""Handlungsfelder with their goals, and the scorecards that tell how far those are.

A goal has the status of its leading indicator. Roll-ups are distributions, never averages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from indicators.distributions import NOT_RATED, STALE, Distribution
from indicators.scorecards import Scorecard
from strategy.models import ActionArea, OperationalGoal, StrategicGoal


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One row of a table of scorecards: a goal's indicator, or one of the two without the other."""

    goal: OperationalGoal | None
    card: Scorecard | None


@dataclass(frozen=True)
class GoalNode:
    """An operational goal with its scorecards, the leading one first."""

    goal: OperationalGoal
    cards: tuple[Scorecard, ...]

    @property
    def lead(self) -> Scorecard | None:
        """The leading indicator; None while the goal has none."""
        return self.cards[0] if self.cards else None

    @property
    def status(self) -> str:
        return self.cards[0].status if self.cards else NOT_RATED

    @property
    def rows(self) -> tuple[ScoreRow, ...]:
        """A row for each indicator; a goal without one keeps a row of its own."""
        return tuple(ScoreRow(self.goal, card) for card in self.cards or (None,))

    @property
    def card_rows(self) -> tuple[ScoreRow, ...]:
        """Its indicators alone, for the goal's own page."""
        return tuple(ScoreRow(None, card) for card in self.cards)


@dataclass(frozen=True)
class StrategicNode:
    """A strategic goal with its operational goals."""

    goal: StrategicGoal
    goals: tuple[GoalNode, ...]

    @cached_property
    def distribution(self) -> Distribution:
        return Distribution.of("goals", (node.status for node in self.goals))

    @property
    def rows(self) -> tuple[ScoreRow, ...]:
        return tuple(row for node in self.goals for row in node.rows)

    @property
    def title_id(self) -> str:
        """The id of its heading, which names its table."""
        return f"ziel-{self.goal.code}-titel"


@dataclass(frozen=True)
class AreaNode:
    """A Handlungsfeld with its goals, and its indicators that belong to no goal (yet)."""

    area: ActionArea
    goals: tuple[GoalNode, ...]
    loose: tuple[Scorecard, ...]

    @property
    def cards(self) -> tuple[Scorecard, ...]:
        """All its scorecards, each once."""
        by_key = {card.indicator.pk: card for node in self.goals for card in node.cards}
        return (*by_key.values(), *self.loose)

    @cached_property
    def distribution(self) -> Distribution:
        """Of its goals; of its indicators while it has no operational goals."""
        if self.goals:
            return Distribution.of("goals", (node.status for node in self.goals))
        return Distribution.of("indicators", (card.status for card in self.loose))

    @property
    def rows(self) -> tuple[ScoreRow, ...]:
        """The rows of all tables on its page."""
        return (*(row for node in self.goals for row in node.rows), *self.loose_rows)

    @property
    def loose_rows(self) -> tuple[ScoreRow, ...]:
        return tuple(ScoreRow(None, card) for card in self.loose)

    @property
    def featured(self) -> tuple[Scorecard, ...]:
        """Two indicators for the overview: the first that are rated, in the goals' order."""
        rated = sorted(self.cards, key=lambda card: card.status in (NOT_RATED, STALE))
        return tuple(rated[:2])


def area_nodes(cards: Iterable[Scorecard]) -> list[AreaNode]:
    """The Handlungsfelder in order, in two queries, filled with these scorecards."""
    goals = OperationalGoal.objects.select_related("strategic_goal", "department")
    return arrange(list(ActionArea.objects.all()), list(goals), list(cards))


def arrange(
    areas: Sequence[ActionArea], goals: Sequence[OperationalGoal], cards: Sequence[Scorecard]
) -> list[AreaNode]:
    """Hang goals and scorecards below their areas."""
    by_area: defaultdict[int, list[GoalNode]] = defaultdict(list)
    for node in goal_nodes(goals, cards):
        by_area[node.goal.strategic_goal.area_id].append(node)
    loose: defaultdict[int | None, list[Scorecard]] = defaultdict(list)
    for card in cards:
        if not card.goal_links:
            loose[card.indicator.area_id].append(card)
    return [AreaNode(area, tuple(by_area[area.pk]), tuple(loose[area.pk])) for area in areas]


def goal_nodes(goals: Iterable[OperationalGoal], cards: Iterable[Scorecard]) -> list[GoalNode]:
    """Give each goal its scorecards, the leading one first."""
    by_goal: defaultdict[int, list[tuple[bool, Scorecard]]] = defaultdict(list)
    for card in cards:
        for link in card.goal_links:
            by_goal[link.goal_id].append((not link.is_lead, card))
    return [
        GoalNode(goal, tuple(card for _, card in sorted(by_goal[goal.pk], key=lambda one: one[0])))
        for goal in goals
    ]


def strategic_nodes(
    goals: Iterable[StrategicGoal], nodes: Iterable[GoalNode]
) -> list[StrategicNode]:
    """Gather operational goals below their strategic goals; a goal without any stays visible."""
    below: defaultdict[int, list[GoalNode]] = defaultdict(list)
    for node in nodes:
        below[node.goal.strategic_goal_id].append(node)
    return [StrategicNode(goal, tuple(below[goal.pk])) for goal in goals]
