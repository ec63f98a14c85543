from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from strategy.models import (
    Action,
    ActionArea,
    CrossCuttingGoal,
    Department,
    OperationalGoal,
    StrategicGoal,
    StrategyFrame,
)
from strategy.triggers import NOT_CHECKED
from tests.factories import (
    ActionAreaFactory,
    ActionFactory,
    CrossCuttingCheckFactory,
    CrossCuttingGoalFactory,
    DistrictFactory,
    OperationalGoalFactory,
    StrategicGoalFactory,
    StrategyFrameFactory,
)
from tests.html_forms import form_values

# Django's own templates read variables that may be missing.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

ADMIN = "/verwaltung/strategy/"


def add(client: Client, model: str, **values: Any) -> Any:
    path = f"{ADMIN}{model}/add/"
    form = form_values(client.get(path).content.decode(), f"{model}_form")
    return client.post(path, form | values)


def change(client: Client, row: Any, **values: Any) -> Any:
    model = row._meta.model_name
    path = f"{ADMIN}{model}/{row.pk}/change/"
    form = form_values(client.get(path).content.decode(), f"{model}_form")
    return client.post(path, form | values)


# Addresses -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "slug"),
    [("", "gruene-strassen-oel"), ("eigener-name", "eigener-name")],
)
def test_address_comes_from_the_name(coordinator_client: Client, typed: str, slug: str) -> None:
    answer = add(coordinator_client, "department", name="Grüne Straßen & Öl", slug=typed)
    assert answer.status_code == 302
    assert Department.objects.get().slug == slug


@pytest.mark.parametrize(
    ("name", "slug", "sentence"),
    [
        ("!!!", "", "Bitte angeben"),
        ("Umwelt", "ä ö", "gültiges Kürzel"),
        ("Umwelt", "da", "bereits"),
    ],
)
def test_address_that_is_none_is_refused(
    coordinator_client: Client, name: str, slug: str, sentence: str
) -> None:
    Department.objects.create(name="Da", slug="da")
    answer = add(coordinator_client, "department", name=name, slug=slug)
    assert answer.status_code == 200
    assert sentence in str(answer.context["errors"])


def test_address_stays_when_the_name_changes(
    coordinator_client: Client, department: Department
) -> None:
    answer = change(coordinator_client, department, name="Klima", slug="klima")
    assert answer.status_code == 302
    department.refresh_from_db()
    assert (department.name, department.slug) == ("Klima", "umwelt-und-klima")


def test_long_name_gives_an_address_that_fits(coordinator_client: Client) -> None:
    add(coordinator_client, "department", name="Abteilung " * 15)
    # 50 characters would end with the hyphen
    assert Department.objects.get().slug == "-".join(["abteilung"] * 5)


# Goals ---------------------------------------------------------------------------------


def test_code_of_a_strategic_goal_follows_from_its_place(coordinator_client: Client) -> None:
    area = ActionAreaFactory(number=3)
    form = {"area": area.pk, "position": "2", "title": "Wärme", "code": "9.9"}
    assert add(coordinator_client, "strategicgoal", **form).status_code == 302
    goal = StrategicGoal.objects.get()
    assert goal.code == "3.2"
    assert change(coordinator_client, goal, position="4").status_code == 302
    goal.refresh_from_db()
    assert goal.code == "3.4"


def test_code_of_an_operational_goal_follows_from_its_place(coordinator_client: Client) -> None:
    parent = StrategicGoalFactory(area__number=3)
    form = {"strategic_goal": parent.pk, "position": "7", "title": "Bis 2030"}
    assert add(coordinator_client, "operationalgoal", **form).status_code == 302
    assert OperationalGoal.objects.get().code == "3.1.7"


def test_place_that_is_taken_is_refused(coordinator_client: Client) -> None:
    taken = StrategicGoalFactory()
    form = {"area": taken.area_id, "position": str(taken.position), "title": "Noch eins"}
    answer = add(coordinator_client, "strategicgoal", **form)
    assert answer.status_code == 200
    assert StrategicGoal.objects.count() == 1


def test_number_that_others_build_on_is_not_offered_for_change(
    coordinator_client: Client,
) -> None:
    goal = OperationalGoalFactory(strategic_goal__area__number=1).strategic_goal
    assert change(coordinator_client, goal, position="5", title="Neu").status_code == 302
    assert change(coordinator_client, goal.area, number="5", name="Feld").status_code == 302
    goal.refresh_from_db()
    assert (goal.code, goal.title, goal.area.number) == ("1.1", "Neu", 1)


def test_empty_guideline_is_not_confirmed(coordinator_client: Client) -> None:
    area = ActionAreaFactory(guideline="")
    answer = change(coordinator_client, area, guideline_confirmed="on")
    assert "Eine leere Leitlinie kann nicht bestätigt werden." in str(answer.context["errors"])
    assert not ActionArea.objects.get().guideline_confirmed


# Actions -------------------------------------------------------------------------------


@pytest.fixture
def goals(db: None) -> list[CrossCuttingGoal]:
    return CrossCuttingGoalFactory.create_batch(3)


def checks(goals: list[CrossCuttingGoal]) -> dict[str, str]:
    """The lines of the checks, filled in for these goals."""
    form = {"checks-TOTAL_FORMS": "3"}
    for number, goal in enumerate(goals):
        form |= {
            f"checks-{number}-goal": str(goal.pk),
            f"checks-{number}-effect": "1",
            f"checks-{number}-reason": "Spart Energie.",
        }
    return form


NEW_ACTION = {"title": "Solardächer", "kind": "measure", "phase": "decided"}


def test_every_goal_has_a_line_to_be_checked(
    coordinator_client: Client, goals: list[CrossCuttingGoal]
) -> None:
    action = CrossCuttingCheckFactory(goal=goals[1]).action
    path = f"{ADMIN}action/{action.pk}/change/"
    form = form_values(coordinator_client.get(path).content.decode(), "action_form")
    lines = [form[f"checks-{number}-goal"][0] for number in range(3)]
    assert sorted(lines) == sorted(str(goal.pk) for goal in goals)


def test_idea_needs_no_check(coordinator_client: Client, goals: list[CrossCuttingGoal]) -> None:
    """The lines with nothing but their goal are left out."""
    assert add(coordinator_client, "action", **NEW_ACTION | {"phase": "idea"}).status_code == 302
    assert Action.objects.get().checks.count() == 0


def test_action_is_decided_together_with_its_checks(
    coordinator_client: Client, goals: list[CrossCuttingGoal]
) -> None:
    answer = add(coordinator_client, "action", **NEW_ACTION, **checks(goals))
    assert answer.status_code == 302
    action = Action.objects.get()
    assert (action.phase, action.slug) == ("decided", "solardaecher")
    assert action.checks.count() == 3


def test_idea_is_decided_together_with_its_checks(
    coordinator_client: Client, goals: list[CrossCuttingGoal]
) -> None:
    action = ActionFactory()
    assert change(coordinator_client, action, phase="running", **checks(goals)).status_code == 302
    action.refresh_from_db()
    assert action.phase == "running"


@pytest.mark.parametrize("phase", ["decided", "running", "completed"])
@pytest.mark.parametrize("filled", [0, 2])
def test_action_without_all_checks_is_not_decided(
    coordinator_client: Client, goals: list[CrossCuttingGoal], phase: str, filled: int
) -> None:
    action = ActionFactory()
    form = checks(goals[:filled])
    answer = change(coordinator_client, action, phase=phase, description="bleibt", **form)
    assert answer.status_code == 200
    assert NOT_CHECKED in str(answer.context["errors"])
    assert "bleibt" in answer.content.decode()
    action.refresh_from_db()
    assert (action.phase, action.checks.count()) == ("idea", 0)


def test_new_action_without_checks_is_not_made(
    coordinator_client: Client, goals: list[CrossCuttingGoal]
) -> None:
    answer = add(coordinator_client, "action", **NEW_ACTION)
    assert NOT_CHECKED in str(answer.context["errors"])
    assert not Action.objects.exists()


def test_check_taken_away_with_the_decision_is_missing(
    coordinator_client: Client, goals: list[CrossCuttingGoal]
) -> None:
    action = ActionFactory(phase="decided")
    Action.objects.update(phase="idea")
    answer = change(coordinator_client, action, phase="decided", **{"checks-0-DELETE": "on"})
    assert NOT_CHECKED in str(answer.context["errors"])


def test_check_of_a_decided_action_stays(
    coordinator_client: Client, goals: list[CrossCuttingGoal]
) -> None:
    """The trigger refuses; the form says so and keeps what was typed."""
    action = ActionFactory(phase="decided")
    answer = change(coordinator_client, action, title="Neu", **{"checks-0-DELETE": "on"})
    assert answer.status_code == 200
    assert "Prüfung einer beschlossenen Maßnahme kann nicht entfallen" in answer.content.decode()
    assert action.checks.count() == 3
    assert not Action.objects.filter(title="Neu").exists()


def test_action_decided_before_a_further_goal_came_goes_on(
    coordinator_client: Client, goals: list[CrossCuttingGoal]
) -> None:
    action = ActionFactory(phase="decided")
    CrossCuttingGoalFactory()
    assert change(coordinator_client, action, phase="completed").status_code == 302


def test_milestones_are_kept_with_their_action(coordinator_client: Client) -> None:
    action = ActionFactory()
    milestone = {
        "milestones-TOTAL_FORMS": "1",
        "milestones-0-title": "Auftrag vergeben",
        "milestones-0-due_on": "30.06.2027",
    }
    assert change(coordinator_client, action, **milestone).status_code == 302
    assert str(action.milestones.get().due_on) == "2027-06-30"


def test_action_ends_after_its_start(coordinator_client: Client) -> None:
    dates = {"starts_on": "01.02.2026", "ends_on": "01.01.2026"}
    answer = change(coordinator_client, ActionFactory(), **dates)
    assert "Das Ende liegt vor dem Beginn." in str(answer.context["errors"])


# Places, the frame ---------------------------------------------------------------------


def test_second_city_is_refused(coordinator_client: Client) -> None:
    DistrictFactory(city=True)
    answer = change(coordinator_client, DistrictFactory(), kind="city")
    assert "Gesamtstadt und Kernstadt gibt es nur einmal." in str(answer.context["errors"])


def test_district_keeps_its_place_to_the_sixth_decimal(coordinator_client: Client) -> None:
    district = DistrictFactory()
    place = {"latitude": "51.571111", "longitude": "8.109167"}
    assert change(coordinator_client, district, **place).status_code == 302
    district.refresh_from_db()
    assert (str(district.latitude), str(district.longitude)) == ("51.571111", "8.109167")


def test_frame_is_one_row_that_stays(coordinator_client: Client) -> None:
    form = {"title": "Soest 2030", "vision": "Grün", "attributes": "grün"}
    assert add(coordinator_client, "strategyframe", **form).status_code == 302
    frame = StrategyFrame.objects.get()
    assert coordinator_client.get(f"{ADMIN}strategyframe/add/").status_code == 403
    path = f"{ADMIN}strategyframe/{frame.pk}/delete/"
    assert coordinator_client.post(path, {"post": "yes"}).status_code == 403


def test_attributes_of_the_frame_are_typed_line_by_line(coordinator_client: Client) -> None:
    frame = StrategyFrameFactory(attributes=["grün", "digital"])
    path = f"{ADMIN}strategyframe/{frame.pk}/change/"
    form = form_values(coordinator_client.get(path).content.decode(), "strategyframe_form")
    assert form["attributes"] == ["grün\ndigital"]
    change(coordinator_client, frame, attributes="grün\r\n\r\n menschlich \r\n")
    frame.refresh_from_db()
    assert frame.attributes == ["grün", "menschlich"]


def test_frame_without_attributes_is_refused(coordinator_client: Client) -> None:
    answer = change(coordinator_client, StrategyFrameFactory(), attributes=" \n ")
    assert answer.context["adminform"].form.errors["attributes"]
