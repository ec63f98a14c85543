"""Making and changing collection rounds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction

from accounts.models import User
from indicators.models import CollectionRound, Indicator, RoundIndicator

USUAL_TIME = timedelta(weeks=6)  # to answer
SHORTEST_TIME = timedelta(weeks=2)
USUAL_GRACE = 14  # days


class YearTaken(Exception):
    """There is a round for this year already; nothing was written."""


class RoundChanged(Exception):
    """The round is not as the person saw it; nothing was written."""


class RoundInUse(Exception):
    """Links have been sent for this round, so that it cannot be deleted; nothing was written."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a round says: when, about which year, and who is asked for what."""

    year: int
    opens_on: date
    deadline: date
    grace_days: int
    note: str
    asked: Mapping[int, int]  # key of the department that answers, by key of the indicator

    @classmethod
    def of(cls, collection: CollectionRound) -> Plan:
        """What is stored. One query."""
        return cls(
            year=collection.year,
            opens_on=collection.opens_on,
            deadline=collection.deadline,
            grace_days=collection.grace_days,
            note=collection.note,
            asked=dict(collection.requested.values_list("indicator", "department")),
        )

    @property
    def fingerprint(self) -> str:
        """The same for the same plan; a form sends back that of the one it began with."""
        said = [self.year, self.opens_on.isoformat(), self.deadline.isoformat(), self.grace_days]
        text = json.dumps([*said, self.note, sorted(self.asked.items())])
        return hashlib.sha256(text.encode()).hexdigest()


def proposal(today: date) -> Plan:
    """The next round: the year after the newest one, and every indicator that somebody answers for.

    What is computed is asked of nobody. Two queries.
    """
    newest = CollectionRound.objects.first()
    year = newest.year + 1 if newest else today.year - 1
    opens_on = max(today, date(year + 1, 1, 2))
    end_of_january = date(year + 1, 1, 31)
    in_time = end_of_january - opens_on >= SHORTEST_TIME
    owned = Indicator.objects.entered().filter(department__isnull=False)
    return Plan(
        year=year,
        opens_on=opens_on,
        deadline=end_of_january if in_time else opens_on + USUAL_TIME,
        grace_days=newest.grace_days if newest else USUAL_GRACE,
        note=newest.note if newest else "",
        asked=dict(owned.order_by().values_list("pk", "department")),
    )


@transaction.atomic
def make_round(plan: Plan, by: User) -> CollectionRound:
    """Store a new round. Making the very same one twice gives the first. Raises YearTaken."""
    collection = CollectionRound(year=plan.year, is_sample=by.is_sample)
    write_terms(collection, plan)
    try:
        with transaction.atomic():
            collection.save()
    except IntegrityError:
        stored = CollectionRound.objects.filter(year=plan.year).first()
        if stored is None:
            raise
        if Plan.of(stored) == plan:
            return stored
        raise YearTaken from None
    ask(collection, plan.asked)
    return collection


@transaction.atomic
def change_round(collection: CollectionRound, plan: Plan, seen: str) -> CollectionRound:
    """Write a plan over a round that is as it was `seen`, which is its fingerprint.

    What is no longer asked for is no longer owed; values stay. Raises RoundChanged, also if the
    round is gone.
    """
    stored = locked(collection)
    before = Plan.of(stored)
    if before == plan:
        return stored
    if before.fingerprint != seen:
        raise RoundChanged
    write_terms(stored, plan)
    stored.save()
    dropped = set(before.asked) - set(plan.asked)
    stored.requested.filter(indicator__in=dropped).delete()
    for asked in stored.requested.all():
        department = plan.asked[asked.indicator_id]
        if asked.department_id != department:
            asked.department_id = department
            asked.save()
    ask(stored, {key: plan.asked[key] for key in set(plan.asked) - set(before.asked)})
    return stored


@transaction.atomic
def delete_round(collection: CollectionRound, seen: str) -> None:
    """Take a round back; the values stay. Raises RoundChanged or RoundInUse."""
    stored = locked(collection)
    if Plan.of(stored).fingerprint != seen:
        raise RoundChanged
    if stored.data_requests.exists():
        raise RoundInUse
    stored.delete()


# What the functions above are made of ---------------------------------------------


def locked(collection: CollectionRound) -> CollectionRound:
    """The round as stored, held until commit. Raises RoundChanged if somebody deleted it."""
    stored = CollectionRound.objects.select_for_update().filter(pk=collection.pk).first()
    if stored is None:
        raise RoundChanged
    return stored


def write_terms(collection: CollectionRound, plan: Plan) -> None:
    collection.opens_on, collection.deadline = plan.opens_on, plan.deadline
    collection.grace_days, collection.note = plan.grace_days, plan.note


def ask(collection: CollectionRound, asked: Mapping[int, int]) -> None:
    """Add to what a round asks for; it is sample data if the round is."""
    RoundIndicator.objects.bulk_create(
        RoundIndicator(
            round=collection,
            indicator_id=indicator,
            department_id=department,
            is_sample=collection.is_sample,
        )
        for indicator, department in sorted(asked.items())
    )
