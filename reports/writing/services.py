"""Writes of one text. Each function is one transaction and leaves what it did as a version.

All lock the row and compare its version with the one the person saw, so that nobody's text is
written over unseen. What the same person types within a few minutes is one version; otherwise the
former wording is kept before a new one takes its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from reports.markdown import read
from reports.models import Report, ReportText, TextState, TextStep, TextVersion
from reports.services import SAMPLE_ACCOUNT, ReportError
from reports.writing.places import TextPlace

ONE_VERSION = timedelta(minutes=10)  # what the same person types in this time
FOUR_EYES = (
    "Wer einen Text zuletzt geschrieben hat, gibt ihn nicht selbst frei. "
    "Bitte jemand anderen aus der Koordination darum."
)


NO_STANCE = "Bitte sagen Sie, ob der Bericht zu diesem Kriterium berichtet oder warum nicht."


@dataclass(frozen=True, slots=True)
class Wording:
    """What a person has written at a place."""

    body: str
    stance: str = ""  # how a criterion is answered; "" is open

    @classmethod
    def of(cls, row: ReportText | TextVersion) -> Wording:
        return cls(row.body, row.stance)


class Conflict(Exception):
    """The text is not as the person saw it; nothing was written."""


@transaction.atomic
def save(
    *, place: TextPlace, wording: Wording, seen: int, by: User, step: TextStep | None = None
) -> ReportText:
    """Write a text, which makes it a draft again. Raises Conflict and ReportError.

    `seen` is the version the person saw, 0 while there was none. `step` keeps the new wording as
    a version too; None is a save that happened by itself.
    """
    check_account(place.report, by)
    text, now = locked(place), timezone.now()
    if wording != Wording.of(text):
        if text.version != seen:
            raise Conflict
        if step is not None or shrinks(text, wording) or is_due(text, by, now):
            keep_former(text, now)
        text.body, text.stance = wording.body, wording.stance
        text.saved_by, text.saved_at = by, now
        text.version += 1
        text.state, text.approved_by, text.approved_at = TextState.DRAFT, None, None
        text.save()
    if step is not None and not is_kept(text):
        keep(text, step, by, now)
    return text


@transaction.atomic
def submit(*, place: TextPlace, seen: int, by: User) -> ReportText:
    """Hand a draft in for review. Raises Conflict and ReportError."""
    text, now = seen_text(place, seen, by), timezone.now()
    if text.state == TextState.APPROVED:
        raise ReportError("Dieser Text ist schon freigegeben.")
    if not text.body.strip():
        raise ReportError("Ein leerer Text lässt sich nicht zur Prüfung geben.")
    if place.criterion is not None and not text.stance:
        raise ReportError(NO_STANCE)
    if faults := read(text.body)[1]:
        raise ReportError(" ".join(faults))
    if text.state == TextState.DRAFT:
        text.state, text.note = TextState.REVIEW, ""
        text.save()
        keep(text, TextStep.SUBMITTED, by, now)
    return text


@transaction.atomic
def approve(*, place: TextPlace, seen: int, by: User) -> ReportText:
    """Approve what was handed in, by somebody else than wrote it last."""
    text, now = seen_text(place, seen, by), timezone.now()
    if text.state != TextState.REVIEW:
        raise ReportError("Freigeben lässt sich nur, was zur Prüfung gegeben wurde.")
    if text.saved_by_id == by.pk:
        raise ReportError(FOUR_EYES)
    text.state, text.approved_by, text.approved_at = TextState.APPROVED, by, now
    text.save()
    keep(text, TextStep.APPROVED, by, now)
    return text


@transaction.atomic
def send_back(*, place: TextPlace, seen: int, by: User, note: str) -> ReportText:
    """Give a text back to its writer, and say why."""
    text, now = seen_text(place, seen, by), timezone.now()
    if text.state == TextState.DRAFT:
        raise ReportError("Dieser Text ist schon ein Entwurf.")
    text.state, text.note = TextState.DRAFT, note
    text.approved_by, text.approved_at = None, None
    text.save()
    keep(text, TextStep.RETURNED, by, now, note)
    return text


# What the steps above are made of ----------------------------------------------------


def check_account(report: Report, by: User) -> None:
    if by.is_sample and not report.is_sample:
        raise ReportError(SAMPLE_ACCOUNT)


def locked(place: TextPlace) -> ReportText:
    """The text of a place, locked; a new one where there is none, even if others make it now."""
    # Only the row itself: PostgreSQL locks no rows that may be missing in a join.
    rows = ReportText.objects.select_for_update(of=("self",))
    empty = {"body": "", "version": 0, "is_sample": place.report.is_sample}
    return rows.get_or_create(**place.columns, defaults=empty)[0]


def seen_text(place: TextPlace, seen: int, by: User) -> ReportText:
    """The text of a place as the person saw it, locked. Raises Conflict and ReportError."""
    check_account(place.report, by)
    text = place.texts.select_for_update(of=("self",)).first()
    if text is None or text.version != seen:
        raise Conflict
    return text


def keep_former(text: ReportText, now: datetime) -> None:
    """Keep the wording that is about to go, if there is any that is not kept yet."""
    if Wording.of(text) != Wording("") and not is_kept(text):
        keep(text, TextStep.SAVED, text.saved_by, text.saved_at or now)


def shrinks(text: ReportText, wording: Wording) -> bool:
    """Whether most of a text goes at once, which may be a slip of the hand."""
    return len(wording.body) * 2 < len(text.body)


def is_due(text: ReportText, by: User, now: datetime) -> bool:
    """Whether the wording is somebody else's, or the last version is long ago or none at all."""
    last = text.versions.first()
    own = text.saved_by_id == by.pk and text.state == TextState.DRAFT
    return not own or last is None or now - last.at > ONE_VERSION


def is_kept(text: ReportText) -> bool:
    """Whether its present wording is among the versions."""
    last = text.versions.first()
    return last is not None and Wording.of(last) == Wording.of(text)


def keep(
    text: ReportText, step: TextStep, by: User | None, at: datetime, note: str = ""
) -> TextVersion:
    return TextVersion.objects.create(
        text=text,
        number=text.version,
        step=step,
        body=text.body,
        stance=text.stance,
        note=note,
        by=by,
        at=at,
        is_sample=text.is_sample,
    )
