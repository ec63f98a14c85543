from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.assessment import Target
from indicators.target_paths import (
    Distance,
    PathPoint,
    RequiredPace,
    TargetPathLine,
    assessment_target,
    distance,
    path_value,
    required_pace,
)

D = Decimal


def points(*pairs: tuple[int, int | str]) -> tuple[PathPoint, ...]:
    return tuple(PathPoint(year, D(value)) for year, value in pairs)


STAIRS = points((2030, 40), (2025, 50))  # any order
LINEAR = TargetPathLine("target_value", "decrease", STAIRS, PathPoint(2020, D(80)))
STEP = TargetPathLine("target_value", "decrease", STAIRS, PathPoint(2020, D(80)), "step")
BARE = TargetPathLine("target_value", "decrease", STAIRS)
LIMIT = TargetPathLine("limit_every_year", "decrease", STAIRS, PathPoint(2020, D(80)))
MILESTONE = TargetPathLine("milestone", "none", points((2026, 1)), PathPoint(2020, D(0)))
BAND = TargetPathLine("band", "none", (), lower=D(4), upper=D(6))
DIRECTION = TargetPathLine("direction", "decrease", ())


@pytest.mark.parametrize(
    ("path", "year", "expected"),
    [
        (LINEAR, 2019, None),
        (LINEAR, 2020, "80"),
        (LINEAR, 2021, "74"),
        (LINEAR, 2025, "50"),
        (LINEAR, 2028, "44"),
        (LINEAR, 2030, "40"),
        (LINEAR, 2035, "40"),
        (BARE, 2024, None),
        (BARE, 2025, "50"),
        (BARE, 2026, "48"),
        (STEP, 2019, None),
        (STEP, 2020, "80"),
        (STEP, 2024, "80"),
        (STEP, 2025, "50"),
        (STEP, 2029, "50"),
        (STEP, 2031, "40"),
        (LIMIT, 2010, "50"),
        (LIMIT, 2025, "50"),
        (LIMIT, 2026, "40"),
        (LIMIT, 2031, "40"),
        (MILESTONE, 2025, None),
        (MILESTONE, 2026, "1"),
        (MILESTONE, 2030, "1"),
        (BAND, 2025, None),
        (DIRECTION, 2025, None),
        (TargetPathLine("target_value", "increase", (), PathPoint(2020, D(1))), 2025, None),
    ],
)
def test_path_value(path: TargetPathLine, year: int, expected: str | None) -> None:
    assert path_value(path, year) == (None if expected is None else D(expected))


def test_path_value_of_a_point_in_the_baseline_year_is_the_point() -> None:
    path = TargetPathLine("target_value", "increase", points((2020, 7)), PathPoint(2020, D(5)))
    assert path_value(path, 2020) == D(7)


YEARS = st.integers(2000, 2050)
NUMBERS = st.integers(-(10**6), 10**6).map(lambda n: D(n) / 100)


@given(st.dictionaries(YEARS, NUMBERS, min_size=2, max_size=6), YEARS)
def test_path_value_lies_on_the_line_between_its_neighbours(
    decided: dict[int, Decimal], year: int
) -> None:
    """Against exact fractions, walked year by year from one point to the next."""
    path = TargetPathLine(
        "target_value", "increase", tuple(PathPoint(y, v) for y, v in decided.items())
    )
    walked: dict[int, Fraction] = {}
    years = sorted(decided)
    for start, end in zip(years, years[1:], strict=False):
        step = (Fraction(decided[end]) - Fraction(decided[start])) / (end - start)
        for passed in range(end - start + 1):
            walked[start + passed] = Fraction(decided[start]) + passed * step
    value = path_value(path, year)
    if year < years[0]:
        assert value is None
    else:
        exact = walked.get(year, Fraction(decided[years[-1]]))
        assert value is not None
        assert abs(Fraction(value) - exact) < Fraction(1, 10**18)


# Distance ------------------------------------------------------------------------------------


def test_distance_below_a_rising_path() -> None:
    path = TargetPathLine("target_value", "increase", points((2025, "1.20"), (2030, "2.00")))
    assert distance(D("1.05"), 2025, path) == Distance(
        year=2025,
        value=D("1.05"),
        expected=D("1.20"),
        absolute=D("-0.15"),
        percent=D("-12.5"),
        better=False,
        kind="target_value",
    )


@pytest.mark.parametrize(
    ("direction", "value", "better"),
    [
        ("increase", "9.99", False),
        ("increase", "10", True),
        ("increase", "10.01", True),
        ("decrease", "9.99", True),
        ("decrease", "10", True),
        ("decrease", "10.01", False),
    ],
)
@pytest.mark.parametrize("kind", ["target_value", "limit_every_year"])
def test_distance_better(kind: str, direction: str, value: str, better: bool) -> None:
    found = distance(D(value), 2025, TargetPathLine(kind, direction, points((2025, 10))))
    assert found is not None
    assert (found.better, found.kind) == (better, kind)


@pytest.mark.parametrize(
    ("value", "better"), [(44, False), (45, True), (50, True), (55, True), (56, False)]
)
def test_distance_toward_is_better_if_as_near_to_the_end(value: int, better: bool) -> None:
    """The path is at 45 on its way from 40 to 50."""
    path = TargetPathLine("target_value", "toward", points((2030, 50)), PathPoint(2020, D(40)))
    found = distance(D(value), 2025, path)
    assert found is not None
    assert (found.expected, found.better) == (D(45), better)


def test_distance_toward_is_measured_by_the_last_point() -> None:
    """Down to 40, then up to 50: 42 is nearer to the end than the 40 expected now."""
    path = TargetPathLine("target_value", "toward", points((2030, 50), (2025, 40), (2020, 60)))
    found = distance(D(42), 2025, path)
    assert found is not None
    assert found.better is True


def test_distance_from_a_band_with_one_edge() -> None:
    found = distance(D(3), 2025, TargetPathLine("band", "none", (), lower=D(4)))
    assert found is not None
    assert (found.expected, found.better) == (D(4), False)


def test_distance_from_zero_has_no_percent() -> None:
    found = distance(D("0.5"), 2030, TargetPathLine("target_value", "decrease", points((2030, 0))))
    assert found is not None
    assert (found.absolute, found.percent) == (D("0.5"), None)


def test_distance_percent_of_a_negative_path_has_the_sign_of_the_distance() -> None:
    path = TargetPathLine("target_value", "decrease", points((2030, -80)))
    found = distance(D(-60), 2030, path)
    assert found is not None
    assert (found.absolute, found.percent, found.better) == (D(20), D(25), False)


@pytest.mark.parametrize(
    ("value", "expected", "absolute", "better"),
    [
        ("3.5", 4, "-0.5", False),
        ("4", 4, "0", True),
        ("4.5", 4, "0.5", True),
        ("5.5", 6, "-0.5", True),
        ("6", 6, "0", True),
        ("7.5", 6, "1.5", False),
    ],
)
def test_distance_from_a_band(value: str, expected: int, absolute: str, better: bool) -> None:
    found = distance(D(value), 2025, BAND)
    assert found is not None
    assert (found.expected, found.absolute) == (D(expected), D(absolute))
    assert (found.better, found.kind) == (better, "band")


@pytest.mark.parametrize(("value", "better"), [(0, False), (1, True), (2, True)])
def test_distance_from_a_milestone(value: int, better: bool) -> None:
    found = distance(D(value), 2026, MILESTONE)
    assert found is not None
    assert found.better is better


@pytest.mark.parametrize(
    ("path", "year"),
    [
        (LINEAR, 2019),
        (MILESTONE, 2025),
        (DIRECTION, 2025),
        (TargetPathLine("target_value", "none", STAIRS), 2025),
        (TargetPathLine("band", "none", ()), 2025),
        (TargetPathLine("target_value", "decrease", ()), 2025),
    ],
)
def test_distance_where_nothing_is_expected(path: TargetPathLine, year: int) -> None:
    assert distance(D(1), year, path) is None


def test_distance_golden_case_far_behind() -> None:
    """5 % in 2015 to 65 % in 2030: the line is at 37 % in 2023, the value at 18 %."""
    path = TargetPathLine("target_value", "increase", points((2030, 65)), PathPoint(2015, D(5)))
    found = distance(D(18), 2023, path)
    assert found is not None
    assert (found.expected, found.absolute, found.better) == (D(37), D(-19), False)


# Required pace -------------------------------------------------------------------------------

UP = TargetPathLine("target_value", "increase", points((2025, 20), (2030, 40)))


def test_required_pace() -> None:
    values = {2012: D(0), 2014: D(6), 2017: D(3), 2018: D(4), 2019: D(5), 2020: D(7), 2022: D(8)}
    assert required_pace(values, UP) == RequiredPace(
        needed=D(4),  # 12 in three years
        mean=D("0.25"),  # from 6 in 2014, six points back
        best=D(3),  # 6 in two years
        best_year=2014,
        target_year=2025,
        reason="",
    )


def test_required_pace_of_a_falling_path_keeps_the_natural_sign() -> None:
    path = TargetPathLine("target_value", "decrease", points((2024, 2)))
    values = {2017: D(10), 2018: D(11), 2019: D(8), 2020: D(6)}
    pace = required_pace(values, path)
    assert pace is not None
    assert (pace.needed, pace.best, pace.best_year) == (D(-1), D(-3), 2019)
    assert pace.mean == D(-4) / 3


def test_required_pace_the_year_of_the_last_value_is_no_target_to_come() -> None:
    values = {2022: D(5), 2023: D(6), 2024: D(7), 2025: D(8)}
    pace = required_pace(values, UP)
    assert pace is not None
    assert (pace.target_year, pace.needed) == (2030, D(32) / 5)


@pytest.mark.parametrize(
    ("last", "needed", "reason"), [(19, "1", ""), (20, "0", "reached"), (21, "0", "reached")]
)
def test_required_pace_of_a_reached_target(last: int, needed: str, reason: str) -> None:
    values = {2021: D(1), 2022: D(2), 2023: D(3), 2024: D(last)}
    pace = required_pace(values, UP)
    assert pace is not None
    assert (pace.needed, pace.reason, pace.target_year) == (D(needed), reason, 2025)


@pytest.mark.parametrize(
    ("last", "needed", "reason"), [(39, None, "target_year_over"), (40, D(0), "reached")]
)
def test_required_pace_after_the_last_target_year(
    last: int, needed: Decimal | None, reason: str
) -> None:
    values = {2027: D(1), 2028: D(2), 2029: D(5), 2030: D(last)}
    pace = required_pace(values, UP)
    assert pace is not None
    assert (pace.needed, pace.reason, pace.target_year) == (needed, reason, None)
    assert (pace.best, pace.best_year) == (D(last - 5), 2030)


@pytest.mark.parametrize(("count", "target_year"), [(0, 2025), (3, 2025)])
def test_required_pace_of_too_few_values(count: int, target_year: int) -> None:
    values = {2020 + n: D(n) for n in range(count)}
    expected = RequiredPace(None, None, None, None, target_year, "too_few_values")
    assert required_pace(values, UP) == expected


@pytest.mark.parametrize(
    ("values", "best", "best_year"),
    [
        ({2020: 30, 2021: 36, 2022: 40, 2023: 45}, 6, 2021),  # below 50: up is better
        ({2020: 80, 2021: 70, 2022: 65, 2023: 60}, -10, 2021),  # above 50: down is better
        ({2020: 60, 2021: 55, 2022: 40, 2023: 45}, 5, 2023),  # came from above, is below now
    ],
)
def test_required_pace_toward(values: dict[int, int], best: int, best_year: int) -> None:
    path = TargetPathLine("target_value", "toward", points((2028, 50)))
    pace = required_pace({year: D(value) for year, value in values.items()}, path)
    assert pace is not None
    assert (pace.best, pace.best_year, pace.reason) == (D(best), best_year, "")
    assert pace.needed == (50 - D(values[2023])) / 5


@pytest.mark.parametrize(
    "path",
    [
        LIMIT,
        MILESTONE,
        BAND,
        DIRECTION,
        TargetPathLine("target_value", "none", STAIRS),
        TargetPathLine("target_value", "increase", ()),
    ],
)
def test_required_pace_where_there_is_no_year_to_arrive_in(path: TargetPathLine) -> None:
    assert required_pace({2020 + n: D(n) for n in range(6)}, path) is None


# Which target counts -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("as_of_year", "value", "year"),
    [(2010, 50, 2025), (2025, 50, 2025), (2026, 40, 2030), (2030, 40, 2030), (2031, 40, 2030)],
)
@pytest.mark.parametrize("path", [LINEAR, STEP, LIMIT])
def test_assessment_target_is_the_next_point(
    path: TargetPathLine, as_of_year: int, value: int, year: int
) -> None:
    target = assessment_target(path, "none", as_of_year)
    assert target == Target(path.kind, "decrease", D(value), year)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (None, Target("direction", "increase")),
        (DIRECTION, Target("direction", "decrease")),
        (BAND, Target("band", "none", lower=D(4), upper=D(6))),
        (
            TargetPathLine("band", "toward", (), upper=D(6)),
            Target("band", "toward", upper=D(6)),
        ),
        (TargetPathLine("band", "decrease", ()), Target("direction", "decrease")),
        (TargetPathLine("target_value", "decrease", ()), Target("direction", "decrease")),
        (MILESTONE, Target("milestone", "none", D(1), 2026)),
    ],
)
def test_assessment_target_of_other_paths(path: TargetPathLine | None, expected: Target) -> None:
    assert assessment_target(path, "increase", 2024) == expected


@pytest.mark.parametrize(
    ("path", "direction", "expected"),
    [
        (None, "toward", Target("direction", "toward", D(50))),
        (None, "increase", Target("direction", "increase")),
        (TargetPathLine("direction", "toward", ()), "none", Target("direction", "toward", D(50))),
        (TargetPathLine("band", "toward", ()), "none", Target("direction", "toward", D(50))),
        (LINEAR, "toward", Target("target_value", "decrease", D(50), 2025)),
    ],
)
def test_assessment_target_with_an_optimum(
    path: TargetPathLine | None, direction: str, expected: Target
) -> None:
    assert assessment_target(path, direction, 2024, optimum=D(50)) == expected
