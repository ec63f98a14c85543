"""No public page is forgotten by the tests that walk through all of them."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.urls import URLPattern, URLResolver, get_resolver, resolve

from soest.http import is_public
from tests.public_paths import NO_PAGES, PAGES


def public_names(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    """The names of all addresses that need no login, with their namespaces."""
    for one in patterns:
        if isinstance(one, URLResolver):
            inner = f"{prefix}{one.namespace}:" if one.namespace else prefix
            if one.namespace != "admin":
                yield from public_names(one.url_patterns, inner)
        elif is_public(one.callback):
            yield f"{prefix}{one.name}"


def test_every_public_page_is_walked_through() -> None:
    names = set(public_names(get_resolver().url_patterns))
    walked = {resolve(urlsplit(path).path).view_name for path in PAGES}
    assert {"overview", "indicators:indicator-detail", "accounts:login"} <= names
    assert names - NO_PAGES == walked


def test_no_address_is_left_out_that_is_gone() -> None:
    assert set(public_names(get_resolver().url_patterns)) >= NO_PAGES
