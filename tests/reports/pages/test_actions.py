from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from reports.pages.actions import (
    CheckLine,
    MilestoneLine,
    Schedule,
    action_entry,
    effect_sign,
    period_text,
    schedule_of,
)
from tests.reports.snapshots import make_snapshot

SNAPSHOT = make_snapshot()
GOALS = SNAPSHOT.cross_cutting_goals
RUNNING = SNAPSHOT.actions[0]  # 2022 to 2026
TODAY = date(2025, 7, 2)
DECADE = Schedule(2021, 2030)


def test_entry_of_a_running_action() -> None:
    entry = action_entry(RUNNING, GOALS, DECADE, TODAY)
    assert (entry.kind, entry.phase, entry.period) == ("Maßnahme", "in Umsetzung", "2022 bis 2026")
    assert entry.goals == (("1.1.1", "ziel-1-1"),)
    assert entry.milestones == (
        MilestoneLine("Planung", "reached", "erreicht am 1. September 2023"),
        MilestoneLine("Förderbescheid", "late", "überfällig seit 31. Dezember 2024"),
        MilestoneLine("Fertigstellung", "planned", "geplant zum 31. Dezember 2026"),
    )
    assert entry.checks == (
        CheckLine("Klimaneutralität", 2, "+2", "stark fördernd", "Spart Energie."),
        CheckLine("Resilienz", 0, "0", "neutral", "Ohne Einfluss."),
        CheckLine("Generationengerechtigkeit", -1, "−1", "hemmend", "Bindet Mittel."),
    )
    assert entry.is_checked


def test_milestones_of_a_stopped_action_are_dropped_not_late() -> None:
    entry = action_entry(replace(RUNNING, phase="stopped"), GOALS, DECADE, TODAY)
    assert [line.state for line in entry.milestones] == ["reached", "dropped", "dropped"]
    assert entry.milestones[1].words == "entfällt, geplant war 31. Dezember 2024"
    assert entry.bar
    assert entry.bar.late == entry.bar.planned == ""


def test_entry_of_an_unchecked_action_without_dates() -> None:
    idea = replace(RUNNING, checks=(), milestones=(), starts_on=None, ends_on=None)
    entry = action_entry(idea, GOALS, DECADE, TODAY)
    assert entry.bar is None
    assert entry.period == ""
    assert not entry.is_checked
    assert {check.sign for check in entry.checks} == {"–"}


def test_bar_lies_where_its_dates_are() -> None:
    entry = action_entry(
        replace(RUNNING, starts_on=date(2021, 1, 1), ends_on=date(2030, 12, 31)),
        GOALS,
        DECADE,
        date(2026, 1, 1),
    )
    assert entry.bar is not None
    assert entry.bar.run == "M0.0 5.0H142.0"
    assert entry.bar.today == "M71.0 0V10.0"
    assert entry.bar.planned.count("z") == entry.bar.late.count("z") == 1
    assert entry.bar.title == "Zeitleiste: Maßnahme 1, 2021 bis 2030"


def test_bar_shows_today_only_within_the_schedule() -> None:
    entry = action_entry(RUNNING, GOALS, DECADE, date(2031, 1, 1))
    assert entry.bar is not None
    assert entry.bar.today == ""


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (date(2023, 4, 1), date(2026, 1, 1), "2023 bis 2026"),
        (date(2023, 4, 1), date(2023, 9, 1), "2023"),
        (date(2023, 4, 1), None, "ab 2023"),
        (None, date(2026, 1, 1), "bis 2026"),
        (None, None, ""),
    ],
)
def test_period_text(start: date | None, end: date | None, text: str) -> None:
    assert period_text(start, end) == text


@pytest.mark.parametrize(("effect", "sign"), [(2, "+2"), (0, "0"), (-1, "−1")])
def test_effect_sign(effect: int, sign: str) -> None:
    assert effect_sign(effect) == sign


def test_schedule_reaches_from_the_first_to_the_last_date() -> None:
    assert schedule_of(SNAPSHOT.actions) == Schedule(2022, 2028)
    assert schedule_of([]) is None


def test_schedule_leaves_out_what_is_long_past() -> None:
    old = replace(RUNNING, starts_on=date(1990, 1, 1))
    assert schedule_of([old]) == Schedule(2010, 2026)


def test_schedule_names_at_most_five_years() -> None:
    for years in range(1, 18):
        assert len(Schedule(2020, 2020 + years - 1).years) <= 5
