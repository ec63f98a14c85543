"""A value that is being entered, held against the other places of its indicator and period."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from indicators.entry.district_sums import SUM, WEIGHTED_MEAN, DistrictSum
from indicators.entry.parts import Part
from indicators.entry.plausibility import Oddity
from indicators.entry.slots import Slot
from indicators.entry.stored_sums import district_sum, weights_for

NOT_THE_SUM = "anders als die Summe der Teile"
NOT_THE_MEAN = "anders als das Mittel der Teile"
NOT_THE_CITY = "die Teile ergeben so nicht den Wert der Gesamtstadt"
MORE_THAN_THE_CITY = "mehr als die Gesamtstadt"


def contradiction(slot: Slot, value: Decimal, places: Sequence[Part]) -> Oddity | None:
    """What is odd about a value beside what the other places say, drafts included.

    `places` are the city and its parts, empty if the indicator knows no parts. None while parts
    are missing, unless one of them alone is more than the whole city.
    """
    together = sum_with(slot, value, places)
    if together.is_consistent is False:
        return Oddity("parts", title_of(slot), together.sentence)
    if not slot.is_city and exceeds(value, together):
        city = slot.scale.amount(together.city or Decimal(0))
        text = f"{slot.place} hätte {slot.scale.amount(value)}, die Gesamtstadt hat {city}."
        return Oddity("parts", MORE_THAN_THE_CITY, text)
    return None


def sum_with(slot: Slot, value: Decimal, places: Sequence[Part]) -> DistrictSum:
    """The parts and the city as they would be with this value."""
    values = {one.slot.district.pk: one.value for one in places}
    values[slot.district.pk] = value
    districts = [one.slot.district for one in places]
    weights = weights_for(slot.indicator, districts, slot.period.first_day.year)
    return district_sum(slot.indicator, districts, values, weights)


def title_of(slot: Slot) -> str:
    if not slot.is_city:
        return NOT_THE_CITY
    mean = slot.indicator.district_relation == WEIGHTED_MEAN
    return NOT_THE_MEAN if mean else NOT_THE_SUM


def exceeds(value: Decimal, together: DistrictSum) -> bool:
    """One part is more than the whole, where parts add up and none is below zero."""
    if together.relation != SUM or together.city is None:
        return False
    known = [part.value for part in together.parts if part.value is not None]
    return all(one >= 0 for one in known) and value > together.city + together.tolerance
