"""Row 28 of the faults: a request that is too large."""

from __future__ import annotations

import io

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.test import Client
from django.test.client import RequestFactory

from soest.uploads import LARGEST_REQUEST, MOST_SWALLOWED, RequestSizeMiddleware, swallow


def test_too_large_a_request_is_told_in_words(client: Client) -> None:
    """There is no database fixture here: nothing of the request is looked at."""
    body = b"x" * (LARGEST_REQUEST + 1)
    response = client.post("/anmelden/", body, content_type="application/octet-stream")
    assert response.status_code == 413
    assert "Diese Datei ist zu groß" in response.content.decode()
    assert "höchstens 5 MB" in response.content.decode()
    assert "content-security-policy" in response.headers


def test_text_that_is_too_large_is_called_a_text(client: Client) -> None:
    body = b"x" * (LARGEST_REQUEST + 1)
    response = client.post("/", body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 413
    html = response.content.decode()
    assert "Ein Text darf höchstens 20.000 Zeichen lang sein. Es wurde nichts gespeichert." in html
    assert "Datei" not in html


def test_largest_request_passes() -> None:
    seen: list[WSGIRequest] = []
    middleware = RequestSizeMiddleware(seen.append)  # type: ignore[arg-type]
    for size in (str(LARGEST_REQUEST), "", "viel"):
        middleware(RequestFactory().post("/", CONTENT_LENGTH=size))
    assert len(seen) == 3


def test_body_is_read_away_but_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []

    class Endless(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            read.append(size)
            return b"x" * size

    request = RequestFactory().post("/")
    monkeypatch.setattr(request, "_stream", Endless())
    swallow(request)
    assert sum(read) == MOST_SWALLOWED
    assert max(read) < 2**20
