from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from django.views.decorators.http import require_POST, require_safe
from pytest_django import Settings

from soest.http import HtmxHttpRequest, render_page
from soest.urls import urlpatterns as site
from strategy.models import DataVersion
from tests.factories import DepartmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

TEMPLATES = {
    "list.html": "<h1>Liste</h1>{% include '_rows.html' %}",
    "_rows.html": '<ul id="rows"><li>{{ word }}</li></ul>',
    "context.html": "{{ sample_data }} {{ data_as_of|date:'Y' }} [{{ nav }}]",
}


@require_safe
@login_not_required
def listing(request: HtmxHttpRequest) -> HttpResponse:
    return render_page(request, "list.html", "_rows.html", {"word": "Grünsandstein"})


@require_safe
@login_not_required
def refused(request: HtmxHttpRequest) -> HttpResponse:
    return render_page(request, "list.html", "_rows.html", {"word": "nein"}, status=422)


@require_safe
@login_not_required
def context(request: HtmxHttpRequest) -> HttpResponse:
    return render_page(request, "context.html", "context.html", {})


@require_safe
@login_not_required
def navigating(request: HtmxHttpRequest) -> HttpResponse:
    return render_page(request, "context.html", "context.html", {"nav": "indicators"})


def behind_login(request: HtmxHttpRequest) -> HttpResponse:
    return HttpResponse("nur für Angemeldete")


@require_POST
def save(request: HtmxHttpRequest) -> HttpResponse:
    return HttpResponse("gespeichert")


urlpatterns = [
    path("listing/", listing),
    path("refused/", refused),
    path("context/", context),
    path("navigating/", navigating),
    path("behind-login/", behind_login),
    path("save/", save),
    *site,
]


@pytest.fixture
def small_templates(settings: Settings) -> None:
    (engine,) = settings.TEMPLATES
    loaders = [("django.template.loaders.locmem.Loader", TEMPLATES)]
    options = engine["OPTIONS"] | {"loaders": loaders}
    settings.TEMPLATES = [engine | {"DIRS": [], "APP_DIRS": False, "OPTIONS": options}]


uses_small_templates = pytest.mark.usefixtures("small_templates")


# Page or partial -------------------------------------------------------------------

PARTIAL = '<ul id="rows"><li>Grünsandstein</li></ul>'
PAGE = f"<h1>Liste</h1>{PARTIAL}"


@uses_small_templates
@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({}, PAGE),
        ({"HX-Request": "true"}, PARTIAL),
        ({"HX-Request": "true", "HX-Boosted": "true"}, PAGE),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, PAGE),
        ({"HX-Request": "false"}, PAGE),
        ({"HX-Boosted": "true"}, PAGE),
    ],
    ids=["browser", "swap", "boosted link", "back button", "not htmx", "boosted alone"],
)
def test_render_page_chooses(client: Client, headers: dict[str, str], body: str) -> None:
    assert client.get("/listing/", headers=headers).content.decode() == body


@uses_small_templates
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "partial"])
def test_render_page_varies_by_the_headers_it_reads(
    client: Client, headers: dict[str, str]
) -> None:
    vary = client.get("/listing/", headers=headers).headers["Vary"].split(", ")
    assert {"HX-Request", "HX-Boosted", "HX-History-Restore-Request"} <= set(vary)


@uses_small_templates
def test_render_page_takes_a_status(client: Client) -> None:
    assert client.get("/refused/").status_code == 422


# The site's context ------------------------------------------------------------------


@uses_small_templates
def test_context_of_an_empty_site(client: Client) -> None:
    assert client.get("/context/").content.decode() == "False  []"


@uses_small_templates
def test_context_dates_the_data(client: Client) -> None:
    DepartmentFactory()
    changed = DataVersion.objects.get().changed_at
    assert client.get("/context/").content.decode() == f"False {changed:%Y} []"


@uses_small_templates
def test_context_tells_of_sample_data(client: Client) -> None:
    DataVersion.objects.update(has_sample_data=True)
    assert client.get("/context/").content.decode().startswith("True")


@uses_small_templates
def test_view_says_where_it_is_in_the_navigation(client: Client) -> None:
    assert "[indicators]" in client.get("/navigating/").content.decode()


# Behind the login --------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/behind-login/", "/behind-login/?seite=2"])
def test_anonymous_visitor_is_sent_to_the_login_and_back(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/anmelden/?next=/behind-login/")


def test_signed_in_page_is_kept_out_of_caches(councillor_client: Client) -> None:
    answer = councillor_client.get("/behind-login/")
    assert answer.status_code == 200
    assert caching(answer) == {"private", "no-store"}


@uses_small_templates
def test_public_page_may_be_cached(client: Client) -> None:
    assert "no-store" not in caching(client.get("/listing/"))


@pytest.mark.parametrize("path", ["/gibt-es-nicht/", "/erfassung/gibt/es/auch/nicht/"])
def test_unknown_address_is_not_found_for_everybody(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_expired_session_is_told_to_htmx(client: Client, method: str) -> None:
    """A redirect would put the login page into the form the person is filling in."""
    path = "/behind-login/" if method == "get" else "/save/"
    answer = getattr(client, method)(path, headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert "Ihre Anmeldung ist abgelaufen" in answer.content.decode()
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert caching(answer) == {"private", "no-store"}


def test_expired_session_of_a_form_that_was_open_is_told_to_htmx() -> None:
    """The token in the form outlives the session: 401, not the page on a forged request."""
    client = Client(enforce_csrf_checks=True)
    client.get("/anmelden/")
    token = client.cookies["csrftoken"].value
    headers = {"HX-Request": "true", "X-CSRFToken": token}
    assert client.post("/save/", headers=headers).status_code == 401


def test_signed_in_htmx_request_passes(councillor_client: Client) -> None:
    answer = councillor_client.post("/save/", headers={"HX-Request": "true"})
    assert answer.content == b"gespeichert"


def test_own_redirect_of_a_signed_in_page_is_no_expired_session(
    councillor_client: Client,
) -> None:
    answer = councillor_client.post("/abmelden/", headers={"HX-Request": "true"})
    assert answer.status_code == 302


def caching(response: Any) -> set[str]:
    return set(response.headers.get("Cache-Control", "").split(", "))


def test_input_sent_after_the_session_ended_is_not_lost_silently(client: Client) -> None:
    """Without JavaScript the form is gone: the login page says so, but not to who just looks."""
    lost = "Was Sie zuletzt abgesendet haben, wurde nicht gespeichert"
    assert lost not in client.get("/behind-login/", follow=True).content.decode()
    assert lost in client.post("/save/", follow=True).content.decode()
    client.post("/save/", headers={"HX-Request": "true"})
    assert lost not in client.get("/anmelden/").content.decode()
