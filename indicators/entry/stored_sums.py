"""Sums of the parts of the city from what stands in the ledger, released or still in work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from indicators.entry.district_sums import DistrictSum, PartValue
from indicators.entry.plausibility import Scale
from indicators.entry.slots import Content, Slot
from indicators.enums import DistrictRelation, MeasurementState
from indicators.models import Indicator, Measurement
from strategy.enums import DistrictKind
from strategy.models import District

Occasion = tuple[int, date]  # indicator, first day of the period
Values = Mapping[int, Decimal | None]  # by district; None or left out: no value


def occasion_of(slot: Slot) -> Occasion:
    """What the city and its parts are asked for together."""
    return slot.indicator.pk, slot.period.first_day


def district_sum(
    indicator: Indicator, districts: Iterable[District], values: Values
) -> DistrictSum:
    """Put the values of one indicator and period together; `districts` are the city and its parts.

    Weights are `District.population`, which is known for one year only: see district_sums.py.
    """
    places = list(districts)
    city = next((place for place in places if place.kind == DistrictKind.CITY), None)
    return DistrictSum(
        relation=indicator.district_relation,
        scale=Scale(indicator.unit, indicator.decimals),
        parts=tuple(
            PartValue(place.name, values.get(place.pk), place.population)
            for place in places
            if place.kind != DistrictKind.CITY
        ),
        city=values.get(city.pk) if city else None,
    )


def load_sums(
    slots: Iterable[Slot], typed: Mapping[Slot, Decimal | None] | None = None
) -> dict[Occasion, DistrictSum]:
    """The sums around these slots, by indicator and period; those without parts are left out.

    What is `typed` or read from a file stands in for what is stored at its slot; None empties it.
    A value in work counts before the one in force, because it is what comes next. Two queries.
    """
    found = [one for one in slots if one.indicator.district_relation != DistrictRelation.NONE]
    if not found:
        return {}
    values = stored_values(found)
    for slot, value in (typed or {}).items():
        values[occasion_of(slot)][slot.district.pk] = value
    districts = list(District.objects.order_by("name"))
    indicators = {occasion_of(one): one.indicator for one in found}
    return {
        occasion: district_sum(indicator, districts, values[occasion])
        for occasion, indicator in indicators.items()
    }


def stored_values(slots: Sequence[Slot]) -> defaultdict[Occasion, dict[int, Decimal | None]]:
    """What is in work, else in force, for the city and its parts. One query."""
    rows = Measurement.objects.filter(
        superseded_at__isnull=True,
        indicator__in={slot.indicator.pk for slot in slots},
        period__in={slot.period.first_day for slot in slots},
    )
    values: defaultdict[Occasion, dict[int, Decimal | None]] = defaultdict(dict)
    for row in sorted(rows, key=lambda row: row.state != MeasurementState.RELEASED):
        # An emptied draft hides nothing.
        if not Content.of(row).is_blank:
            values[row.indicator_id, row.period][row.district_id] = row.value
    return values
