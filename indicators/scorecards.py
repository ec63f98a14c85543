"""The bridge from rows to judgement: everything a page, chart, download or report shows.

A fixed number of queries, whatever the number of indicators, loads the rows; from there on only
pure modules are at work. `load_ledger(...)` reads, `Ledger.scorecards(moment)` judges; one ledger
can be judged at several moments ("now" and "at the last report") without reading again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import F, Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone

from indicators.annual_values import PROTECTED, YearValue, any_provisional, latest_value
from indicators.assessment import Assessment, Outlook, assess
from indicators.distributions import LABELS, RATED, STALE
from indicators.enums import Direction, TargetKind
from indicators.freshness import Freshness, FreshnessState, freshness
from indicators.german_numbers import format_number
from indicators.models import Indicator, IndicatorGoal, TargetPath, TargetPoint
from indicators.publishable import PublishedValue, published_values, years_of
from indicators.sentences import (
    assessment_sentence,
    distance_sentence,
    outlook_reason,
    pace_sentence,
)
from indicators.series_notes import Notes, entered_notes, known_notes
from indicators.target_paths import (
    Distance,
    PathPoint,
    RequiredPace,
    TargetPathLine,
    assessment_target,
    distance,
    required_pace,
)
from indicators.year_notes import YearNote, breaks_of, comparable, series_start
from strategy.enums import DistrictKind
from strategy.models import District

TARGET_BOUNDS: Mapping[str, str] = {
    Direction.INCREASE: "mindestens ",
    Direction.DECREASE: "höchstens ",
}


@dataclass(frozen=True, slots=True)
class TargetVersion:
    """A target path as decided at one time."""

    version: int
    line: TargetPathLine
    decided_by: str
    decided_on: date | None
    reference: str
    link: str
    note: str
    adopted_at: datetime
    superseded_at: datetime | None  # None: in force

    def known_at(self, moment: datetime) -> TargetVersion:
        """The version as it was known at a moment: nobody knew yet that it would be superseded."""
        later = self.superseded_at is not None and self.superseded_at > moment
        return replace(self, superseded_at=None) if later else self

    @property
    def is_limit(self) -> bool:
        """Whether it holds in every year, not only in the last one."""
        return self.line.kind == TargetKind.LIMIT_EVERY_YEAR

    @property
    def bound(self) -> str:
        """What stands before the number of a limit: "höchstens "; empty for other kinds."""
        return TARGET_BOUNDS.get(self.line.direction, "") if self.is_limit else ""


@dataclass(frozen=True)
class Scorecard:
    """What is known and judged about one indicator, for the whole city, at one moment."""

    indicator: Indicator
    years: tuple[YearValue, ...]  # every year with a value or a reason for none
    targets: tuple[TargetVersion, ...]  # the newest version first, those known at the moment
    target: TargetVersion | None  # the one in force
    assessment: Assessment
    freshness: FreshnessState
    goal_links: tuple[IndicatorGoal, ...]  # operational goals it measures
    notes: tuple[YearNote, ...] = ()  # breaks of the series and remarks, known at the moment

    @property
    def url(self) -> str:
        return reverse("indicators:indicator-detail", args=[self.indicator.slug])

    @property
    def short_name(self) -> str:
        return self.indicator.short_name or self.indicator.name

    @property
    def status(self) -> str:
        """The outlook, or "stale": too old to be judged, whatever the outlook was."""
        if self.freshness.freshness is Freshness.STALE:
            return STALE
        return self.assessment.outlook.value

    @property
    def question(self) -> str:
        """What the reason answers: "Warum Wolke?"."""
        if self.status == Outlook.NOT_RATED:
            return "Warum kein Urteil?"
        return f"Warum {LABELS[self.status]}?"

    @cached_property
    def latest(self) -> YearValue | None:
        """The newest year that has a value."""
        return latest_value(self.years)

    @property
    def newest_gap(self) -> YearValue | None:
        """The newest year, if it has a reason for no value in place of one."""
        newest = self.years[-1] if self.years else None
        return newest if newest is not None and newest.value is None else None

    @cached_property
    def points(self) -> Mapping[int, Decimal]:
        """The annual values, by year; years without a value are left out."""
        return {year.year: year.value for year in self.years if year.value is not None}

    @cached_property
    def comparable_points(self) -> Mapping[int, Decimal]:
        """The annual values that can be compared with the latest one: those since a break."""
        return comparable(self.points, self.notes, self.assessment.as_of_year)

    @property
    def break_years(self) -> tuple[int, ...]:
        """The years from which on values cannot be compared with those before."""
        return tuple(one.year for one in breaks_of(self.notes))

    @property
    def is_provisional(self) -> bool:
        """Whether an outlook is shown that rests on a provisional value."""
        base, latest = self.assessment.base_year, self.assessment.as_of_year
        return self.status in RATED and any_provisional(self.years, base, latest)

    @cached_property
    def target_point(self) -> PathPoint | None:
        """The point of the path in force that the assessment aims at; None without one."""
        wanted = self.assessment.target_value
        year = self.assessment.target_year
        if wanted is not None and year is not None:
            return PathPoint(year, wanted)
        points = self.target.line.points if self.target else ()
        return points[-1] if points else None

    @property
    def target_text(self) -> str:
        """What is wanted, in the indicator's decimals: "höchstens 2,0"; empty without a target."""
        line = self.target.line if self.target else None
        if line is not None and line.lower is not None and line.upper is not None:
            return f"{self.number(line.lower)} bis {self.number(line.upper)}"
        if line is not None and line.kind == TargetKind.DIRECTION:
            return self.indicator.get_direction_display()
        if self.target_point is None:
            return ""
        bound = TARGET_BOUNDS.get(self.indicator.direction, "")
        return f"{bound}{self.number(self.target_point.value)}"

    def number(self, value: Decimal) -> str:
        """A value of this indicator, as printed."""
        return format_number(value, self.indicator.decimals)

    @cached_property
    def distance(self) -> Distance | None:
        """How far the latest value is from the path in force; None without path or value."""
        if self.target is None or self.latest is None or self.latest.value is None:
            return None
        return distance(self.latest.value, self.latest.year, self.target.line)

    @cached_property
    def pace(self) -> RequiredPace | None:
        """Change a year still needed, against what was ever achieved."""
        return required_pace(self.comparable_points, self.target.line) if self.target else None

    @property
    def pace_text(self) -> str:
        """The required pace as a German sentence; empty if there is nothing to compare."""
        return pace_sentence(self.pace) if self.pace else ""

    @cached_property
    def sentence(self) -> str:
        """The finding, as one German sentence with its numbers."""
        return assessment_sentence(
            self.assessment,
            unit=self.indicator.unit,
            decimals=self.indicator.decimals,
            state=self.freshness,
            provisional=bool(self.latest and self.latest.provisional),
        )

    @cached_property
    def reason(self) -> str:
        """Why the outlook is what it is, in German, naming the rule and its numbers."""
        return outlook_reason(
            self.assessment,
            unit=self.indicator.unit,
            decimals=self.indicator.decimals,
            state=self.freshness,
        )

    @cached_property
    def distance_text(self) -> str:
        """The distance to the path as a German phrase; empty without a path or value."""
        if self.distance is None:
            return ""
        return distance_sentence(
            self.distance, unit=self.indicator.unit, decimals=self.indicator.decimals
        )


@dataclass(frozen=True, slots=True)
class Ledger:
    """The rows of some indicators for one place, ready to be judged at any moment since `since`."""

    indicators: Sequence[Indicator]
    values: Mapping[int, Sequence[PublishedValue]]  # by indicator
    targets: Mapping[int, Sequence[TargetVersion]]  # by indicator, newest version first
    notes: Notes

    def scorecards(self, moment: datetime) -> list[Scorecard]:
        """Judge every indicator as the public could at a moment, in the indicators' order."""
        return [self.scorecard(indicator, moment) for indicator in self.indicators]

    def scorecard(self, indicator: Indicator, moment: datetime) -> Scorecard:
        """Judge one indicator of this ledger."""
        rows = self.values.get(indicator.pk, ())
        known = [row.seen_at(moment) for row in rows if row.in_force(moment)]
        years = years_of(indicator, known)
        targets = tuple(
            target.known_at(moment)
            for target in self.targets.get(indicator.pk, ())
            if target.adopted_at <= moment
        )
        target = next((one for one in targets if in_force(one, moment)), None)
        notes = known_notes(self.notes.get(indicator.pk, ()), moment)
        said = (row for row in known if row.value is not None or row.missing_reason == PROTECTED)
        periods = [row.period for row in said]
        return Scorecard(
            indicator=indicator,
            years=years,
            targets=targets,
            target=target,
            assessment=judge(indicator, years, target, notes),
            freshness=freshness(
                max(periods, default=None),
                indicator.frequency,
                indicator.due_after_months,
                timezone.localdate(moment),
            ),
            goal_links=tuple(indicator.goal_links.all()),
            notes=notes,
        )


def in_force(target: TargetVersion, moment: datetime) -> bool:
    """Whether this version was the valid one at a moment."""
    return target.superseded_at is None or target.superseded_at > moment


def judge(
    indicator: Indicator,
    years: Iterable[YearValue],
    target: TargetVersion | None,
    notes: Iterable[YearNote] = (),
) -> Assessment:
    """Assess the latest year that has a value against the path in force."""
    points = {year.year: year.value for year in years if year.value is not None}
    as_of_year = max(points, default=0)
    line = target.line if target else None
    wanted = assessment_target(line, indicator.direction, as_of_year, optimum=indicator.optimum)
    start = series_start(notes, as_of_year)
    return assess(points, wanted, as_of_year, indicator.min_points, series_start=start)


def load_ledger(
    indicators: QuerySet[Indicator] | None = None,
    *,
    district: District | None = None,
    since: datetime | None = None,
) -> Ledger:
    """Read the rows of these indicators (None: all) for a place (None: the whole city).

    Five queries: indicators, their goals and notes, values, and target paths with their points.
    With `since`, rows in force at any time from then on are read as well.
    """
    chosen = Indicator.objects.all() if indicators is None else indicators
    links = IndicatorGoal.objects.select_related("goal__strategic_goal").order_by(
        "-is_lead", "goal__code"
    )
    rows = list(
        chosen.select_related("area", "department").prefetch_related(
            Prefetch("goal_links", queryset=links)
        )
    )
    keys = None if indicators is None else [indicator.pk for indicator in rows]
    place = District.objects.filter(kind=DistrictKind.CITY) if district is None else [district.pk]
    return Ledger(
        indicators=rows,
        values=by_indicator(published_values(indicators=keys, districts=place, since=since)),
        targets=target_versions(keys, {row.pk: row.direction for row in rows}),
        notes=entered_notes(keys),
    )


def by_indicator(values: Iterable[PublishedValue]) -> dict[int, list[PublishedValue]]:
    """Group published values by their indicator."""
    grouped: defaultdict[int, list[PublishedValue]] = defaultdict(list)
    for value in values:
        grouped[value.indicator_id].append(value)
    return dict(grouped)


def target_versions(
    indicators: Iterable[int] | None, directions: Mapping[int, str]
) -> dict[int, list[TargetVersion]]:
    """All adopted target paths, newest first, by indicator (None: of all indicators).

    One query, with a row for each point; a path without points has one row.
    """
    paths = TargetPath.objects.adopted()
    if indicators is not None:
        paths = paths.filter(indicator__in=list(indicators))
    rows: Iterable[Any] = paths.annotate(
        point_year=F("points__year"),
        point_value=F("points__value"),
        point_lower=F("points__lower"),
        point_upper=F("points__upper"),
    ).order_by("indicator_id", "-version", "point_year")
    grouped: defaultdict[int, list[TargetVersion]] = defaultdict(list)
    for _, group in groupby(rows, key=attrgetter("pk")):
        versions = list(group)
        path: TargetPath = versions[0]
        points = [
            TargetPoint(
                year=row.point_year,
                value=row.point_value,
                lower=row.point_lower,
                upper=row.point_upper,
            )
            for row in versions
            if row.point_year is not None
        ]
        direction = directions.get(path.indicator_id, "none")
        grouped[path.indicator_id].append(target_version(path, points, direction))
    return dict(grouped)


def target_version(
    path: TargetPath, points: Sequence[TargetPoint], direction: str
) -> TargetVersion:
    """The pure form of an adopted path."""
    if path.adopted_at is None:
        raise ValueError(f"target path {path.pk} is a draft")
    return TargetVersion(
        version=path.version,
        line=path_line(path, points, direction),
        decided_by=path.decided_by,
        decided_on=path.decided_on,
        reference=path.reference,
        link=path.link,
        note=path.note,
        adopted_at=path.adopted_at,
        superseded_at=path.superseded_at,
    )


def path_line(path: TargetPath, points: Sequence[TargetPoint], direction: str) -> TargetPathLine:
    """The numbers of a path: its points, or for a band the edges of its last year."""
    baseline = None
    if path.baseline_year is not None and path.baseline_value is not None:
        baseline = PathPoint(path.baseline_year, path.baseline_value)
    last = points[-1] if points else None
    return TargetPathLine(
        kind=path.kind,
        direction=direction,
        points=tuple(
            PathPoint(point.year, point.value) for point in points if point.value is not None
        ),
        baseline=baseline,
        interpolation=path.interpolation,
        lower=last.lower if last else None,
        upper=last.upper if last else None,
    )


def current_scorecards(indicators: QuerySet[Indicator] | None = None) -> list[Scorecard]:
    """The scorecards of these indicators (None: all) as of now, for the whole city."""
    return load_ledger(indicators).scorecards(timezone.now())
