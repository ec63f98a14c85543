"""The range of the continuation."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.assessment import Target, assess
from indicators.forecast_fan import FanYear, forecast_fan
from indicators.sentences.fans import fan_sentence

D = Decimal
# Changes from 2020 on: 1, 3, 2, 2 and 2.
RISING = {2020: D(10), 2021: D(11), 2022: D(14), 2023: D(16), 2024: D(18), 2025: D(20)}


def test_from_the_slowest_to_the_fastest_year() -> None:
    fan = forecast_fan(RISING, 2027)
    assert fan is not None
    assert fan.since == 2020
    assert fan.years == (
        FanYear(2025, D(20), D(20)),
        FanYear(2026, D(21), D(23)),
        FanYear(2027, D(22), D(26)),
    )
    assert fan.end == fan.years[-1]


def test_only_the_last_six_values_count() -> None:
    before = {2018: D(0), 2019: D(100)} | RISING
    assert forecast_fan(before, 2027) == forecast_fan(RISING, 2027)


def test_a_change_across_a_gap_counts_per_year() -> None:
    fan = forecast_fan({2018: D(0), 2021: D(9), 2022: D(10), 2024: D(14)}, 2025)
    assert fan is not None
    assert fan.end == FanYear(2025, D(15), D(17))


def test_falling_values_keep_low_and_high_apart() -> None:
    fan = forecast_fan({year: -value for year, value in RISING.items()}, 2026)
    assert fan is not None
    assert fan.end == FanYear(2026, D(-23), D(-21))


def test_what_cannot_be_is_cut_off() -> None:
    fan = forecast_fan(RISING, 2030, lower=D(24), upper=D(30))
    assert fan is not None
    assert fan.end == FanYear(2030, D(25), D(30))
    assert fan.years[1] == FanYear(2026, D(24), D(24))


@pytest.mark.parametrize(
    ("points", "year"),
    [
        (dict(list(RISING.items())[:3]), 2030),
        ({}, 2030),
        (RISING, None),
        (RISING, 2025),
        (RISING, 2024),
    ],
    ids=["three values", "none", "no target year", "its year has come", "it is over"],
)
def test_no_fan(points: dict[int, Decimal], year: int | None) -> None:
    assert forecast_fan(points, year) is None


def test_four_values_are_enough() -> None:
    assert forecast_fan(dict(list(RISING.items())[:4]), 2030) is not None


POINTS = st.dictionaries(
    st.integers(2010, 2024),
    st.decimals(min_value=-1000, max_value=1000, places=2),
    min_size=6,
)


@given(POINTS, st.integers(1, 10))
def test_the_official_continuation_lies_within(points: dict[int, Decimal], ahead: int) -> None:
    latest = max(points)
    year = latest + ahead
    projected = assess(points, Target("target_value", "increase", D(10**6), year), latest).projected
    fan = forecast_fan(points, year)
    assert fan is not None
    assert projected is not None
    assert fan.end.low - D("1e-9") <= projected <= fan.end.high + D("1e-9")


@given(POINTS, st.integers(1, 10))
def test_slow_twin(points: dict[int, Decimal], ahead: int) -> None:
    """Every change of the window, carried on one year after the other."""
    window = sorted(points)[-6:]
    ends = []
    for before, after in zip(window, window[1:], strict=False):
        value = points[window[-1]]
        for _ in range(ahead):
            value += (points[after] - points[before]) / (after - before)
        ends.append(value)
    fan = forecast_fan(points, window[-1] + ahead)
    assert fan is not None
    assert abs(fan.end.low - min(ends)) < D("1e-9")
    assert abs(fan.end.high - max(ends)) < D("1e-9")


def test_in_words() -> None:
    fan = forecast_fan(RISING, 2030)
    assert fan is not None
    assert fan_sentence(fan, "Plätze", 0) == (
        "Fortschreibung, keine Vorhersage: Mit dem Tempo des langsamsten bis schnellsten Jahres "
        "seit 2020 läge der Wert 2030 zwischen 25 und 35\u00a0Plätzen."
    )


def test_in_words_when_every_year_was_the_same() -> None:
    fan = forecast_fan({year: D(year) for year in range(2020, 2026)}, 2030)
    assert fan is not None
    assert fan_sentence(fan, "%", 1).endswith("läge der Wert 2030 bei 2.030,0\u00a0%.")


def test_different_ends_never_look_alike() -> None:
    fan = forecast_fan({2020: D(1), 2021: D(1), 2022: D(1), 2023: D("1.01")}, 2024)
    assert fan is not None
    assert "zwischen 1,01 und 1,02\u00a0t" in fan_sentence(fan, "t", 0)
