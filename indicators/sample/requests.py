"""Two data requests of a sample department: one that waits, one that is finished."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.models import User
from indicators.entry.slots import Sender
from indicators.enums import MeasurementState, RequestEventKind
from indicators.models import (
    CollectionRound,
    DataRequest,
    DataRequestEvent,
    Measurement,
)
from indicators.sample.people import DEPARTMENTS
from strategy.models import Department

AREA = 5  # whose department asks
BEGAN = timedelta(days=10)  # before the day of loading
MESSAGE = "Beispiel: Bitte tragen Sie die Verbräuche des letzten Jahres ein. Vielen Dank!"
OPEN = Sender("Nora Netz", "Stadtwerke (Beispiel)", is_sample=True)
FINISHED = Sender("Kurt Kreis", "Kreisverwaltung (Beispiel)", is_sample=True)


def add_requests(today: date, by: User) -> None:
    """Ask two people for the sample round; nothing is mailed. Without a sample round, none."""
    asked_by = CollectionRound.objects.filter(is_sample=True).first()
    if asked_by is None:
        return
    began = timezone.make_aware(datetime.combine(today - BEGAN, time(9, 30)))
    department = Department.objects.get(slug=DEPARTMENTS[AREA][0])
    new_request(asked_by, department, OPEN, by, began)
    finished = new_request(asked_by, department, FINISHED, by, began)
    finish(finished, began + timedelta(days=2, hours=4))


def new_request(
    asked_by: CollectionRound, department: Department, to: Sender, by: User, at: datetime
) -> DataRequest:
    """A link that holds until the grace period ends."""
    last = datetime.combine(asked_by.grace_ends_on, time.max)
    request = DataRequest.objects.create(
        round=asked_by,
        department=department,
        recipient_name=to.name,
        recipient_office=to.office,
        recipient_email=f"{to.name.split()[0].lower()}@example.org",
        message=MESSAGE,
        created_by=by,
        created_at=at,
        expires_at=timezone.make_aware(last),
        is_sample=True,
    )
    for kind in (RequestEventKind.CREATED, RequestEventKind.SENT):
        DataRequestEvent.objects.create(data_request=request, kind=kind, by=by, at=at)
    return request


def finish(request: DataRequest, at: datetime) -> None:
    """Say of one of the department's sample drafts that it came through the link.

    Whoever has it in work stays its author, and nothing depends on the day: the rows of the
    ledger are the same whenever the sample data is loaded.
    """
    drafts = Measurement.objects.filter(
        is_sample=True,
        state=MeasurementState.DRAFT,
        indicator__department=request.department,
        value__isnull=False,
    )
    first = drafts.order_by("-period", "indicator__code").values("pk")[:1]
    Measurement.objects.filter(pk__in=first).update(
        sender_name=FINISHED.name, sender_office=FINISHED.office
    )
    request.last_used_at = request.finished_at = at
    request.save()
    for kind in (RequestEventKind.SAVED, RequestEventKind.FINISHED):
        DataRequestEvent.objects.create(
            data_request=request, kind=kind, sender=str(FINISHED), at=at
        )
