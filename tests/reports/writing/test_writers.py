from __future__ import annotations

from datetime import date

import pytest

from accounts.models import User
from indicators.models import Indicator
from reports.models import Report, ReportText
from reports.services import ReportError
from reports.writing.places import TextPlace, load_places
from reports.writing.services import Wording, save
from reports.writing.writers import (
    Assigned,
    Assignment,
    assign,
    may_write,
    possible_writers,
    unfinished_texts,
)
from reports.writing.writers import (
    ask as ask_for,
)
from strategy.models import StrategicGoal
from tests.factories import (
    CriterionFactory,
    DepartmentFactory,
    MembershipFactory,
    OperationalGoalFactory,
    ReportTextFactory,
    UserFactory,
)

DAY = date(2026, 10, 1)


def ask(report: Report, by: User, **wish: object) -> Assigned:
    """Ask for all texts of the Handlungsfeld: itself, a goal and an indicator."""
    places = load_places(report)[1].places
    wanted = {"writer": None, "by_department": False, "due_on": None, "only_open": False} | wish
    return assign(report=report, places=places, wish=Assignment(**wanted), by=by)  # type: ignore[arg-type]


def test_somebody_is_asked_for_all_texts(report: Report, coordinator: User, clerk: User) -> None:
    assert ask(report, coordinator, writer=clerk, due_on=DAY) == Assigned(3, 0)
    rows = ReportText.objects.all()
    assert {(row.writer, row.due_on, row.version, row.body) for row in rows} == {
        (clerk, DAY, 0, "")
    }
    assert ask(report, coordinator, writer=clerk, due_on=DAY) == Assigned(0, 0)


def test_asking_leaves_the_wording_alone(report: Report, coordinator: User, clerk: User) -> None:
    text = ReportTextFactory(
        report=report, goal=StrategicGoal.objects.get(), body="Gut.", state="approved"
    )
    ask(report, coordinator, writer=clerk)
    text.refresh_from_db()
    assert (text.writer, text.body, text.state, text.version) == (clerk, "Gut.", "approved", 1)


def test_text_that_somebody_begins_meanwhile_is_asked_for(
    place: TextPlace, clerk: User, other_clerk: User
) -> None:
    """It was not there yet when the texts of the report were read."""
    save(place=place, wording=Wording("Gut."), seen=0, by=other_clerk)
    assert ask_for(place, None, clerk, DAY)
    text = ReportText.objects.get()
    assert (text.body, text.saved_by, text.writer, text.due_on) == ("Gut.", other_clerk, clerk, DAY)


def test_only_those_that_nobody_writes(
    report: Report, coordinator: User, clerk: User, other_clerk: User
) -> None:
    ReportTextFactory(report=report, goal=StrategicGoal.objects.get(), writer=other_clerk)
    assert ask(report, coordinator, writer=clerk, only_open=True) == Assigned(2, 0)
    assert ReportText.objects.get(goal__isnull=False).writer == other_clerk


def test_date_alone_leaves_the_writer(report: Report, coordinator: User, clerk: User) -> None:
    ask(report, coordinator, writer=clerk)
    ask(report, coordinator, due_on=DAY)
    assert {(row.writer, row.due_on) for row in ReportText.objects.all()} == {(clerk, DAY)}


def test_whoever_answers_for_the_department(
    report: Report, coordinator: User, clerk: User, other_clerk: User
) -> None:
    """That of the indicator, and of most operational goals; the owner before the deputy."""
    waste = DepartmentFactory(name="Abfall")
    MembershipFactory(user=other_clerk, department=waste)
    MembershipFactory(user=clerk, department=waste, is_deputy=True)
    Indicator.objects.update(department=waste)
    goal = StrategicGoal.objects.get()
    other = DepartmentFactory(name="Ohne Leute")
    for department in (waste, other, waste):
        OperationalGoalFactory(strategic_goal=goal, department=department)
    assert ask(report, coordinator, by_department=True) == Assigned(2, 1)
    assert {row.writer for row in ReportText.objects.all()} == {other_clerk}


def test_sample_accounts_are_asked_for_sample_reports_only(report: Report, clerk: User) -> None:
    sample = UserFactory(entry=True, is_sample=True)
    UserFactory(entry=True, is_active=False)
    UserFactory(council=True)
    assert set(possible_writers(report)) == {clerk}
    report.is_sample = True
    assert set(possible_writers(report)) == {clerk, sample}


def test_sample_account_asks_for_no_real_text(report: Report, clerk: User) -> None:
    sample = UserFactory(coordination=True, is_sample=True)
    with pytest.raises(ReportError, match="Ein Beispielkonto"):
        ask(report, sample, writer=clerk)


def test_who_may_write(
    report: Report, clerk: User, other_clerk: User, coordinator: User, councillor: User
) -> None:
    text = ReportTextFactory(report=report, writer=clerk)
    assert may_write(clerk, text)
    assert may_write(coordinator, text)
    assert may_write(coordinator, None)
    assert not may_write(other_clerk, text)
    assert not may_write(clerk, None)
    text.writer = councillor  # who had another role once
    assert not may_write(councillor, text)


def test_what_is_still_to_be_written(report: Report, clerk: User) -> None:
    for section, state in (("foreword", "draft"), ("summary", "review"), ("annex", "approved")):
        ReportTextFactory(report=report, section=section, state=state, writer=clerk)
    assert [text.section for text in unfinished_texts(clerk)] == ["foreword"]


def test_nobody_is_asked_about_a_framework_that_was_given_up(report: Report, clerk: User) -> None:
    criterion = CriterionFactory()
    ReportTextFactory(report=report, criterion=criterion, writer=clerk)
    assert not unfinished_texts(clerk).exists()
    Report.objects.update(framework=criterion.framework)
    assert unfinished_texts(clerk).get().criterion == criterion
