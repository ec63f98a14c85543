"""The link of a data request: an address that nobody can make up, and what stands behind it.

The token in the address is the key of the row with a signature. A forged one is refused by the
signature alone, compared in constant time and without asking the database; one that was ours is
looked up, so that revoking and expiring count at once.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from enum import StrEnum

from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from indicators.entry.mails import absolute_url
from indicators.entry.slots import Sender
from indicators.models import DataRequest

SALT = "indicators.supply"
SEPARATOR = "."  # a colon would be escaped by some mail programs
LONGEST_TOKEN = 200
TOKEN = re.compile(r"[0-9A-Za-z_.-]+")
RECEIPT_SHOWN = timedelta(days=1)  # after finishing; later the link shows nothing any more
MOST_LEVELS = 3  # who was asked, to whom they handed it on, and once more


class Standing(StrEnum):
    """How far a data request is."""

    OPEN = "open"  # nobody has used it yet
    USED = "used"  # values were saved through it
    DELEGATED = "delegated"  # handed on, and the other one has not finished yet
    FINISHED = "finished"
    REVOKED = "revoked"
    EXPIRED = "expired"

    @property
    def is_open(self) -> bool:
        """Values may be saved through the link."""
        return self in (Standing.OPEN, Standing.USED, Standing.DELEGATED)


def standing_of(request: DataRequest, now: datetime) -> Standing:
    """What holds for the link itself; whether it was handed on needs its delegations."""
    if request.revoked_at:
        return Standing.REVOKED
    if request.finished_at:
        return Standing.FINISHED
    if request.expires_at <= now:
        return Standing.EXPIRED
    return Standing.USED if request.last_used_at else Standing.OPEN


def token_of(request: DataRequest) -> str:
    return signer().sign(request.key)


def path_of(request: DataRequest, name: str = "supply", *more: int) -> str:
    """The address of one of the pages that the link opens."""
    return reverse(f"indicators:{name}", args=[token_of(request), *more])


def link_of(request: DataRequest) -> str:
    """The whole address, as it is sent."""
    return absolute_url(path_of(request))


def find_request(token: str) -> DataRequest | None:
    """The data request of a token; None if we never made this token, or the row is gone."""
    if len(token) > LONGEST_TOKEN or not TOKEN.fullmatch(token):
        return None
    try:
        key = signer().unsign(token)
    except BadSignature:
        return None
    return with_chain(DataRequest.objects.all()).filter(key=key).first()


def with_chain(requests: QuerySet[DataRequest]) -> QuerySet[DataRequest]:
    """With the requests they were handed on from."""
    return requests.select_related("round", "department", "delegated_from__delegated_from")


def level_of(request: DataRequest) -> int:
    """1 for a request of the city hall, 2 for one that was handed on from it, and so on."""
    level, above = 1, request.delegated_from
    while above is not None:
        level, above = level + 1, above.delegated_from
    return level


def sender_of(request: DataRequest) -> Sender:
    """Who answers through the link."""
    return Sender(request.recipient_name, request.recipient_office, request.is_sample)


def shows_receipt(request: DataRequest) -> bool:
    """Whether what was sent may still be looked at."""
    finished = request.finished_at
    if finished is None or request.revoked_at:
        return False
    return timezone.now() < finished + RECEIPT_SHOWN


def signer() -> Signer:
    return Signer(salt=SALT, sep=SEPARATOR)
