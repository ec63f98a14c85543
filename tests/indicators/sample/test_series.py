from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from indicators.annual_values import Observation, annual_values
from indicators.sample.series import Sketch, annual_series, progress, rounded, seeded, within_year

YEARS = range(2014, 2026)


def sketch(**changes: object) -> Sketch:
    fields = {
        "start": Decimal(100),
        "end": Decimal(50),
        "wobble": Decimal(0),
        "course": "even",
        "decimals": 1,
    }
    return Sketch(**(fields | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize("course", ["even", "late", "early", "jump", "turn"])
def test_every_course_leads_from_start_to_end(course: str) -> None:
    assert progress(course, Decimal(0)) == 0
    assert progress(course, Decimal(1)) == 1


def test_courses_differ_on_the_way() -> None:
    half = Decimal("0.5")
    assert [progress(course, half) for course in ("late", "even", "early", "jump", "turn")] == [
        Decimal("0.25"),
        Decimal("0.5"),
        Decimal("0.75"),
        1,
        1,
    ]
    assert progress("turn", Decimal("0.7")) > 1


def test_unknown_course_is_an_error() -> None:
    with pytest.raises(ValueError, match="unknown course"):
        progress("circle", Decimal(0))


def test_series_without_wobble_is_the_course() -> None:
    series = annual_series(sketch(end=Decimal(45)), range(2014, 2026), seeded("x"))
    assert [series[2014], series[2015], series[2025]] == [100, 95, 45]


def test_series_wobbles_no_further_than_asked() -> None:
    plain = annual_series(sketch(), YEARS, seeded("x"))
    wobbly = annual_series(sketch(wobble=Decimal(3)), YEARS, seeded("x"))
    deviations = [abs(wobbly[year] - plain[year]) for year in YEARS]
    assert 0 < max(deviations) <= 3


def test_series_keeps_to_bounds() -> None:
    high = sketch(start=Decimal(90), end=Decimal(120), upper=Decimal(100))
    assert max(annual_series(high, YEARS, seeded("x")).values()) == 100
    low = sketch(start=Decimal(5), end=Decimal(-5), lower=Decimal(0))
    assert min(annual_series(low, YEARS, seeded("x")).values()) == 0


def test_series_is_the_same_again_and_another_by_another_name() -> None:
    wobbly = sketch(wobble=Decimal(3))
    series = annual_series(wobbly, YEARS, seeded("A-1"))
    assert annual_series(wobbly, YEARS, seeded("A-1")) == series
    assert annual_series(wobbly, YEARS, seeded("A-2")) != series


def test_rounding_is_half_up() -> None:
    assert rounded(Decimal("0.25"), sketch()) == Decimal("0.3")


@pytest.mark.parametrize("rule", ["sum", "mean", "last"])
@pytest.mark.parametrize(
    ("frequency", "count"), [("year", 1), ("half_year", 2), ("quarter", 4), ("month", 12)]
)
def test_periods_make_exactly_the_annual_value(rule: str, frequency: str, count: int) -> None:
    value = Decimal("1665.2")
    periods = within_year(2024, value, Decimal(1600), frequency, rule, sketch())
    assert len(periods) == count
    observations = [Observation(day, number) for day, number in periods.items()]
    (year,) = annual_values(observations, frequency, rule)
    assert (year.year, year.value) == (2024, value)


def test_last_of_a_year_leads_there_from_the_year_before() -> None:
    periods = within_year(2024, Decimal(140), Decimal(100), "quarter", "last", sketch())
    assert periods == {
        date(2024, 1, 1): 110,
        date(2024, 4, 1): 120,
        date(2024, 7, 1): 130,
        date(2024, 10, 1): 140,
    }
