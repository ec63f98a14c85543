"""Made-up target paths with the decisions behind them, some of them moved once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from django.utils import timezone

from indicators.enums import TargetKind
from indicators.models import Indicator, TargetPath, TargetPoint
from indicators.sample.series import Sketch, rounded, seeded
from indicators.sample.tables import SampleSeries

TARGET_YEAR = 2030
INTERIM_YEAR = 2027  # where every third target value has a further point
YEARS_SINCE_DECISION = 3  # counted from the last complete year
YEARS_SINCE_FORMER_DECISION = 7
BODIES = ("Rat der Stadt", "Rat der Stadt", "Fachausschuss")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the targets of one indicator are made from."""

    indicator: Indicator
    series: SampleSeries
    sketch: Sketch
    annual: Mapping[int, Decimal]  # released annual values of the city
    has_interim_point: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """A path with its points, before it is adopted."""

    path: TargetPath
    points: tuple[TargetPoint, ...]
    adopted_at: datetime
    superseded_at: datetime | None  # None: in force


def add_targets(wishes: Iterable[Wish], last_year: int) -> None:
    """Write and adopt paths. Adoption seals a path, so it comes after the points."""
    drafts = [draft for wish in wishes for draft in drafts_of(wish, last_year)]
    TargetPath.objects.bulk_create(draft.path for draft in drafts)
    TargetPoint.objects.bulk_create(point for draft in drafts for point in draft.points)
    for draft in drafts:
        draft.path.adopted_at = draft.adopted_at
        draft.path.superseded_at = draft.superseded_at
    TargetPath.objects.bulk_update(
        [draft.path for draft in drafts], ["adopted_at", "superseded_at"]
    )


def drafts_of(wish: Wish, last_year: int) -> list[Draft]:
    """The path in force, after the one it superseded if there was one; none without a target."""
    series = wish.series
    if not series.target_kind:
        return []
    decided_on = decision_day(series.code, last_year - YEARS_SINCE_DECISION)
    if series.former_target is None:
        return [new_draft(wish, series.target, 1, decided_on)]
    before = decision_day(series.code, last_year - YEARS_SINCE_FORMER_DECISION)
    return [
        new_draft(wish, str(series.former_target), 1, before, evening(decided_on)),
        new_draft(wish, series.target, 2, decided_on),
    ]


def new_draft(
    wish: Wish,
    target: str,
    version: int,
    decided_on: date,
    superseded_at: datetime | None = None,
) -> Draft:
    random = seeded(wish.series.code, version, "decision")
    path = TargetPath(
        indicator=wish.indicator,
        version=version,
        kind=wish.series.target_kind,
        decided_by=random.choice(BODIES),
        decided_on=decided_on,
        reference=f"{random.randint(1, 240):03}/{decided_on.year}",
        is_sample=True,
    )
    if wish.series.target_kind == TargetKind.TARGET_VALUE:
        path.baseline_value = wish.annual.get(decided_on.year - 1)
        path.baseline_year = None if path.baseline_value is None else decided_on.year - 1
    return Draft(path, points(wish, path, target), evening(decided_on), superseded_at)


def points(wish: Wish, path: TargetPath, target: str) -> tuple[TargetPoint, ...]:
    if not target:
        return ()
    if path.kind == TargetKind.BAND:
        lower, upper = target.split("..")
        return (new_point(path, TARGET_YEAR, lower=Decimal(lower), upper=Decimal(upper)),)
    last = new_point(path, TARGET_YEAR, value=Decimal(target))
    if not wish.has_interim_point or path.baseline_value is None or path.baseline_year is None:
        return (last,)
    passed = Decimal(INTERIM_YEAR - path.baseline_year) / (TARGET_YEAR - path.baseline_year)
    halfway = path.baseline_value + (Decimal(target) - path.baseline_value) * passed
    return (new_point(path, INTERIM_YEAR, value=rounded(halfway, wish.sketch)), last)


def new_point(path: TargetPath, year: int, **numbers: Decimal) -> TargetPoint:
    return TargetPoint(path=path, year=year, is_sample=True, **numbers)


def decision_day(code: str, year: int) -> date:
    random = seeded(code, year, "decision day")
    return date(year, random.randint(2, 12), random.randint(1, 20))


def evening(day: date) -> datetime:
    """When councils decide."""
    return timezone.make_aware(datetime.combine(day, time(18)))
