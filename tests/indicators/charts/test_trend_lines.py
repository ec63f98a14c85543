"""The lines of a trend chart as years and values."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from indicators.charts.trend_lines import Gap, gap_to_target, path_line, trend_lines
from indicators.target_paths import TargetPathLine
from tests.indicators.charts.examples import (
    BAND,
    EMPTY,
    GAPS,
    LIMIT,
    NEGATIVE,
    PHOTOVOLTAICS,
    SINGLE,
    STEPS,
    path,
    points,
    years,
)

D = Decimal


def test_a_year_without_value_breaks_the_line():
    lines = trend_lines(GAPS)
    assert lines.solid == (
        points((2019, "5"), (2020, "5.5")),
        points((2022, "6"), (2023, "6.4")),
    )
    assert lines.provisional == ()


def test_a_year_that_is_not_listed_breaks_the_line_too():
    chart = replace(EMPTY, values=(*years(2018, "1 2"), *years(2021, "3 4")))
    assert trend_lines(chart).solid == (
        points((2018, "1"), (2019, "2")),
        points((2021, "3"), (2022, "4")),
    )


def test_the_way_to_a_provisional_value_is_a_line_of_its_own():
    chart = replace(EMPTY, values=years(2020, "1 2 3 4", provisional=2022))
    lines = trend_lines(chart)
    assert lines.solid == (points((2020, "1"), (2021, "2")), points((2022, "3"), (2023, "4")))
    assert lines.provisional == (points((2021, "2"), (2022, "3")),)


def test_path_line_has_the_named_points_and_the_ends():
    assert PHOTOVOLTAICS.path
    assert path_line(PHOTOVOLTAICS.path, 2012, 2032) == points(
        (2021, "0.6"), (2025, "1.2"), (2030, "2"), (2032, "2")
    )


def test_path_line_is_cut_at_the_shown_years():
    assert PHOTOVOLTAICS.path
    assert path_line(PHOTOVOLTAICS.path, 2023, 2027) == points(
        (2023, "0.9"), (2025, "1.2"), (2027, "1.52")
    )


def test_path_line_of_steps_turns_in_the_year_of_the_new_value():
    assert path_line(STEPS.path, 2016, 2030) == points(
        (2018, "10"), (2022, "10"), (2022, "15"), (2030, "15"), (2030, "30")
    )


def test_path_line_of_a_limit_holds_for_every_year():
    assert path_line(LIMIT.path, 2014, 2030) == points((2014, "40"), (2030, "40"))
    changing = path((2025, "50"), (2030, "40"), kind="limit_every_year", direction="decrease")
    assert path_line(changing, 2020, 2030) == points(
        (2020, "50"), (2026, "50"), (2026, "40"), (2030, "40")
    )


@pytest.mark.parametrize("line", [None, BAND.path, TargetPathLine("direction", "increase", ())])
def test_path_line_without_numbers(line):
    assert path_line(line, 2014, 2030) == ()


def decreasing(latest: str, end: str) -> Gap | None:
    chart = replace(
        EMPTY,
        values=years(2025, latest),
        path=path((2030, "4"), direction="decrease"),
        continuation=points((2025, latest), (2030, end)),
    )
    return gap_to_target(chart)


@pytest.mark.parametrize(
    ("chart", "gap"),
    [
        (PHOTOVOLTAICS, Gap(2030, D("1.59"), D(2))),
        (NEGATIVE, None),  # the continuation is better than the target
        (SINGLE, None),  # no continuation, and the target year is to come
        (EMPTY, None),
        (GAPS, None),
        (LIMIT, Gap(2025, D(42), D(40))),  # due every year
        (BAND, Gap(2025, D("19.4"), D(20))),
        (replace(BAND, values=years(2025, "22")), None),
        (replace(BAND, values=years(2025, "27")), Gap(2025, D(27), D(25))),
    ],
)
def test_gap_to_target(chart, gap):
    assert gap_to_target(chart) == gap


def test_gap_of_a_target_that_falls():
    assert decreasing("6", "4.5") == Gap(2030, D("4.5"), D(4))
    assert decreasing("6", "3.5") is None
    assert decreasing("6", "4") is None


def test_gap_that_would_be_written_as_zero_is_none():
    assert decreasing("6", "4.004") is None
    assert decreasing("6", "4.005") == Gap(2030, D("4.005"), D(4))


def test_gap_when_the_target_year_is_over():
    chart = replace(EMPTY, values=years(2025, "3"), path=path((2024, "5")))
    assert gap_to_target(chart) == Gap(2025, D(3), D(5))


def test_gap_in_the_year_of_a_point_on_the_way():
    chart = replace(EMPTY, values=years(2024, "1 1.05"), path=path((2025, "1.2"), (2030, "2")))
    assert gap_to_target(chart) == Gap(2025, D("1.05"), D("1.2"))
    assert gap_to_target(replace(chart, values=years(2023, "1 1.05"))) is None


def test_gap_amount():
    assert Gap(2030, D("4.5"), D(4)).amount == D("0.5")
    assert Gap(2030, D("1.59"), D(2)).amount == D("0.41")
