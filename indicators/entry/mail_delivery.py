"""Hand waiting mails to the mail server, and try again later what it did not take."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Min
from django.utils import timezone
from django_tasks import task

from indicators.entry.mail_errors import (
    FIRST_PAUSE,
    MOST_ATTEMPTS,
    concerns_all,
    is_final,
    pause_after,
    reason,
)
from indicators.enums import MailState
from indicators.models import Mail
from indicators.models.mails import LONGEST_ERROR

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a run did."""

    sent: int
    postponed: int  # tried, and to be tried again
    failed: int  # given up
    waiting: int  # in the queue after the run


@task
def deliver_mails() -> None:
    """Send what is due; what could not be sent asks for another run by itself."""
    delivery = deliver()
    if delivery.postponed and deliver_mails.get_backend().supports_defer:
        deliver_mails.using(run_after=next_run()).enqueue()


def deliver() -> Delivery:
    """Send every mail that is due; without a mail server they all wait.

    A mail counts as tried before it is handed over: two processes never send the same one, and
    what a killed process was sending is sent again after the pause.
    """
    outcomes: list[MailState] = []
    for mail in due_mails():
        if not claim(mail):
            continue
        error = hand_over(mail)
        outcomes.append(note(mail, error))
        if error and concerns_all(error):
            break  # each further one would wait for the same dead server
    return Delivery(
        sent=outcomes.count(MailState.SENT),
        postponed=outcomes.count(MailState.WAITING),
        failed=outcomes.count(MailState.FAILED),
        waiting=Mail.objects.waiting().count(),
    )


def is_configured() -> bool:
    """Whether there is a mail server to send by."""
    return bool(settings.EMAIL_HOST)


def due_mails() -> list[Mail]:
    """What is to be sent now, the longest waiting first."""
    if not is_configured():
        return []
    due = Mail.objects.waiting().filter(due_at__lte=timezone.now())
    return list(due.order_by("due_at", "pk"))


def next_run() -> datetime:
    """When the next mail is due, but not at once: what has just failed would fail again."""
    earliest = Mail.objects.waiting().aggregate(due=Min("due_at"))["due"]
    soonest = timezone.now() + FIRST_PAUSE
    return max(earliest, soonest) if earliest else soonest


def claim(mail: Mail) -> bool:
    """Count an attempt; False if another process has just done so."""
    attempt = mail.attempts + 1
    claimed = Mail.objects.waiting().filter(pk=mail.pk, attempts=mail.attempts)
    if not claimed.update(attempts=attempt, due_at=timezone.now() + pause_after(attempt)):
        return False
    mail.attempts = attempt
    return True


def hand_over(mail: Mail) -> Exception | None:
    """Give a mail to the mail server; what went wrong, None if it was taken."""
    message = EmailMessage(
        subject=mail.subject,
        body=mail.text,
        to=[mail.to],
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
    )
    try:
        message.send()
    except Exception as error:
        # Whatever it is, it must stop neither the other mails nor be forgotten.
        known = isinstance(error, OSError)  # of the network or the server, so no fault of ours
        told = (mail.pk, mail.attempts, reason(error))
        logger.warning("mail %s, attempt %s: %s", *told, exc_info=not known)
        return error
    return None


def note(mail: Mail, error: Exception | None) -> MailState:
    """Write down what became of an attempt."""
    state, said = outcome(mail, error)
    Mail.objects.waiting().filter(pk=mail.pk).update(state=state, **said)
    return state


def outcome(mail: Mail, error: Exception | None) -> tuple[MailState, dict[str, Any]]:
    """The state after an attempt, and what goes with it."""
    if error is None:
        return MailState.SENT, {"sent_at": timezone.now(), "error": ""}
    over = is_final(error) or mail.attempts >= MOST_ATTEMPTS
    state = MailState.FAILED if over else MailState.WAITING
    return state, {"error": reason(error)[:LONGEST_ERROR]}
