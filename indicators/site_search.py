"""Finding goals, indicators, actions and places by their words, on one page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from indicators.models import Indicator
from strategy.models import Action, ActionArea, District, OperationalGoal, StrategicGoal
from strategy.search import (
    Needle,
    Piece,
    Wording,
    excerpt,
    folded,
    pieces,
    suggestions,
    understood,
)

SHOWN = 20  # hits of one kind


@dataclass(frozen=True)
class Entry:
    """Something that can be found."""

    title: str
    url: str
    note: str  # what kind of thing it is, in a few words
    texts: tuple[str, ...] = ()  # where else the words are looked for

    @cached_property
    def wording(self) -> Wording:
        return Wording((self.title, *self.texts))

    @cached_property
    def title_wording(self) -> Wording:
        return Wording((self.title,))

    def found(self, needles: Iterable[Needle]) -> int:
        """How many of the words it has; a single letter counts in the title only."""
        return sum(
            needle.is_in(self.title_wording if needle.is_letter else self.wording)
            for needle in needles
        )

    def rank(self, needles: Sequence[Needle]) -> tuple[bool, bool, bool, str]:
        """A title that begins with the first word comes first, then words that begin in titles,
        then words inside of them, then by name.
        """
        title = self.title_wording
        first = title.plain if needles[0].is_plain else title.folded
        return (
            not first.startswith(needles[0].word),
            not all(needle.begins_word_in(title) for needle in needles),
            not all(needle.is_in(title) for needle in needles),
            folded(self.title),
        )


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found, with the words in its title and text marked."""

    entry: Entry
    title: Sequence[Piece]
    excerpt: Sequence[Piece]  # of a text, if the title alone does not show why it was found


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one kind, the best first."""

    name: str
    hits: Sequence[Hit]  # as many as are shown
    count: int  # all of them

    @property
    def hidden(self) -> int:
        return self.count - len(self.hits)


@dataclass(frozen=True, slots=True)
class Findings:
    """What a search found."""

    query: str  # as typed
    understood: str = ""  # what was looked for in its stead because nothing has the word
    is_partial: bool = False  # nothing has all of the words; these have the most of them
    groups: Sequence[Group] = ()
    suggestions: Sequence[str] = ()  # similar words, while nothing is found

    @property
    def count(self) -> int:
        return sum(group.count for group in self.groups)


def search(query: str) -> Findings:
    """Everything that has the words of the query, or else most; nothing for an empty one.

    Six queries.
    """
    if not query.strip():
        return Findings(query)
    kinds = everything()
    wordings = [entry.wording for _, entries in kinds for entry in entries]
    meant = understood(query, wordings)
    most = max((entry.found(meant.needles) for _, all_ in kinds for entry in all_), default=0)
    if not most:
        return Findings(query, suggestions=suggestions(query, wordings))
    groups = [group_of(name, entries, meant.needles, most) for name, entries in kinds]
    return Findings(
        query,
        understood=meant.told,
        is_partial=most < len(meant.needles),
        groups=[group for group in groups if group.count],
    )


def group_of(name: str, entries: Iterable[Entry], needles: Sequence[Needle], fewest: int) -> Group:
    """The entries of one kind that have so many of the words."""
    found = [entry for entry in entries if entry.found(needles) >= fewest]
    ranked = sorted(found, key=lambda entry: entry.rank(needles))
    return Group(name, [hit_of(entry, needles) for entry in ranked[:SHOWN]], len(found))


def hit_of(entry: Entry, needles: Sequence[Needle]) -> Hit:
    unseen = [needle for needle in needles if not needle.is_in(entry.title_wording)]
    shown = next((part for text in entry.texts if (part := excerpt(text, unseen))), "")
    return Hit(entry, pieces(entry.title, needles), pieces(shown, needles))


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
            (one.short_name, one.code, one.definition, one.data_basis, str(one.department or "")),
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
