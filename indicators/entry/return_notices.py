"""Tell who handed in a value that it came back."""

from __future__ import annotations

from collections.abc import Sequence

from accounts.models import User
from indicators.entry.contacts import contact_of, contacts_of
from indicators.entry.mails import absolute_url, queue_mail
from indicators.entry.reminders.rules import Capacity, Contact
from indicators.entry.slots import Content, Slot
from indicators.models import Measurement

TEMPLATE = "indicators/mails/returned.txt"


def tell_author(*, row: Measurement, comment: str, by: User) -> None:
    """Queue a mail to the author of a value that `by` returned with this comment.

    Belongs into the transaction of the return.
    """
    slot = Slot.of(row)
    for contact in authors_of(row):
        queue_mail(
            to=contact.address,
            subject=f"Zurückgegeben: {slot.title}",
            template=TEMPLATE,
            context={
                "name": contact.name,
                "told": slot.told(Content.of(row)),
                "comment": comment,
                "by": str(by),
                "url": absolute_url(slot.url),
            },
            is_sample=row.is_sample,
        )


def authors_of(row: Measurement) -> Sequence[Contact]:
    """Who entered a value. If they left, have no address or no account: who answers for it."""
    author = row.entered_by
    if author and author.enters_values and author.email:
        return (contact_of(author, Capacity.OWNER),)
    department = row.indicator.department
    return contacts_of([department])[department.pk].nearest if department else ()
