"""The data requests of a department and round, as staff see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.utils import timezone

from indicators.entry.supplies.forms import LastDayForm
from indicators.entry.supplies.links import Standing, link_of, standing_of
from indicators.models import CollectionRound, DataRequest, DataRequestEvent
from strategy.models import Department

_WORDS = {
    Standing.OPEN: "offen, noch nicht benutzt",
    Standing.USED: "benutzt",
    Standing.DELEGATED: "weitergegeben",
    Standing.FINISHED: "abgeschlossen",
    Standing.REVOKED: "widerrufen",
    Standing.EXPIRED: "abgelaufen",
}


@dataclass(frozen=True)
class Entry:
    """A data request with those it was handed on to."""

    request: DataRequest
    standing: Standing
    delegations: Sequence[Entry]
    form: LastDayForm | None  # to prolong it; None: it cannot be, or goes with the one above

    @property
    def label(self) -> str:
        return _WORDS[self.standing]

    @property
    def since(self) -> datetime | None:
        """Since when it stands so; None if nothing has happened yet."""
        return {
            Standing.USED: self.request.last_used_at,
            Standing.FINISHED: self.request.finished_at,
            Standing.REVOKED: self.request.revoked_at,
            Standing.EXPIRED: self.request.expires_at,
        }.get(self.standing)

    @property
    def receivers(self) -> str:
        """Who has it now, where it was handed on."""
        live = [one for one in self.delegations if one.request.revoked_at is None]
        return ", ".join(one.request.recipient_name for one in live)

    @property
    def link(self) -> str:
        """The address, as long as it leads anywhere."""
        return link_of(self.request) if self.standing.is_open else ""

    @property
    def events(self) -> list[DataRequestEvent]:
        return list(self.request.events.all())


def load_overview(
    asked_by: CollectionRound, department: Department, prolonging: LastDayForm | None = None
) -> list[Entry]:
    """The requests of the city hall, newest first, each with what was handed on from it.

    Two queries, however many there are. `prolonging` is a form with errors, shown at its request.
    """
    events = DataRequestEvent.objects.select_related("by")
    found = list(
        DataRequest.objects.filter(round=asked_by, department=department)
        .select_related("created_by", "revoked_by")
        .prefetch_related(Prefetch("events", queryset=events))
        .order_by("-created_at", "-pk")
    )
    now = timezone.now()
    return [entry(one, found, now, prolonging) for one in found if one.delegated_from_id is None]


def entry(
    request: DataRequest,
    found: Sequence[DataRequest],
    now: datetime,
    prolonging: LastDayForm | None = None,
) -> Entry:
    below = [entry(one, found, now) for one in found if one.delegated_from_id == request.pk]
    standing = standing_of(request, now)
    if standing.is_open and any(one.standing.is_open for one in below):
        standing = Standing.DELEGATED
    form = None
    can_go_on = standing.is_open or standing == Standing.EXPIRED
    if can_go_on and request.delegated_from_id is None:
        form = last_day_form(request, now, prolonging)
    return Entry(request, standing, below, form)


def last_day_form(
    request: DataRequest, now: datetime, prolonging: LastDayForm | None
) -> LastDayForm:
    prefix = f"r{request.pk}"
    if prolonging is not None and prolonging.prefix == prefix:
        return prolonging
    today = timezone.localdate(now)
    last_day = timezone.localdate(request.expires_at)
    return LastDayForm(today=today, prefix=prefix, initial={"last_day": last_day})
