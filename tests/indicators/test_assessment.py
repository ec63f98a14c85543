"""Tests of the outlook.

`tests/data/destatis_outlooks.json` holds symbols published by the Federal Statistical Office for
33 indicators of the German sustainability strategy, with the series they were made from. Source:
github.com/DnsTestEnvironment/dns-data (commit 7de43d68 for the symbols, 7835a668 and 68163152 for
the series; data as of 31 October 2022), MIT licence; the statistics themselves are those of the
Statistisches Bundesamt (Destatis).
"""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal, localcontext
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.assessment import (
    Assessment,
    Outlook,
    Target,
    assess,
    worst_of,
)

D = Decimal
SUN, PARTLY, CLOUD, THUNDER, NOT_RATED = Outlook


def series(last_year: int, *values: int | str) -> dict[int, Decimal]:
    """Return the values as yearly points that end in the year."""
    return {last_year - len(values) + 1 + n: D(value) for n, value in enumerate(values)}


def published_cases() -> list[Any]:
    path = Path(__file__).parent.parent / "data" / "destatis_outlooks.json"
    targets = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    return [
        pytest.param(target, int(year), symbol, id=f"{target['id']}/{year}")
        for target in targets
        for year, symbol in target["published"].items()
    ]


def test_published_cases_are_complete() -> None:
    assert len(published_cases()) == 284


@pytest.mark.parametrize(("case", "year", "symbol"), published_cases())
def test_assess_reproduces_published_symbol(case: dict[str, Any], year: int, symbol: str) -> None:
    points = {int(year): value for year, value in case["series"].items()}
    target = Target(case["kind"], case["direction"], case["target_value"], case["target_year"])
    assert assess(points, target, year).outlook == symbol.replace("none", "not_rated")


# Rules R0 to R4 ------------------------------------------------------------------------------

TO_100 = Target("target_value", "increase", D(100), 2030)


def test_r0_without_a_value_in_the_year_there_is_no_rating() -> None:
    points = series(2019, 1, 2, 3, 4, 5, 6) | series(2021, 9)
    assessment = assess(points, TO_100, 2020)
    assert (assessment.outlook, assessment.rule, assessment.reason) == (NOT_RATED, "R0", "no_value")
    assert (assessment.value, assessment.mean_change, assessment.point_count) == (None, None, 6)


def test_r0_without_any_value() -> None:
    assessment = assess({}, TO_100, 2020)
    assert (assessment.reason, assessment.first_year) == ("no_value", None)


def test_r0_later_values_do_not_count() -> None:
    points = series(2020, 0, 10, 20, 30, 40, 50)
    assert assess(points | {2021: D(-500)}, TO_100, 2020) == assess(points, TO_100, 2020)


@pytest.mark.parametrize(
    ("count", "min_points", "rated"),
    [(5, 6, False), (6, 6, True), (5, 5, True), (4, 5, False), (4, 4, True), (3, 4, False)],
)
def test_r1_fewest_points(count: int, min_points: int, rated: bool) -> None:
    points = series(2020, *range(count))
    assessment = assess(points, Target("direction", "increase"), 2020, min_points)
    assert (assessment.outlook is SUN) is rated
    assert (assessment.reason == "too_few_points") is not rated
    assert (assessment.point_count, assessment.min_points) == (count, min_points)


@pytest.mark.parametrize("min_points", [3, 7])
def test_r1_other_numbers_of_points_are_refused(min_points: int) -> None:
    with pytest.raises(ValueError, match="min_points must be 4 to 6"):
        assess(series(2020, *range(9)), TO_100, 2020, min_points)


def test_r1_window_is_six_points_however_long_the_gap() -> None:
    points = {2001: D(999), 2004: D(0), 2010: D(1), 2013: D(2), 2015: D(3), 2019: D(4), 2020: D(8)}
    assessment = assess(points, TO_100, 2020)
    assert (assessment.first_year, assessment.point_count) == (2004, 6)


def test_r2_mean_change_is_per_year_not_per_point() -> None:
    points = {2005: D(0), 2011: D(1), 2013: D(2), 2015: D(3), 2018: D(4), 2020: D(30)}
    assessment = assess(points, TO_100, 2020)
    assert (assessment.mean_change, assessment.projected) == (D(2), D(50))
    assert assessment.miss == D(50) / D(70)
    assert assessment.last_change == D(26)


@pytest.mark.parametrize("kind", ["target_value", "limit_every_year", "direction"])
def test_r3_without_a_direction_there_is_no_rating(kind: str) -> None:
    points = series(2020, 1, 2, 3, 4, 5, 6)
    assessment = assess(points, Target(kind, "none", D(9), 2030), 2020)
    assert (assessment.outlook, assessment.rule) == (NOT_RATED, "R3")
    assert (assessment.reason, assessment.value) == ("no_direction", D(6))


def test_r3_toward_no_number_cannot_be_rated() -> None:
    assessment = assess(series(2020, 1, 2, 3, 4, 5, 6), Target("direction", "toward"), 2020)
    assert (assessment.outlook, assessment.reason) == (NOT_RATED, "no_target")


def test_r4_reached_once_and_lost_again_is_not_reached() -> None:
    points = series(2020, 80, 101, 101, 90, 88, 85)
    assert assess(points, TO_100, 2020).rule == "A"


# Breaks of the series ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "count", "break_year"),
    [(None, 6, None), (2010, 6, None), (2015, 6, None), (2016, 5, 2016), (2020, 1, 2020)],
)
def test_values_before_a_break_do_not_count(
    start: int | None, count: int, break_year: int | None
) -> None:
    points = series(2020, 99, 99, 1, 2, 3, 4, 5, 6)
    assessment = assess(points, TO_100, 2020, series_start=start)
    assert (assessment.point_count, assessment.break_year) == (count, break_year)
    assert (assessment.outlook is NOT_RATED) is (count < 6)


def test_after_a_break_the_rating_is_that_of_the_new_values_alone() -> None:
    points = series(2020, 99, 99, 99, 1, 2, 3, 4, 5)
    new = {year: value for year, value in points.items() if year >= 2016}
    broken = assess(points, TO_100, 2020, 5, series_start=2016)
    assert replace(broken, break_year=None) == assess(new, TO_100, 2020, 5)


def test_a_break_to_come_keeps_everything_out() -> None:
    assessment = assess(series(2020, *range(8)), TO_100, 2020, series_start=2021)
    assert (assessment.reason, assessment.point_count) == ("no_value", 0)


# Rule A: target value ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "outlook", "reason", "miss"),
    [
        # 100 still to go in ten years; the window of five years brings 0 - first.
        ("-51", SUN, "on_track", "-0.02"),
        ("-50", SUN, "on_track", "0"),
        ("-47.5000001", SUN, "on_track", "0.049999998"),
        ("-47.5", PARTLY, "slightly_missed", "0.05"),
        ("-40", PARTLY, "slightly_missed", "0.2"),
        ("-39.9999999", CLOUD, "too_slow", "0.200000002"),
        ("-0.0000001", CLOUD, "too_slow", "0.999999998"),
        ("0", THUNDER, "wrong_direction", "1"),
        ("0.0000001", THUNDER, "wrong_direction", "1.000000002"),
    ],
)
@pytest.mark.parametrize("sign", [1, -1])
def test_rule_a_edges(sign: int, first: str, outlook: Outlook, reason: str, miss: str) -> None:
    points = {year: sign * value for year, value in series(2020, first, 7, -7, 7, -7, 0).items()}
    target = Target("target_value", "increase" if sign == 1 else "decrease", D(100) * sign, 2030)
    assessment = assess(points, target, 2020)
    assert (assessment.outlook, assessment.rule, assessment.reason) == (outlook, "A", reason)
    assert assessment.miss == D(miss)
    assert assessment.projected == -2 * sign * D(first)


@pytest.mark.parametrize(("change", "miss"), [(38, "0.05"), (32, "0.2")])
def test_rule_a_edges_where_the_mean_change_has_no_end(change: int, miss: str) -> None:
    """38/7 a year, rounded to 28 digits, would bring a trifle more than 38 in seven years."""
    points = {2013: D(0)} | {year: D(5) for year in range(2014, 2018)} | {2020: D(change)}
    target = Target("target_value", "increase", D(change + 40), 2027)
    assessment = assess(points, target, 2020)
    assert (assessment.outlook, assessment.miss) == (PARTLY, D(miss))


def test_rule_a_does_not_depend_on_the_callers_precision() -> None:
    points = series(2020, "-47.5000001", 0, 0, 0, 0, 0)
    expected = assess(points, TO_100, 2020)
    with localcontext() as context:
        context.prec = 3
        assert assess(points, TO_100, 2020) == expected
    assert expected.outlook is SUN


@pytest.mark.parametrize(
    ("values", "outlook", "reason"),
    [
        ((44, 45, 46, 47, 48, 48), SUN, "on_track"),  # from below
        ((56, 55, 54, 53, 52, 52), SUN, "on_track"),  # from above
        ((40, 40, 40, 40, 40, 41), CLOUD, "too_slow"),
        ((45, 44, 43, 42, 41, 40), THUNDER, "wrong_direction"),
        ((55, 54, 53, 51, 49, 48), THUNDER, "wrong_direction"),  # came from above, falls below
        ((44, 45, 46, 47, 48, 50), SUN, "reached"),
        ((56, 55, 54, 53, 52, 50), SUN, "reached"),
        ((50, 51, 49, 51, 49, 50), SUN, "reached"),
    ],
)
def test_rule_a_toward_a_number(values: tuple[int, ...], outlook: Outlook, reason: str) -> None:
    target = Target("target_value", "toward", D(50), 2030)
    assessment = assess(series(2020, *values), target, 2020)
    assert (assessment.outlook, assessment.reason) == (outlook, reason)


# Rule C: yearly limit, target reached early or year come -------------------------------------


@pytest.mark.parametrize(
    ("values", "outlook", "reason"),
    [
        ((9, 9, 9, 9, 9, 10), SUN, "reached"),  # equality is reached
        ((11, 9, 9, 9, 9, 11), SUN, "reached"),  # standing still is no worsening
        ((12, 9, 9, 9, 9, 11), PARTLY, "reached_but_worsening"),
        ((8, 9, 9, 9, 9, 9), CLOUD, "missed_but_improving"),
        ((9, 8, 8, 8, 8, 9), THUNDER, "missed_not_improving"),
        ((9, 8, 8, 8, 8, 8), THUNDER, "missed_not_improving"),
    ],
)
@pytest.mark.parametrize(
    ("kind", "year"),
    [
        ("limit_every_year", None),
        ("limit_every_year", 2030),
        ("target_value", 2020),
        ("target_value", 2015),
    ],
)
@pytest.mark.parametrize("sign", [1, -1])
def test_rule_c(
    sign: int,
    kind: str,
    year: int | None,
    values: tuple[int, ...],
    outlook: Outlook,
    reason: str,
) -> None:
    target = Target(kind, "increase" if sign == 1 else "decrease", D(10) * sign, year)
    assessment = assess(series(2020, *(sign * value for value in values)), target, 2020)
    assert (assessment.outlook, assessment.rule, assessment.reason) == (outlook, "C", reason)
    assert (assessment.miss, assessment.projected) == (None, None)


@pytest.mark.parametrize(
    ("values", "outlook", "projected"),
    [((90, 90, 90, 90, 90, 100), SUN, 120), ((110, 90, 90, 90, 90, 100), PARTLY, 80)],
)
def test_rule_c_for_a_target_reached_early(
    values: tuple[int, ...], outlook: Outlook, projected: int
) -> None:
    assessment = assess(series(2020, *values), TO_100, 2020)
    assert (assessment.outlook, assessment.rule) == (outlook, "C")
    assert assessment.projected == projected


# Rule D: direction only ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "outlook", "reason"),
    [
        ((0, 0, 0, 0, 4, 5), SUN, "both_right"),
        ((0, 0, 0, 0, 5, 5), PARTLY, "last_change_wrong"),  # no change is not right
        ((0, 0, 0, 0, 6, 5), PARTLY, "last_change_wrong"),
        ((5, 0, 0, 0, 4, 5), CLOUD, "only_last_change_right"),  # stagnation is not right
        ((6, 0, 0, 0, 4, 5), CLOUD, "only_last_change_right"),
        ((5, 0, 0, 0, 5, 5), THUNDER, "both_wrong"),
        ((6, 0, 0, 0, 6, 5), THUNDER, "both_wrong"),
    ],
)
@pytest.mark.parametrize("sign", [1, -1])
def test_rule_d(sign: int, values: tuple[int, ...], outlook: Outlook, reason: str) -> None:
    target = Target("direction", "increase" if sign == 1 else "decrease")
    assessment = assess(series(2020, *(sign * value for value in values)), target, 2020)
    assert (assessment.outlook, assessment.rule, assessment.reason) == (outlook, "D", reason)


def test_rule_d_ignores_a_number() -> None:
    target = Target("direction", "increase", D(100), 2030)
    assert assess(series(2020, 0, 1, 2, 3, 4, 5), target, 2020).rule == "D"


@pytest.mark.parametrize(
    ("values", "outlook", "reason"),
    [
        ((90, 91, 92, 93, 94, 95), SUN, "both_right"),
        ((110, 109, 108, 107, 106, 105), SUN, "both_right"),
        ((95, 94, 93, 92, 91, 90), THUNDER, "both_wrong"),
        ((110, 106, 104, 101, 98, 97), THUNDER, "both_wrong"),  # came from above, falls below
        ((90, 95, 95, 95, 97, 96), PARTLY, "last_change_wrong"),
        ((100, 100, 100, 100, 100, 100), SUN, "reached"),
        ((104, 99, 101, 99, 101, 100), SUN, "reached"),
    ],
)
def test_rule_d_toward_a_number(values: tuple[int, ...], outlook: Outlook, reason: str) -> None:
    assessment = assess(series(2020, *values), Target("direction", "toward", D(100)), 2020)
    assert (assessment.outlook, assessment.rule, assessment.reason) == (outlook, "D", reason)


# Band and milestone --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "outlook", "reason"),
    [
        ((5, 5, 5, 5, 5, 5), SUN, "reached"),
        ((9, 5, 5, 5, 5, 6), SUN, "reached"),  # the upper edge is inside
        ((5, 5, 5, 5, 5, 4), SUN, "reached"),  # so is the lower one
        ((9, 5, 5, 5, 5, 7), CLOUD, "missed_but_improving"),
        ((1, 5, 5, 5, 5, 3), CLOUD, "missed_but_improving"),
        ((7, 5, 5, 5, 5, 7), THUNDER, "missed_not_improving"),
        ((5, 5, 5, 5, 5, 7), THUNDER, "missed_not_improving"),
        ((9, 5, 5, 5, 5, 3), THUNDER, "missed_not_improving"),  # went through and out below
    ],
)
@pytest.mark.parametrize("direction", ["none", "toward"])
def test_band(direction: str, values: tuple[int, ...], outlook: Outlook, reason: str) -> None:
    target = Target("band", direction, lower=D(4), upper=D(6))
    assessment = assess(series(2020, *values), target, 2020)
    assert (assessment.outlook, assessment.rule, assessment.reason) == (outlook, "C", reason)
    assert (assessment.lower, assessment.upper) == (D(4), D(6))


def test_band_needs_as_many_points_as_any_trend() -> None:
    target = Target("band", "toward", lower=D(4), upper=D(6))
    assert assess(series(2020, 5, 5, 5), target, 2020).reason == "too_few_points"


@pytest.mark.parametrize(
    ("lower", "upper", "outlook"),
    [(None, D(6), CLOUD), (None, D(7), SUN), (D(8), None, THUNDER), (D(7), None, SUN)],
)
def test_band_with_one_edge(lower: Decimal | None, upper: Decimal | None, outlook: Outlook) -> None:
    target = Target("band", "toward", lower=lower, upper=upper)
    assert assess(series(2020, 9, 5, 5, 5, 5, 7), target, 2020).outlook is outlook


@pytest.mark.parametrize(
    ("value", "as_of_year", "outlook", "reason"),
    [
        (0, 2029, NOT_RATED, "pending"),
        (1, 2029, SUN, "reached"),
        (0, 2030, THUNDER, "missed"),
        (1, 2030, SUN, "reached"),
        (0, 2031, THUNDER, "missed"),
    ],
)
def test_milestone(value: int, as_of_year: int, outlook: Outlook, reason: str) -> None:
    """One value is enough, and the direction of the indicator does not matter."""
    target = Target("milestone", "none", year=2030)
    assessment = assess({as_of_year: D(value)}, target, as_of_year)
    assert (assessment.outlook, assessment.rule) == (outlook, "milestone")
    assert (assessment.reason, assessment.value) == (reason, D(value))


@pytest.mark.parametrize(
    ("values", "outlook"), [((0, 1), SUN), ((1, 0), NOT_RATED), ((1, 1, 1, 1, 0), NOT_RATED)]
)
def test_milestone_only_the_value_now_counts(values: tuple[int, ...], outlook: Outlook) -> None:
    target = Target("milestone", "increase", year=2021)
    assert assess(series(2020, *values), target, 2020).outlook is outlook


@pytest.mark.parametrize(("value", "outlook"), [(2, NOT_RATED), (3, SUN), (4, SUN)])
def test_milestone_with_a_number_of_its_own(value: int, outlook: Outlook) -> None:
    target = Target("milestone", "increase", D(3), 2030)
    assert assess({2020: D(value)}, target, 2020).outlook is outlook


def test_milestone_without_a_value() -> None:
    target = Target("milestone", "increase", year=2030)
    assert assess({2019: D(1)}, target, 2020).reason == "no_value"


# Rule E: several targets ---------------------------------------------------------------------


def rated(*outlooks: Outlook) -> list[Assessment]:
    return [Assessment(one, "A", str(n), 2020) for n, one in enumerate(outlooks)]


@pytest.mark.parametrize(
    ("outlooks", "worst"),
    [
        ((SUN,), "0"),
        ((SUN, PARTLY), "1"),
        ((CLOUD, SUN, PARTLY), "0"),
        ((SUN, THUNDER, CLOUD), "1"),
        ((CLOUD, CLOUD), "0"),
        ((NOT_RATED, SUN), "1"),
        ((NOT_RATED, NOT_RATED), "0"),
    ],
)
def test_worst_of(outlooks: tuple[Outlook, ...], worst: str) -> None:
    assert worst_of(rated(*outlooks)).reason == worst


def test_worst_of_nothing() -> None:
    with pytest.raises(ValueError, match="empty"):
        worst_of([])


# Target and words ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"kind": "wish", "direction": "increase"}, "unknown kind or direction: 'wish'"),
        ({"kind": "direction", "direction": "up"}, "unknown kind or direction: 'direction', 'up'"),
        ({"kind": "target_value", "direction": "increase", "year": 2030}, "needs a value"),
        ({"kind": "target_value", "direction": "increase", "value": D(1)}, "needs a year"),
        ({"kind": "limit_every_year", "direction": "decrease"}, "needs a value"),
        ({"kind": "milestone", "direction": "increase"}, "needs a year"),
        ({"kind": "band", "direction": "toward"}, "needs a lower or an upper edge"),
    ],
)
def test_target_refuses(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Target(**arguments)


def test_outlook_labels() -> None:
    assert [outlook.label for outlook in Outlook] == [
        "Sonne",
        "leicht bewölkt",
        "Wolke",
        "Gewitter",
        "nicht bewertet",
    ]


# Cases that other tools get wrong ------------------------------------------------------------


def line(first_year: int, first: int, last_year: int, last: int) -> dict[int, Decimal]:
    """Return equal yearly steps."""
    step = D(last - first) / (last_year - first_year)
    return {year: first + step * (year - first_year) for year in range(first_year, last_year + 1)}


@pytest.mark.parametrize(
    ("points", "target", "year", "outlook", "reason"),
    [
        # 100 to 0 by 2030, exactly on the line: on track, not half a failure.
        (line(2010, 100, 2023, 35), ("decrease", 0, 2030), 2023, SUN, "on_track"),
        # 5 % to 65 % by 2030, 18 % in 2023 where the line says 37 %: far behind.
        (line(2015, 5, 2023, 18), ("increase", 65, 2030), 2023, CLOUD, "too_slow"),
        # Worse than at the start.
        (line(2015, 5, 2023, 3), ("increase", 65, 2030), 2023, THUNDER, "wrong_direction"),
        # Beginning at 0: no ratio to the start is needed.
        (line(2015, 0, 2023, 40), ("increase", 75, 2030), 2023, SUN, "on_track"),
        # A balance that changes its sign.
        (line(2015, -40, 2023, 40), ("increase", 110, 2030), 2023, SUN, "on_track"),
        # Reached, but slipping.
        (line(2015, 80, 2023, 72), ("increase", 65, 2030), 2023, PARTLY, "reached_but_worsening"),
        # To be kept: the start is the target.
        (line(2015, 65, 2023, 65), ("increase", 65, 2030), 2023, SUN, "reached"),
        # One value.
        ({2023: D(18)}, ("increase", 65, 2030), 2023, NOT_RATED, "too_few_points"),
    ],
)
def test_golden_cases(
    points: dict[int, Decimal],
    target: tuple[str, int, int],
    year: int,
    outlook: Outlook,
    reason: str,
) -> None:
    direction, value, target_year = target
    assessment = assess(points, Target("target_value", direction, D(value), target_year), year)
    assert (assessment.outlook, assessment.reason) == (outlook, reason)


# A slow twin, written from the text of the method --------------------------------------------


def slow_outlook(
    points: dict[int, Decimal],
    target: Target,
    year: int,
    min_points: int = 6,
    start: int = 0,
) -> Outlook:
    """Walk from year to year with whole ten-thousandths instead of solving for the target year."""
    values = {y: int(value * 10_000) for y, value in points.items() if start <= y <= year}
    if year not in values:
        return NOT_RATED
    if target.kind == "milestone":
        assert target.year is not None
        if values[year] >= 10_000 * (1 if target.value is None else target.value):
            return SUN
        return NOT_RATED if year < target.year else THUNDER
    years = sorted(values)
    while len(years) > 6:
        years.remove(min(years))
    if len(years) < min_points:
        return NOT_RATED
    changes: list[Fraction] = []  # one for every calendar year, a gap spread evenly over its years
    for before, after in zip(years, years[1:], strict=False):
        for _ in range(before, after):
            changes.append(Fraction(values[after] - values[before], after - before))
    mean = sum(changes, Fraction(0)) / len(changes)
    now = values[year]
    if target.kind == "band":
        lower, upper = (
            None if edge is None else edge * 10_000 for edge in (target.lower, target.upper)
        )
        return slow_band(lower, upper, now, mean)
    upward = target.direction == "increase"
    if target.kind == "direction" and target.direction == "toward":
        assert target.value is not None
        if now == target.value * 10_000:
            return SUN
        upward = now < target.value * 10_000
    if target.kind == "direction":
        last = now - values[years[-2]]
        trend_right = mean > 0 if upward else mean < 0
        last_right = last > 0 if upward else last < 0
        return {
            (True, True): SUN,
            (True, False): PARTLY,
            (False, True): CLOUD,
            (False, False): THUNDER,
        }[trend_right, last_right]
    assert target.value is not None
    goal = int(target.value * 10_000)
    if target.direction == "toward":
        upward = goal > now or (goal == now and values[years[0]] <= now)
    reached = now >= goal if upward else now <= goal
    if target.kind == "limit_every_year" or reached or (target.year or 0) <= year:
        return slow_limit(upward, reached, mean)
    if not (mean > 0 if upward else mean < 0):
        return THUNDER
    then = Fraction(now)
    for _ in range(year, target.year or 0):
        then += mean
    lacking = max(Fraction(0), goal - then if upward else then - goal)
    way = abs(goal - now)
    return SUN if lacking * 100 < 5 * way else PARTLY if lacking * 100 <= 20 * way else CLOUD


def slow_limit(upward: bool, reached: bool, mean: Fraction) -> Outlook:
    if reached:
        worse = mean < 0 if upward else mean > 0
        return PARTLY if worse else SUN
    better = mean > 0 if upward else mean < 0
    return CLOUD if better else THUNDER


def slow_band(lower: Decimal | None, upper: Decimal | None, now: int, mean: Fraction) -> Outlook:
    if lower is not None and now < lower:
        return slow_limit(True, False, mean)
    return slow_limit(False, False, mean) if upper is not None and now > upper else SUN


# Few different numbers, so that equal values, exact limits and reached targets come up often.
VALUES = st.integers(-40, 40).map(lambda n: D(n) / 4)
YEARS = st.integers(2008, 2022)


@st.composite
def targets(draw: st.DrawFn) -> Target:
    kind = draw(
        st.sampled_from(["target_value", "limit_every_year", "direction", "band", "milestone"])
    )
    direction = draw(st.sampled_from(["increase", "decrease", "toward"]))
    number: Decimal | None = draw(VALUES)
    if kind == "band" or (kind == "direction" and direction != "toward"):
        number = None
    if kind == "milestone":
        number = draw(st.sampled_from([None, D(1), D(3)]))
    lower, upper = sorted((draw(VALUES), draw(VALUES)))
    edges = draw(st.sampled_from([(lower, upper), (lower, None), (None, upper)]))
    return Target(
        kind,
        direction,
        number,
        draw(st.integers(2015, 2035)) if kind in ("target_value", "milestone") else None,
        *(edges if kind == "band" else (None, None)),
    )


@given(
    st.dictionaries(YEARS, VALUES, min_size=3),
    targets(),
    st.integers(2018, 2022),
    st.integers(4, 6),
    st.just(0) | st.integers(2008, 2020),
)
def test_assess_equals_the_slow_twin(
    points: dict[int, Decimal], target: Target, year: int, min_points: int, start: int
) -> None:
    assessment = assess(points, target, year, min_points, series_start=start or None)
    assert assessment.outlook is slow_outlook(points, target, year, min_points, start)


@given(
    st.lists(VALUES, min_size=6, max_size=6),
    VALUES,
    st.integers(1, 12),
    st.sampled_from(["increase", "decrease"]),
)
def test_assess_is_the_same_upside_down(
    values: list[Decimal], goal: Decimal, years: int, direction: str
) -> None:
    """Falling to a low target is judged like rising to a high one."""
    points = {2015 + n: value for n, value in enumerate(values)}
    flipped = {year: -value for year, value in points.items()}
    other = {"increase": "decrease", "decrease": "increase"}[direction]
    target = Target("target_value", direction, goal, 2020 + years)
    mirror = replace(target, direction=other, value=-goal)
    first, second = assess(points, target, 2020), assess(flipped, mirror, 2020)
    assert (first.outlook, first.reason, first.miss) == (
        second.outlook,
        second.reason,
        second.miss,
    )
