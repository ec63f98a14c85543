"""The annex to a Ratsvorlage: two pages with what the council has to know.

Every row is one line and every list has a most, so it is two pages whatever the data.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from indicators.charts.trend import TrendChart
from indicators.distributions import STATUSES, Distribution
from reports.pages.areas import area_distribution
from reports.pages.discussion import Point, discussion_points
from reports.pages.fitting import fitted, more_than
from reports.pages.glance import (
    StatusChange,
    compared_with,
    lags,
    lead_sentence,
    status_changes,
    whole_distribution,
)
from reports.pages.indexes import OverviewRow, home_area, overview_row
from reports.pages.indicators import CHART_VALUES, Fact, fact_lines
from reports.pages.leading import area_indicators, by_code, key_indicator
from reports.pages.wording import local_day, long_date, status_word
from reports.snapshot import AreaFacts, IndicatorFacts, ReportFacts, Snapshot

MOST_AREAS, MOST_MOVES, MOST_SLOW, MOST_POINTS, MOST_FACTS = 8, 5, 7, 6, 4
TYPE = 8.4  # points, of tables
WIDTH = 487.0  # points, of the page between its margins
AREA_WIDTH, MOVE_WIDTH, PACE_WIDTH, FACT_WIDTH = 112.0, 225.0, 120.0, 128.0
TITLE_WIDTH, TITLE_TYPE = 330.0, 27.0  # beside the year; the serif is wider than it is measured


@dataclass(frozen=True, slots=True)
class AreaRow:
    """A Handlungsfeld in the table; `number` "" is the sum of all."""

    number: str
    css: str
    name: str
    distribution: Distribution
    counts: tuple[str, ...]  # in the order of STATUSES; "–" is none
    worse: str
    better: str


@dataclass(frozen=True, slots=True)
class Move:
    """An indicator with another outlook than before."""

    name: str
    area: str  # number, "–" without
    before: str
    before_word: str
    after: str
    after_word: str


@dataclass(frozen=True, slots=True)
class Moves:
    """The changes of one direction."""

    title: str
    rows: tuple[Move, ...]
    more: str


@dataclass(frozen=True, slots=True)
class PaceRow:
    """An indicator that is too slow; changes a year in its unit."""

    name: str
    unit: str
    overview: OverviewRow
    needed: str
    mean: str
    best: str


@dataclass(frozen=True, slots=True)
class LeadChart:
    """The one drawing of the annex."""

    name: str
    status: str
    status_word: str
    sentence: str
    chart: TrendChart | None  # None: too few values for a line
    lines: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class CouncilPages:
    """What the template of the annex takes."""

    report: ReportFacts
    title: str
    fingerprint: str
    frozen_on: str
    strategy: str
    lead: str
    distribution: Distribution
    statuses: tuple[tuple[str, str], ...]  # code and word
    areas: tuple[AreaRow, ...]
    more_areas: str
    compared_with: str
    moves: tuple[Moves, ...]
    paces: tuple[PaceRow, ...]
    more_paces: str
    chart: LeadChart | None  # None: no indicator has a value
    points: tuple[Point, ...]
    more_points: str


def council_pages(snapshot: Snapshot, sha256: str) -> CouncilPages:
    """Lay out the annex; `sha256` is that of the stored snapshot."""
    changes = status_changes(snapshot)
    indicators = by_code(snapshot)
    slow = pace_rows(snapshot.indicators, indicators)
    points = discussion_points(snapshot)
    whole = whole_distribution(snapshot)
    return CouncilPages(
        report=snapshot.report,
        title=fitted(snapshot.report.title, TITLE_WIDTH, TITLE_TYPE, semibold=True),
        fingerprint=sha256,
        frozen_on=long_date(local_day(snapshot.report.frozen_at)),
        strategy=fitted(snapshot.frame.title, WIDTH / 2, TYPE),
        lead=lead_sentence(whole),
        distribution=whole,
        statuses=tuple((status, status_word(status)) for status in STATUSES),
        areas=area_rows(snapshot.areas, indicators, changes),
        more_areas=more_than(len(snapshot.areas), MOST_AREAS),
        compared_with=compared_with(snapshot.comparison),
        moves=moves(changes, indicators),
        paces=slow[:MOST_SLOW],
        more_paces=more_than(len(slow), MOST_SLOW),
        chart=lead_chart(leading(snapshot, indicators, slow)),
        points=tuple(short_point(one) for one in points[:MOST_POINTS]),
        more_points=more_than(len(points), MOST_POINTS),
    )


# Page 1 ----------------------------------------------------------------------------


def area_rows(
    areas: Sequence[AreaFacts],
    indicators: Mapping[str, IndicatorFacts],
    changes: Sequence[StatusChange],
) -> tuple[AreaRow, ...]:
    """The Handlungsfelder, each with its own changes."""
    rows = []
    for area in areas[:MOST_AREAS]:
        own = [one for one in changes if home_area(indicators[one.code]) == area.number]
        rows.append(
            AreaRow(
                number=str(area.number),
                css=f"area-{area.number}",
                name=fitted(area.name, AREA_WIDTH, TYPE),
                distribution=area_distribution(area, indicators),
                counts=counts(area_distribution(area, indicators)),
                worse=shown(sum(one.steps < 0 for one in own)),
                better=shown(sum(one.steps > 0 for one in own)),
            )
        )
    return tuple(rows)


def counts(distribution: Distribution) -> tuple[str, ...]:
    return tuple(shown(distribution.counts[status]) for status in STATUSES)


def shown(number: int) -> str:
    return str(number) if number else "–"


def moves(
    changes: Sequence[StatusChange], indicators: Mapping[str, IndicatorFacts]
) -> tuple[Moves, ...]:
    """What became worse and better, the largest steps first; no direction without any."""
    worse = [one for one in changes if one.steps < 0]
    better = sorted((one for one in changes if one.steps > 0), key=lambda one: -one.steps)
    return tuple(
        Moves(
            title=f"{title} ({len(found)})",
            rows=tuple(move(one, indicators[one.code]) for one in found[:MOST_MOVES]),
            more=more_than(len(found), MOST_MOVES),
        )
        for title, found in (("Schlechter", worse), ("Besser", better))
        if found
    )


def move(change: StatusChange, indicator: IndicatorFacts) -> Move:
    return Move(
        name=fitted(change.name, MOVE_WIDTH, TYPE),
        area=str(home_area(indicator) or "–"),
        before=change.before,
        before_word=change.before_word,
        after=change.after,
        after_word=change.after_word,
    )


# Page 2 ----------------------------------------------------------------------------


def pace_rows(
    indicators: Iterable[IndicatorFacts], codes: Mapping[str, IndicatorFacts]
) -> tuple[PaceRow, ...]:
    """All that are too slow, the greatest shortfall first."""
    return tuple(
        PaceRow(
            name=fitted(codes[lag.code].short_name or lag.name, PACE_WIDTH, TYPE),
            unit=fitted(lag.unit, PACE_WIDTH, TYPE - 1),
            overview=overview_row(codes[lag.code]),
            needed=lag.needed,
            mean=lag.mean,
            best=lag.best,
        )
        for lag in lags(tuple(indicators))
    )


def leading(
    snapshot: Snapshot, indicators: Mapping[str, IndicatorFacts], slow: Sequence[PaceRow]
) -> IndicatorFacts | None:
    """The one whose pace falls short the most; else the first that has much to show."""
    if slow:
        return slow[0].overview.facts
    placed = [one for area in snapshot.areas for one in area_indicators(area, indicators)]
    return key_indicator([*placed, *snapshot.indicators])


def lead_chart(indicator: IndicatorFacts | None) -> LeadChart | None:
    if indicator is None:
        return None
    return LeadChart(
        name=fitted(indicator.name, WIDTH - 150, 14.5, semibold=True),
        status=indicator.status,
        status_word=status_word(indicator.status),
        sentence=fitted(indicator.sentence, WIDTH - 100, 9.4, lines=2),
        chart=indicator.chart if len(indicator.chart.measured) >= CHART_VALUES else None,
        lines=tuple(short_fact(one) for one in fact_lines(indicator)[:MOST_FACTS]),
    )


def short_fact(fact: Fact) -> Fact:
    return replace(
        fact,
        value=fitted(fact.value, FACT_WIDTH, 9.2, lines=2, semibold=True),
        note=fitted(fact.note, FACT_WIDTH, TYPE, lines=2),
    )


def short_point(point: Point) -> Point:
    return replace(point, finding=fitted(point.finding, WIDTH - 130, 9.4, lines=2))
