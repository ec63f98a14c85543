from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import Client
from django.urls import path
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from soest import public_pages
from soest.http import HTMX_HEADERS
from soest.public_pages import PageStore, StoredPage, public_page
from soest.urls import urlpatterns as site
from tests.factories import DepartmentFactory, MeasurementFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

calls: list[str] = []
LONG = "Soest " * 200


@public_page
@require_safe
def counted(request: HttpRequest) -> HttpResponse:
    """Says how often it was called, and what it was asked."""
    calls.append(request.get_full_path())
    htmx = request.headers.get("HX-Request", "page")
    return HttpResponse(f"call {len(calls)} {request.GET.get('q', '')} {htmx} {LONG}")


@public_page
def short(request: HttpRequest) -> HttpResponse:
    return HttpResponse("kurz", content_type="text/csv")


@public_page
def missing(request: HttpRequest) -> HttpResponse:
    calls.append("missing")
    return HttpResponse("gibt es nicht", status=404)


@public_page
def streamed(request: HttpRequest) -> HttpResponse:
    calls.append("streamed")
    return FileResponse([b"%PDF"], content_type="application/pdf")  # type: ignore[return-value]


@public_page
def form(request: HttpRequest) -> HttpResponse:
    """Prints a form's token, which is one person's alone."""
    return HttpResponse(get_token(request))


@public_page
def greeting(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"Guten Tag, {request.user}")


@public_page
def reading(request: HttpRequest) -> HttpResponse:
    return HttpResponse([str(message) for message in messages.get_messages(request)])


@public_page
def with_cookie(request: HttpRequest) -> HttpResponse:
    response = HttpResponse("Keks")
    response.set_cookie("theme", "dark")
    return response


@public_page
def varying(request: HttpRequest) -> HttpResponse:
    response = HttpResponse("je nach Keks")
    patch_vary_headers(response, ["Cookie"])
    return response


@public_page
@require_safe
def failing(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("kaputt")


PERSONAL = {"form": form, "greeting": greeting, "reading": reading, "cookie": with_cookie}
urlpatterns = [
    path("counted/", counted),
    path("short/", short),
    path("missing/", missing),
    path("streamed/", streamed),
    path("varying/", varying),
    path("failing/", failing),
    *(path(f"{name}/", view) for name, view in PERSONAL.items()),
    *site,
]


@pytest.fixture(autouse=True)
def no_calls() -> Iterator[None]:
    calls.clear()
    yield
    calls.clear()


def call_of(response: Any) -> int:
    return int(response.content.split()[1])


# Hit and miss ----------------------------------------------------------------------


def test_second_request_does_not_call_the_view(client: Client) -> None:
    first, second = client.get("/counted/"), client.get("/counted/")
    assert first.content == second.content
    assert len(calls) == 1
    assert first.headers == second.headers


def test_page_from_the_store_costs_one_query(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/counted/")
    with django_assert_num_queries(1):
        client.get("/counted/")


def test_other_reader_gets_the_same_page(client: Client, councillor_client: Client) -> None:
    assert client.get("/counted/").content == councillor_client.get("/counted/").content
    assert len(calls) == 1


@pytest.mark.parametrize("address", ["/counted/?q=2", "/counted/?q=1&r=1", "/counted/?"])
def test_other_address_is_another_page(client: Client, address: str) -> None:
    client.get("/counted/?q=1")
    client.get(address)
    assert len(calls) == 2


def test_other_host_and_scheme_are_other_pages(client: Client) -> None:
    """Absolute addresses in a page name both."""
    client.get("/counted/")
    client.get("/counted/", headers={"host": "127.0.0.1"})
    client.get("/counted/", secure=True)
    assert len(calls) == 3


def test_change_of_public_data_makes_a_new_page(client: Client) -> None:
    client.get("/counted/")
    DepartmentFactory()
    assert call_of(client.get("/counted/")) == 2


def test_rolled_back_change_keeps_the_page(client: Client) -> None:
    client.get("/counted/")
    with transaction.atomic():
        DepartmentFactory()
        transaction.set_rollback(True)
    assert call_of(client.get("/counted/")) == 1


def test_new_day_makes_a_new_page(client: Client) -> None:
    """A value may become due at midnight, in Soest."""
    with time_machine.travel(datetime(2026, 3, 31, 21, 59, tzinfo=UTC), tick=False):
        client.get("/counted/")
    with time_machine.travel(datetime(2026, 3, 31, 22, 1, tzinfo=UTC), tick=False):
        assert call_of(client.get("/counted/")) == 2


@pytest.mark.parametrize("header", HTMX_HEADERS)
def test_htmx_gets_a_page_of_its_own(client: Client, header: str) -> None:
    client.get("/counted/")
    assert call_of(client.get("/counted/", headers={header: "true"})) == 2
    assert call_of(client.get("/counted/")) == 1


def test_forged_htmx_header_fills_no_store(client: Client) -> None:
    for value in ("1", "TRUE", "x" * 1000):
        client.get("/counted/", headers={"HX-Boosted": value})
    assert len(public_pages.store.pages) == 1


def test_answers_that_are_not_whole_pages_are_not_stored(client: Client) -> None:
    for _ in range(2):
        assert client.get("/missing/").status_code == 404
        assert client.get("/streamed/").getvalue() == b"%PDF"
    assert calls == ["missing", "streamed"] * 2
    assert not public_pages.store.pages


def test_fault_is_not_stored(client: Client) -> None:
    with pytest.raises(RuntimeError):
        client.get("/failing/")
    assert not public_pages.store.pages


def test_long_query_is_answered_but_not_stored(client: Client) -> None:
    address = "/counted/?q=" + "a" * public_pages.MAX_QUERY
    assert client.get(address).status_code == 200
    assert client.get(address).headers["ETag"]
    assert len(calls) == 2
    assert not public_pages.store.pages


@pytest.mark.parametrize("query", ["stand=2026-03-31", "q=a&stand=", "stand=x", "seit=2026-03-31"])
def test_states_of_past_days_are_not_stored(client: Client, query: str) -> None:
    address = f"/counted/?{query}"
    etag = client.get(address).headers["ETag"]
    assert client.get(address).status_code == 200
    assert len(calls) == 2
    assert etag
    assert not public_pages.store.pages


@pytest.mark.parametrize("method", ["post", "put", "delete", "options"])
def test_other_methods_reach_the_view(client: Client, method: str) -> None:
    client.get("/counted/")
    assert getattr(client, method)("/counted/").status_code == 405


# Conditional, compressed -------------------------------------------------------------


def test_reader_who_has_the_page_gets_304(client: Client) -> None:
    etag = client.get("/counted/").headers["ETag"]
    answer = client.get("/counted/", headers={"If-None-Match": etag})
    assert answer.status_code == 304
    assert answer.content == b""
    assert answer.headers["ETag"] == etag
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert len(calls) == 1


def test_304_on_the_first_request_of_a_process(client: Client) -> None:
    etag = client.get("/short/").headers["ETag"]
    public_pages.store.clear()
    assert client.get("/short/", headers={"If-None-Match": etag}).status_code == 304


def test_changed_page_has_another_etag(client: Client) -> None:
    etag = client.get("/counted/").headers["ETag"]
    DepartmentFactory()
    answer = client.get("/counted/", headers={"If-None-Match": etag})
    assert answer.status_code == 200
    assert answer.headers["ETag"] != etag


def test_page_is_compressed_for_those_who_can_read_it(client: Client) -> None:
    plain = client.get("/counted/")
    packed = client.get("/counted/", headers={"Accept-Encoding": "br, gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 10
    assert packed.headers["Content-Length"] == str(len(packed.content))
    assert packed.headers["ETag"] == plain.headers["ETag"]


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        ("gzip", True),
        ("deflate, gzip;q=0.5", True),
        ("gzip;q=0, identity", False),
        ("br, gzip; q=0.0", False),
        ("identity", False),
    ],
)
def test_gzip_is_sent_only_where_it_is_welcome(client: Client, accepted: str, packed: bool) -> None:
    answer = client.get("/counted/", headers={"Accept-Encoding": accepted})
    assert ("Content-Encoding" in answer.headers) == packed


def test_short_page_is_not_compressed(client: Client) -> None:
    answer = client.get("/short/", headers={"Accept-Encoding": "gzip"})
    assert answer.content == b"kurz"
    assert answer.headers["Content-Type"] == "text/csv"


@pytest.mark.parametrize("stored", [False, True])
def test_head_has_the_headers_of_get_and_no_body(client: Client, stored: bool) -> None:
    if stored:
        client.get("/counted/")
    head = client.head("/counted/")
    get = client.get("/counted/")
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["ETag"] == get.headers["ETag"]
    assert head.headers["Content-Length"] == str(len(get.content))
    assert get.content.startswith(b"call 1")


# Nobody's own ------------------------------------------------------------------------


def vary(response: Any) -> set[str]:
    return {name.strip().lower() for name in response.headers.get("Vary", "").split(",")}


@pytest.mark.parametrize("turn", ["miss", "hit"])
def test_page_sets_no_cookie_and_does_not_vary_by_it(client: Client, turn: str) -> None:
    if turn == "hit":
        client.get("/counted/")
    answer = client.get("/counted/")
    assert not answer.cookies
    assert vary(answer) == {"accept-encoding", *(name.lower() for name in HTMX_HEADERS)}
    assert answer.headers["Cache-Control"] == "public, no-cache"


def test_page_does_not_vary_by_cookie_for_signed_in_people(councillor_client: Client) -> None:
    for _ in ("miss", "hit"):
        assert "cookie" not in vary(councillor_client.get("/counted/"))
    assert len(calls) == 1


@pytest.mark.parametrize("name", [*PERSONAL, "varying"])
def test_page_that_knows_its_reader_is_never_stored(
    name: str, client: Client, councillor_client: Client
) -> None:
    for browser in (councillor_client, client):
        answer = browser.get(f"/{name}/")
        assert answer.status_code == 200
        assert "public" not in answer.headers.get("Cache-Control", "")
    assert not public_pages.store.pages


def test_greeting_of_one_person_is_not_shown_to_another(
    client: Client, councillor: User, councillor_client: Client
) -> None:
    assert str(councillor) in councillor_client.get("/greeting/").content.decode()
    assert str(councillor) not in client.get("/greeting/").content.decode()


# The store ---------------------------------------------------------------------------


def a_page(text: str) -> StoredPage:
    return StoredPage(text.encode(), b"", (), "")


def test_store_keeps_the_pages_used_last() -> None:
    store = PageStore(size=2)
    store.put(("a",), a_page("a"))
    store.put(("b",), a_page("b"))
    store.get(("a",))
    store.put(("c",), a_page("c"))
    assert [key for key in ("a", "b", "c") if store.get((key,))] == ["a", "c"]


def test_store_forgets_everything() -> None:
    store = PageStore(size=2)
    store.put(("a",), a_page("a"))
    store.clear()
    assert store.get(("a",)) is None


# On the site -------------------------------------------------------------------------


def test_released_value_shows_at_once(client: Client) -> None:
    """The version is raised by the release itself, whoever writes it and however."""
    row = MeasurementFactory(submitted=True)
    client.get("/counted/")
    releaser = UserFactory(coordination=True)
    type(row).objects.filter(pk=row.pk).update(
        state="released", released_by=releaser, released_at=row.entered_at
    )
    assert call_of(client.get("/counted/")) == 2
