from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from reports.pages.short_actions import in_order, is_late, next_step, of_goals, short_action
from reports.snapshot import ActionFacts, MilestoneFacts
from tests.reports.snapshots import make_action

TODAY = date(2025, 11, 3)


@pytest.fixture
def action() -> ActionFacts:
    """Running from 2022 to 2026, its second milestone of 2024 not reached."""
    return make_action(0, "1.1.1")


def test_an_action_in_a_line(action: ActionFacts) -> None:
    line = short_action(action, TODAY, width=200, size=8)
    assert (line.title, line.phase, line.period) == ("Maßnahme 1", "in Umsetzung", "2022 bis 2026")
    assert (line.step, line.due) == ("Förderbescheid", "überfällig seit 31.12.2024")
    assert line.is_late


def test_a_step_to_come(action: ActionFacts) -> None:
    line = short_action(action, date(2024, 12, 31), width=200, size=8)
    assert (line.step, line.due, line.is_late) == ("Förderbescheid", "31.12.2024", False)


def test_nothing_to_come(action: ActionFacts) -> None:
    for done in (
        replace(action, milestones=()),
        replace(action, milestones=(MilestoneFacts("Fertig", date(2020, 1, 1), TODAY),)),
        replace(action, phase="stopped"),
    ):
        assert next_step(done) is None
        assert not is_late(done, TODAY)
        assert short_action(done, TODAY, width=200, size=8).due == ""


def test_long_titles_are_cut(action: ActionFacts) -> None:
    long = replace(action, title="Sichere Wege für alle " * 9)
    assert short_action(long, TODAY, width=100, size=8).title.endswith("…")


def test_what_runs_comes_first(action: ActionFacts) -> None:
    phases = ("stopped", "idea", "running", "completed", "decided")
    rows = [replace(action, phase=phase, title=title) for phase in phases for title in "BA"]
    assert [f"{one.phase} {one.title}" for one in in_order(rows)] == [
        f"{phase} {title}"
        for phase in ("running", "decided", "completed", "idea", "stopped")
        for title in "AB"
    ]


@pytest.mark.parametrize(
    ("prefix", "codes"),
    [("1", "abd"), ("1.1", "a"), ("1.1.1", "a"), ("1.10", "b"), ("1.2", ""), ("2", "c")],
)
def test_actions_of_a_goal_and_of_what_lies_below_it(
    action: ActionFacts, prefix: str, codes: str
) -> None:
    goals = {"a": ("1.1.1",), "b": ("1.10.1",), "c": ("2.1.1",), "d": ("11.1.1", "1.3.1"), "e": ()}
    rows = [replace(action, title=name, goals=own) for name, own in goals.items()]
    assert "".join(one.title for one in of_goals(rows, prefix)) == codes
