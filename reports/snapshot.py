"""The frozen content of a report: everything it prints, and nothing that has to be looked up.

An edition stores this as canonical JSON. The PDF, the page of a report and the comparison with the
next report are made from it alone, so renaming or removing a row later changes no old edition.
Numbers are in the unit of their indicator; `None` is "no value", never 0.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from indicators.annual_values import YearValue, any_provisional, latest_value
from indicators.assessment import Assessment
from indicators.charts.trend import TrendChart
from indicators.distributions import RATED
from indicators.freshness import FreshnessState
from indicators.target_paths import Distance, PathPoint, RequiredPace, TargetPathLine
from reports.canonical_json import UnreadableError, from_json, to_json
from reports.snapshot_details import ChangeFacts, ComputationFacts, EffectFacts, RatingFacts

FORMAT = 2  # 1 had no past ratings, formulas, expected effects and lists of changes


class SnapshotError(ValueError):
    """A stored snapshot cannot be read; the message is for people, in German."""


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """The report and the edition the snapshot was made for."""

    year: int  # the last year whose values are shown
    title: str
    edition: int
    frozen_at: datetime  # the state of the data
    is_sample: bool  # at least some of the content is made up
    changes: str = ""  # what people say has changed since the edition it corrects
    corrects: int | None = None  # number of that edition; None: it is no correction
    corrections: tuple[ChangeFacts, ...] = ()  # all that differs from that edition
    foreword: str = ""  # approved texts in markdown; "" while there is none
    summary: str = ""
    annex: str = ""
    site: str = ""  # public address of the site, "https://ziele.soest.de"; "" is not known
    order: str = "area"  # what the chapters are: area, framework or sdg


@dataclass(frozen=True, slots=True)
class EventFacts:
    """A dated event of the strategy."""

    date: date
    precision: str  # day, month or year: how much of the date is known
    title: str
    source: str


@dataclass(frozen=True, slots=True)
class FrameFacts:
    """Vision, attributes and attitude of the strategy."""

    title: str
    vision: str
    attributes: tuple[str, ...]
    way: str
    source: str
    events: tuple[EventFacts, ...]


@dataclass(frozen=True, slots=True)
class SdgFacts:
    """A Sustainable Development Goal."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class CrossCuttingFacts:
    """A goal that every action is checked against."""

    slug: str
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class FrameworkFacts:
    """The reporting framework whose criteria the report answers."""

    name: str
    version: str
    source: str


@dataclass(frozen=True, slots=True)
class CriterionFacts:
    """A criterion of the framework, and what the report says about it."""

    code: str
    part: str
    title: str
    explanation: str
    kind: str  # aspect or core_indicator
    stance: str  # reports, explains why not, or "" while neither is approved
    text: str  # in markdown
    indicators: tuple[str, ...]  # codes


@dataclass(frozen=True, slots=True)
class OperationalGoalFacts:
    """A goal with a year and indicators."""

    code: str
    title: str
    description: str
    due_year: int | None
    department: str
    wording_confirmed: bool
    indicators: tuple[str, ...]  # codes, the leading one first


@dataclass(frozen=True, slots=True)
class StrategicGoalFacts:
    """One of the 28 goals."""

    code: str
    title: str
    description: str
    wording_confirmed: bool
    sdgs: tuple[int, ...]
    text: str  # approved text of this report in markdown, "" without
    goals: tuple[OperationalGoalFacts, ...]


@dataclass(frozen=True, slots=True)
class AreaFacts:
    """One of the eight Handlungsfelder."""

    number: int
    slug: str
    name: str
    guideline: str
    guideline_confirmed: bool
    text: str  # approved text of this report in markdown, "" without
    goals: tuple[StrategicGoalFacts, ...]


@dataclass(frozen=True, slots=True)
class TargetFacts:
    """A target path as decided at one time."""

    version: int
    line: TargetPathLine
    decided_by: str
    decided_on: date | None
    reference: str
    link: str
    note: str
    in_force: bool


@dataclass(frozen=True, slots=True)
class DistrictSeries:
    """The annual values of an indicator for one part of the city."""

    district: str  # slug
    years: tuple[YearValue, ...]


@dataclass(frozen=True, slots=True)
class IndicatorFacts:
    """An indicator with its values up to the report's year, and how they are judged."""

    code: str
    slug: str
    name: str
    short_name: str
    unit: str
    decimals: int
    definition: str
    formula: str
    method: str
    interpretation: str
    frequency: str  # year, half_year, quarter or month
    department: str
    source: str
    source_url: str
    area: int | None  # number of its Handlungsfeld
    goals: tuple[str, ...]  # codes of operational goals, the one it is printed under first
    sdgs: tuple[int, ...]
    chart: TrendChart  # all values, the paths, and where the mean change leads
    targets: tuple[TargetFacts, ...]  # the newest first
    target_point: PathPoint | None  # the number the assessment aims at
    target_text: str  # what the path in force demands: "2,0", "höchstens 40"; "" without a number
    assessment: Assessment
    status: str  # the outlook, or "stale"
    freshness: FreshnessState
    distance: Distance | None
    pace: RequiredPace | None
    sentence: str  # the finding in words
    reason: str  # why the outlook is what it is
    distance_text: str
    comment: str  # of the latest value
    value_source: str  # of the latest value
    district_relation: str  # none, sum, weighted_mean or independent
    districts: tuple[DistrictSeries, ...]
    past: tuple[RatingFacts, ...] = ()  # of the latest year and the five before, oldest first
    computation: ComputationFacts | None = None  # None: its values are entered
    text: str = ""  # approved comment of this report in markdown, "" without

    @property
    def years(self) -> tuple[YearValue, ...]:
        """Every year with a value or a reason for none, ascending."""
        return self.chart.values

    @property
    def latest(self) -> YearValue | None:
        """The newest year that has a value."""
        return latest_value(self.years)

    @property
    def is_provisional(self) -> bool:
        """Whether an outlook is shown that rests on a provisional value."""
        base, latest = self.assessment.base_year, self.assessment.as_of_year
        return self.status in RATED and any_provisional(self.years, base, latest)

    @property
    def target(self) -> TargetFacts | None:
        """The path in force."""
        return next((one for one in self.targets if one.in_force), None)


@dataclass(frozen=True, slots=True)
class MilestoneFacts:
    """A dated step of an action; `reached_on` None: not reached yet."""

    title: str
    due_on: date
    reached_on: date | None


@dataclass(frozen=True, slots=True)
class CheckFacts:
    """What an action does to a cross-cutting goal."""

    goal: str  # slug
    effect: int  # -2 to 2
    reason: str


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """A concept, measure or pilot project."""

    slug: str
    title: str
    kind: str
    phase: str
    description: str
    starts_on: date | None
    ends_on: date | None
    department: str
    source: str
    goals: tuple[str, ...]  # codes of operational goals
    milestones: tuple[MilestoneFacts, ...]
    checks: tuple[CheckFacts, ...]
    effects: tuple[EffectFacts, ...] = ()  # expected of it, what begins first comes first


@dataclass(frozen=True, slots=True)
class DistrictFacts:
    """The whole city, the Kernstadt or an Ortsteil."""

    slug: str
    name: str
    kind: str  # city, core or village
    population: int | None
    population_as_of: date | None


@dataclass(frozen=True, slots=True)
class FormerStatus:
    """The status an indicator had before, and the number it rested on."""

    indicator: str  # code
    status: str
    value: str = ""  # "6,9 t je Einwohner"; "" without one
    year: int | None = None  # of that value


@dataclass(frozen=True, slots=True)
class Comparison:
    """What this report is compared with: a published one, or the values up to the year before."""

    year: int
    is_report: bool
    statuses: tuple[FormerStatus, ...]
    changes: tuple[ChangeFacts, ...] = ()  # since that report; empty if it is none


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One frozen edition."""

    format: int
    method: str  # version of the assessment method
    report: ReportFacts
    frame: FrameFacts
    sdgs: tuple[SdgFacts, ...]
    cross_cutting_goals: tuple[CrossCuttingFacts, ...]
    areas: tuple[AreaFacts, ...]
    indicators: tuple[IndicatorFacts, ...]  # by code
    actions: tuple[ActionFacts, ...]  # by title
    districts: tuple[DistrictFacts, ...]  # the whole city first, then by name
    comparison: Comparison
    framework: FrameworkFacts | None = None
    criteria: tuple[CriterionFacts, ...] = ()  # in the order of the framework


def write(snapshot: Snapshot) -> str:
    """The canonical JSON of a snapshot."""
    return to_json(snapshot)


def read(text: str) -> Snapshot:
    """Read a stored snapshot. Raises SnapshotError."""
    try:
        return from_json(Snapshot, text)
    except UnreadableError as error:
        raise SnapshotError(f"Der eingefrorene Stand ist nicht lesbar ({error}).") from error


def fingerprint(text: str) -> str:
    """SHA-256 of a stored snapshot, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
