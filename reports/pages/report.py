"""The whole report, laid out chapter by chapter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from indicators.charts.trend import TrendChart
from indicators.distributions import STATUSES
from reports.markdown import Markup, to_html
from reports.pages.anchors import CRITERIA, DISTRICTS
from reports.pages.areas import (
    AreaChapter,
    Leftovers,
    Link,
    area_chapters,
    has_leftovers,
    leftovers,
)
from reports.pages.cover import Stone, wall
from reports.pages.criteria import CriteriaChapter, criteria_chapter
from reports.pages.crosscutting import CrossCuttingSection, cross_cutting_sections
from reports.pages.districts import DistrictChapter, district_chapter
from reports.pages.glance import Glance, glance
from reports.pages.indexes import (
    ContentsEntry,
    OverviewGroup,
    Profile,
    SdgEntry,
    area_entries,
    overview,
    profiles,
    register,
    sdg_index,
)
from reports.pages.numbers import snapshot_numbers
from reports.pages.reading import example_chart
from reports.pages.themes import Theme, cards_by_code, theme_entries, themes
from reports.pages.wording import counted, dated, local_day, long_date, paragraphs, status_word
from reports.snapshot import ReportFacts, Snapshot
from reports.snapshot_changes.comparing import ChangeGroup, grouped


@dataclass(frozen=True, slots=True)
class Event:
    """A dated event of the strategy."""

    day: str
    title: str


@dataclass(frozen=True, slots=True)
class ReportPages:
    """What the templates of the printed report take."""

    report: ReportFacts
    fingerprint: str
    method: str
    frozen_on: str
    subtitle: str
    wall: tuple[Stone, ...]
    contents: tuple[ContentsEntry, ...]
    foreword: Markup
    summary: Markup
    annex: Markup
    vision: str
    attributes: tuple[str, ...]
    way: tuple[str, ...]
    events: tuple[Event, ...]
    example: TrendChart
    statuses: tuple[tuple[str, str], ...]  # code and word
    glance: Glance
    overview: tuple[OverviewGroup, ...]
    chapters: tuple[AreaChapter, ...]
    themes: tuple[Theme, ...]  # instead of the Handlungsfelder, with their cards
    leftovers: Leftovers | None
    criteria: CriteriaChapter | None
    districts: DistrictChapter
    cross_cutting: tuple[CrossCuttingSection, ...]
    action_count: int
    sdgs: tuple[SdgEntry, ...]
    profiles: tuple[Profile, ...]
    register: tuple[Link, ...]
    compared_with: int  # year of the report that `since` begins with
    since: tuple[ChangeGroup, ...]  # what the report before told differently; empty without one
    corrections: tuple[ChangeGroup, ...]  # what the edition that this one corrects told differently


def report_pages(snapshot: Snapshot, sha256: str) -> ReportPages:
    """Lay out the full report; `sha256` is that of the stored snapshot."""
    chapters = area_chapters(snapshot)
    rest = leftovers(snapshot) if has_leftovers(snapshot) else None
    report = snapshot.report
    numbers = snapshot_numbers(snapshot)
    found = themes(snapshot, cards_by_code(chapters, rest.cards if rest else ()), numbers)
    return ReportPages(
        report=report,
        fingerprint=sha256,
        method=snapshot.method,
        frozen_on=long_date(local_day(report.frozen_at)),
        subtitle=subtitle(snapshot),
        wall=wall(report.year, len(snapshot.areas)),
        contents=contents(snapshot, found),
        foreword=to_html(report.foreword, numbers),
        summary=to_html(report.summary, numbers),
        annex=to_html(report.annex, numbers),
        vision=snapshot.frame.vision,
        attributes=snapshot.frame.attributes,
        way=paragraphs(snapshot.frame.way),
        events=tuple(
            Event(dated(event.date, event.precision), event.title)
            for event in snapshot.frame.events
        ),
        example=example_chart(report.year),
        statuses=tuple((status, status_word(status)) for status in STATUSES),
        glance=glance(snapshot, chapters),
        overview=overview(snapshot),
        chapters=tuple(one.without_cards() for one in chapters) if found else chapters,
        themes=found,
        leftovers=replace(rest, cards=()) if rest and found else rest,
        criteria=criteria_chapter(snapshot, numbers),
        districts=district_chapter(snapshot),
        cross_cutting=cross_cutting_sections(snapshot),
        action_count=len(snapshot.actions),
        sdgs=sdg_index(snapshot),
        profiles=profiles(snapshot),
        register=register(snapshot),
        compared_with=snapshot.comparison.year,
        since=grouped(snapshot.comparison.changes),
        corrections=grouped(report.corrections),
    )


def subtitle(snapshot: Snapshot) -> str:
    """What the report covers, in one sentence for the cover."""
    goals = sum(len(area.goals) for area in snapshot.areas)
    parts = [
        counted(len(snapshot.areas), "Handlungsfeld", "Handlungsfelder"),
        counted(goals, "strategisches Ziel", "strategische Ziele"),
        counted(len(snapshot.indicators), "Kennzahl", "Kennzahlen"),
    ]
    return f"{', '.join(parts)} und {counted(len(snapshot.actions), 'Maßnahme', 'Maßnahmen')}."


def contents(snapshot: Snapshot, found: Sequence[Theme] = ()) -> tuple[ContentsEntry, ...]:
    """All chapters that are printed, in their order."""
    report, compared = snapshot.report, snapshot.comparison
    before = (
        ("Vorwort", "vorwort", bool(report.foreword.strip())),
        ("Die Strategie", "strategie", bool(snapshot.frame.vision)),
        ("So lesen Sie diesen Bericht", "lesen", True),
        ("Zusammenfassung", "zusammenfassung", bool(report.summary.strip())),
        ("Auf einen Blick", "blick", True),
        (f"Seit dem Bericht {compared.year}", "seither", bool(compared.changes)),
        ("Alle Kennzahlen im Überblick", "kennzahlen", True),
    )
    after = (
        ("Ohne Handlungsfeld", "weitere", has_leftovers(snapshot)),
        ("Kernstadt und Ortsteile", DISTRICTS, any(one.districts for one in snapshot.indicators)),
        ("Übergeordnete Ziele", "uebergeordnet", bool(snapshot.cross_cutting_goals)),
        (snapshot.framework.name if snapshot.framework else "", CRITERIA, bool(snapshot.criteria)),
        ("Nachhaltigkeitsziele (SDG)", "sdg", bool(snapshot.sdgs)),
        ("Methode", "methode", True),
        ("Definitionen der Kennzahlen", "definitionen", bool(snapshot.indicators)),
        ("Anhang", "anhang", bool(report.annex.strip())),
        (f"Änderungen seit Ausgabe {report.corrects}", "aenderungen", bool(report.corrections)),
        ("Register", "register", bool(snapshot.indicators)),
    )
    return (
        *(ContentsEntry(title, anchor) for title, anchor, printed in before if printed),
        *area_entries(snapshot),
        *theme_entries(found),
        *(ContentsEntry(title, anchor) for title, anchor, printed in after if printed),
    )
