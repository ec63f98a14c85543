"""Required pace as bars."""

from __future__ import annotations

from decimal import Decimal

from indicators.charts.pace import PaceBar, pace_bars
from indicators.target_paths import RequiredPace

D = Decimal


def pace(needed: str | None, mean: str | None, best: str | None, reason: str = "") -> RequiredPace:
    needed_, mean_, best_ = (None if text is None else D(text) for text in (needed, mean, best))
    return RequiredPace(needed_, mean_, best_, 2023 if best else None, 2030, reason)


def test_three_bars_on_one_scale():
    assert pace_bars(pace("0.19", "0.108", "0.16"), latest_year=2025, since=2020) == (
        PaceBar("nötig", "2026 bis 2030", D("0.19"), "0.0", "95.0", True),
        PaceBar("bestes Jahr", "2023", D("0.16"), "0.0", "80.0", False),
        PaceBar("Mittel", "2020 bis 2025", D("0.108"), "0.0", "54.0", False),
    )


def test_a_falling_target_gives_the_same_bars_with_negative_values():
    needed, best, mean = pace_bars(pace("-2", "-1", "-1.5"), latest_year=2025, since=2020)
    assert (needed.value, needed.x, needed.width) == (D(-2), "0.0", "95.0")
    assert (best.width, mean.width) == ("71.2", "47.5")


def test_the_wrong_direction_goes_to_the_left():
    needed, best, mean = pace_bars(pace("3", "-1", "1"))
    assert (mean.x, mean.width) == ("0.0", "23.8")
    assert (needed.x, needed.width) == (best.x, "71.2") == ("23.8", "71.2")


def test_what_is_not_known_has_no_bar():
    assert pace_bars(pace(None, None, None, "too_few_values")) == ()
    assert [bar.label for bar in pace_bars(pace(None, "1", "2", "target_year_over"))] == [
        "bestes Jahr",
        "Mittel",
    ]


def test_a_reached_target_needs_nothing():
    needed, _, _ = pace_bars(pace("0", "1", "2", "reached"))
    assert (needed.value, needed.width) == (D(0), "0.0")
    assert {bar.width for bar in pace_bars(pace("0", "0", "0", "reached"))} == {"0.0"}


def test_years_that_are_not_known_are_left_out():
    assert [bar.years for bar in pace_bars(pace("1", "1", "1"))] == ["", "2023", ""]
    only_one_to_come = pace_bars(pace("1", "1", "1"), latest_year=2029)
    assert only_one_to_come[0].years == "2030"
