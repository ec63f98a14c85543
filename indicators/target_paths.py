"""Target paths: what was expected in a year, how far off a value is, which pace is still needed.

Numbers are in the indicator's unit. Interpolated and mean values are exact to 28 digits, nothing
else is rounded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from indicators.assessment import FEWEST_POINTS, WINDOW, Target
from indicators.bands import is_inside, nearer_edge


@dataclass(frozen=True, slots=True)
class PathPoint:
    """A number that belongs to a year."""

    year: int
    value: Decimal


@dataclass(frozen=True, slots=True)
class TargetPathLine:
    """The numbers of a target path, whatever decision they come from.

    `kind` and `direction` are those of `assessment.Target`. `points` are the decided numbers in
    any order, `baseline` is where a target value starts from (None: nothing is expected before
    the first point). "step" holds each number until the next one instead of drawing a line. A
    band has `lower` or `upper` or both instead of points.
    """

    kind: str
    direction: str
    points: tuple[PathPoint, ...]
    baseline: PathPoint | None = None
    interpolation: str = "linear"
    lower: Decimal | None = None
    upper: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Distance:
    """How far a value is from its path in one year."""

    year: int
    value: Decimal
    expected: Decimal  # the path in that year; for a band the edge that is nearer
    absolute: Decimal  # value minus expected
    percent: Decimal | None  # absolute in percent of the size of expected; None if that is 0
    better: bool  # on the path or on its good side
    kind: str = "target_value"  # of the path


@dataclass(frozen=True, slots=True)
class RequiredPace:
    """Changes per year, with their natural sign: what is needed, and what was ever achieved.

    `reason` is "" if a pace is needed, else "reached" (needed is 0), "target_year_over" (needed
    is None) or "too_few_values" (needed, mean and best are None).
    """

    needed: Decimal | None  # from the last value to the next target
    mean: Decimal | None  # over the window of the assessment
    best: Decimal | None  # best change from one value to the next, per year
    best_year: int | None  # the year that change ends with
    target_year: int | None  # of the next target; None if there is none to come
    reason: str


def path_value(path: TargetPathLine, year: int) -> Decimal | None:
    """Return what is expected in a year, None if nothing is.

    A target value rises or falls from the baseline over the points and stays at the last one. A
    yearly limit is that of the next point, after the last one the last: "höchstens 50 bis 2025,
    danach 40 bis 2030". A milestone is expected from its year on. A direction and a band expect
    no single number.
    """
    if path.kind in ("direction", "band") or not path.points:
        return None
    if path.kind == "limit_every_year":
        return _point_that_counts(path, year).value
    line = _by_year(path.points)
    if path.kind == "target_value" and path.baseline is not None:
        line = _by_year([path.baseline, *line])
    passed = [point for point in line if point.year <= year]
    coming = [point for point in line if point.year > year]
    if not passed:
        return None
    if not coming or path.kind == "milestone" or path.interpolation == "step":
        return passed[-1].value
    start, end = passed[-1], coming[0]
    rise = (end.value - start.value) * (year - start.year)
    return start.value + rise / (end.year - start.year)


def coming_year(path: TargetPathLine | None, year: int) -> int | None:
    """Return the year of the next target value after a year; None if there is none to arrive in.

    A target whose year is the latest value's is judged already, so the one after it is next.
    """
    if path is None or path.kind != "target_value":
        return None
    return min((point.year for point in path.points if point.year > year), default=None)


def distance(value: Decimal, year: int, path: TargetPathLine) -> Distance | None:
    """Compare a value with what was expected in its year; None if nothing was.

    A band expects its nearer edge; a value inside is better whichever side of the edge that is.
    Without a wanted direction there is no good side and so no distance, except for bands and
    milestones, which say themselves what is good.
    """
    expected = _expected(value, year, path)
    if expected is None:
        return None
    absolute = value - expected
    return Distance(
        year=year,
        value=value,
        expected=expected,
        absolute=absolute,
        percent=absolute / abs(expected) * 100 if expected else None,
        better=_is_better(value, expected, path),
        kind=path.kind,
    )


def required_pace(points: Mapping[int, Decimal], path: TargetPathLine) -> RequiredPace | None:
    """Compare the yearly change still needed with the mean and the best one achieved.

    `points` holds the years that have a value. The next target is the first point of the path
    after the last value. None if the path is no target value or has no wanted direction: then
    there is no year to arrive in.
    """
    if path.kind != "target_value" or path.direction == "none" or not path.points:
        return None
    values = [PathPoint(year, value) for year, value in sorted(points.items())]
    coming = [p for p in _by_year(path.points) if not values or p.year > values[-1].year]
    target_year = coming[0].year if coming else None
    if len(values) < FEWEST_POINTS:
        return RequiredPace(None, None, None, None, target_year, "too_few_values")
    goal = coming[0] if coming else _by_year(path.points)[-1]
    way = goal.value - values[-1].value
    sign = {"increase": 1, "decrease": -1}.get(path.direction) or (1 if way >= 0 else -1)
    best = max(pairwise(values), key=lambda pair: sign * _change_per_year(*pair))
    needed, reason = _needed(values[-1], goal, sign)
    return RequiredPace(
        needed=needed,
        mean=_change_per_year(values[-WINDOW:][0], values[-1]),
        best=_change_per_year(*best),
        best_year=best[1].year,
        target_year=target_year,
        reason=reason,
    )


def assessment_target(
    path: TargetPathLine | None,
    direction: str,
    as_of_year: int,
    *,
    optimum: Decimal | None = None,
) -> Target:
    """Return what counts in the year of the rating (rule B of `indicators.assessment`).

    Of several points the next one counts, its own year included, and when all years are over the
    last one: it is to be kept. Without a path, or on a path without numbers, only the direction
    counts, that of the indicator or of the path; `optimum` is the number a "toward" goes to.
    """
    if path is None or path.kind == "direction":
        wanted = direction if path is None else path.direction
        return Target("direction", wanted, optimum if wanted == "toward" else None)
    if path.kind == "band" and (path.lower is not None or path.upper is not None):
        return Target("band", path.direction, lower=path.lower, upper=path.upper)
    if path.kind == "band" or not path.points:
        return assessment_target(None, path.direction, as_of_year, optimum=optimum)
    point = _point_that_counts(path, as_of_year)
    return Target(path.kind, path.direction, point.value, point.year)


def _by_year(points: Sequence[PathPoint]) -> list[PathPoint]:
    # Stable: of a baseline and a point in the same year the point stays last.
    return sorted(points, key=lambda point: point.year)


def _point_that_counts(path: TargetPathLine, year: int) -> PathPoint:
    line = _by_year(path.points)
    return next((point for point in line if point.year >= year), line[-1])


def _expected(value: Decimal, year: int, path: TargetPathLine) -> Decimal | None:
    if path.kind == "band":
        if path.lower is None and path.upper is None:
            return None
        return nearer_edge(value, path.lower, path.upper)
    if path.direction == "none" and path.kind != "milestone":
        return None
    return path_value(path, year)


def _is_better(value: Decimal, expected: Decimal, path: TargetPathLine) -> bool:
    if path.kind == "band":
        return is_inside(value, path.lower, path.upper)
    if path.kind == "milestone" or path.direction == "increase":
        return value >= expected
    if path.direction == "decrease":
        return value <= expected
    # Toward a number: as near to where the path ends as the path itself, on either side.
    goal = _by_year(path.points)[-1].value
    return abs(goal - value) <= abs(goal - expected)


def _change_per_year(start: PathPoint, end: PathPoint) -> Decimal:
    return (end.value - start.value) / (end.year - start.year)


def _needed(last: PathPoint, goal: PathPoint, sign: int) -> tuple[Decimal | None, str]:
    if sign * (goal.value - last.value) <= 0:
        return Decimal(0), "reached"
    if goal.year <= last.year:
        return None, "target_year_over"
    return _change_per_year(last, goal), ""
