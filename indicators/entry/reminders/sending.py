"""Write the reminders of a day into the queue of mails.

What is sent is noted with the mail in one transaction, under constraints that refuse it a second
time. So the command may run as often as it likes, be killed, or miss a day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.urls import reverse

from indicators.entry.mails import absolute_url, store_mail
from indicators.entry.reminders.letters import Letter
from indicators.models import Mail, Reminder

TEMPLATE = "indicators/mails/reminder.txt"


def send_reminders(letters: Sequence[Letter], today: date) -> int:
    """Write these mails of the day into the queue; how many."""
    return sum(write(letter, today) for letter in letters)


def write(letter: Letter, today: date) -> bool:
    """One mail and what it reminds of; False if another process has just written it."""
    try:
        with transaction.atomic():
            mail = store_mail(
                to=letter.to,
                subject=letter.subject,
                template=TEMPLATE,
                context=context_of(letter),
                is_sample=letter.is_sample,
                reminder_day=today,
            )
            Reminder.objects.bulk_create(reminders_of(letter, mail))
    except IntegrityError:
        if not is_written(letter, today):
            raise
        return False
    return True


def context_of(letter: Letter) -> dict[str, object]:
    return {
        "name": letter.name,
        "matters": letter.matters,
        "home": absolute_url(reverse("indicators:entry-home")),
        "has_account": any(one.data_request is None for one in letter.matters),
    }


def reminders_of(letter: Letter, mail: Mail) -> list[Reminder]:
    return [
        Reminder(
            mail=mail,
            round=one.debt.round,
            department=one.debt.department,
            data_request=one.data_request,
            to=letter.to,
            stage=one.debt.stage,
            deadline=one.debt.round.deadline,
        )
        for one in letter.matters
    ]


def is_written(letter: Letter, today: date) -> bool:
    same = {"to": letter.to, "reminder_day": today, "is_sample": letter.is_sample}
    return Mail.objects.filter(**same).exists()
