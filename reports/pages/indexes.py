"""Lists that lead into the report: contents, SDG index, definitions, register."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.charts.sparkline import sparkline
from indicators.german_numbers import format_number
from indicators.year_notes import breaks_of
from reports.pages.anchors import area_anchor, goal_anchor, indicator_anchor, profile_anchor
from reports.pages.areas import Link, link
from reports.pages.wording import status_word
from reports.snapshot import IndicatorFacts, Snapshot, StrategicGoalFacts

FREQUENCY_WORDS = {
    "year": "jährlich",
    "half_year": "halbjährlich",
    "quarter": "vierteljährlich",
    "month": "monatlich",
}
UMLAUTS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})


@dataclass(frozen=True, slots=True)
class Spark:
    """The last years as a small line, with the target; path data, "" is nothing to draw."""

    title: str
    line: str
    x: str
    y: str
    way: str
    goal: str


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """An indicator in the table of all indicators."""

    facts: IndicatorFacts
    anchor: str
    value: str
    year: str
    target: str
    status_word: str
    spark: Spark


@dataclass(frozen=True, slots=True)
class OverviewGroup:
    """The indicators of one Handlungsfeld in the table of all indicators."""

    title: str
    css: str
    rows: tuple[OverviewRow, ...]


@dataclass(frozen=True, slots=True)
class GoalLink:
    """A strategic goal in a list, and where it is printed."""

    code: str
    title: str
    anchor: str


@dataclass(frozen=True, slots=True)
class SdgEntry:
    """A Sustainable Development Goal with what contributes to it."""

    number: int
    name: str
    goals: tuple[GoalLink, ...]
    indicators: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """How an indicator is defined."""

    facts: IndicatorFacts
    anchor: str
    frequency: str


def goal_link(goal: StrategicGoalFacts) -> GoalLink:
    return GoalLink(goal.code, goal.title, goal_anchor(goal.code))


def by_name(indicators: Sequence[IndicatorFacts]) -> list[IndicatorFacts]:
    """In the order of a German dictionary."""
    return sorted(indicators, key=lambda one: (one.name.casefold().translate(UMLAUTS), one.code))


def overview(snapshot: Snapshot) -> tuple[OverviewGroup, ...]:
    """All indicators that have a value, grouped by Handlungsfeld in the order of their goals."""
    valued = [one for one in snapshot.indicators if one.latest is not None]
    groups = []
    for area in snapshot.areas:
        rows = [one for one in valued if home_area(one) == area.number]
        rows.sort(key=lambda one: (not one.goals, goal_order(one), one.code))
        groups.append((f"{area.number} {area.name}", f"area-{area.number}", rows))
    known = {area.number for area in snapshot.areas}
    groups.append(
        ("Ohne Handlungsfeld", "no-area", [one for one in valued if home_area(one) not in known])
    )
    return tuple(
        OverviewGroup(title, css, tuple(overview_row(one) for one in rows))
        for title, css, rows in groups
        if rows
    )


def home_area(indicator: IndicatorFacts) -> int | None:
    """The Handlungsfeld of the goal it is printed under, or else its own."""
    return int(indicator.goals[0].split(".")[0]) if indicator.goals else indicator.area


def goal_order(indicator: IndicatorFacts) -> tuple[int, ...]:
    return tuple(int(part) for part in indicator.goals[0].split(".")) if indicator.goals else ()


def overview_row(indicator: IndicatorFacts) -> OverviewRow:
    latest = indicator.latest
    return OverviewRow(
        facts=indicator,
        anchor=indicator_anchor(indicator),
        value=format_number(latest.value if latest else None, indicator.decimals),
        year=str(latest.year) if latest else "",
        target=short_target(indicator),
        status_word=status_word(indicator.status),
        spark=spark(indicator),
    )


def short_target(indicator: IndicatorFacts) -> str:
    """The target where there is little room: "≥ 25,0"; "–" without a number."""
    if indicator.target_point is None and not (indicator.target and indicator.target.line.lower):
        return "–"
    return indicator.target_text.replace("mindestens ", "≥\N{NARROW NO-BREAK SPACE}").replace(
        "höchstens ", "≤\N{NARROW NO-BREAK SPACE}"
    )


def spark(indicator: IndicatorFacts) -> Spark:
    breaks = [one.year for one in breaks_of(indicator.chart.notes)]
    drawn = sparkline(indicator.years, indicator.target_point, breaks=breaks)
    return Spark(
        f"Verlauf: {indicator.short_name}", drawn.line, drawn.x, drawn.y, drawn.way, drawn.goal
    )


def sdg_index(snapshot: Snapshot) -> tuple[SdgEntry, ...]:
    """All 17, each with its goals and indicators."""
    goals = [goal for area in snapshot.areas for goal in area.goals]
    return tuple(
        SdgEntry(
            sdg.number,
            sdg.name,
            tuple(goal_link(goal) for goal in goals if sdg.number in goal.sdgs),
            tuple(link(one) for one in by_name(snapshot.indicators) if sdg.number in one.sdgs),
        )
        for sdg in snapshot.sdgs
    )


def profiles(snapshot: Snapshot) -> tuple[Profile, ...]:
    """The definitions of all indicators, by name."""
    return tuple(
        Profile(one, profile_anchor(one), FREQUENCY_WORDS[one.frequency])
        for one in by_name(snapshot.indicators)
    )


def register(snapshot: Snapshot) -> tuple[Link, ...]:
    """All indicators by name."""
    return tuple(link(one) for one in by_name(snapshot.indicators))


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A chapter in the table of contents, with its sections."""

    title: str
    anchor: str
    number: str = ""
    sections: tuple[GoalLink, ...] = ()


def area_entries(snapshot: Snapshot) -> tuple[ContentsEntry, ...]:
    """The chapters of the Handlungsfelder."""
    return tuple(
        ContentsEntry(
            area.name,
            area_anchor(area.number),
            str(area.number),
            tuple(goal_link(goal) for goal in area.goals),
        )
        for area in snapshot.areas
    )
