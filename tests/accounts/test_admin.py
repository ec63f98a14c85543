from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.models import Membership, User
from strategy.models import Department
from tests.factories import PASSWORD, MeasurementFactory, UserFactory
from tests.html_forms import form_values

# Django's own templates read variables that may be missing.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

PEOPLE = "/verwaltung/accounts/user/"
NEW = {
    "username": "neu.person",
    "first_name": "Nele",
    "last_name": "Neu",
    "email": "nele@example.org",
    "role": "entry",
    "password1": PASSWORD,
    "password2": PASSWORD,
    "memberships-TOTAL_FORMS": "0",
    "memberships-INITIAL_FORMS": "0",
}


def change(client: Client, person: User, **values: Any) -> Any:
    """Send the form of a person as it stands, with these changes."""
    path = f"{PEOPLE}{person.pk}/change/"
    form = form_values(client.get(path).content.decode(), "user_form")
    return client.post(path, form | values)


# Who may -----------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["", "add/", "{pk}/change/", "{pk}/delete/", "{pk}/password/"])
def test_coordination_neither_sees_nor_makes_people(
    coordinator_client: Client, clerk: User, page: str
) -> None:
    """Who could make accounts could release what they entered themselves."""
    path = PEOPLE + page.format(pk=clerk.pk)
    assert coordinator_client.get(path).status_code == 403
    assert coordinator_client.post(path, {"post": "yes"}).status_code == 403
    assert "accounts/user" not in coordinator_client.get("/verwaltung/").content.decode()


def test_administration_finds_people(administrator_client: Client, clerk: User) -> None:
    page = administrator_client.get(PEOPLE, {"q": "Erfassung"}).content.decode()
    assert "erika.erfassung" in page
    assert "Umwelt und Klima" in page
    assert "armin.administration" not in page.partition('id="result_list"')[2]


# New people --------------------------------------------------------------------------


def test_form_of_a_new_person_is_all_there_is(administrator_client: Client) -> None:
    assert "user options" not in administrator_client.get(f"{PEOPLE}add/").content.decode()


def test_new_person_can_sign_in(administrator_client: Client, client: Client) -> None:
    assert administrator_client.post(f"{PEOPLE}add/", NEW).status_code == 302
    person = User.objects.get(username="neu.person")
    assert (person.role, person.email) == ("entry", "nele@example.org")
    form = {"username": "neu.person", "password": PASSWORD, "next": "/impressum/"}
    assert client.post("/anmelden/", form).headers["Location"] == "/impressum/"


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ({"password2": "anders"}, "sind nicht identisch"),
        ({"password1": "kurz", "password2": "kurz"}, "mindestens 15 Zeichen"),
        ({"password1": "", "password2": ""}, "Dieses Feld ist zwingend erforderlich"),
        ({"username": "ERIKA.Erfassung"}, "bereits vergeben"),
        ({"role": "mayor"}, "gültige Auswahl"),
    ],
)
def test_new_person_with_a_fault_is_refused(
    administrator_client: Client, clerk: User, fault: dict[str, str], sentence: str
) -> None:
    answer = administrator_client.post(f"{PEOPLE}add/", NEW | fault)
    assert answer.status_code == 200
    assert sentence in str(answer.context["errors"])
    assert not User.objects.filter(last_name="Neu").exists()


def test_first_person_of_an_installation_keeps_people(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    options = {"username": "erste", "email": "erste@example.org", "interactive": False}
    call_command("createsuperuser", verbosity=0, **options)
    client.force_login(User.objects.get(username="erste"))
    assert client.get(PEOPLE).status_code == 200


# People as they change ---------------------------------------------------------------


def test_department_is_given_and_taken(
    administrator_client: Client, clerk: User, other_department: Department
) -> None:
    added = {
        "memberships-TOTAL_FORMS": "2",
        "memberships-1-department": str(other_department.pk),
        "memberships-1-is_deputy": "on",
    }
    assert change(administrator_client, clerk, **added).status_code == 302
    assert Membership.objects.get(department=other_department).is_deputy
    assert change(administrator_client, clerk, **{"memberships-0-DELETE": "on"}).status_code == 302
    assert [membership.department for membership in clerk.memberships.all()] == [other_department]


def test_department_given_twice_is_refused(
    administrator_client: Client, clerk: User, department: Department
) -> None:
    twice = {"memberships-TOTAL_FORMS": "2", "memberships-1-department": str(department.pk)}
    answer = change(administrator_client, clerk, **twice)
    assert answer.status_code == 200
    assert clerk.memberships.count() == 1


def test_person_set_inactive_is_out_at_once(
    administrator_client: Client, clerk: User, clerk_client: Client
) -> None:
    path = f"{PEOPLE}{clerk.pk}/change/"
    form = form_values(administrator_client.get(path).content.decode(), "user_form")
    del form["is_active"]
    assert administrator_client.post(path, form).status_code == 302
    assert clerk_client.get("/passwort/").headers["Location"].startswith("/anmelden/")


def test_new_password_ends_the_sessions(
    administrator_client: Client, clerk: User, clerk_client: Client
) -> None:
    words = "Ein anderer Satz aus Soest"
    path = f"{PEOPLE}{clerk.pk}/password/"
    form = {"password1": words, "password2": words, "usable_password": "true"}
    assert administrator_client.post(path, form).status_code == 302
    clerk.refresh_from_db()
    assert clerk.check_password(words)
    assert clerk_client.get("/passwort/").headers["Location"].startswith("/anmelden/")


def test_password_is_never_shown_nor_typed_over(administrator_client: Client, clerk: User) -> None:
    page = administrator_client.get(f"{PEOPLE}{clerk.pk}/change/").content.decode()
    assert clerk.password not in page
    assert "password" not in form_values(page, "user_form")
    change(administrator_client, clerk, password="abc")
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)


@pytest.mark.parametrize("field", ["is_staff", "is_superuser", "is_sample"])
def test_flags_are_not_assigned_by_extra_fields(
    administrator_client: Client, clerk: User, field: str
) -> None:
    change(administrator_client, clerk, **{field: "on"})
    clerk.refresh_from_db()
    assert getattr(clerk, field) is False


# Oneself -----------------------------------------------------------------------------


def test_nobody_changes_their_own_role(administrator_client: Client, administrator: User) -> None:
    change(administrator_client, administrator, role="coordination", first_name="Anna")
    administrator.refresh_from_db()
    assert (administrator.role, administrator.first_name) == ("administration", "Anna")
    assert administrator.is_active


def test_nobody_deletes_themselves(administrator_client: Client, administrator: User) -> None:
    path = f"{PEOPLE}{administrator.pk}/delete/"
    assert administrator_client.post(path, {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=administrator.pk).exists()


def test_person_with_a_history_stays(administrator_client: Client) -> None:
    person = UserFactory()
    MeasurementFactory(released=True, entered_by=person)
    answer = administrator_client.post(f"{PEOPLE}{person.pk}/delete/", {"post": "yes"})
    assert answer.status_code == 200
    assert "Messwert" in answer.content.decode()
    assert User.objects.filter(pk=person.pk).exists()


def test_person_without_a_history_may_go(administrator_client: Client) -> None:
    person = UserFactory()
    administrator_client.post(f"{PEOPLE}{person.pk}/delete/", {"post": "yes"})
    assert not User.objects.filter(pk=person.pk).exists()
