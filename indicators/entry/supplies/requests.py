"""Making, handing on, prolonging and revoking data requests. Each function is one transaction.

A link that was handed on lives and dies with the one it came from: both end at the same moment,
and revoking the one revokes the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import Role, User
from indicators.entry.mails import queue_mail
from indicators.entry.retries import in_one_transaction
from indicators.entry.slots import Sender, Writer
from indicators.entry.supplies.links import (
    MOST_LEVELS,
    Standing,
    level_of,
    link_of,
    sender_of,
    standing_of,
    with_chain,
)
from indicators.enums import RequestEventKind
from indicators.models import CollectionRound, DataRequest, DataRequestEvent
from strategy.models import Department

# Of one link, with those taken back: it shall not become a way to send mails to anybody.
MOST_DELEGATIONS = 10


class LinkClosed(Exception):
    """The link was revoked, has expired or is finished; nothing was written."""

    def __init__(self, standing: Standing) -> None:
        super().__init__(standing)
        self.standing = standing


class DelegationRefused(Exception):
    """The link cannot be handed on; str(error) is the German sentence for people."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is asked."""

    name: str
    office: str
    email: str


def may_request(person: User, department: Department) -> bool:
    """Coordination asks for every department, its members for their own."""
    if person.coordinates:
        return True
    enters = person.enters_values and person.role == Role.ENTRY
    return enters and department.memberships.filter(user=person).exists()


def default_last_day(asked_by: CollectionRound, today: date) -> date:
    """The end of the grace period; once that is over, a fortnight from now."""
    last = asked_by.grace_ends_on
    return last if last > today else today + timedelta(days=14)


def end_of(day: date) -> datetime:
    """The last moment of a day in Soest."""
    return timezone.make_aware(datetime.combine(day, time.max))


@in_one_transaction
def make_request(
    *,
    asked_by: CollectionRound,
    department: Department,
    recipient: Recipient,
    message: str,
    last_day: date,
    by: User,
) -> DataRequest:
    """Make a link for somebody outside and send it."""
    now = timezone.now()
    request = DataRequest.objects.create(
        round=asked_by,
        department=department,
        recipient_name=recipient.name,
        recipient_office=recipient.office,
        recipient_email=recipient.email,
        message=message,
        created_by=by,
        created_at=now,
        expires_at=end_of(last_day),
        is_sample=asked_by.is_sample or by.is_sample,
    )
    note(request, RequestEventKind.CREATED, by, now, f"gilt bis {spelled(request.expires_at)}")
    send_link(request, by)
    return request


@in_one_transaction
def send_again(*, request: DataRequest, by: User) -> None:
    """Mail the same link once more. Raises LinkClosed."""
    send_link(locked_open(request), by)


@in_one_transaction
def prolong(*, request: DataRequest, last_day: date, by: User) -> None:
    """Let a link of the city hall, and those it was handed on to, end on another day.

    One that has expired is open again. Raises LinkClosed if it is revoked or finished, and
    DelegationRefused for one that was handed on: it ends with the one it came from.
    """
    found = locked(request)
    if found.delegated_from is not None:
        raise DelegationRefused("Dieser Link endet mit dem, von dem er weitergegeben wurde.")
    now = timezone.now()
    standing = standing_of(found, now)
    if not (standing.is_open or standing == Standing.EXPIRED):
        raise LinkClosed(standing)
    expires_at = end_of(last_day)
    for one in [found, *descendants(found)]:
        one.expires_at = expires_at
        one.save(update_fields=["expires_at"])
    note(found, RequestEventKind.PROLONGED, by, now, f"bis {spelled(expires_at)}")


@in_one_transaction
def revoke(*, request: DataRequest, by: Writer) -> None:
    """Close a link, and those it was handed on to, at once. A second time changes nothing."""
    found = locked(request)
    now = timezone.now()
    for one in [found, *descendants(found)]:
        if one.revoked_at is None:
            one.revoked_at = now
            one.revoked_by = by if isinstance(by, User) else None
            one.save(update_fields=["revoked_at", "revoked_by"])
            note(one, RequestEventKind.REVOKED, by, now)


@in_one_transaction
def delegate(*, request: DataRequest, recipient: Recipient, message: str) -> DataRequest:
    """Hand a link on to somebody else, who gets one of their own with the same scope and end.

    Raises LinkClosed, or DelegationRefused with what stands against it.
    """
    found = locked_open(request)
    if level_of(found) >= MOST_LEVELS:
        raise DelegationRefused("Dieser Link wurde schon zweimal weitergegeben.")
    given = found.delegations.filter(
        recipient_email__iexact=recipient.email, revoked_at__isnull=True
    ).first()
    if given is not None:  # the form was sent twice
        return given
    if found.delegations.count() >= MOST_DELEGATIONS:
        raise DelegationRefused(
            f"Dieser Link wurde schon {MOST_DELEGATIONS}-mal weitergegeben; öfter geht es nicht."
        )
    now, sender = timezone.now(), sender_of(found)
    child = DataRequest.objects.create(
        round=found.round,
        department=found.department,
        recipient_name=recipient.name,
        recipient_office=recipient.office,
        recipient_email=recipient.email,
        message=message,
        delegated_from=found,
        created_at=now,
        expires_at=found.expires_at,
        is_sample=found.is_sample,
    )
    told = str(Sender(recipient.name, recipient.office))
    note(found, RequestEventKind.DELEGATED, sender, now, f"an {told}"[:500])
    note(child, RequestEventKind.CREATED, sender, now, f"weitergegeben von {sender}"[:500])
    send_link(child, sender)
    return child


# What the functions above are made of ---------------------------------------------


def locked(request: DataRequest) -> DataRequest:
    """The row as it is now; other writers of it wait until commit."""
    rows = with_chain(DataRequest.objects.select_for_update(of=("self",)))
    return rows.get(pk=request.pk)


def locked_open(request: DataRequest) -> DataRequest:
    """The same if the link can be used. Raises LinkClosed."""
    found = locked(request)
    standing = standing_of(found, timezone.now())
    if not standing.is_open:
        raise LinkClosed(standing)
    return found


def descendants(request: DataRequest) -> list[DataRequest]:
    """Those it was handed on to, and those they handed it on to; locked, level by level.

    Who hands a link on holds its row: a link that is just being made is seen on its level.
    """
    found: list[DataRequest] = []
    level: Iterable[DataRequest] = [request]
    while level := list(below(level)):
        found += level
    return found


def below(level: Iterable[DataRequest]) -> QuerySet[DataRequest]:
    rows = DataRequest.objects.filter(delegated_from__in=[one.pk for one in level])
    return rows.order_by("pk").select_for_update(of=("self",))


def send_link(request: DataRequest, by: Writer) -> None:
    """Queue the mail that carries the link."""
    queue_mail(
        to=request.recipient_email,
        subject=f"Stadt Soest bittet um Zahlen für {request.round.year}",
        template="indicators/mails/supply_request.txt",
        context={
            "name": request.recipient_name,
            "asked_by": str(by),
            "asked_address": address_of(request, by),
            "data_request": request,
            "asked": asked_names(request),
            "link": link_of(request),
            "last_day": spelled(request.expires_at),
        },
        is_sample=request.is_sample,
    )
    note(request, RequestEventKind.SENT, by, timezone.now(), f"an {request.recipient_email}")


def address_of(request: DataRequest, by: Writer) -> str:
    """Where questions go: to staff, or to who handed the link on; empty if it is not known."""
    if isinstance(by, User):
        return by.email
    return request.delegated_from.recipient_email if request.delegated_from else ""


def asked_names(request: DataRequest) -> list[str]:
    """What the link asks for, by name."""
    asks = request.round.requested.owed().filter(department=request.department)
    return list(asks.order_by("indicator__name").values_list("indicator__name", flat=True))


def note(
    request: DataRequest, kind: RequestEventKind, by: Writer, at: datetime, text: str = ""
) -> None:
    """Add what happened to the log of the request."""
    DataRequestEvent.objects.create(
        data_request=request,
        kind=kind,
        by=by if isinstance(by, User) else None,
        sender="" if isinstance(by, User) else str(by),
        at=at,
        note=text,
    )


def spelled(moment: datetime) -> str:
    """A day as mails and the log name it."""
    return date_format(timezone.localtime(moment), "j. F Y")
