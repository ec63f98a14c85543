"""Saving what came through a link, always as drafts, and finishing it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from indicators.entry.batches import Batch, Key, Line, write_batch
from indicators.entry.mails import absolute_url, queue_mail
from indicators.entry.retries import in_one_transaction
from indicators.entry.slots import Seen, Sender
from indicators.entry.supplies.links import sender_of
from indicators.entry.supplies.questions import Question, Questionnaire, load_questionnaire
from indicators.entry.supplies.requests import descendants, locked_open, note
from indicators.enums import RequestEventKind
from indicators.models import DataRequest


class NotFinished(Exception):
    """Some answers still lack something; nothing was written."""


@in_one_transaction
def save_answers(
    *, request: DataRequest, sender: Sender, lines: Sequence[Line], seen: Mapping[Key, Seen]
) -> int:
    """Write answers as drafts; returns how many values changed.

    Who answers may correct their name until the first value is saved; later the name given then
    stays. Raises LinkClosed, BatchConflict or BatchRefused; then nothing was written.
    """
    found = locked_open(request)
    by = named(found, sender)
    # A released value is for the department to correct: with no revision seen, it is a conflict.
    unreleased = {key: Seen(version=one.version) for key, one in seen.items()}
    batch = write_batch(lines, seen=unreleased, by=by, submit=False)
    count = sum(one.is_written for one in batch.changes)
    if count:
        mark_used(found, by, batch)
    return count


@in_one_transaction
def finish(*, request: DataRequest) -> Questionnaire:
    """Close a link for good and tell the department; returns what it had asked for.

    Links that were handed on from it are closed with it. Raises LinkClosed, and NotFinished if
    an answer still lacks something that is published with it.
    """
    found = locked_open(request)
    questionnaire = load_questionnaire(found)
    if questionnaire.unfinished or not questionnaire.supplied:
        raise NotFinished
    now, by = timezone.now(), sender_of(found)
    for one in [found, *descendants(found)]:
        if one.finished_at is None and one.revoked_at is None:
            one.finished_at = now
            one.save(update_fields=["finished_at"])
            note(one, RequestEventKind.FINISHED, by, now)
    tell_department(found, questionnaire.supplied)
    return questionnaire


# What the functions above are made of ---------------------------------------------


def named(request: DataRequest, sender: Sender) -> Sender:
    """Who answers: as corrected now if nothing was saved yet, else as before."""
    if request.last_used_at is None:
        request.recipient_name, request.recipient_office = sender.name, sender.office
    return sender_of(request)


def mark_used(request: DataRequest, by: Sender, batch: Batch) -> None:
    now: datetime = timezone.now()
    request.last_used_at = now
    request.save(update_fields=["last_used_at", "recipient_name", "recipient_office"])
    names = [one.slot.title for one in batch.changes if one.is_written]
    note(request, RequestEventKind.SAVED, by, now, counted(names))


def counted(names: Sequence[str]) -> str:
    """How many values, and which, as far as there is room."""
    word = "Wert" if len(names) == 1 else "Werte"
    told = f"{len(names)} {word}: {', '.join(names)}"
    return told if len(told) <= 500 else f"{told[:499]}…"


def tell_department(request: DataRequest, supplied: Iterable[Question]) -> None:
    """Mail what came in to those who have to check it."""
    values = [(one.slot.title, one.words) for one in supplied]
    for address in addresses_of(request):
        queue_mail(
            to=address,
            subject=f"Zulieferung abgeschlossen: {sender_of(request)}",
            template="indicators/mails/supply_finished.txt",
            context={
                "data_request": request,
                "values": values,
                "link": absolute_url(reverse("indicators:entry-home")),
            },
            is_sample=request.is_sample,
        )


def addresses_of(request: DataRequest) -> list[str]:
    """The people of the department, who made the request, and who handed it on; each once."""
    people = User.objects.filter(memberships__department=request.department, is_active=True)
    addresses = [person.email for person in people]
    above: DataRequest | None = request
    while above is not None:
        if above.created_by is not None and above.created_by.is_active:
            addresses.append(above.created_by.email)
        above = above.delegated_from
        if above is not None:
            addresses.append(above.recipient_email)
    return list(dict.fromkeys(one for one in addresses if one))
