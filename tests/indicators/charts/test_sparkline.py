"""Sparklines: the last years and the target on one time axis."""

from __future__ import annotations

from decimal import Decimal

import pytest

from indicators.charts.sparkline import Sparkline, sparkline
from indicators.target_paths import PathPoint
from tests.indicators.charts.examples import years

GOAL = PathPoint(2030, Decimal(20))


def spark(texts: str, target: PathPoint | None = GOAL, first: int = 2019) -> Sparkline:
    return sparkline(years(first, texts), target, first_year=2019, last_year=2030)


def test_line_latest_value_way_and_goal():
    # 79 units for 11 years, 19 for 10 to 20: one year is 7.2 units, one of the value 1.9.
    assert spark("10 12 15") == Sparkline(
        line="M3.0 24.0h0L10.2 20.2L17.4 14.5",
        x="17.4",
        y="14.5",
        way="M17.4 14.5L82.0 5.0",
        goal="M82.0 1.0l4 4-4 4-4-4z",
    )


def test_a_falling_target_lies_below():
    drawn = spark("20 16 15", PathPoint(2030, Decimal(10)))
    assert drawn.line == "M3.0 5.0h0L10.2 12.6L17.4 14.5"
    assert drawn.goal == "M82.0 20.0l4 4-4 4-4-4z"


def test_a_target_before_the_last_year_stands_in_its_year():
    assert spark("10 12", PathPoint(2025, Decimal(20))).goal.startswith("M46.1 ")


def test_a_target_after_the_last_year_stands_at_the_edge():
    assert spark("10 12", PathPoint(2045, Decimal(20))).goal.startswith("M82.0 ")


def test_a_target_far_away_becomes_an_arrowhead_and_leaves_the_line_its_shape():
    above = spark("10 11 10", PathPoint(2030, Decimal(100)))
    assert above.goal == "M82.0 1.5l4.5 7h-9z"
    assert above.line == "M3.0 24.0h0L10.2 16.4L17.4 24.0"  # 40 of 100 of the height
    below = spark("11 10 11", PathPoint(2030, Decimal(-100)))
    assert below.goal == "M82.0 27.5l4.5-7h-9z"
    assert below.line == "M3.0 5.0h0L10.2 12.6L17.4 5.0"


def test_a_year_without_value_breaks_the_line_and_a_lone_value_is_a_dot():
    assert spark("10 - 20 15").line == "M3.0 24.0h0M17.4 5.0h0L24.5 14.5"


def test_values_before_the_axis_are_left_out():
    assert spark("1 10 20", first=2018).line == "M3.0 24.0h0L10.2 5.0"


def test_without_target():
    drawn = spark("10 20", None)
    assert (drawn.way, drawn.goal) == ("", "")
    assert drawn.line == "M3.0 24.0h0L10.2 5.0"


def test_without_values():
    assert spark("- -") == Sparkline("", "0.0", "0.0", "", "M82.0 10.5l4 4-4 4-4-4z")
    assert spark("- -", None) == Sparkline("", "0.0", "0.0", "", "")


def test_constant_values_lie_in_the_middle_or_opposite_the_target():
    assert spark("5 5", None).line == "M3.0 14.5h0L10.2 14.5"
    assert spark("5 5", PathPoint(2030, Decimal(5))).line == "M3.0 14.5h0L10.2 14.5"
    assert spark("5 5", PathPoint(2030, Decimal(6))).line == "M3.0 24.0h0L10.2 24.0"
    assert spark("5 5", PathPoint(2030, Decimal(4))).line == "M3.0 5.0h0L10.2 5.0"


def test_a_target_whose_year_is_over_needs_no_way():
    assert spark("1 2 3 4", PathPoint(2020, Decimal(4))).way == ""


@pytest.mark.parametrize("texts", ["-5 5", "0.0001 0.0003", "123456789012345 123456789012346"])
def test_any_size_fills_the_height(texts):
    assert spark(texts, None).line == "M3.0 24.0h0L10.2 5.0"


def test_a_break_interrupts_the_line():
    drawn = sparkline(years(2019, "10 12 15"), GOAL, breaks=(2021,))
    assert drawn.line == "M3.0 24.0h0L10.2 20.2M17.4 14.5h0"
    assert sparkline(years(2019, "10 12 15"), GOAL, breaks=(2019, 2030)) == spark("10 12 15")
