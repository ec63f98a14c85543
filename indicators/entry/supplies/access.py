"""Pages that a link opens instead of a login."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control

from indicators.entry.supplies.links import Standing, find_request, shows_receipt, standing_of
from indicators.models import DataRequest

View = Callable[..., HttpResponse]


def by_link(view: View) -> View:
    """Give a view the open data request of the token in its address; refuse every other token.

    The link is all that somebody has to show, so nothing here looks at the session. What keeps
    the link secret is said to the browser with every answer.
    """

    @login_not_required
    @wraps(view)
    def guarded(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        return kept_secret(answer(request, token, view, kwargs))

    return guarded


def by_finished_link(view: View) -> View:
    """The same for the receipt, which can be read for a while after finishing."""

    @login_not_required
    @wraps(view)
    def guarded(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        found = find_request(token)
        if found is not None and shows_receipt(found):
            return kept_secret(view(request, found, **kwargs))
        return kept_secret(refused(request, found))

    return guarded


def answer(request: HttpRequest, token: str, view: View, kwargs: dict[str, Any]) -> HttpResponse:
    found = find_request(token)
    if found is None or not standing_of(found, timezone.now()).is_open:
        return refused(request, found)
    return view(request, found, **kwargs)


def refused(request: HttpRequest, found: DataRequest | None) -> HttpResponse:
    """A plain page that says what to do, and nothing about what the link is or was for."""
    if found is None:
        return render(request, "indicators/supply/unknown.html", status=404)
    return closed(request, standing_of(found, timezone.now()))


def closed(request: HttpRequest, standing: Standing) -> HttpResponse:
    """The page of a link that was good once."""
    return render(request, "indicators/supply/closed.html", {"standing": standing}, status=410)


def kept_secret(response: HttpResponse) -> HttpResponse:
    """Keep the address out of caches, search engines and the logs of other sites.

    strict-origin never sends a path along. no-referrer would not either, but it makes browsers
    send forms with `Origin: null`, which the check against forged requests refuses.
    """
    patch_cache_control(response, private=True, no_store=True)
    response.headers["Referrer-Policy"] = "strict-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
