from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from reports.models import ReportText
from soest.administration import ReadOnlyAdmin
from strategy.admin import StrategicGoalAdmin
from strategy.models import DataVersion, Department
from tests import factories
from tests.html_forms import form_values
from tests.test_factories import FACTORIES

# Django's own templates read variables that may be missing.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

ADMINS = dict(admin.site._registry)
FACTORY_OF = {factory._meta.model: factory for factory in FACTORIES}
KEPT_BY_ROLE = [
    "accounts.User",
    "indicators.Indicator",
    "indicators.Measurement",
    "indicators.TargetPath",
    "reports.RenderJob",
    "reports.Report",
    "reports.ReportEdition",
    "reports.ReportFile",
    "reports.ReportText",
    "strategy.Action",
    "strategy.ActionArea",
    "strategy.CouncilMeeting",
    "strategy.CrossCuttingGoal",
    "strategy.Department",
    "strategy.District",
    "strategy.OperationalGoal",
    "strategy.StrategicGoal",
    "strategy.StrategyEvent",
    "strategy.StrategyFrame",
]


def address(model: Any, page: str = "") -> str:
    return f"/verwaltung/{model._meta.app_label}/{model._meta.model_name}/{page}"


EDITABLE = [found for found in ADMINS.values() if not isinstance(found, ReadOnlyAdmin)]
READ_ONLY = [found for found in ADMINS.values() if isinstance(found, ReadOnlyAdmin)]


def another(model: Any) -> Any:
    """One more row; a report has one text at each place."""
    place = {"goal": factories.StrategicGoalFactory()} if model is ReportText else {}
    return FACTORY_OF[model](**place)


by_model = pytest.mark.parametrize(
    "model_admin", ADMINS.values(), ids=lambda model_admin: model_admin.opts.label
)


# Who may enter -----------------------------------------------------------------------


def test_site_has_exactly_these_models() -> None:
    """What packages register for Django's own permissions stays out."""
    assert sorted(model._meta.label for model in ADMINS) == KEPT_BY_ROLE


@pytest.mark.parametrize("path", ["/verwaltung/", "/verwaltung/strategy/action/1/change/"])
def test_visitor_is_sent_to_the_login_of_the_site(client: Client, path: str) -> None:
    answer = client.get(path, follow=True)
    assert answer.redirect_chain[-1][0] == f"/anmelden/?next={path}"
    assert answer.status_code == 200


def test_login_leads_back_to_the_admin(client: Client, coordinator: User) -> None:
    form = {"username": coordinator.username, "password": factories.PASSWORD}
    answer = client.post("/anmelden/?next=/verwaltung/", form, follow=True)
    assert answer.redirect_chain[-1][0] == "/verwaltung/"
    assert answer.status_code == 200


@pytest.mark.parametrize("person", ["clerk_client", "councillor_client"])
@pytest.mark.parametrize("path", ["/verwaltung/", "/verwaltung/indicators/measurement/"])
def test_other_roles_are_refused(request: pytest.FixtureRequest, person: str, path: str) -> None:
    answer = request.getfixturevalue(person).get(path, follow=True)
    assert answer.status_code == 403


@pytest.mark.parametrize("flag", ["is_staff", "is_superuser"])
def test_flags_of_django_open_nothing(clerk: User, clerk_client: Client, flag: str) -> None:
    setattr(clerk, flag, True)
    clerk.save()
    assert clerk_client.get("/verwaltung/", follow=True).status_code == 403


def test_person_who_loses_the_role_is_out_at_once(
    coordinator: User, coordinator_client: Client
) -> None:
    assert coordinator_client.get("/verwaltung/").status_code == 200
    coordinator.role = "council"
    coordinator.save()
    assert coordinator_client.get("/verwaltung/", follow=True).status_code == 403


def test_own_pages_for_password_and_sign_out(coordinator_client: Client) -> None:
    assert (
        coordinator_client.get("/verwaltung/password_change/").headers["Location"] == "/passwort/"
    )
    assert coordinator_client.post("/verwaltung/logout/").status_code == 302
    assert coordinator_client.get("/verwaltung/").status_code == 302


# Every page --------------------------------------------------------------------------


@by_model
def test_list_is_shown_in_german(
    administrator_client: Client, model_admin: ModelAdmin[Any]
) -> None:
    row = FACTORY_OF[model_admin.model]()
    page = unescape(administrator_client.get(address(row)).content.decode())
    title = str(model_admin.opts.verbose_name_plural)
    assert f"› {title[0].upper()}{title[1:]}" in page
    assert "auswählen" in page


@by_model
def test_list_asks_as_often_for_many_rows(
    administrator_client: Client, model_admin: ModelAdmin[Any]
) -> None:
    path = address(another(model_admin.model))
    administrator_client.get(path)
    with CaptureQueriesContext(connection) as few:
        administrator_client.get(path)
    for _ in range(4):
        another(model_admin.model)
    with CaptureQueriesContext(connection) as many:
        administrator_client.get(path)
    assert len(many) <= len(few) + 1, many.captured_queries


@by_model
def test_every_filter_and_the_search_work(
    administrator_client: Client, model_admin: ModelAdmin[Any]
) -> None:
    path = address(FACTORY_OF[model_admin.model]())
    page = unescape(administrator_client.get(path).content.decode())
    choices = re.findall(r'<li[^>]*>\s*<a href="(\?[^"]+)"', page)
    assert bool(choices) == bool(model_admin.list_filter)
    search = ["?q=ä+1"] if model_admin.search_fields else []
    for choice in [*choices, *search]:
        assert administrator_client.get(path + choice).status_code == 200, choice


@by_model
def test_row_and_its_history_are_shown(
    administrator_client: Client, model_admin: ModelAdmin[Any]
) -> None:
    row = FACTORY_OF[model_admin.model]()
    page = administrator_client.get(address(row, f"{row.pk}/change/"))
    assert page.status_code == 200
    assert ('name="_save"' in page.content.decode()) != isinstance(model_admin, ReadOnlyAdmin)
    assert administrator_client.get(address(row, f"{row.pk}/history/")).status_code == 200


@pytest.mark.parametrize("model_admin", EDITABLE, ids=lambda editable: editable.opts.label)
def test_row_is_saved_as_it_is_shown(
    administrator_client: Client, model_admin: ModelAdmin[Any]
) -> None:
    """What a form shows is what it accepts, German numbers included."""
    row = FACTORY_OF[model_admin.model]()
    before = type(row).objects.filter(pk=row.pk).values().get()
    path = address(row, f"{row.pk}/change/")
    page = administrator_client.get(path).content.decode()
    values = form_values(page, f"{model_admin.opts.model_name}_form")
    answer = administrator_client.post(path, values | {"_save": "Sichern"})
    assert answer.status_code == 302, answer.context["errors"]
    after = type(row).objects.filter(pk=row.pk).values().get()
    assert {name for name in before if before[name] != after[name]} <= {"version"}


@pytest.mark.parametrize("model_admin", EDITABLE, ids=lambda editable: editable.opts.label)
def test_form_for_a_new_row_is_shown(
    administrator_client: Client, model_admin: ModelAdmin[Any]
) -> None:
    page = administrator_client.get(address(model_admin.model, "add/"))
    assert page.status_code == 200
    assert 'name="_save"' in page.content.decode()


# Nothing past the rules --------------------------------------------------------------


@by_model
def test_rows_are_not_deleted_in_bulk(
    administrator_client: Client, model_admin: ModelAdmin[Any]
) -> None:
    row = FACTORY_OF[model_admin.model]()
    forged = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    administrator_client.post(address(row), forged)
    assert type(row).objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("model_admin", READ_ONLY, ids=lambda read_only: read_only.opts.label)
def test_rows_that_are_only_read_cannot_be_written(
    administrator_client: Client, model_admin: ModelAdmin[Any]
) -> None:
    row = FACTORY_OF[model_admin.model]()
    before = list(type(row).objects.values())
    for page in ("add/", f"{row.pk}/change/", f"{row.pk}/delete/"):
        answer = administrator_client.post(address(row, page), {"post": "yes", "value": "1"})
        assert answer.status_code == 403, page
    assert list(type(row).objects.values()) == before


def test_refusal_of_a_trigger_is_said_in_the_form(
    coordinator_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rules of the database hold even where the form forgot to ask."""
    goal = factories.OperationalGoalFactory().strategic_goal
    monkeypatch.setattr(StrategicGoalAdmin, "get_readonly_fields", lambda *args: ["code"])
    path = address(goal, f"{goal.pk}/change/")
    values = form_values(coordinator_client.get(path).content.decode(), "strategicgoal_form")
    answer = coordinator_client.post(path, values | {"position": "9", "title": "Mein Wortlaut"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "behält seine Nummer, solange es operative Ziele hat" in page
    assert "Mein Wortlaut" in page
    goal.refresh_from_db()
    assert goal.position == 1


def test_refusal_of_a_constraint_is_said_in_the_form(
    coordinator_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    area = factories.ActionAreaFactory()
    path = address(area, f"{area.pk}/change/")
    values = form_values(coordinator_client.get(path).content.decode(), "actionarea_form")
    monkeypatch.setattr(type(area), "validate_constraints", lambda *args, **options: None)
    answer = coordinator_client.post(path, values | {"number": "9"})
    assert answer.status_code == 200
    assert "weil sie eine Regel verletzt" in answer.content.decode()


def test_refused_deletion_is_said_on_the_page_of_the_row(coordinator_client: Client) -> None:
    factories.CrossCuttingGoalFactory()
    action = factories.ActionFactory(phase="decided")
    answer = coordinator_client.post(
        address(action, f"{action.pk}/delete/"), {"post": "yes"}, follow=True
    )
    assert answer.redirect_chain[-1][0] == address(action, f"{action.pk}/change/")
    assert (
        "Die Prüfung einer beschlossenen Maßnahme kann nicht entfallen" in answer.content.decode()
    )
    assert type(action).objects.filter(pk=action.pk).exists()


def test_row_that_others_need_is_not_deleted(coordinator_client: Client) -> None:
    """Django names what stands in the way."""
    department = factories.DepartmentFactory()
    factories.IndicatorFactory(department=department)
    path = address(department, f"{department.pk}/delete/")
    assert "geschützte" in coordinator_client.get(path).content.decode()
    assert coordinator_client.post(path, {"post": "yes"}).status_code == 200
    assert Department.objects.filter(pk=department.pk).exists()


def test_deletion_of_a_free_row(coordinator_client: Client) -> None:
    department = factories.DepartmentFactory()
    coordinator_client.post(address(department, f"{department.pk}/delete/"), {"post": "yes"})
    assert not Department.objects.exists()


def test_sample_data_is_named_on_every_page(coordinator_client: Client) -> None:
    assert "Beispieldaten" not in coordinator_client.get("/verwaltung/").content.decode()
    DataVersion.objects.update(has_sample_data=True)
    assert "Beispieldaten" in coordinator_client.get("/verwaltung/").content.decode()


# What is wrong ----------------------------------------------------------------------------


def linked(text: str) -> list[tuple[str, str]]:
    """Where the list of errors leads, and what it calls the fields."""
    shown = text.partition('<div id="problems"')[2].partition("</div>")[0]
    return re.findall(r'<a href="#([^"]+)">([^<]+)</a>', shown)


def test_list_of_errors_leads_to_the_fields(coordinator_client: Client) -> None:
    factories.CrossCuttingGoalFactory.create_batch(3)
    path = "/verwaltung/strategy/action/add/"
    form = form_values(coordinator_client.get(path).content.decode(), "action_form")
    form |= {"title": ["Dächer"], "kind": ["?"], "starts_on": ["gestern"]}
    form |= {"milestones-TOTAL_FORMS": ["1"], "milestones-0-title": ["Antrag"]}
    text = coordinator_client.post(path, form).content.decode()
    assert "Noch nicht gespeichert: 3 Angaben bitte ändern" in text
    assert linked(text) == [
        ("id_kind", "Art"),
        ("id_starts_on", "Beginn"),
        ("id_milestones-0-due_on", "Meilenstein 1, Geplant zum"),
    ]
    for field_id, _ in linked(text):
        assert f'id="{field_id}"' in text


def test_error_of_the_whole_form_is_in_the_list(coordinator_client: Client) -> None:
    action = factories.ActionFactory(starts_on=None)
    path = address(type(action), f"{action.pk}/change/")
    form = form_values(coordinator_client.get(path).content.decode(), "action_form")
    form |= {"starts_on": ["2.1.2025"], "ends_on": ["1.1.2025"]}
    text = coordinator_client.post(path, form).content.decode()
    assert "<li>Das Ende liegt vor dem Beginn.</li>" in text
    assert linked(text) == []


def test_form_without_errors_has_no_list(coordinator_client: Client) -> None:
    text = coordinator_client.get("/verwaltung/strategy/action/add/").content.decode()
    assert 'id="problems"' not in text
    assert "js/change_form.js" in text
