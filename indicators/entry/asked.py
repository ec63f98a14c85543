"""What collection rounds ask for: which indicator, of whom, until when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from indicators.entry.due import Terms
from indicators.entry.slots import Slot
from indicators.models import CollectionRound, Indicator, RoundIndicator


def asks_begun(indicators: Iterable[Indicator], today: date) -> dict[int, list[RoundIndicator]]:
    """By indicator what the rounds that have begun ask for, newest round first. One query."""
    asks = RoundIndicator.objects.owed().filter(
        indicator__in=[one.pk for one in indicators], round__opens_on__lte=today
    )
    grouped: defaultdict[int, list[RoundIndicator]] = defaultdict(list)
    for ask in asks.select_related("round", "department").order_by("-round__year"):
        grouped[ask.indicator_id].append(ask)
    return dict(grouped)


def terms_of_round(asked_by: CollectionRound) -> Terms:
    return Terms(asked_by.deadline, asked_by.grace_ends_on)


def terms_of(slot: Slot, today: date) -> Terms:
    """Until when the value of a slot is asked for: by a round that has begun, else by the rule.

    One query.
    """
    rounds = CollectionRound.objects.filter(
        year=slot.period.first_day.year, opens_on__lte=today, requested__indicator=slot.indicator
    )
    asked_by = rounds.first()
    if asked_by:
        return terms_of_round(asked_by)
    return Terms.usual(slot.period, slot.indicator.due_after_months)
