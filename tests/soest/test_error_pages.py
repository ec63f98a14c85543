"""Error pages: each says what happened and what to do next."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.views.defaults import permission_denied


@pytest.mark.django_db
def test_unknown_address_leads_on(client: Client) -> None:
    response = client.get("/gibt-es-nicht/")
    assert response.status_code == 404
    assert "Diese Seite gibt es nicht" in response.content.decode()
    assert 'href="/kennzahlen/"' in response.content.decode()


@pytest.mark.django_db
def test_refused_page_names_the_coordination(rf: RequestFactory) -> None:
    response = permission_denied(rf.get("/erfassung/freigabe/"), PermissionDenied())
    assert response.status_code == 403
    html = response.content.decode()
    assert "wenden Sie sich bitte an die Koordination" in html
    assert 'href="/berichte/verwaltung/meine-texte/">Meine Texte</a>' in html


@pytest.mark.django_db
def test_stale_form_tells_how_to_keep_the_input() -> None:
    response = Client(enforce_csrf_checks=True).post("/anmelden/", {"username": "erika"})
    assert response.status_code == 403
    assert "Dieses Formular ist abgelaufen" in response.content.decode()


@pytest.mark.django_db
def test_foreign_host_gets_a_plain_refusal(client: Client) -> None:
    response = client.get("/", headers={"host": "boese.example"})
    assert response.status_code == 400
    assert "Diese Anfrage war nicht zu verstehen" in response.content.decode()


# Without the database fixture, pytest-django refuses every query.
@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        ("500.html", "Hier ist etwas schiefgegangen"),
        ("503.html", "Der Zielmonitor ist gerade nicht erreichbar"),
    ],
)
def test_fault_page_needs_neither_database_nor_context(template: str, sentence: str) -> None:
    page = render_to_string(template)
    assert f"<h1>{sentence}</h1>" in page
    assert 'href="/impressum/"' in page
