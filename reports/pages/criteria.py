"""The criteria of the reporting framework: what the report says about each, and how complete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from reports.markdown import Markup, to_html
from reports.pages.anchors import criterion_anchor
from reports.pages.areas import Link, link
from reports.pages.wording import counted
from reports.snapshot import CriterionFacts, FrameworkFacts, IndicatorFacts, Snapshot
from reports.tokens import Numbers

REPORTS, EXPLAINS, OPEN = "reports", "explains", ""
KIND_WORDS = {"aspect": "Aspekt", "core_indicator": "Kernindikator"}
STANCE_WORDS = {REPORTS: "berichtet", EXPLAINS: "begründet nicht berichtet", OPEN: "noch offen"}


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many criteria are answered. A reason for saying nothing is an answer."""

    reported: int
    explained: int
    total: int

    @property
    def open(self) -> int:
        return self.total - self.reported - self.explained

    @property
    def percent(self) -> int:
        """Whole percent answered, rounded down: 100 only if nothing is open."""
        return 100 * (self.reported + self.explained) // self.total if self.total else 0

    @property
    def in_words(self) -> str:
        """ "12 von 18 Kriterien berichtet, 4 begründet nicht berichtet, 2 noch offen" """
        parts = [f"{self.reported} von {counted(self.total, 'Kriterium', 'Kriterien')} berichtet"]
        if self.explained:
            parts.append(f"{self.explained} {STANCE_WORDS[EXPLAINS]}")
        if self.open:
            parts.append(f"{self.open} {STANCE_WORDS[OPEN]}")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class CriterionEntry:
    """A criterion with what is said about it and the indicators that belong to it."""

    facts: CriterionFacts
    anchor: str
    stance_words: str
    text: Markup
    indicators: tuple[Link, ...]

    @property
    def is_open(self) -> bool:
        return self.facts.stance == OPEN


@dataclass(frozen=True, slots=True)
class CriteriaPart:
    """The criteria below one heading of the framework; title "" if it has none."""

    title: str
    entries: tuple[CriterionEntry, ...]


@dataclass(frozen=True, slots=True)
class CriteriaChapter:
    """All criteria, with a bar of how many are answered."""

    framework: FrameworkFacts
    completeness: Completeness
    parts: tuple[CriteriaPart, ...]


def completeness(stances: Sequence[str]) -> Completeness:
    """Count the answers."""
    return Completeness(stances.count(REPORTS), stances.count(EXPLAINS), len(stances))


def criteria_chapter(snapshot: Snapshot, numbers: Numbers) -> CriteriaChapter | None:
    """None for a report without a framework."""
    if snapshot.framework is None or not snapshot.criteria:
        return None
    entries = criterion_entries(snapshot, numbers)
    return CriteriaChapter(
        framework=snapshot.framework,
        completeness=completeness([one.stance for one in snapshot.criteria]),
        parts=tuple(
            CriteriaPart(title, tuple(group))
            for title, group in groupby(entries, key=lambda one: one.facts.part)
        ),
    )


def criterion_entries(snapshot: Snapshot, numbers: Numbers) -> tuple[CriterionEntry, ...]:
    """In the order of the framework."""
    indicators = {one.code: one for one in snapshot.indicators}
    return tuple(criterion_entry(one, indicators, numbers) for one in snapshot.criteria)


def criterion_entry(
    criterion: CriterionFacts, indicators: Mapping[str, IndicatorFacts], numbers: Numbers
) -> CriterionEntry:
    return CriterionEntry(
        facts=criterion,
        anchor=criterion_anchor(criterion.code),
        stance_words=STANCE_WORDS[criterion.stance],
        text=to_html(criterion.text, numbers, level=4),
        indicators=tuple(link(indicators[code]) for code in criterion.indicators),
    )
