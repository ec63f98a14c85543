"""The cache of public pages, keyed by a data version: exact, never stale.

Database triggers (`soest.triggers`) raise the version in the same transaction as any public
change, so a stored page is either of the present state or not found. The day is part of the key,
because freshness ("fällig", "veraltet") changes at midnight without any change of data.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from threading import Lock

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import (
    get_conditional_response,
    has_vary_header,
    patch_vary_headers,
)

from soest.data_state import data_state
from soest.http import HTMX_HEADERS

View = Callable[..., HttpResponse]
MAX_PAGES = 1000  # a process; about 60 MB of pages of the usual size
MAX_QUERY = 300  # characters; longer addresses are answered, but not stored
# Answers to these are not stored: their values are many, each is asked for once, and thousands of
# them would push out the pages that everybody reads.
UNSTORED = ("stand", "seit", "q", "ort")
MIN_GZIP = 500  # bytes; below, compressing costs more than it saves
GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))")


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A rendered answer, ready to send."""

    body: bytes
    gzipped: bytes  # empty: not worth compressing
    headers: tuple[tuple[str, str], ...]
    etag: str


class PageStore:
    """The most recently used pages of this process."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.pages: OrderedDict[tuple[str, ...], StoredPage] = OrderedDict()
        self.lock = Lock()

    def get(self, key: tuple[str, ...]) -> StoredPage | None:
        with self.lock:
            if key in self.pages:
                self.pages.move_to_end(key)
            return self.pages.get(key)

    def put(self, key: tuple[str, ...], page: StoredPage) -> None:
        with self.lock:
            self.pages[key] = page
            while len(self.pages) > self.size:
                self.pages.popitem(last=False)

    def clear(self) -> None:
        with self.lock:
            self.pages.clear()


store = PageStore(MAX_PAGES)


def public_page(view: View) -> View:
    """Mark a view as readable by everybody, and keep its answers in the page store.

    The view must depend on nothing but the address, the htmx headers, the day and public data:
    it must not look at the session or the user, and it sets no cookie. An answer that did is
    sent to the one who asked, and never stored.
    """

    @login_not_required
    @wraps(view)
    def cached_view(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return view(request, *args, **kwargs)
        state = data_state()
        request.data_state = state  # type: ignore[attr-defined]  # spares `site_context` the query
        key = page_key(request, state.number)
        page = store.get(key)
        if page is None:
            response = view(request, *args, **kwargs)
            if not is_for_everybody(request, response):
                return response
            page = stored_page(response)
            if is_worth_storing(request):
                store.put(key, page)
        return answer(request, page)

    return cached_view


def is_worth_storing(request: HttpRequest) -> bool:
    """Others will probably ask for the same address."""
    is_short = len(request.META.get("QUERY_STRING", "")) <= MAX_QUERY
    return is_short and not any(name in request.GET for name in UNSTORED)


def page_key(request: HttpRequest, version: int) -> tuple[str, ...]:
    """Everything a public answer may depend on."""
    htmx = (str(request.headers.get(name) == "true") for name in HTMX_HEADERS)
    day = timezone.localdate().isoformat()
    return (request.build_absolute_uri(), *htmx, day, str(version))


def is_for_everybody(request: HttpRequest, response: HttpResponse) -> bool:
    """A whole page that knows nothing of the person who asked.

    A look at the session or a form's token shows in the headers only after this point, when the
    middleware adds `Vary: Cookie` or `Set-Cookie`; so the request is asked as well.
    """
    session = getattr(request, "session", None)
    personal = (
        bool(response.cookies)
        or has_vary_header(response, "Cookie")
        or bool(session and session.accessed)
        or "CSRF_COOKIE_NEEDS_UPDATE" in request.META
    )
    return response.status_code == 200 and not response.streaming and not personal


def stored_page(response: HttpResponse) -> StoredPage:
    """Keep the body, its compressed twin and the headers the view set."""
    body = response.content
    gzipped = gzip.compress(body, 6, mtime=0) if len(body) >= MIN_GZIP else b""
    patch_vary_headers(response, ("Accept-Encoding", *HTMX_HEADERS))
    response.headers["Cache-Control"] = "public, no-cache"
    digest = hashlib.sha256(body).hexdigest()[:32]
    return StoredPage(body, gzipped, tuple(response.headers.items()), f'W/"{digest}"')


def answer(request: HttpRequest, page: StoredPage) -> HttpResponse:
    """A fresh response from a stored page: 304 if the reader has it, compressed if it may be."""
    compressed = bool(page.gzipped) and accepts_gzip(request)
    response = HttpResponse(page.gzipped if compressed else page.body)
    for name, value in page.headers:
        response.headers[name] = value
    response.headers["ETag"] = page.etag
    if compressed:
        response.headers["Content-Encoding"] = "gzip"
    return get_conditional_response(request, etag=page.etag, response=response) or response


def accepts_gzip(request: HttpRequest) -> bool:
    """The reader can unpack gzip; `gzip;q=0` says the contrary."""
    return bool(GZIP.search(request.headers.get("Accept-Encoding", "")))
