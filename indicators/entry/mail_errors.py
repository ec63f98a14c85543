"""What a mail server's refusal means: for which mails, for how long, in words."""

from __future__ import annotations

from datetime import timedelta
from smtplib import (
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

# Short at first, because most servers are back soon; together more than a long weekend.
PAUSES = tuple(
    timedelta(minutes=minutes) for minutes in (5, 15, 60, 180, 360, 720, 1440, 1440, 1440)
)
FIRST_PAUSE = PAUSES[0]
MOST_ATTEMPTS = len(PAUSES) + 1
PERMANENT = range(500, 600)  # SMTP's codes for "do not try again"


def pause_after(attempt: int) -> timedelta:
    """How long to wait after this attempt, counted from 1."""
    return PAUSES[min(attempt, len(PAUSES)) - 1]


def concerns_all(error: Exception) -> bool:
    """Whether the next mail would fail as well: the server, its login or our sender is at fault."""
    if isinstance(error, SMTPRecipientsRefused | SMTPDataError):
        return False
    return isinstance(error, OSError)  # SMTPException is one


def is_final(error: Exception) -> bool:
    """Whether trying the same mail again is pointless."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code in PERMANENT for code, _ in error.recipients.values())
    if isinstance(error, SMTPDataError):
        return error.smtp_code in PERMANENT
    return isinstance(error, ValueError)  # it cannot even be written as a mail


def reason(error: Exception) -> str:
    """What went wrong, in German, with what the server said."""
    said = words_of(error)
    if isinstance(error, SMTPRecipientsRefused):
        return f"Der Mailserver nimmt diese Adresse nicht an ({said})."
    if isinstance(error, SMTPAuthenticationError):
        return f"Der Mailserver lehnt die Anmeldung des Zielmonitors ab ({said})."
    if isinstance(error, SMTPSenderRefused):
        return f"Der Mailserver nimmt den Absender des Zielmonitors nicht an ({said})."
    if isinstance(error, SMTPResponseException):
        return f"Der Mailserver hat die Nachricht abgelehnt ({said})."
    if isinstance(error, OSError) and not isinstance(error, SMTPException):
        return f"Der Mailserver ist nicht erreichbar ({said})."
    return f"Das Verschicken ist misslungen ({said})."


def words_of(error: Exception) -> str:
    """The server's own words, with its code."""
    if isinstance(error, SMTPRecipientsRefused):
        return ", ".join(answer(code, text) for code, text in error.recipients.values())
    if isinstance(error, SMTPResponseException):
        return answer(error.smtp_code, error.smtp_error)
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__


def answer(code: int, text: bytes | str) -> str:
    """What an SMTP server said, on one line."""
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {' '.join(words.split())}"
