from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User

PASSWORD = "ein langes Passwort fuer Tests"  # noqa: S105


@pytest.fixture
def account(clerk: User) -> User:
    clerk.set_password(PASSWORD)
    clerk.save()
    return clerk


def sign_in(client: Client, name: str, password: str, **fields: str):
    return client.post("/anmelden/", {"username": name, "password": password, **fields})


@pytest.mark.django_db
def test_login_page_is_public_and_names_its_cookie(client: Client) -> None:
    page = client.get("/anmelden/").content.decode()
    assert "<h1>Anmeldung</h1>" in page
    assert "werden zwei Cookies gesetzt" in page
    assert "Diese Seiten setzen keine Cookies" not in page


def test_login_leads_to_my_indicators(client: Client, account: User) -> None:
    response = sign_in(client, account.username, PASSWORD)
    assert response.status_code == 302
    assert response.headers["Location"] == "/erfassung/"


def test_login_goes_on_where_it_was_asked_for(client: Client, account: User) -> None:
    page = client.get("/anmelden/?next=/passwort/").content.decode()
    assert '<input type="hidden" name="next" value="/passwort/">' in page
    response = sign_in(client, account.username, PASSWORD, next="/passwort/")
    assert response.headers["Location"] == "/passwort/"


@pytest.mark.parametrize("target", ["//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_login_leads_to_no_other_host(client: Client, account: User, target: str) -> None:
    response = sign_in(client, account.username, PASSWORD, next=target)
    assert response.headers["Location"] == "/erfassung/"


def test_wrong_password_keeps_the_name(client: Client, account: User) -> None:
    page = sign_in(client, account.username, "falsch").content.decode()
    assert "Die Anmeldung ist nicht gelungen." in page
    assert "Benutzername und Passwort passen nicht zusammen." in page
    assert f'value="{account.username}"' in page


def test_unknown_name_reads_like_a_wrong_password(client: Client, account: User) -> None:
    wrong, unknown = (sign_in(client, name, "falsch") for name in (account.username, "niemand"))
    assert errors(wrong) == errors(unknown)


def errors(response):
    return response.content.decode().split('id="form-errors"')[1].split("</div>")[0]


def test_five_wrong_passwords_lock_the_name_for_a_while(client: Client, account: User) -> None:
    for _ in range(5):
        response = sign_in(client, account.username, "falsch")
    assert response.status_code == 429
    page = response.content.decode()
    assert "<h1>Zu viele Versuche</h1>" in page
    assert "5-mal" in page
    assert sign_in(client, account.username, PASSWORD).status_code == 429


def test_signing_out_needs_a_post(clerk_client: Client) -> None:
    assert clerk_client.get("/abmelden/").status_code == 405
    assert clerk_client.post("/abmelden/").status_code == 302
    assert clerk_client.get("/passwort/").status_code == 302


def test_password_change_shows_person_and_role(clerk_client: Client) -> None:
    page = clerk_client.get("/passwort/").content.decode()
    assert "Erika Erfassung" in page
    assert "(Erfassung)" in page
    assert "hx-headers=" in page


def test_password_change_names_what_is_wrong(clerk_client: Client) -> None:
    fields = {"old_password": "x", "new_password1": "kurz", "new_password2": "anders"}
    page = clerk_client.post("/passwort/", fields).content.decode()
    assert "Das Passwort ist noch nicht geändert." in page
    assert page.count('aria-invalid="true"') >= 2


def test_password_change_keeps_this_browser_signed_in(client: Client, account: User) -> None:
    sign_in(client, account.username, PASSWORD)
    new = "ein anderes langes Passwort"
    fields = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    response = client.post("/passwort/", fields, follow=True)
    assert "<h1>Ihr Passwort ist geändert</h1>" in response.content.decode()
