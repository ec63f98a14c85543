"""Mails as coordination sees them: how each stands, in words, and what can be done about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django import forms
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from indicators.entry.fields import PlainTextField
from indicators.entry.mail_delivery import is_configured
from indicators.enums import MailState
from indicators.models import Mail

# A worker takes a mail within seconds: what is due for longer shows that none is running.
LONGEST_USUAL_WAIT = timedelta(minutes=15)


class MailFilterForm(forms.Form):
    """Filter and search. An unknown choice is ignored: an old link shows more, never an error."""

    zustand = forms.ChoiceField(
        label="Zustand", choices=[("", "alle"), *MailState.choices], required=False
    )
    q = PlainTextField(
        label="Betreff oder Adresse",
        required=False,
        max_length=200,
        widget=forms.TextInput({"type": "search"}),
    )

    def apply(self, mails: QuerySet[Mail]) -> QuerySet[Mail]:
        self.is_valid()
        state, words = self.cleaned_data.get("zustand"), self.cleaned_data.get("q")
        if state:
            mails = mails.filter(state=state)
        if words:
            mails = mails.filter(Q(subject__icontains=words) | Q(to__icontains=words))
        return mails


class PageForm(forms.Form):
    """Which part of a long list; without a number, or with nonsense, the first."""

    seite = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)

    @property
    def number(self) -> int:
        return (self.cleaned_data.get("seite") or 1) if self.is_valid() else 1


@dataclass(frozen=True, slots=True)
class MailLine:
    """One mail."""

    mail: Mail

    @property
    def standing(self) -> str:
        """Its state in a few words."""
        mail = self.mail
        if mail.state == MailState.SENT:
            return f"verschickt am {moment(mail.sent_at or mail.queued_at)}"
        if mail.state == MailState.FAILED:
            return "fehlgeschlagen"
        if mail.state == MailState.WITHHELD:
            return "zurückgehalten: Beispiel"
        if not is_configured():
            return "wartet auf einen Mailserver"
        if not mail.attempts:
            return "wartet auf den Versand"
        return f"wartet, nächster Versuch {moment(mail.due_at)}"

    @property
    def is_trouble(self) -> bool:
        """Somebody should look at it."""
        return bool(self.mail.error) and self.mail.state in (MailState.WAITING, MailState.FAILED)

    @property
    def action(self) -> str:
        """What the button says; empty if the mail cannot be sent."""
        return action_of(self.mail)


@dataclass(frozen=True, slots=True)
class MailCounts:
    """How the whole queue stands."""

    waiting: int
    failed: int
    stuck: int  # due for long, though there is a mail server

    @property
    def sentence(self) -> str:
        """What waits and what failed; empty for neither."""
        waiting = counted(self.waiting, "wartet", "warten")
        failed = counted(self.failed, "ist fehlgeschlagen", "sind fehlgeschlagen")
        return ", ".join([*waiting, *failed])


def action_of(mail: Mail) -> str:
    """What can be done about a mail, as a button says it; empty for nothing."""
    if not mail.text or mail.state == MailState.WITHHELD:
        return ""
    if mail.state == MailState.WAITING:
        return "Jetzt versuchen" if mail.attempts and is_configured() else ""
    return "Erneut senden"


def count_mails() -> MailCounts:
    """One query."""
    stuck = Q(state=MailState.WAITING, attempts=0, due_at__lt=timezone.now() - LONGEST_USUAL_WAIT)
    counts = Mail.objects.aggregate(
        waiting=Count("pk", filter=Q(state=MailState.WAITING)),
        failed=Count("pk", filter=Q(state=MailState.FAILED)),
        stuck=Count("pk", filter=stuck),
    )
    return MailCounts(**counts if is_configured() else counts | {"stuck": 0})


def lines_of(mails: Iterable[Mail]) -> list[MailLine]:
    return [MailLine(mail) for mail in mails]


def moment(at: datetime) -> str:
    """Day and time in Soest."""
    return date_format(timezone.localtime(at), "d.m.Y, H:i")


def counted(count: int, one: str, many: str) -> list[str]:
    """The count with its words, such as "3 Nachrichten warten"; nothing for none."""
    if not count:
        return []
    return [f"1 Nachricht {one}" if count == 1 else f"{count} Nachrichten {many}"]
