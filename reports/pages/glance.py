"""The findings of the whole report on two pages: distributions, changes, lags."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.distributions import RATED, STALE, Distribution, steps
from indicators.german_numbers import format_number
from indicators.sentences.quantities import telling_decimals
from indicators.target_paths import RequiredPace
from reports.pages.anchors import indicator_anchor
from reports.pages.areas import AreaChapter, goal_status
from reports.pages.wording import counted, long_date, status_word
from reports.snapshot import Comparison, FormerStatus, IndicatorFacts, Snapshot
from reports.snapshot_changes.wording import latest_words

MOST_CHANGES, MOST_SLOW, MOST_STALE = 16, 8, 6


@dataclass(frozen=True, slots=True)
class Figure:
    """A large number with what it counts."""

    number: str
    words: str


@dataclass(frozen=True, slots=True)
class StatusChange:
    """An indicator whose outlook is another one than before."""

    code: str
    name: str
    anchor: str
    before: str
    before_word: str
    after: str
    after_word: str
    steps: int  # symbols better (positive) or worse
    before_number: str = ""  # "6,9 t je Einwohner (2023)"; "" without a value
    after_number: str = ""


@dataclass(frozen=True, slots=True)
class Lag:
    """An indicator whose pace falls short."""

    code: str
    name: str
    anchor: str
    unit: str
    needed: str
    mean: str
    best: str


@dataclass(frozen=True, slots=True)
class StaleIndicator:
    """An indicator whose newest value is too old to be judged."""

    code: str
    name: str
    anchor: str
    latest: str
    due_since: str
    department: str


@dataclass(frozen=True, slots=True)
class Glance:
    """The two pages "Auf einen Blick"; each list says how many it leaves out."""

    lead: str
    distribution: Distribution
    figures: tuple[Figure, ...]
    compared_with: str  # "Bericht 2024" or "Werte bis 2024"
    improved: int
    worsened: int
    changes: tuple[StatusChange, ...]
    more_changes: int
    lags: tuple[Lag, ...]
    stale: tuple[StaleIndicator, ...]
    more_stale: int

    @property
    def moves(self) -> tuple[tuple[str, tuple[StatusChange, ...]], ...]:
        """The changes by direction, each with its heading."""
        return (
            ("Schlechter", tuple(change for change in self.changes if change.steps < 0)),
            ("Besser", tuple(change for change in self.changes if change.steps > 0)),
        )


def glance(snapshot: Snapshot, chapters: Sequence[AreaChapter]) -> Glance:
    """Gather what the whole report finds."""
    distribution = whole_distribution(snapshot)
    changes = status_changes(snapshot)
    stale = stale_indicators(snapshot.indicators)
    return Glance(
        lead=lead_sentence(distribution),
        distribution=distribution,
        figures=figures(snapshot, chapters),
        compared_with=compared_with(snapshot.comparison),
        improved=sum(change.steps > 0 for change in changes),
        worsened=sum(change.steps < 0 for change in changes),
        changes=shown_changes(changes),
        more_changes=max(len(changes) - MOST_CHANGES, 0),
        lags=tuple(lags(snapshot.indicators)[:MOST_SLOW]),
        stale=tuple(stale[:MOST_STALE]),
        more_stale=max(len(stale) - MOST_STALE, 0),
    )


def compared_with(comparison: Comparison) -> str:
    """ "Bericht 2024" or "Werte bis 2024" """
    return f"{'Bericht' if comparison.is_report else 'Werte bis'} {comparison.year}"


def whole_distribution(snapshot: Snapshot) -> Distribution:
    """Of all operational goals; of all indicators while there are no goals."""
    indicators = {one.code: one for one in snapshot.indicators}
    goals = [
        goal for area in snapshot.areas for strategic in area.goals for goal in strategic.goals
    ]
    if goals:
        return Distribution.of("goals", (goal_status(goal, indicators) for goal in goals))
    return Distribution.of("indicators", (one.status for one in snapshot.indicators))


def lead_sentence(distribution: Distribution) -> str:
    """The finding of the report in words, as the site's pages put it."""
    if not distribution.total:
        return "Es gibt noch keine Ziele und Kennzahlen, über die zu berichten wäre."
    are = "ist" if distribution.on_course == 1 else "sind"
    can = "lässt" if distribution.unclear == 1 else "lassen"
    return (
        f"{distribution.on_course} von {distribution.noun_dative} {are} auf Kurs oder nahe dran. "
        f"Bei {distribution.off_course} reicht das Tempo nicht oder die Richtung stimmt nicht. "
        f"{distribution.unclear} {can} sich derzeit nicht beurteilen."
    )


def figures(snapshot: Snapshot, chapters: Sequence[AreaChapter]) -> tuple[Figure, ...]:
    """Four numbers that tell the size of what is reported on."""
    strategic = sum(len(area.goals) for area in snapshot.areas)
    operational = sum(chapter.operational_count for chapter in chapters)
    measured = sum(one.latest is not None for one in snapshot.indicators)
    running = sum(action.phase == "running" for action in snapshot.actions)
    return (
        Figure(
            str(strategic),
            "strategische Ziele mit "
            + counted(operational, "operativen Ziel", "operativen Zielen"),
        ),
        Figure(str(measured), f"Kennzahlen mit Werten, {len(snapshot.indicators)} insgesamt"),
        Figure(str(len(snapshot.actions)), f"Maßnahmen, davon {running} in Umsetzung"),
        Figure(
            str(sum(1 for one in snapshot.indicators if one.districts)),
            "Kennzahlen auch für die Ortsteile",
        ),
    )


def status_changes(snapshot: Snapshot) -> list[StatusChange]:
    """Indicators rated both times and differently, the largest setback first."""
    before = {one.indicator: one for one in snapshot.comparison.statuses if one.status in RATED}
    changes = [
        status_change(one, before[one.code])
        for one in snapshot.indicators
        if one.code in before and one.status in RATED and before[one.code].status != one.status
    ]
    return sorted(changes, key=lambda change: (change.steps, change.code))


def shown_changes(changes: Sequence[StatusChange]) -> tuple[StatusChange, ...]:
    """As many as have room: the largest setbacks, then the largest gains, half the room each."""
    setbacks = [change for change in changes if change.steps < 0]
    gains = sorted((one for one in changes if one.steps > 0), key=lambda one: -one.steps)
    shown = setbacks[: MOST_CHANGES - min(len(gains), MOST_CHANGES // 2)]
    return (*shown, *gains[: MOST_CHANGES - len(shown)])


def status_change(indicator: IndicatorFacts, before: FormerStatus) -> StatusChange:
    latest = indicator.latest
    return StatusChange(
        code=indicator.code,
        name=indicator.name,
        anchor=indicator_anchor(indicator),
        before=before.status,
        before_word=status_word(before.status),
        after=indicator.status,
        after_word=status_word(indicator.status),
        steps=steps(before.status, indicator.status),
        before_number=dated_number(before.value, before.year),
        after_number=dated_number(latest_words(indicator), latest.year if latest else None),
    )


def dated_number(number: str, year: int | None) -> str:
    return f"{number} ({year})" if number else ""


def lags(indicators: Sequence[IndicatorFacts]) -> list[Lag]:
    """Indicators that need a higher pace than the mean, the greatest shortfall first."""
    found = []
    for one in indicators:
        pace = one.pace
        if one.status not in RATED or pace is None or not pace.needed or pace.mean is None:
            continue
        share = pace.mean / pace.needed  # 1 is fast enough, below 0 the wrong way
        if share < 1:
            found.append((share, one.code, lag(one, pace)))
    return [entry for _, _, entry in sorted(found, key=lambda one: one[:2])]


def lag(indicator: IndicatorFacts, pace: RequiredPace) -> Lag:
    paces = (pace.needed, pace.mean, pace.best)
    known = [one for one in paces if one is not None]
    decimals = telling_decimals(indicator.decimals, *known)
    needed, mean, best = (format_number(one, decimals, sign=True) for one in paces)
    return Lag(
        code=indicator.code,
        name=indicator.name,
        anchor=indicator_anchor(indicator),
        unit=indicator.unit,
        needed=needed,
        mean=mean,
        best=best,
    )


def stale_indicators(indicators: Sequence[IndicatorFacts]) -> list[StaleIndicator]:
    """Those whose values are owed the longest first."""
    stale = [one for one in indicators if one.status == STALE]
    stale.sort(key=lambda one: (str(one.freshness.due_since), one.code))
    return [
        StaleIndicator(
            code=one.code,
            name=one.name,
            anchor=indicator_anchor(one),
            latest=str(one.latest.year) if one.latest else "–",
            due_since=long_date(one.freshness.due_since) if one.freshness.due_since else "–",
            department=one.department,
        )
        for one in stale
    ]
