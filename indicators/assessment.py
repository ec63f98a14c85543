"""The outlook of an indicator by the method of the German sustainability strategy.

Source: the status page of the German sustainability indicators (weather symbols) by the Federal
Statistical Office, github.com/DnsTestEnvironment/dns-indicators, `_pages/status.md` of 11 October
2024; what it leaves open is settled by the published symbols. In short: the mean yearly change
over the last six data points is assumed to go on, and where it leads is compared with the target.
The rules have these names:

    R0  without a value in the year of the rating there is no rating; later values are ignored
    R1  the window is the last six data points, however long the gaps between them
    R2  the mean change is the change over the window divided by its calendar years
    R3  a change counts as an improvement only if it is not zero and goes in the wanted direction
    R4  a target is reached if the value now is equal to it or better
    A   a target value for a year to come
    B   of several target years the next one counts (see `target_paths.assessment_target`)
    C   a limit to be kept every year, and a target value reached early or whose year has come
    D   a wanted direction without a number
    E   of several targets the worst outlook counts (see `worst_of`)

Kinds that the source does not know are decided here:

    band       Inside [lower, upper] is reached. Outside, the nearer edge is the limit of rule C.
    milestone  Yes or no by a year, with values such as 0 and 1: reached if the value is at least
               the target (1 unless said otherwise), missed if not and the year has come, not
               rated before that: a step cannot be extrapolated. One value is enough.

A break of the series is not known to the source either: values of another way of measuring make no
change, so the window of R1 begins with the year of the break, and it may take years until there
are enough points again.

The direction "toward" means a number to come close to from either side: what is wanted is the
direction from the current value to that number. Without a year to arrive in, rule D rates that
direction, and being on the number is reached.

Comparisons are made with exact fractions, so a miss of exactly 5 % is exactly that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from enum import StrEnum
from fractions import Fraction

from indicators.bands import check_band, is_inside, nearer_edge

KINDS = ("target_value", "limit_every_year", "direction", "band", "milestone")
DIRECTIONS = ("increase", "decrease", "toward", "none")

WINDOW = 6  # data points
FEWEST_POINTS = 4  # below that even a decision of the city cannot make a rating
SMALL_MISS = Fraction(5, 100)
LARGE_MISS = Fraction(20, 100)

_SIGNS = {"increase": 1, "decrease": -1}
_RULES_OF_TREND = ("A", "C", "D")


class Outlook(StrEnum):
    """The weather symbol, best first."""

    SUN = "sun"
    PARTLY_CLOUDY = "partly_cloudy"
    CLOUD = "cloud"
    THUNDERSTORM = "thunderstorm"
    NOT_RATED = "not_rated"

    @property
    def label(self) -> str:
        """Return the German words."""
        return _LABELS[self]


_LABELS = {
    Outlook.SUN: "Sonne",
    Outlook.PARTLY_CLOUDY: "leicht bewölkt",
    Outlook.CLOUD: "Wolke",
    Outlook.THUNDERSTORM: "Gewitter",
    Outlook.NOT_RATED: "nicht bewertet",
}


@dataclass(frozen=True, slots=True)
class Target:
    """What is wanted: the number that counts in the year of the rating, in the indicator's unit.

    A target value needs `value` and `year`, a yearly limit `value`, a band `lower` or `upper` or
    both, a milestone `year`; a mere direction uses `value` only if it is "toward". Raises
    ValueError if something is missing or a word is unknown.
    """

    kind: str
    direction: str
    value: Decimal | None = None
    year: int | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS or self.direction not in DIRECTIONS:
            raise ValueError(f"unknown kind or direction: {self.kind!r}, {self.direction!r}")
        if self.kind in ("target_value", "limit_every_year") and self.value is None:
            raise ValueError(f"a {self.kind} needs a value")
        if self.kind in ("target_value", "milestone") and self.year is None:
            raise ValueError(f"a {self.kind} needs a year")
        if self.kind == "band":
            check_band(self.lower, self.upper)


@dataclass(frozen=True, slots=True)
class Assessment:
    """An outlook with everything that led to it, so that it can be explained and checked.

    Values are in the indicator's unit, changes in that unit per year with their natural sign.
    None means that the rule did not need or could not compute the number.
    """

    outlook: Outlook
    rule: str  # the rule that decided: R0, R1, R3, A, C, D or milestone
    reason: str  # code of the case within the rule, see `indicators.sentences`
    as_of_year: int  # the year of the rating
    first_year: int | None = None  # first year of the window
    value: Decimal | None = None  # in the year of the rating
    mean_change: Decimal | None = None  # per year over the window
    projected: Decimal | None = None  # in the target year, if the mean change goes on
    target_value: Decimal | None = None
    target_year: int | None = None
    miss: Decimal | None = None  # share of the way still to go that will lack; below 0 beyond it
    last_change: Decimal | None = None  # from the data point before the last to the last one
    kind: str = "direction"
    direction: str = "none"
    lower: Decimal | None = None
    upper: Decimal | None = None
    point_count: int = 0  # data points in the window
    min_points: int = WINDOW  # data points that were asked for
    break_year: int | None = None  # of the break that keeps older values out of the window

    @property
    def base_year(self) -> int:
        """The first year whose value the outlook rests on: of a milestone only the last one."""
        if self.rule == "milestone" or self.first_year is None:
            return self.as_of_year
        return self.first_year


@dataclass(frozen=True, slots=True)
class _Window:
    """The data points that count, oldest first, the last one in the year of the rating."""

    years: tuple[int, ...]
    values: tuple[Decimal, ...]

    @property
    def mean_change(self) -> Fraction:
        change = Fraction(self.values[-1]) - Fraction(self.values[0])
        return change / (self.years[-1] - self.years[0])

    @property
    def last_change(self) -> Fraction:
        return Fraction(self.values[-1]) - Fraction(self.values[-2])

    def projected(self, year: int) -> Fraction:
        """Return the value in a year to come if the mean change goes on."""
        return Fraction(self.values[-1]) + self.mean_change * (year - self.years[-1])


@dataclass(frozen=True, slots=True)
class _Verdict:
    outlook: Outlook
    rule: str
    reason: str
    miss: Fraction | None = None


def assess(
    points: Mapping[int, Decimal],
    target: Target,
    as_of_year: int,
    min_points: int = WINDOW,
    *,
    series_start: int | None = None,
) -> Assessment:
    """Rate the yearly values against the target, as seen in `as_of_year`.

    `points` holds the years that have a value, unrounded; a year without one is left out.
    `min_points` becomes 4 or 5 only by a decision kept with the indicator. `series_start` is the
    year of the last break of the series, from which on values can be compared; None without one.

    Raises ValueError if `min_points` is outside 4 to 6.
    """
    if not FEWEST_POINTS <= min_points <= WINDOW:
        raise ValueError(f"min_points must be {FEWEST_POINTS} to {WINDOW}, not {min_points}")
    known = sorted(year for year in points if year <= as_of_year)
    years = tuple(year for year in known if series_start is None or year >= series_start)[-WINDOW:]
    window = _Window(years, tuple(points[year] for year in years))
    verdict = _unrated(window, target, as_of_year, min_points) or _rated(window, target)
    assessment = Assessment(
        outlook=verdict.outlook,
        rule=verdict.rule,
        reason=verdict.reason,
        as_of_year=as_of_year,
        first_year=years[0] if years else None,
        value=points.get(as_of_year),
        target_value=target.value,
        target_year=target.year,
        miss=_decimal(verdict.miss),
        kind=target.kind,
        direction=target.direction,
        lower=target.lower,
        upper=target.upper,
        point_count=len(years),
        min_points=min_points,
        break_year=series_start if len(years) < min(len(known), WINDOW) else None,
    )
    return _with_trend(assessment, window) if verdict.rule in _RULES_OF_TREND else assessment


def worst_of(assessments: Iterable[Assessment]) -> Assessment:
    """Return the worst of the assessments of one indicator against several targets (rule E).

    Those not rated do not count unless none is rated. Of equals the first is taken. Raises
    ValueError without any assessment.
    """
    candidates = list(assessments)
    rated = [one for one in candidates if one.outlook is not Outlook.NOT_RATED]
    return max(rated or candidates, key=lambda one: list(Outlook).index(one.outlook))


def _unrated(window: _Window, target: Target, as_of_year: int, min_points: int) -> _Verdict | None:
    """Return why there can be no rating, None if there can."""
    if as_of_year not in window.years:
        return _Verdict(Outlook.NOT_RATED, "R0", "no_value")
    if target.kind == "milestone":
        return None
    if target.direction == "none" and target.kind != "band":
        return _Verdict(Outlook.NOT_RATED, "R3", "no_direction")
    if target.direction == "toward" and target.kind == "direction" and target.value is None:
        return _Verdict(Outlook.NOT_RATED, "R3", "no_target")
    if len(window.years) < min_points:
        return _Verdict(Outlook.NOT_RATED, "R1", "too_few_points")
    return None


def _rated(window: _Window, target: Target) -> _Verdict:
    if target.kind == "milestone":
        return _milestone(window, target)
    if target.kind == "band":
        return _band(window, target)
    if target.kind == "direction" or target.value is None:
        return _direction(window, target)
    return _number(window, target, Fraction(target.value))


def _direction(window: _Window, target: Target) -> _Verdict:
    if target.direction == "toward" and window.values[-1] == target.value:
        return _Verdict(Outlook.SUN, "D", "reached")
    sign = _wanted_sign(window, target)
    return _rule_d(sign * window.mean_change, sign * window.last_change)


def _number(window: _Window, target: Target, goal: Fraction) -> _Verdict:
    """Rate a target value or a yearly limit."""
    sign = _wanted_sign(window, target)
    need = sign * (goal - Fraction(window.values[-1]))
    improvement = sign * window.mean_change
    years_left = 0 if target.year is None else target.year - window.years[-1]
    if target.kind == "limit_every_year" or need <= 0 or years_left <= 0:
        return _rule_c(need <= 0, improvement)
    return _rule_a(need, improvement, years_left)


def _wanted_sign(window: _Window, target: Target) -> int:
    """Return +1 if the value should increase, -1 if it should decrease."""
    if target.direction in _SIGNS:
        return _SIGNS[target.direction]
    goal = Fraction(target.value or 0)  # never None here: a bare "toward" is not rated
    # On the goal itself the way that led there counts, so that arriving is no worsening.
    gap = goal - Fraction(window.values[-1]) or goal - Fraction(window.values[0])
    return 1 if gap >= 0 else -1


def _rule_a(need: Fraction, improvement: Fraction, years_left: int) -> _Verdict:
    miss = (need - improvement * years_left) / need
    if improvement <= 0:
        return _Verdict(Outlook.THUNDERSTORM, "A", "wrong_direction", miss)
    if miss < SMALL_MISS:
        return _Verdict(Outlook.SUN, "A", "on_track", miss)
    if miss <= LARGE_MISS:
        return _Verdict(Outlook.PARTLY_CLOUDY, "A", "slightly_missed", miss)
    return _Verdict(Outlook.CLOUD, "A", "too_slow", miss)


def _rule_c(reached: bool, improvement: Fraction) -> _Verdict:
    if reached and improvement >= 0:
        return _Verdict(Outlook.SUN, "C", "reached")
    if reached:
        return _Verdict(Outlook.PARTLY_CLOUDY, "C", "reached_but_worsening")
    if improvement > 0:
        return _Verdict(Outlook.CLOUD, "C", "missed_but_improving")
    return _Verdict(Outlook.THUNDERSTORM, "C", "missed_not_improving")


def _rule_d(improvement: Fraction, last_improvement: Fraction) -> _Verdict:
    if improvement > 0 and last_improvement > 0:
        return _Verdict(Outlook.SUN, "D", "both_right")
    if improvement > 0:
        return _Verdict(Outlook.PARTLY_CLOUDY, "D", "last_change_wrong")
    if last_improvement > 0:
        return _Verdict(Outlook.CLOUD, "D", "only_last_change_right")
    return _Verdict(Outlook.THUNDERSTORM, "D", "both_wrong")


def _band(window: _Window, target: Target) -> _Verdict:
    value = window.values[-1]
    if is_inside(value, target.lower, target.upper):
        return _Verdict(Outlook.SUN, "C", "reached")
    sign = 1 if nearer_edge(value, target.lower, target.upper) > value else -1
    return _rule_c(False, sign * window.mean_change)


def _milestone(window: _Window, target: Target) -> _Verdict:
    wanted = Decimal(1) if target.value is None else target.value
    if window.values[-1] >= wanted:
        return _Verdict(Outlook.SUN, "milestone", "reached")
    if target.year is not None and target.year <= window.years[-1]:
        return _Verdict(Outlook.THUNDERSTORM, "milestone", "missed")
    return _Verdict(Outlook.NOT_RATED, "milestone", "pending")


def _with_trend(assessment: Assessment, window: _Window) -> Assessment:
    """Add the changes over the window, and where they lead if a target year is to come."""
    year = assessment.target_year
    projected = None
    if assessment.kind == "target_value" and year is not None and year > assessment.as_of_year:
        projected = window.projected(year)
    return replace(
        assessment,
        mean_change=_decimal(window.mean_change),
        last_change=_decimal(window.last_change),
        projected=_decimal(projected),
    )


def _decimal(number: Fraction | None) -> Decimal | None:
    """Return the fraction as a decimal with 28 digits, whatever the caller's precision is."""
    if number is None:
        return None
    return Context(prec=28).divide(Decimal(number.numerator), Decimal(number.denominator))
