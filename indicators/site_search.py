"""Finding goals, indicators, actions and places by their words, on one page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indicators.models import Indicator
from strategy.models import Action, ActionArea, District, OperationalGoal, StrategicGoal
from strategy.search import folded, matches, mended, words_of


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found."""

    title: str
    url: str
    note: str  # what kind of thing it is, in a few words
    texts: tuple[str, ...] = ()  # where else the words are looked for

    def is_found(self, query: str) -> bool:
        return matches(query, self.title, *self.texts)

    def rank(self, query: str) -> tuple[bool, str]:
        """Hits in the title come first, then by name."""
        return not matches(query, self.title), folded(self.title)


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one kind, the best first."""

    name: str
    hits: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Findings:
    """What a search found."""

    query: str  # as typed
    understood: str  # what was looked for in its stead because nothing has the word; else empty
    groups: Sequence[Group]

    @property
    def count(self) -> int:
        return sum(len(group.hits) for group in self.groups)


def search(query: str) -> Findings:
    """Everything that has all words of the query; nothing for an empty one. Six queries."""
    if not query.strip():
        return Findings(query, "", ())
    groups = everything()
    found = hits_of(groups, query)
    if found:
        return Findings(query, "", found)
    words = words_of(
        text for _, entries in groups for entry in entries for text in (entry.title, *entry.texts)
    )
    better = mended(query, words)
    return Findings(
        query, better if better != folded(query).strip() else "", hits_of(groups, better)
    )


def hits_of(groups: Iterable[tuple[str, Sequence[Entry]]], query: str) -> list[Group]:
    """The groups that have a hit."""
    found = [
        Group(
            name,
            sorted(
                (entry for entry in entries if entry.is_found(query)),
                key=lambda entry: entry.rank(query),
            ),
        )
        for name, entries in groups
    ]
    return [group for group in found if group.hits]


def everything() -> list[tuple[str, list[Entry]]]:
    """All that can be found, by kind."""
    return [
        ("Handlungsfelder und Ziele", [*areas(), *strategic_goals(), *operational_goals()]),
        ("Kennzahlen", indicators()),
        ("Maßnahmen", actions()),
        ("Ortsteile", districts()),
    ]


def areas() -> list[Entry]:
    return [
        Entry(area.name, area.get_absolute_url(), f"Handlungsfeld {area.number}", (area.guideline,))
        for area in ActionArea.objects.all()
    ]


def strategic_goals() -> list[Entry]:
    return [
        Entry(
            goal.title,
            goal.get_absolute_url(),
            f"strategisches Ziel {goal.code}",
            (goal.code, goal.description, goal.area.name),
        )
        for goal in StrategicGoal.objects.select_related("area")
    ]


def operational_goals() -> list[Entry]:
    return [
        Entry(
            goal.title,
            goal.get_absolute_url(),
            f"operatives Ziel {goal.code}",
            (goal.code, goal.description, str(goal.department or "")),
        )
        for goal in OperationalGoal.objects.select_related("department")
    ]


def indicators() -> list[Entry]:
    return [
        Entry(
            one.name,
            one.get_absolute_url(),
            f"Kennzahl, {one.unit}" if one.unit else "Kennzahl",
            (one.short_name, one.code, one.definition, str(one.department or "")),
        )
        for one in Indicator.objects.select_related("department")
    ]


def actions() -> list[Entry]:
    return [
        Entry(
            action.title,
            action.get_absolute_url(),
            f"{action.get_kind_display()}, {action.get_phase_display()}",
            (action.description, str(action.department or "")),
        )
        for action in Action.objects.select_related("department")
    ]


def districts() -> list[Entry]:
    return [
        Entry(district.name, district.get_absolute_url(), district.get_kind_display())
        for district in District.objects.parts()
    ]
