"""Chapters by criterion or by Sustainable Development Goal, instead of by Handlungsfeld.

The same cards in another order: each stands in the first chapter it belongs to, the later ones
point to it. The Handlungsfelder keep their chapters with goals, texts and actions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from reports.pages.anchors import sdg_anchor
from reports.pages.areas import AreaChapter, Link, link
from reports.pages.criteria import CriterionEntry, criterion_entries
from reports.pages.indexes import ContentsEntry, GoalLink, by_name, goal_link
from reports.pages.indicators import Card
from reports.snapshot import IndicatorFacts, SdgFacts, Snapshot, StrategicGoalFacts
from reports.tokens import Numbers

AREA, FRAMEWORK, SDG = "area", "framework", "sdg"
REST = "nicht-zugeordnet"


class NoSuchOrder(ValueError):
    """The report has no such chapters."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A chapter with the cards of its indicators."""

    anchor: str
    number: str
    title: str
    criterion: CriterionEntry | None  # what is said about it
    goals: tuple[GoalLink, ...]  # strategic goals that contribute
    cards: tuple[Card, ...]
    elsewhere: tuple[Link, ...]  # indicators whose card stands in another chapter

    @property
    def is_empty(self) -> bool:
        return not (self.cards or self.elsewhere)


def in_order(snapshot: Snapshot, order: str) -> Snapshot:
    """The same content in another order. Raises NoSuchOrder for one it does not have."""
    if order not in (AREA, FRAMEWORK, SDG) or (order == FRAMEWORK and not snapshot.criteria):
        raise NoSuchOrder(order)
    return replace(snapshot, report=replace(snapshot.report, order=order))


def themes(snapshot: Snapshot, cards: Mapping[str, Card], numbers: Numbers) -> tuple[Theme, ...]:
    """The chapters that hold the cards, by code of the indicator; none in the order by area."""
    if snapshot.report.order == AREA:
        return ()
    left = dict(cards)
    if snapshot.report.order == FRAMEWORK:
        entries = criterion_entries(snapshot, numbers)
        found = [criterion_theme(entry, snapshot, left) for entry in entries]
    else:
        found = [sdg_theme(sdg, snapshot, left) for sdg in snapshot.sdgs]
    return (*found, *rest_theme(left))


def criterion_theme(entry: CriterionEntry, snapshot: Snapshot, left: dict[str, Card]) -> Theme:
    """A criterion with the strategic goals its indicators belong to."""
    codes = set(entry.facts.indicators)
    own = [one for one in snapshot.indicators if one.code in codes]
    strategic = {code.rpartition(".")[0] for one in own for code in one.goals}
    cards, elsewhere = placed(own, left)
    return Theme(
        anchor=entry.anchor,
        number=entry.facts.code,
        title=entry.facts.title,
        criterion=entry,
        goals=goal_links(snapshot, lambda goal: goal.code in strategic),
        cards=cards,
        elsewhere=elsewhere,
    )


def sdg_theme(sdg: SdgFacts, snapshot: Snapshot, left: dict[str, Card]) -> Theme:
    own = [one for one in snapshot.indicators if sdg.number in one.sdgs]
    cards, elsewhere = placed(own, left)
    return Theme(
        anchor=sdg_anchor(sdg.number),
        number=str(sdg.number),
        title=sdg.name,
        criterion=None,
        goals=goal_links(snapshot, lambda goal: sdg.number in goal.sdgs),
        cards=cards,
        elsewhere=elsewhere,
    )


def rest_theme(left: Mapping[str, Card]) -> Iterator[Theme]:
    """What belongs to none of the chapters."""
    if left:
        yield Theme(REST, "", "Weitere Kennzahlen", None, (), tuple(left.values()), ())


def goal_links(
    snapshot: Snapshot, wanted: Callable[[StrategicGoalFacts], bool]
) -> tuple[GoalLink, ...]:
    return tuple(goal_link(goal) for area in snapshot.areas for goal in area.goals if wanted(goal))


def placed(
    indicators: Iterable[IndicatorFacts], left: dict[str, Card]
) -> tuple[tuple[Card, ...], tuple[Link, ...]]:
    """Take the cards that are left; the other indicators become links."""
    ordered = by_name(list(indicators))
    cards = tuple(left.pop(one.code) for one in ordered if one.code in left)
    printed = {card.facts.code for card in cards}
    elsewhere = tuple(link(one) for one in ordered if one.code not in printed)
    return cards, elsewhere


def cards_by_code(chapters: Iterable[AreaChapter], rest: Iterable[Card]) -> dict[str, Card]:
    """All cards there are."""
    every = (*(card for chapter in chapters for card in chapter.cards), *rest)
    return {card.facts.code: card for card in every}


def theme_entries(found: Iterable[Theme]) -> tuple[ContentsEntry, ...]:
    """The chapters in the table of contents."""
    return tuple(ContentsEntry(one.title, one.anchor, one.number) for one in found)
