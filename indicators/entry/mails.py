"""Mails are written into the database with the change they tell of, and sent afterwards.

So a mail server that is down holds nobody up, no notice is lost, and none goes out about a change
that was rolled back. mail_delivery.py sends them.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import date
from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.template import Context, Engine
from django.utils import timezone
from django.utils.text import Truncator

from indicators.entry.contacts import coordinators
from indicators.entry.mail_delivery import deliver_mails
from indicators.entry.mail_texts import is_example, one_line, without_gaps
from indicators.enums import MailState
from indicators.models import Mail
from indicators.models.mails import LONGEST_SUBJECT

logger = logging.getLogger(__name__)

NO_ADDRESS = "Das ist keine E-Mail-Adresse. Bitte berichtigen Sie sie dort, wo sie eingetragen ist."
NO_EXAMPLES = "Nachrichten zu Beispieldaten und an Beispieladressen verlassen das Haus nie."


def queue_mail(
    *,
    to: str,
    subject: str,
    template: str,
    context: Mapping[str, object],
    is_sample: bool = False,
) -> None:
    """Write a mail to one address; call it inside the transaction of the change it tells of.

    It is sent as soon as that transaction is committed, and again until the mail server takes it.

    `template` is the path of a plain text template ("indicators/mails/returned.txt"), whose
    variables are not escaped: names and comments stand there as people typed them. Links in it
    are made by absolute_url. An address that is none never fails the change; the mail is then
    kept as failed. `is_sample`: it is about sample data, so that it is kept but never sent.
    """
    mail = store_mail(
        to=to, subject=subject, template=template, context=context, is_sample=is_sample
    )
    if mail.state == MailState.WAITING:
        # robust: what fails here cannot undo the change, and the next run sends the mail.
        transaction.on_commit(deliver_mails.enqueue, robust=True)


def store_mail(
    *,
    to: str,
    subject: str,
    template: str,
    context: Mapping[str, object],
    is_sample: bool = False,
    reminder_day: date | None = None,
) -> Mail:
    """The same without sending it; `reminder_day` makes it this person's reminder of the day."""
    now = timezone.now()
    state, error = first_state(to, is_sample)
    return Mail.objects.create(
        to=one_line(to)[: Mail._meta.get_field("to").max_length],
        subject=Truncator(one_line(subject)).chars(LONGEST_SUBJECT),
        text=preview(template, context),
        message_id=new_message_id(),
        state=state,
        error=error,
        queued_at=now,
        due_at=now,
        is_sample=is_sample,
        reminder_day=reminder_day,
    )


@transaction.atomic
def send_again(mail: Mail) -> None:
    """Try a mail at once that waits or failed; of one that was sent, send a copy.

    A second click changes nothing: a copy that waits already is not made again.
    """
    found = Mail.objects.select_for_update().get(pk=mail.pk)
    if found.state == MailState.SENT:
        same = {"to": found.to, "subject": found.subject, "text": found.text}
        if not Mail.objects.waiting().filter(**same).exists():
            copy_of(found).save()
    elif found.state in (MailState.WAITING, MailState.FAILED):
        found.state, found.error = first_state(found.to, found.is_sample)
        found.attempts, found.due_at = 0, timezone.now()
        found.save()
    transaction.on_commit(deliver_mails.enqueue, robust=True)


def copy_of(mail: Mail) -> Mail:
    """The same mail as a new one, with a name of its own."""
    return Mail(
        to=mail.to,
        subject=mail.subject,
        text=mail.text,
        message_id=new_message_id(),
        is_sample=mail.is_sample,
    )


def new_message_id() -> str:
    return make_msgid(domain=urlsplit(settings.SITE_URL).hostname)


def absolute_url(path: str) -> str:
    """The public address of a path; never from a request, whose Host header anybody can forge."""
    return f"{settings.SITE_URL}{path}"


def first_state(to: str, is_sample: bool) -> tuple[MailState, str]:
    """How a new mail begins, and why it is not to be sent; "" if it is."""
    try:
        validate_email(to)
    except ValidationError:
        logger.warning("a mail was addressed to something that is no address")
        return MailState.FAILED, NO_ADDRESS
    if is_sample or is_example(to):
        return MailState.WITHHELD, NO_EXAMPLES
    return MailState.WAITING, ""


def preview(template: str, context: Mapping[str, object]) -> str:
    """The plain text that a mail would have. Nothing is escaped: a mail is no web page."""
    context = {"site_url": settings.SITE_URL, "coordination": coordinators, **context}
    text = Engine.get_default().get_template(template).render(Context(context, autoescape=False))
    return without_gaps(text)
