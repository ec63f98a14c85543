from __future__ import annotations

import smtplib
from datetime import timedelta

import pytest

from indicators.entry.mail_errors import concerns_all, is_final, pause_after, reason

REFUSED = smtplib.SMTPRecipientsRefused({"a@soest.de": (550, b"unknown")})
GREYLISTED = smtplib.SMTPRecipientsRefused({"a@soest.de": (451, b"later")})
CASES = [
    # error, every mail would fail, pointless to try again, German words
    (ConnectionRefusedError(111, "Connection refused"), True, False, "nicht erreichbar (Conn"),
    (TimeoutError("timed out"), True, False, "nicht erreichbar (timed out)"),
    (smtplib.SMTPServerDisconnected("closed"), True, False, "misslungen (closed)"),
    (smtplib.SMTPConnectError(421, b"busy"), True, False, "abgelehnt (421 busy)"),
    (smtplib.SMTPAuthenticationError(535, b"bad"), True, False, "Anmeldung des Zielmonitors"),
    (smtplib.SMTPSenderRefused(550, b"no", "z@x"), True, False, "Absender des Zielmonitors"),
    (REFUSED, False, True, "diese Adresse nicht an (550 unknown)"),
    (GREYLISTED, False, False, "diese Adresse nicht an (451 later)"),
    (smtplib.SMTPDataError(552, b"too big"), False, True, "abgelehnt (552 too big)"),
    (smtplib.SMTPDataError(452, b"full"), False, False, "abgelehnt (452 full)"),
    (ValueError("header"), False, True, "misslungen (header)"),
    (RuntimeError(), False, False, "misslungen (RuntimeError)"),
]


@pytest.mark.parametrize(("error", "all_of_them", "final", "words"), CASES, ids=repr)
def test_what_an_error_means(error: Exception, all_of_them: bool, final: bool, words: str) -> None:
    assert concerns_all(error) is all_of_them
    assert is_final(error) is final
    assert words in reason(error)


@pytest.mark.parametrize(
    ("attempt", "pause"),
    [
        (1, timedelta(minutes=5)),
        (2, timedelta(minutes=15)),
        (9, timedelta(days=1)),
        (10, timedelta(days=1)),
        (99, timedelta(days=1)),
    ],
)
def test_pauses_grow_up_to_a_day(attempt: int, pause: timedelta) -> None:
    assert pause_after(attempt) == pause
