"""The time line of an action."""

from __future__ import annotations

from datetime import date

import pytest

from strategy.timeline import Mark, Timeline, percent, state, timeline

TODAY = date(2026, 7, 2)


def test_timeline() -> None:
    drawn = timeline(
        date(2025, 1, 1),
        date(2026, 12, 31),
        [(date(2025, 7, 2), date(2026, 1, 1)), (date(2026, 7, 1), None)],
        TODAY,
    )
    assert drawn == Timeline(
        start="0.0%",
        end="99.9%",
        now="74.9%",
        years=(("0.0%", 2025), ("50.0%", 2026)),
        marks=(Mark("50.0%", "reached"), Mark("74.8%", "late")),
    )


def test_timeline_without_any_date_is_none() -> None:
    assert timeline(None, None, [], TODAY) is None


def test_timeline_of_milestones_alone_spans_their_years() -> None:
    drawn = timeline(None, None, [(date(2028, 5, 1), None)], TODAY)
    assert drawn is not None
    assert drawn.years == (("0.0%", 2028),)
    assert drawn.now == ""


def test_a_long_action_has_few_enough_labels() -> None:
    drawn = timeline(date(2010, 3, 1), date(2035, 3, 1), [], TODAY)
    assert drawn is not None
    assert [year for _, year in drawn.years] == [2010, 2014, 2018, 2022, 2026, 2030, 2034]


@pytest.mark.parametrize(
    ("due", "reached", "expected"),
    [
        (date(2026, 7, 1), None, "late"),
        (date(2026, 7, 2), None, "planned"),  # still time today
        (date(2026, 7, 1), date(2026, 7, 9), "reached"),
    ],
)
def test_state(due: date, reached: date | None, expected: str) -> None:
    assert state(due, reached, TODAY) == expected


def test_nothing_of_a_stopped_action_is_late() -> None:
    assert state(date(2026, 7, 1), None, TODAY, stopped=True) == "dropped"
    assert state(date(2026, 7, 1), date(2026, 7, 9), TODAY, stopped=True) == "reached"
    drawn = timeline(None, None, [(date(2026, 7, 1), None)], TODAY, stopped=True)
    assert drawn is not None
    assert [mark.state for mark in drawn.marks] == ["dropped"]


def test_percent() -> None:
    assert percent(date(2025, 1, 2), date(2025, 1, 1), date(2025, 1, 5)) == "25.0%"
