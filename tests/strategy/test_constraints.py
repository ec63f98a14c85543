from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection

from soest.triggers import drop
from strategy.enums import CHECKED_PHASES
from strategy.models import (
    Action,
    CrossCuttingCheck,
    DataVersion,
    OperationalGoal,
    Sdg,
    StrategicGoal,
    StrategyFrame,
)
from tests.breaches import Breach, Delete, Insert, attempt, update
from tests.factories import (
    PUBLISHED_AT,
    ActionAreaFactory,
    ActionFactory,
    CouncilMeetingFactory,
    CrossCuttingCheckFactory,
    CrossCuttingGoalFactory,
    DepartmentFactory,
    DistrictBoundaryFactory,
    DistrictFactory,
    MilestoneFactory,
    OperationalGoalFactory,
    StrategicGoalFactory,
    StrategyEventFactory,
)


def own_parent() -> Breach:
    department = DepartmentFactory()
    return update(department, parent=department)


def without_code_rules(goal: StrategicGoal | OperationalGoal) -> None:
    """A position taken twice means a code taken twice, which is refused before."""
    table = goal._meta.db_table
    for event in ("insert", "update"):
        drop(f"{table}_code_{event}", table, connection)


def second_strategic_goal_at_a_position() -> Breach:
    first = StrategicGoalFactory()
    second = StrategicGoalFactory(area=first.area)
    without_code_rules(second)
    return update(second, position=first.position)


def second_operational_goal_at_a_position() -> Breach:
    first = OperationalGoalFactory()
    second = OperationalGoalFactory(strategic_goal=first.strategic_goal)
    without_code_rules(second)
    return update(second, position=first.position)


def renumbered_parent() -> Breach:
    goal = OperationalGoalFactory(strategic_goal__area__number=4).strategic_goal
    return update(goal, position=2, code="4.2")


def second_city() -> Breach:
    DistrictFactory(city=True)
    return update(DistrictFactory(), kind="city")


def second_core() -> Breach:
    DistrictFactory(core=True)
    return update(DistrictFactory(), kind="core")


def second_district_on_a_tile() -> Breach:
    DistrictFactory(tile_row=2, tile_column=3)
    return update(DistrictFactory(), tile_row=2, tile_column=3)


def second_milestone_of_a_title() -> Breach:
    first = MilestoneFactory()
    return update(MilestoneFactory(action=first.action), title=first.title)


def second_check_of_a_goal() -> Breach:
    first = CrossCuttingCheckFactory()
    return update(CrossCuttingCheckFactory(action=first.action), goal=first.goal)


def half_checked_action() -> Action:
    """An idea that is checked against the first of two goals only."""
    first, _second = CrossCuttingGoalFactory.create_batch(2)
    return CrossCuttingCheckFactory(goal=first).action


def new_decided_action() -> Breach:
    CrossCuttingGoalFactory()
    return Insert(Action(slug="neu", title="Neu", kind="concept", phase="decided"))


def check_of_a_decided_action() -> CrossCuttingCheck:
    CrossCuttingGoalFactory()
    action = ActionFactory(phase="decided")
    return action.checks.get()


def second_meeting_of_a_day() -> Breach:
    first = CouncilMeetingFactory()
    return update(CouncilMeetingFactory(), date=first.date)


BREACHES: dict[str, Callable[[], Breach]] = {
    "strategy_department_not_own_parent": own_parent,
    # goals
    "strategy_sdg_number": lambda: Insert(Sdg(number=18, name="Noch eins")),
    "strategy_area_number": lambda: update(ActionAreaFactory(), number=9),
    "strategy_area_confirmed_guideline": lambda: update(
        ActionAreaFactory(guideline=""), guideline_confirmed=True
    ),
    "strategy_strategicgoal_one_a_position": second_strategic_goal_at_a_position,
    "strategy_strategicgoal_has_title": lambda: update(StrategicGoalFactory(), title=""),
    "strategy_strategicgoal_code_insert": lambda: Insert(
        StrategicGoal(area=ActionAreaFactory(number=1), position=2, code="1.3", title="Ziel")
    ),
    "strategy_strategicgoal_code_update": lambda: update(StrategicGoalFactory(), position=7),
    "strategy_operationalgoal_one_a_position": second_operational_goal_at_a_position,
    "strategy_operationalgoal_has_title": lambda: update(OperationalGoalFactory(), title=""),
    "strategy_operationalgoal_due_year": lambda: update(OperationalGoalFactory(), due_year=1999),
    "strategy_operationalgoal_code_insert": lambda: Insert(
        OperationalGoal(strategic_goal=StrategicGoalFactory(), position=1, code="1.1", title="Ziel")
    ),
    "strategy_operationalgoal_code_update": lambda: update(OperationalGoalFactory(), code="9.9.9"),
    "strategy_actionarea_number_kept": lambda: update(
        StrategicGoalFactory(area__number=1).area, number=2
    ),
    "strategy_strategicgoal_code_kept": renumbered_parent,
    # places
    "strategy_district_kind": lambda: update(DistrictFactory(), kind="county"),
    "strategy_district_one_city_one_core": second_city,
    "strategy_district_near_soest": lambda: update(DistrictFactory(), latitude=48, longitude=11),
    "strategy_district_area": lambda: update(DistrictFactory(), area_km2=0),
    "strategy_district_tile": lambda: update(DistrictFactory(), tile_row=13, tile_column=1),
    "strategy_district_one_tile_a_place": second_district_on_a_tile,
    "strategy_boundary_has_source": lambda: update(DistrictBoundaryFactory(), source=""),
    # actions
    "strategy_action_kind": lambda: update(ActionFactory(), kind="party"),
    "strategy_action_phase": lambda: update(ActionFactory(), phase="forgotten"),
    "strategy_action_ends_after_start": lambda: update(
        ActionFactory(), starts_on=date(2026, 1, 2), ends_on=date(2026, 1, 1)
    ),
    "strategy_action_has_title": lambda: update(ActionFactory(), title=""),
    "strategy_action_checked_insert": new_decided_action,
    "strategy_action_checked_update": lambda: update(half_checked_action(), phase="decided"),
    "strategy_milestone_title_once_an_action": second_milestone_of_a_title,
    "strategy_check_once_a_goal": second_check_of_a_goal,
    "strategy_check_effect": lambda: update(CrossCuttingCheckFactory(), effect=3),
    "strategy_check_has_reason": lambda: update(CrossCuttingCheckFactory(), reason=""),
    "strategy_check_kept": lambda: Delete(check_of_a_decided_action()),
    "strategy_check_moved": lambda: update(check_of_a_decided_action(), action=ActionFactory()),
    # the frame and what happened
    "strategy_meeting_one_a_day": second_meeting_of_a_day,
    "strategy_meeting_date": lambda: update(CouncilMeetingFactory(), date=date(206, 3, 4)),
    "strategy_meeting_has_body": lambda: update(CouncilMeetingFactory(), body=""),
    "strategy_frame_one_row": lambda: Insert(StrategyFrame(id=2, title="Zweite", vision="…")),
    "strategy_event_precision": lambda: update(StrategyEventFactory(), precision="week"),
    "strategy_dataversion_one_row": lambda: Insert(DataVersion(id=2, changed_at=PUBLISHED_AT)),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", BREACHES)
def test_database_refuses(name: str) -> None:
    attempt(name, BREACHES[name]())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "half"),
    [
        ("strategy_district_near_soest", {"latitude": 51.5}),
        ("strategy_district_near_soest", {"longitude": 8.1}),
        ("strategy_district_tile", {"tile_row": 3}),
        ("strategy_district_tile", {"tile_column": 3}),
    ],
)
def test_half_a_place_is_refused(name: str, half: dict[str, Any]) -> None:
    """A CHECK passes when it comes out as NULL."""
    attempt(name, update(DistrictFactory(), **half))


@pytest.mark.django_db
def test_goals_without_children_may_be_renumbered() -> None:
    goal = StrategicGoalFactory(area__number=4)
    goal.position, goal.code = 2, "4.2"
    goal.save()


@pytest.mark.django_db
@pytest.mark.parametrize("phase", ["idea", "stopped"])
def test_action_needs_no_check_before_it_is_decided(phase: str) -> None:
    CrossCuttingGoalFactory()
    assert ActionFactory(phase=phase).checks.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("phase", CHECKED_PHASES)
def test_action_checked_against_every_goal_may_be_decided(phase: str) -> None:
    check = CrossCuttingCheckFactory()
    Action.objects.update(phase=phase)
    check.action.refresh_from_db()
    assert check.action.phase == phase


@pytest.mark.django_db
def test_check_of_an_idea_may_go() -> None:
    CrossCuttingCheckFactory().delete()


@pytest.mark.django_db
def test_reason_of_a_check_may_change_after_the_decision() -> None:
    check = check_of_a_decided_action()
    check.reason = "Spart noch mehr Energie."
    check.save()


@pytest.mark.django_db
def test_action_decided_before_a_further_goal_came_may_go_on() -> None:
    action = check_of_a_decided_action().action
    CrossCuttingGoalFactory()
    Action.objects.filter(pk=action.pk).update(phase="running")


@pytest.mark.django_db
def test_many_villages_have_no_tile() -> None:
    DistrictFactory.create_batch(2, tile_row=None, tile_column=None)
