from __future__ import annotations

import pytest

from indicators.entry.mail_texts import is_example, one_line, without_gaps


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Werte für 2025", "Werte für 2025"),
        ("  zu   viele\tBlanks ", "zu viele Blanks"),
        ("a\r\nBcc: b", "a Bcc: b"),
        ("a\x00b\x85c", "a b c"),
        ("a\u2028b\u2029c", "a b c"),
        ("a\u202eb", "a b"),
        ("", ""),
    ],
)
def test_one_line(text: str, line: str) -> None:
    assert one_line(text) == line


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("\n\nGuten Tag\n\n\n\nEnde", "Guten Tag\n\nEnde\n"),
        ("a  \n   \n b", "a\n\n b\n"),
        ("", "\n"),
    ],
)
def test_without_gaps(text: str, plain: str) -> None:
    assert without_gaps(text) == plain


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("a@example.org", True),
        ("a@mail.EXAMPLE.com", True),
        ("a@soest.example", True),
        ("a@x.test", True),
        ("a@host.invalid", True),
        ("a@localhost", True),
        ("a@example.org.", True),
        ("a@soest.de", False),
        ("example.org@soest.de", False),
        ("a@myexample.org", False),
        ("a@example.de", False),
    ],
)
def test_is_example(address: str, expected: bool) -> None:
    assert is_example(address) is expected
