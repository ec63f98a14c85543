"""What every page shares: page or partial, the site's context, rules of signed-in pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url
from django.utils.cache import patch_cache_control, patch_vary_headers
from django_htmx.middleware import HtmxDetails

NOT_SAVED = (
    "Ihre Anmeldung ist abgelaufen. Was Sie zuletzt abgesendet haben, wurde nicht gespeichert; "
    "bitte geben Sie es nach der Anmeldung noch einmal ein."
)
HTMX_HEADERS = ("HX-Request", "HX-Boosted", "HX-History-Restore-Request")


class HtmxHttpRequest(HttpRequest):
    """A request as django-htmx's middleware leaves it."""

    htmx: HtmxDetails


def render_page(
    request: HtmxHttpRequest,
    page: str,
    partial: str,
    context: Mapping[str, Any],
    status: int = 200,
) -> HttpResponse:
    """Answer with `partial` to an htmx swap, with the whole `page` to everybody else.

    Boosted links and the back button after htmx lost its history send `HX-Request` too, but
    replace the whole document: they get the page. `Vary` keeps caches from mixing them up.
    """
    htmx = request.htmx
    swaps = bool(htmx) and not htmx.boosted and not htmx.history_restore_request
    response = render(request, partial if swaps else page, dict(context), status=status)
    patch_vary_headers(response, HTMX_HEADERS)
    return response


def site_context(request: HttpRequest) -> dict[str, Any]:
    """Context of every template: whether sample data is loaded, and the day the data last changed.

    Both come from the one row of `strategy.DataVersion`, read when a template first asks for one
    of them: partials do not. `data_as_of` is None on an empty database.
    """

    @cache
    def state() -> Any:
        return apps.get_model("strategy", "DataVersion").objects.first()

    return {
        "sample_data": lambda: bool(state() and state().has_sample_data),
        "data_as_of": lambda: state().changed_at if state() and state().number else None,
        "nav": "",
    }


class SignedInPagesMiddleware(LoginRequiredMiddleware):
    """Asks for a login, except on public views; keeps signed-in pages out of caches.

    An htmx request whose session has expired gets a 401: a redirect to the login page would be
    swapped into the form the person is filling in, and a navigation would throw the input away.
    The 401 is shown beside the form, whose content stays.
    """

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        # Django asks for the user first. That reads the session, so that even a public page
        # would be sent with `Vary: Cookie`.
        if is_public(view_func):
            return None
        response = super().process_view(request, view_func, view_args, view_kwargs)
        if response is not None and request.method == "POST" and not getattr(request, "htmx", None):
            messages.warning(request, NOT_SAVED)
        return response

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        match = request.resolver_match
        if match is None or is_public(match.func):
            return response
        if getattr(request, "htmx", False) and is_login_redirect(response):
            response = expired_session()
        patch_cache_control(response, private=True, no_store=True)
        return response


def is_public(view: Callable[..., HttpResponseBase]) -> bool:
    """Whether a view was marked with `login_not_required`."""
    return not getattr(view, "login_required", True)


def is_login_redirect(response: HttpResponseBase) -> bool:
    login_path = resolve_url("accounts:login")
    return response.status_code == 302 and response.headers["Location"].startswith(login_path)


def expired_session() -> HttpResponse:
    """The answer to an htmx request whose session has ended."""
    return HttpResponse(
        "Ihre Anmeldung ist abgelaufen. Bitte melden Sie sich in einem neuen Fenster an "
        "und speichern Sie dann noch einmal. Ihre Eingabe steht noch im Formular.",
        status=401,
        content_type="text/plain; charset=utf-8",
    )
