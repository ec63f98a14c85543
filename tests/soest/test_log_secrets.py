"""What opens a page without a login is in no line of the log."""

from __future__ import annotations

import logging
import sys

import pytest

from soest.log_secrets import LineWithoutLinks


@pytest.mark.parametrize(
    ("message", "args", "line"),
    [
        ("Gone: %s", ("/zulieferung/abc.DEF-_/",), "Gone: /zulieferung/…/"),
        (
            "%s: %s",
            ("Forbidden", "/zulieferung/abc/weitergeben/"),
            "Forbidden: /zulieferung/…/weitergeben/",
        ),
        ('"GET /zulieferung/abc?x=1 HTTP/1.1" 200', (), '"GET /zulieferung/…?x=1 HTTP/1.1" 200'),
        ("http://x:8000/zulieferung/abc/", (), "http://x:8000/zulieferung/…/"),
        ("/erfassung/runden/2025/zulieferung/a/", (), "/erfassung/runden/2025/zulieferung/a/"),
        ("Not Found: %s", ("/kennzahlen/abc/",), "Not Found: /kennzahlen/abc/"),
        ("no path and no arguments: 100 %", (), "no path and no arguments: 100 %"),
    ],
)
def test_token_is_hidden(message: str, args: tuple[str, ...], line: str) -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, message, args, None)
    assert LineWithoutLinks().format(record) == line


def test_token_is_hidden_in_a_traceback() -> None:
    try:
        raise ValueError("no such page: /zulieferung/abc/")
    except ValueError:
        told = sys.exc_info()
    record = logging.LogRecord("django.request", logging.ERROR, "", 1, "Fault", (), told)
    line = LineWithoutLinks().format(record)
    assert "ValueError: no such page: /zulieferung/…/" in line
