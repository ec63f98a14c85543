"""Axes with round ticks, and path data."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.charts.scales import (
    ValueAxis,
    circles,
    crosses,
    diamonds,
    dots,
    polyline,
    rectangle,
    round_step,
    unit,
    value_axis,
)

VALUES = st.decimals(
    min_value=-(10**11), max_value=10**11, places=4, allow_nan=False, allow_infinity=False
)


def decimals(*texts: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(text) for text in texts)


@pytest.mark.parametrize(
    ("values", "places", "ticks"),
    [
        (("0.21", "2.00"), 2, ("0", "0.5", "1.0", "1.5", "2.0")),  # zero is near
        (("14.4", "15.6"), 1, ("14", "14.5", "15", "15.5")),  # zero is far
        (("-120", "88"), 0, ("-150", "-100", "-50", "0", "50", "100")),
        (("-9", "-8"), 0, ("-9", "-8")),  # never finer than the values are shown
        (("-9", "-1"), 0, ("-10", "-8", "-6", "-4", "-2", "0")),
        (("5", "5"), 0, ("4", "5", "6")),
        (("0", "0"), 0, ("0", "1")),
        (("0", "0"), 2, ("0", "0.01")),
        (("0.0004", "0.0012"), 4, ("0", "0.0005", "0.0010")),  # not 0.00025
    ],
)
def test_value_axis_ticks(values, places, ticks):
    axis = value_axis(decimals(*values), decimals=places)
    assert axis.ticks == decimals(*ticks)


def test_value_axis_ends_little_above_the_highest_value():
    axis = value_axis(decimals("0", "8.9"), decimals=1)
    assert (axis.low, axis.high) == (Decimal(0), Decimal("9.434"))


@given(st.lists(VALUES, min_size=1, max_size=20), st.integers(0, 4))
def test_value_axis_holds_every_value_and_has_two_ticks_at_least(values, places):
    axis = value_axis(values, decimals=places)
    assert axis.low <= min(values)
    assert max(values) <= axis.high
    assert axis.low < axis.high
    assert 2 <= len(axis.ticks) <= 8
    assert axis.ticks[0] == axis.low
    assert axis.ticks[-1] <= axis.high
    steps = {later - earlier for earlier, later in zip(axis.ticks, axis.ticks[1:], strict=False)}
    assert len(steps) == 1


def test_axis_place_runs_from_start_to_end():
    axis = ValueAxis(Decimal(-10), Decimal(30), ())
    assert axis.place(Decimal(-10), 400, 20) == 400
    assert axis.place(Decimal(30), 400, 20) == 20
    assert axis.place(Decimal(0), 400, 20) == 305
    assert axis.has_zero
    assert not ValueAxis(Decimal(1), Decimal(2), ()).has_zero


@pytest.mark.parametrize(
    ("smallest", "finest", "step"),
    [
        ("1", "0.1", "1"),
        ("1.01", "0.1", "2"),
        ("2.1", "0.1", "2.5"),
        ("2.1", "1", "5"),
        ("3", "1", "5"),
        ("5.1", "1", "10"),
        ("0.03", "0.01", "0.05"),
        ("0.03", "1", "1"),
        ("70000", "1", "100000"),
    ],
)
def test_round_step(smallest, finest, step):
    assert round_step(Decimal(smallest), Decimal(finest)) == Decimal(step)


@pytest.mark.parametrize(
    ("place", "text"),
    [(34.0, "34"), (346.06, "346.1"), (-0.01, "0"), (-3.25, "-3.2"), (0.95, "0.9")],
)
def test_unit(place, text):
    assert unit(place) == text


def test_path_data():
    points = [(1.0, 2.0), (3.5, 4.25)]
    assert polyline(points) == "M1 2L3.5 4.2"
    assert polyline(points[:1]) == ""
    assert dots(points) == "M1 2h.01M3.5 4.2h.01"
    assert diamonds([(10.0, 20.0)], 5) == "M10 15l5 5-5 5-5-5z"


def test_crosses_lie():
    assert crosses([(10.0, 20.0)], 3) == "M7 17l6 6m-6 0l6-6"
    assert crosses([], 3) == ""
    assert rectangle(1, 2, 3, 4.5) == "M1 2h3v4.5h-3z"


def test_circles_close_although_places_are_rounded():
    assert circles([(10.0, 20.0)], 2.66) == "M7.3 20a2.7 2.7 0 1 0 5.4 0a2.7 2.7 0 1 0 -5.4 0z"
